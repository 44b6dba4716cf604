"""Run the micro-loan pipeline through Airflow and show what was stopped: `make demo`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from examples.microloan.show import main

    sys.exit(main())
