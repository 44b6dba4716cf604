"""DataProfiler in its own environment: a column a line in, the label its profile gives out.

Only its labeller runs: the other statistics of a profile are off.
"""

import json
import logging
import os
import sys
import time
import warnings
from importlib.metadata import version

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import dataprofiler  # noqa: E402  after its warnings are off
import pandas as pd  # noqa: E402  the same


def main() -> None:
    print(json.dumps({"version": version("DataProfiler")}), flush=True)
    options = dataprofiler.ProfilerOptions()
    options.set({"*.is_enabled": False, "structured_options.data_labeler.is_enabled": True})
    options.set({"structured_options.multiprocess.is_enabled": False})
    labeler = dataprofiler.DataLabeler(labeler_type="structured")
    options.set({"structured_options.data_labeler.data_labeler_object": labeler})
    for line in sys.stdin:
        values = json.loads(line)
        frame = pd.DataFrame({"column": pd.Series(values, dtype="object")})
        started = time.perf_counter()
        profile = dataprofiler.Profiler(
            frame,
            options=options,
            profiler_type="structured",
            samples_per_update=len(values),
            min_true_samples=len(values),
        )
        label = profile.report({"output_format": "serializable"})["data_stats"][0].get("data_label") or ""
        print(json.dumps({"label": label, "seconds": time.perf_counter() - started}), flush=True)


if __name__ == "__main__":
    main()
