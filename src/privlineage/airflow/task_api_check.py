"""Whether privlineage answers on Airflow's API server: a look from anywhere that the task API can be reached from."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from typing import Any

from privlineage.airflow.config import settings
from privlineage.airflow.deciders import AIRFLOW
from privlineage.airflow.tunnel import CALL
from privlineage.service.answering.doctor import Standing

__all__ = ["matters_here", "task_api"]

SECONDS = 5.0
_ABSENT = "install privlineage there with `[privlineage] store`, and restart it; `--apps execution` loads no plugins"


def task_api() -> tuple[Standing, str]:
    """What a request without a token gets: refused by us, or by Airflow itself where we are not."""
    if _loads_no_plugins():
        return Standing.BAD, "this API server runs `--apps execution`: it loads no plugins, and nothing of ours"
    url = _url()
    if not url.startswith(("http://", "https://")):
        return Standing.WARNING, "[core] execution_api_server_url is not configured here"
    status, said = _asked(f"{url.rstrip('/')}/variables/{CALL}doctor")
    if status == 401 and "privlineage" in said:
        return Standing.GOOD, f"privlineage answers at {url}"
    if not status:
        return Standing.WARNING, f"{url} cannot be reached from here ({said})"
    return Standing.BAD, f"privlineage does not answer at {url}: {_ABSENT}"


def matters_here() -> bool:
    """Whether anything here depends on it: decisions are taken there, or this is such a server's environment."""
    return settings().store.startswith(AIRFLOW) or _loads_no_plugins()


def _loads_no_plugins() -> bool:
    return not {"all", "core"} & set(os.environ.get("AIRFLOW_API_APPS", "all").split(","))


def _url() -> str:
    from airflow.configuration import conf

    found: Any = conf.get("core", "execution_api_server_url", fallback="") or ""
    return str(found)


def _asked(url: str) -> tuple[int, str]:
    """Status and detail of the answer; 0 and the kind of the trouble when there is none."""
    try:
        with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310  # http and https alone
            return int(answer.status), ""
    except urllib.error.HTTPError as error:
        with error:
            return error.code, _detail(error.read(10_000))
    except OSError as error:
        return 0, type(error).__name__


def _detail(body: bytes) -> str:
    try:
        data = json.loads(body)
    except ValueError:
        return ""
    return str(data.get("detail", "")) if isinstance(data, dict) else ""
