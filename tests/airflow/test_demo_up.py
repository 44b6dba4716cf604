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


def said_until_ready(up: subprocess.Popen) -> str:
    said = ""
    for line in up.stdout:
        said += line
        if "Ctrl-C ends Airflow" in line:
            break
    return said


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_up_serves_logs_in_and_stops(tmp_path, sign):
    command = [sys.executable, str(ROOT / "scripts" / "up.py"), "--folder", str(tmp_path / "up")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as up:
        said = said_until_ready(up)
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
