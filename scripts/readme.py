"""Keep the output that README.md shows equal to what the commands print.

`python scripts/readme.py "make demo" FILE` puts the text of FILE into the block that follows `<!-- make demo -->`.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).resolve().parent.parent / "README.md"

# What differs from run to run, or from folder to folder: times, verdict ids, where the demo's folder is.
_VARIES = (
    (re.compile(r"\(\d+\.\d s\)"), "(… s)"),
    (re.compile(r"\bdone in \d+ s"), "done in … s"),
    (re.compile(r"\bV-[0-9A-F]+\b"), "V-…"),
    (re.compile(r"(?<=output is in ).*/demo\.log"), ".demo/run/demo.log"),
)


def normalised(text: str) -> str:
    """The text without what differs between two good runs."""
    for pattern, instead in _VARIES:
        text = pattern.sub(instead, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def block(readme: str, name: str) -> str:
    """The text in the block that follows a marker.

    Raises:
        ValueError: when there is no such marker with a block.
    """
    found = _pattern(name).search(readme)
    if found is None:
        raise ValueError(f"README.md has no block `{name}`")
    return found["text"]


def with_block(readme: str, name: str, text: str) -> str:
    """The README with another text in that block."""
    return _pattern(name).sub(lambda found: f"{found['open']}{text.rstrip()}\n{found['close']}", readme)


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?P<open><!-- {re.escape(name)} -->\n```\n)(?P<text>.*?)(?P<close>```\n)", re.DOTALL)


def _trimmed(file: Path) -> str:
    return "\n".join(line.rstrip() for line in file.read_text(encoding="utf-8").splitlines())


if __name__ == "__main__":
    README.write_text(
        with_block(README.read_text(encoding="utf-8"), sys.argv[1], _trimmed(Path(sys.argv[2]))),
        encoding="utf-8",
    )
