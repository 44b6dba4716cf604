"""`make up` starts Airflow on this machine alone, tells who may log in, and leaves nothing behind when stopped."""

import os
import re
import signal
import subprocess
import sys
import urllib.request

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_up_serves_logs_in_and_stops(tmp_path, sign):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    up = subprocess.Popen(
        [sys.executable, str(ROOT / "scripts" / "up.py"), "--folder", str(tmp_path / "up")],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    said = ""
    for line in up.stdout:
        said += line
        if "Ctrl-C ends Airflow" in line:
            break
    url, user, password = re.search(r"(http://127\.0\.0\.1:\d+)/\S+\s+user (\w+), password (\S+)", said).groups()
    request = urllib.request.Request(
        f"{url}/auth/token",
        data=f'{{"username": "{user}", "password": "{password}"}}'.encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert 201 == answer.status
    up.send_signal(sign)
    up.stdout.read()
    assert 0 == up.wait(60)
    left = subprocess.run(["pgrep", "-f", str(tmp_path / "up")], capture_output=True, text=True, check=False)
    assert "" == left.stdout
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(url)
