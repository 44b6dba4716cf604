"""Start Airflow with the demo's DAG, on this machine alone, for somebody who wants to click; Ctrl-C stops it.

Everything happens in `.demo/up`, which stays for the next time.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from examples.microloan.setting import ROOT, DemoError, Setting, folder_argument, shown

__all__ = ["main"]

FIRST_PORT = 8080
READY_SECONDS = 300
STOP_SECONDS = 20


def main() -> int:
    """Run until Ctrl-C."""
    setting = Setting(folder_argument(__doc__, "up"))
    for sign in (signal.SIGTERM, signal.SIGHUP):
        # Airflow is in a group of its own: it would outlive us otherwise.
        signal.signal(sign, signal.default_int_handler)
    try:
        if not setting.store_file.exists():
            print("making up people, a warehouse and a privlineage store …", flush=True)
            setting.fresh()
            setting.publish()
        return serve(setting)
    except DemoError as error:
        print(error)
        return 1
    except KeyboardInterrupt:
        return 0


def serve(setting: Setting) -> int:
    """Start `airflow standalone`, say where it is, wait, stop it."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = setting.environment() | {
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(port),
        "AIRFLOW__API__BASE_URL": url,
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS": "admin:admin",
        # The UI waits for the DAG file to be read; once a minute would be long to wait for.
        "AIRFLOW__DAG_PROCESSOR__REFRESH_INTERVAL": "10",
    }
    program = Path(sys.executable).with_name("airflow")
    log = setting.folder / "airflow.log"
    print(f"starting Airflow (its output goes to {shown(log)}) …", flush=True)
    with log.open("w", encoding="utf-8") as output:
        # A group of its own: Ctrl-C reaches us alone, and we stop the whole group in order.
        command = [str(program), "standalone"]
        airflow = subprocess.Popen(  # noqa: S603 - Airflow itself
            command, env=environment, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
        )
        try:
            wait_until_ready(airflow, url, log)
            user, password = credentials(setting)
            print(f"\n  {url}/dags/microloan\n  user {user}, password {password}\n")
            print(
                "Trigger the DAG `microloan`; the log of a failed task says what was stopped. Ctrl-C ends Airflow.",
                flush=True,
            )
            airflow.wait()
            print(f"Airflow ended by itself; see {shown(log)}")
            return 1  # noqa: TRY300 - the way out when nobody pressed Ctrl-C
        except KeyboardInterrupt:
            print("\nstopping Airflow …", flush=True)
            return 0
        finally:
            stop(airflow)


def free_port() -> int:
    """The first port from 8080 on that nobody listens on."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise DemoError(f"no free port from {FIRST_PORT} to {FIRST_PORT + 99}")


def wait_until_ready(airflow: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait for the API server and the scheduler.

    Raises:
        DemoError: when Airflow ends, or is not ready in time.
    """
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if airflow.poll() is not None:
            raise DemoError(f"Airflow ended while starting; see {shown(log)}")
        try:
            with urllib.request.urlopen(f"{url}/api/v2/monitor/health", timeout=2) as answer:  # noqa: S310 - our own server
                parts = json.load(answer)
        except (urllib.error.URLError, TimeoutError, ConnectionError, ValueError):
            parts = {}
        if all(
            parts.get(part, {}).get("status") == "healthy" for part in ("metadatabase", "scheduler", "dag_processor")
        ):
            return
        time.sleep(0.5)
    raise DemoError(f"Airflow was not ready after {READY_SECONDS} s; see {shown(log)}")


def credentials(setting: Setting) -> tuple[str, str]:
    """The user Airflow's simple auth manager made, and the password it drew."""
    file = setting.airflow_home / "simple_auth_manager_passwords.json.generated"
    user, password = next(iter(json.loads(file.read_text(encoding="utf-8")).items()))
    return user, password


def stop(airflow: subprocess.Popen[bytes]) -> None:
    """End Airflow with all its parts."""
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(airflow.pid, sign)
        except ProcessLookupError:
            return
        try:
            airflow.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            continue
    airflow.wait()
