"""One server spoken to over HTTP: JSON there, JSON back, and every trouble an error of ours."""

from __future__ import annotations

import json
import ssl
import time
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from privlineage.core.errors import PrivlineageError
from privlineage.store.http.address import address_of, token_of_environment
from privlineage.store.http.retrying import TransportFault

if TYPE_CHECKING:
    import httpx

__all__ = ["Channel"]

CONNECT_SECONDS = 5.0
"""How long a server may take to accept a connection: a try lost to one that is gone must leave time for others."""

BUSY = frozenset({429, 502, 503, 504})
"""Answers of a server, or of what stands before it, that another try may change."""


MOST_ANSWER = 512 << 20
"""Bytes of an answer; more are not read, for whatever sends them is no server of ours."""


class Channel:
    """Connections to one server, kept open and shared by threads.

    TLS goes by the system's certificates, or those `SSL_CERT_FILE` and `SSL_CERT_DIR` name. Redirects are not followed:
    they would take the token elsewhere.

    Args:
        url: the server's.
        token: gives the bearer token of a request, empty for none.

    Raises:
        PrivlineageError: PL001, for a URL that names no server.
    """

    def __init__(self, url: str, token: Callable[[], str] = token_of_environment) -> None:
        self.address = address_of(url)
        self._token = token
        self._client: httpx.Client | None = None
        self._verify: ssl.SSLContext | Literal[False] | None = None
        self._finalizer: Callable[[], object] | None = None

    def post(self, path: str, data: Any, seconds: float) -> Any:
        """The answer to a request: an object with `result` or `error`.

        Args:
            path: below the server's URL, beginning with a slash.
            data: JSON.
            seconds: how long the server may be silent, and after which no more of its answer is read.

        Raises:
            TransportFault: PL504, where another try may get an answer.
            PrivlineageError: PL205 or PL206 when something before the server refuses, PL502 when something else is
                there, PL504 when its certificate is not trusted.
        """
        import httpx

        headers = {"content-type": "application/json", **self._credentials()}
        body = json.dumps(data, separators=(",", ":")).encode()
        timeout = httpx.Timeout(seconds, connect=min(seconds, CONNECT_SECONDS))
        url, end = f"{self.address.url}{path}", time.monotonic() + seconds
        try:
            with self._opened().stream("POST", url, content=body, headers=headers, timeout=timeout) as response:
                found = self._whole(response, end)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            if _is_untrusted(error):
                raise self._down("has no certificate that is trusted here", _CERTIFICATE) from None
            raise TransportFault(self._down("does not answer")) from None
        except httpx.TimeoutException:
            raise TransportFault(self._down(f"did not answer within {seconds:.3g} seconds"), lost=True) from None
        except httpx.TransportError:
            raise TransportFault(self._down("broke off"), lost=True) from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise self._down("cannot be asked", "check its URL") from None
        return self._read(response.status_code, found)

    def _credentials(self) -> dict[str, str]:
        token = self._token()
        if not token:
            return {}
        if not token.isascii() or not token.isprintable() or " " in token:
            raise PrivlineageError("PL001", "the token is no token", hint="it is one word of letters and digits")
        return {"authorization": f"Bearer {token}"}

    def close(self) -> None:
        """Close every connection; another request opens one anew."""
        if self._finalizer is not None:
            self._finalizer()
        self._client = None

    def _opened(self) -> httpx.Client:
        if self._client is None:
            import httpx

            if self._verify is None:
                # To make the context takes 25 ms: only where it is used, and once.
                self._verify = False if self.address.is_plain else ssl.create_default_context()
            # A proxy of the environment is for what is outside; this machine is not.
            self._client = httpx.Client(verify=self._verify, trust_env=not self.address.is_loopback)
            # The channel of a gate goes with its task, and nobody closes it.
            self._finalizer = weakref.finalize(self, self._client.close)
        return self._client

    def _whole(self, response: httpx.Response, end: float) -> bytes:
        """The body, unless it has no end: whoever asked is gone, and would still be sent what nobody reads."""
        import httpx

        found = bytearray()
        for chunk in response.iter_bytes():
            found += chunk
            if len(found) > MOST_ANSWER:
                raise self._down("sends without an end", "check its URL")
            if time.monotonic() > end:
                raise httpx.ReadTimeout("it trickles")
        return bytes(found)

    def _read(self, status: int, body: bytes) -> Any:
        try:
            answer = json.loads(body)
        except (ValueError, RecursionError):  # no JSON, or no text
            answer = None
        if _is_ours(answer, status):
            return answer
        if status in BUSY:
            raise TransportFault(self._down(f"is busy (HTTP {status})"))
        if status in (401, 403, 407):
            code = "PL205" if status == 403 else "PL206"
            raise PrivlineageError(
                code, f"something before `{self.address.url}` refuses (HTTP {status})", hint="look at the proxy there"
            )
        if status >= 500:
            raise self._down(f"failed (HTTP {status})", "look into the log of what answers there")
        raise PrivlineageError(
            "PL502",
            f"`{self.address.url}` is no privlineage server (HTTP {status})",
            hint="check the URL; behind Airflow's API server it ends in /privlineage",
        )

    def _down(self, what: str, hint: str = "see whether the server runs, and the way there") -> PrivlineageError:
        return PrivlineageError("PL504", f"the server `{self.address.url}` {what}", hint=hint)


_CERTIFICATE = "name the file of your authority's certificates in SSL_CERT_FILE"


def _is_ours(answer: Any, status: int) -> bool:
    """Whether an answer has our form. Others have errors in JSON too, and theirs must not hide what the status says."""
    if not isinstance(answer, dict):
        return False
    error = answer.get("error")
    if error is None:
        return "result" in answer and status == 200  # a proxy may answer in our server's place
    return isinstance(error, dict) and isinstance(error.get("code"), str) and error["code"].startswith("PL")


def _is_untrusted(error: BaseException) -> bool:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return True
        cause = cause.__cause__ or cause.__context__
    return False
