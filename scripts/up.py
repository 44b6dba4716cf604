"""Start Airflow with the micro-loan pipeline, to click through: `make up`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from examples.microloan.serve import main

    sys.exit(main())
