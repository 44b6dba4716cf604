"""The inside of a pod: hides the machine, opens the one way out, tries what must not work, and runs the workload.

Runs as `pod.py FOLDER WORKLOAD` in fresh namespaces. The standard library alone: no code of the project is here yet.
"""

import contextlib
import ctypes
import fcntl
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

POD = Path("/mnt/pod")
MS_BIND, MS_REC = 0x1000, 0x4000
libc = ctypes.CDLL(None, use_errno=True)


def mount(source, target, kind="", flags=0):
    if libc.mount(str(source).encode(), str(target).encode(), kind.encode(), flags, None):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(target))


def hide(folder, api_socket, places, kept):
    """See the pod's folder at /mnt/pod with the socket in it, and of the places only what is kept: the installation."""
    (folder / "api.sock").touch()
    mount(api_socket, folder / "api.sock", "", MS_BIND)
    mount("tmpfs", "/mnt", "tmpfs")
    POD.mkdir()
    mount(folder, POD, "", MS_BIND | MS_REC)
    for number, place in enumerate(kept):
        Path(f"/mnt/kept.{number}").mkdir()
        mount(place, f"/mnt/kept.{number}", "", MS_BIND | MS_REC)
    for place in places:
        mount("tmpfs", place, "tmpfs")
    for number, place in enumerate(kept):
        Path(place).mkdir(parents=True, exist_ok=True)
        mount(f"/mnt/kept.{number}", place, "", MS_BIND | MS_REC)
    os.chdir(POD)


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        name = struct.pack("16sH14s", b"lo", 0, b"")
        flags = struct.unpack("16sH14s", fcntl.ioctl(any_socket, 0x8913, name))[1]  # SIOCGIFFLAGS
        fcntl.ioctl(any_socket, 0x8914, struct.pack("16sH14s", b"lo", flags | 1, b""))  # SIOCSIFFLAGS, IFF_UP


def carry(source, target):
    while data := source.recv(65536):
        target.sendall(data)
    target.shutdown(socket.SHUT_WR)


def relay(port, path):
    """The only way out: a port of the pod's own loopback, which leads through one socket to the API server."""
    listening = socket.create_server(("127.0.0.1", port), backlog=64)

    def serve():
        while True:
            inner, _ = listening.accept()
            outer = socket.socket(socket.AF_UNIX)
            outer.connect(path)
            for pair in ((inner, outer), (outer, inner)):
                threading.Thread(target=quietly, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()


def quietly(source, target):
    with contextlib.suppress(OSError):
        carry(source, target)


def tried(probe):
    """What comes of trying to reach what must not be reached."""
    kind, *where = probe
    try:
        if kind == "file":
            Path(where[0]).stat()
        else:
            family = socket.AF_UNIX if kind == "unix" else socket.AF_INET
            with socket.socket(family) as probing:
                probing.settimeout(3)
                probing.connect(where[0] if kind == "unix" else (where[0], where[1]))
    except OSError as error:
        return type(error).__name__
    return "reached"


def main():
    folder, workload = Path(sys.argv[1]), sys.argv[2]
    told = json.loads((folder / "pod.json").read_text())
    hide(folder, told["api_socket"], told["hidden"], told["kept"])
    loopback_up()
    relay(told["port"], str(POD / "api.sock"))
    (POD / "tmp").mkdir(exist_ok=True)
    seen = {
        "tried": {json.dumps(probe): tried(probe) for probe in told["probes"]},
        "environment": dict(os.environ),
        "interfaces": sorted(name for _, name in socket.if_nameindex()),
        "home": sorted(str(path.relative_to(POD / "home")) for path in (POD / "home").rglob("*") if path.is_file()),
        "processes": sorted(path.name for path in Path("/proc").iterdir() if path.name.isdigit()),
    }
    (POD / "seen.json").write_text(json.dumps(seen))
    command = [sys.executable, "-m", "airflow.sdk.execution_time.execute_workload", "--json-string", workload]
    code = subprocess.run(command, check=False).returncode
    shutil.rmtree(POD / "tmp", ignore_errors=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
