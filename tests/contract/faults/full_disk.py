"""A task's process that may make no file longer: to SQLite, and to us, that is a disk that is full."""

import json
import resource
import signal
import sys

from tests.contract.faults.site import ALLOWED, DECLARED, FORBIDDEN, UNGOVERNED, Tries

if __name__ == "__main__":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1))
    tries = Tries(sys.argv[1])
    kinds = {"governed": [FORBIDDEN, ALLOWED, *DECLARED.values()], "others": UNGOVERNED.values()}
    sys.stdout.write(json.dumps({kind: [tries.look(make) for make in tasks] for kind, tasks in kinds.items()}))
