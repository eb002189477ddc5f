"""Other machines are asked at public addresses only, and never for long."""

from __future__ import annotations

import datetime
import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address
from typing import TYPE_CHECKING, ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction

from courses.common import outgoing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytest_django import Settings


class _Handler(BaseHTTPRequestHandler):
    """Answers by path, and remembers what it was asked."""

    asked: ClassVar[list[tuple[str, str, str | None, bytes]]] = []

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.asked.append(
            (self.command, self.path, self.headers.get("Host"), self.rfile.read(length))
        )
        if self.path == "/elders":
            self.send_response(302)
            self.send_header("Location", "/hier")
            self.end_headers()
            return
        if self.path == "/traag":
            for _ in range(50):
                self.wfile.write(b"H")
                self.wfile.flush()
                time.sleep(0.05)
        self.send_response(404 if self.path == "/weg" else 200)
        self.send_header("X-Wat", "iets")
        self.end_headers()
        if self.path == "/druppels":
            for _ in range(50):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.05)
        self.wfile.write(b"y" * 2000 if self.path == "/veel" else b"hallo")

    do_GET = do_POST = _answer  # noqa: N815 - names of the library

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - name of the library
        """Nothing."""


class _Server(HTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Who is asked may be left in the middle of an answer."""


@contextmanager
def _serving(context: ssl.SSLContext | None = None) -> Iterator[int]:
    _Handler.asked.clear()
    server = _Server(("127.0.0.1", 0), _Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def port(settings: Settings) -> Iterator[int]:
    with _serving() as found:
        settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{found}"]
        yield found


def test_a_machine_that_the_operator_named_is_asked_also_without_tls(port: int) -> None:
    answer = outgoing.ask(
        "POST", f"http://127.0.0.1:{port}/pad?a=1#b", content=b"vraag", headers={"X-A": "1"}
    )
    assert (answer.status, answer.content, answer.is_ok) == (200, b"hallo", True)
    assert answer.headers["x-wat"] == "iets"
    assert _Handler.asked == [("POST", "/pad?a=1", f"127.0.0.1:{port}", b"vraag")]


def test_an_answer_that_says_no_is_an_answer(port: int) -> None:
    answer = outgoing.ask("GET", f"http://127.0.0.1:{port}/weg")
    assert (answer.status, answer.is_ok) == (404, False)


def test_who_leads_on_to_elsewhere_is_not_followed(port: int) -> None:
    with pytest.raises(outgoing.Unreachable, match="leads on"):
        outgoing.ask("GET", f"http://127.0.0.1:{port}/elders")
    assert [path for _method, path, _host, _content in _Handler.asked] == ["/elders"]


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_for_another_machine_in_a_transaction(port: int) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="inside a transaction"):
        outgoing.ask("GET", f"http://127.0.0.1:{port}/")
    assert _Handler.asked == []
    assert outgoing.ask("GET", f"http://127.0.0.1:{port}/").is_ok


def test_too_much_is_not_read_to_its_end(port: int) -> None:
    with pytest.raises(outgoing.Unreachable, match="more than 1000 bytes"):
        outgoing.ask("GET", f"http://127.0.0.1:{port}/veel", most_bytes=1000)


@pytest.mark.parametrize("path", ["druppels", "traag"])
def test_drops_without_end_are_not_waited_for(port: int, path: str) -> None:
    started = time.monotonic()
    with pytest.raises(outgoing.Unreachable):
        outgoing.ask("GET", f"http://127.0.0.1:{port}/{path}", seconds=0.3)
    assert time.monotonic() - started < 2


def test_a_machine_that_is_away_is_no_crash(port: int, settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        shut = taken.getsockname()[1]
        settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{shut}"]
        with pytest.raises(outgoing.Unreachable):
            outgoing.ask("GET", f"http://127.0.0.1:{shut}/", seconds=1)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "niets",
        "ftp://voorbeeld.nl/",
        "http://voorbeeld.nl/",
        "https://",
        "https://naam:geheim@voorbeeld.nl/",
        "https://naam@voorbeeld.nl/",
        "https://voorbeeld.nl:abc/",
        "https://voorbeeld.nl:99999/",
        "https://voorbeeld.nl/a b",
        "https://voorbeeld.nl/\r\nHost: x",
        "https://[::1/",
        "https://voorbeëld.nl/",
        "https://voorbeeld.nl/" + "a" * 2000,
        "https://127.0.0.1/",
        "https://10.0.0.8/",
        "https://169.254.169.254/latest/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.8]/",
    ],
)
def test_an_address_that_may_never_be_asked_says_why(url: str) -> None:
    with pytest.raises(outgoing.Unreachable) as caught:
        outgoing.checked(url)
    assert str(caught.value)


@pytest.mark.parametrize("name", ["localhost", "2130706433", "0x7f.1", "127.1"])
def test_a_name_that_leads_inside_is_not_asked(name: str) -> None:
    with pytest.raises(outgoing.Unreachable):
        outgoing.ask("GET", f"https://{name}/", seconds=1)


def test_a_name_that_nobody_knows_is_no_crash() -> None:
    with pytest.raises(outgoing.Unreachable, match="not known"):
        outgoing.ask("GET", "https://bestaat-niet.invalid/", seconds=1)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("10.1.2.3", False),
        ("192.168.1.1", False),
        ("172.16.0.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - nobody listens there
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fe80::1", False),
        ("fc00::1", False),
        ("fec0::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("::7f00:1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        ("2002:a00:1::", False),
    ],
)
def test_which_addresses_are_of_the_internet(address: str, public: bool) -> None:
    assert outgoing.is_public(ip_address(address)) is public


def _certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for the name localhost, and for no number."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "cert.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    """How a server proves that it is localhost, to who believes `cert.pem` in the same folder."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*_certificate(tmp_path))
    return context


@pytest.mark.parametrize("path", ["druppels", "traag"])
def test_drops_without_end_are_not_waited_for_under_tls_either(
    tls: ssl.SSLContext,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
) -> None:
    settings.ACADEMY_INSIDE_HOSTS = ["localhost"]
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with _serving(tls) as port:
        started = time.monotonic()
        with pytest.raises(outgoing.Unreachable):
            outgoing.ask("GET", f"https://localhost:{port}/{path}", seconds=0.5)
        assert time.monotonic() - started < 2


def test_a_handshake_in_drops_is_not_waited_for(settings: Settings) -> None:
    settings.ACADEMY_INSIDE_HOSTS = ["127.0.0.1"]
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            other, _address = server.accept()
            # The beginning of a record of 16,000 bytes, and then one byte now and then.
            with other, suppress(OSError):
                other.sendall(b"\x16\x03\x03\x3e\x80")
                for _ in range(50):
                    other.sendall(b"x")
                    time.sleep(0.1)

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        started = time.monotonic()
        with pytest.raises(outgoing.Unreachable):
            outgoing.ask("GET", f"https://127.0.0.1:{server.getsockname()[1]}/", seconds=0.5)
        assert time.monotonic() - started < 2
        thread.join()


def test_a_certificate_must_be_that_of_the_name_and_of_somebody_known(
    tls: ssl.SSLContext, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ACADEMY_INSIDE_HOSTS = ["localhost", "127.0.0.1"]
    with _serving(tls) as port:
        with pytest.raises(outgoing.Unreachable):
            outgoing.ask("GET", f"https://localhost:{port}/", seconds=3)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        assert outgoing.ask("GET", f"https://localhost:{port}/", seconds=3).content == b"hallo"
        with pytest.raises(outgoing.Unreachable):
            outgoing.ask("GET", f"https://127.0.0.1:{port}/", seconds=3)
    assert [host for _method, _path, host, _content in _Handler.asked] == [f"localhost:{port}"]
