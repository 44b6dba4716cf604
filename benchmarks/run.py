"""Run every benchmark and write `benchmarks/results.json`.

A benchmark is a file `benchmarks/bench_*.py` with a function `measure() -> Iterable[Result]`. A machine is shared and
noisy: a figure counts as a ratio to a baseline taken in the same run, from several repeats.
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent))

from benchmarks.result import Result  # noqa: E402  importable only now


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("words", nargs="*", help="only benchmarks whose file name contains one of these")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER / "results.json")
    chosen = parser.parse_args()
    results: list[Result] = []
    for path in sorted(FOLDER.glob("bench_*.py")):
        if chosen.words and not any(word in path.stem for word in chosen.words):
            continue
        for result in _measure(path):
            results.append(result)
            print(result.line(), flush=True)
    kept = _others(chosen.output, {result.name for result in results}) if chosen.words else []
    entries = sorted(kept + [result.as_json() for result in results], key=lambda entry: str(entry["name"]))
    chosen.output.write_text(json.dumps(entries, indent=1) + "\n", encoding="utf-8")
    print(f"{len(results)} figures written to {chosen.output}")
    return 0


def _measure(path: Path) -> Iterable[Result]:
    spec = importlib.util.spec_from_file_location(f"benchmarks.{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    results: Iterable[Result] = module.measure()
    return results


def _others(output: Path, names: set[str]) -> list[dict[str, object]]:
    """The figures of earlier runs that this partial run did not take again."""
    if not output.is_file():
        return []
    return [entry for entry in json.loads(output.read_text(encoding="utf-8")) if entry["name"] not in names]


if __name__ == "__main__":
    raise SystemExit(main())
