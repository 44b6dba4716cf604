"""TLS to a server: by the certificates of the system or those that `SSL_CERT_FILE` names, and by nothing else."""

import datetime as dt
import ipaddress
import threading
import time

import pytest
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from privlineage.api.app import create_app
from privlineage.core.errors import PrivlineageError
from privlineage.service.people.caller import Caller
from privlineage.service.serving.over_http import decider_at
from tests.unit.service.world import world


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for this machine that is its own authority, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "privlineage")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "key.pem").write_bytes(pem)
    return folder


@pytest.fixture(scope="module")
def port(certificate):
    local = world()
    app = create_app(lambda: local.store, lambda _: Caller("service", "fleet", ("worker",)))
    files = {"ssl_certfile": certificate / "cert.pem", "ssl_keyfile": certificate / "key.pem"}
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, ws="none", **files))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.005)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def ask(host, port):
    decider = decider_at(f"https://{host}:{port}", lambda: 2.0)
    try:
        return decider.governance().bundle
    finally:
        decider.send.close()


def test_a_server_whose_authority_is_named_is_spoken_to(certificate, port, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    assert world().bundle().hash == ask("127.0.0.1", port)


def test_a_server_whose_authority_nobody_trusts_is_not_spoken_to_and_not_asked_again(port, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with pytest.raises(PrivlineageError, match=r"PL504 .* has no certificate that is trusted here .*SSL_CERT_FILE"):
        ask("127.0.0.1", port)


def test_a_certificate_for_another_name_is_none(certificate, port, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with pytest.raises(PrivlineageError, match=r"PL504 .* has no certificate that is trusted here"):
        ask("localhost", port)
