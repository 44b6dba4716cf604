"""Make a virtual environment ready for the demo or for the tests, with plain pip and pinned versions.

Run it through `scripts/set-up`, which chooses the Python. A second run finds its own stamp and ends at once; the stamp
is a digest of everything the environment was made from.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
FREE_DISK_GB = 3
HEARTBEAT_SECONDS = 15
LAYERS = {
    "runtime": ["-e", ".[all]"],
    "dev": ["-e", ".[all]", "--group", "dev"],
    "spark": ["-e", ".[all,spark]", "--group", "dev"],
}
BELOW = {"runtime": ("runtime",), "dev": ("runtime", "dev"), "spark": ("runtime", "dev", "spark")}
"""Which layers are there once a layer is."""


def main() -> None:
    """Read the command line and make the environment it asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    layers = "runtime: for the demo; dev: for the tests as well; spark: for those on Spark, too"
    parser.add_argument("layer", choices=sorted(LAYERS), help=layers)
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", help="where the environment lives")
    parser.add_argument("--pins", type=Path, help="constraints file (default: the one of this Python)")
    chosen = parser.parse_args()
    minor = f"{sys.version_info.major}.{sys.version_info.minor}"
    pins = chosen.pins or ROOT / "constraints" / f"py{minor}.txt"
    with _alone(chosen.venv):
        make_ready(chosen.venv.absolute(), chosen.layer, pins.absolute())


def make_ready(venv: Path, layer: str, pins: Path) -> None:
    """Bring `venv` to `layer`, doing only what is not done yet."""
    digest = _digest(pins)
    python = venv / "bin" / "python"
    if _is_stamped(venv, layer, digest) and python.exists():
        return
    _check_machine(venv)
    started = time.monotonic()
    if _python_of(venv) != sys.version_info[:3]:
        _say(f"1/3 making {_shown(venv)} with Python {'.'.join(map(str, sys.version_info[:3]))}")
        _refuse_to_delete_ourselves(venv)
        shutil.rmtree(venv, ignore_errors=True)
        _run(venv, [sys.executable, "-m", "venv", str(venv)], "the virtual environment could not be made")
    else:
        _say(f"1/3 {_shown(venv)} is there")
    _forget_stamps(venv)
    install = [
        str(python),
        "-m",
        "pip",
        "install",
        "--progress-bar",
        "off",
        "--disable-pip-version-check",
        "-c",
        str(pins),
    ]
    _say("2/3 installing pip and the build backend")
    _run(venv, [*install, *_build_tools()], "pip could not install its own tools")
    _say(f"3/3 installing privlineage for {layer}, pinned by {_shown(pins)} (about 1 GB, some minutes the first time)")
    _run(venv, [*install, "--no-build-isolation", *LAYERS[layer]], "pip could not install the dependencies")
    for done in BELOW[layer]:
        (venv / f".set-up-{done}").write_text(digest, encoding="ascii")
    _say(f"ready in {time.monotonic() - started:.0f} s")


def _check_machine(venv: Path) -> None:
    """Say in one sentence what is missing, before anything is downloaded."""
    for module, remedy in (
        ("venv", "install your system's package for it, such as python3-venv"),
        ("ensurepip", "install your system's package for it, such as python3-venv"),
        ("ssl", "install a Python that was built with OpenSSL"),
        ("sqlite3", "install a Python that was built with SQLite"),
    ):
        if importlib.util.find_spec(module) is None or (
            module == "sqlite3" and not importlib.util.find_spec("_sqlite3")
        ):
            _fail(f"Python at {sys.executable} has no module `{module}`: {remedy}, or name another with PYTHON=")
    folder = venv.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        _fail(f"{folder} cannot be written to ({error.strerror}): clone the project into a folder of yours")
    free = shutil.disk_usage(folder).free / 1e9
    if free < FREE_DISK_GB:
        _fail(f"{free:.1f} GB are free at {folder}, and {FREE_DISK_GB} are needed: make room, or clone elsewhere")


def _run(venv: Path, command: list[str], failure: str) -> None:
    """Run one step with its output in a log, a sign of life on the terminal, and the log's end if it fails."""
    fallback = venv.parent / ".set-up.log"
    log_path = venv / "set-up.log" if venv.is_dir() else fallback
    # A user's own `pip install --user` habit breaks inside an environment; every other pip setting (an index, a
    # certificate, a proxy) is theirs to make and stays.
    environment = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_NO_INPUT": "1"}
    environment.pop("PYTHONPATH", None)
    started = time.monotonic()
    with log_path.open("a", encoding="utf-8") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        code: int | None = None
        while code is None:
            try:
                code = process.wait(timeout=HEARTBEAT_SECONDS)
            except subprocess.TimeoutExpired:
                _say(f"    still at it, {time.monotonic() - started:.0f} s")
            except KeyboardInterrupt:
                process.terminate()
                process.wait()
                _fail("stopped; run it again to go on")
    if code:
        tail = log_path.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        print("\n".join(tail), file=sys.stderr)
        _fail(f"{failure}; the whole output is in {log_path}")
    fallback.unlink(missing_ok=True)


def _digest(pins: Path) -> str:
    """Everything the environment is made from: declared dependencies, pins, this script, the Python, the place."""
    if not pins.is_file():
        _fail(f"there are no pins for this Python: {_shown(pins)} is missing; `scripts/compile-pins` makes it")
    parts = [path.read_bytes() for path in (ROOT / "pyproject.toml", pins, Path(__file__))]
    parts += [".".join(map(str, sys.version_info[:3])).encode(), str(ROOT).encode()]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _is_stamped(venv: Path, layer: str, digest: str) -> bool:
    stamp = venv / f".set-up-{layer}"
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest


def _forget_stamps(venv: Path) -> None:
    for layer in LAYERS:
        (venv / f".set-up-{layer}").unlink(missing_ok=True)


def _python_of(venv: Path) -> tuple[int, ...] | None:
    """The version of the environment's Python, or None where there is no environment that works."""
    question = "import sys, pip; print(*sys.version_info[:3])"
    try:
        answer = subprocess.run(
            [venv / "bin" / "python", "-I", "-c", question], capture_output=True, text=True, check=True, timeout=60
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return tuple(int(part) for part in answer.stdout.split())


def _build_tools() -> list[str]:
    import tomllib  # absent before Python 3.11, which `scripts/set-up` has ruled out

    with (ROOT / "pyproject.toml").open("rb") as file:
        groups: dict[str, list[str]] = tomllib.load(file)["dependency-groups"]
    return groups["build"]


def _refuse_to_delete_ourselves(venv: Path) -> None:
    if venv.resolve() in Path(sys.executable).absolute().parents:
        _fail(f"{_shown(venv)} is broken and is the only Python found: delete it and name another with PYTHON=")


@contextlib.contextmanager
def _alone(venv: Path) -> Iterator[None]:
    """Let two `make`s at once take turns: the second waits, finds the stamp and goes on."""
    name = hashlib.sha256(str(venv.absolute()).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"privlineage-set-up-{os.getuid()}-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def _say(text: str) -> None:
    print(f"set-up: {text}", flush=True)


def _fail(text: str) -> NoReturn:
    print(f"set-up: {text}", file=sys.stderr)
    raise SystemExit(1)


if __name__ == "__main__":
    main()
