"""Asking other machines something over HTTP, at addresses that somebody filled in.

Whoever fills in an address may be mistaken or mean harm: it may lead to a machine inside the
operator's own network, lead on to one, give more than fits in memory, or never end. So nothing is
asked but over TLS at public addresses, redirects are not followed, and size and time have a limit.
A name is looked up once, and the connection goes to an address that was checked: a name that means
something else the next time opens nothing.

An operator names the machines of the own network that may be asked all the same, with or without
TLS, in the setting `ACADEMY_INSIDE_HOSTS`.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from courses.common.internals import of_django

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

SECONDS = 10.0
"""How long everything together may take: the connection, and the answer to its last byte."""
SHORTEST = 0.001
"""Seconds for a connection when looking up the name took all the time; none would mean no limit."""
MOST_BYTES = 1_000_000
LONGEST_URL = 2000

DEFAULT_PORTS = {"https": 443, "http": 80}
HOLD_OLD = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
"""Networks of addresses that end with one of the old kind."""


class Unreachable(Exception):  # noqa: N818 - an answer to whoever asks, no fault of the program
    """It was not asked, or gave no answer; the message says why, for an operator."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever the status. Names of headers are in lower case."""

    status: int
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        """Whether the other machine says that it went well."""
        return 200 <= self.status < 300


class Place(NamedTuple):
    """Where an address leads; `target` is what stands behind the host."""

    scheme: str
    host: str
    port: int
    target: str


def ask(
    method: str,
    url: str,
    *,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    most_bytes: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> Answer:
    """Ask it, once, and give the answer.

    Not inside a transaction: nobody else could write as long as the other machine takes.

    Raises:
        RuntimeError: a transaction is open, which is a mistake of whoever asks here.
        Unreachable: the address may not be asked, nothing came in time, or too much.
    """
    if of_django.is_held_open():
        raise RuntimeError("another machine is asked inside a transaction")
    until = time.monotonic() + seconds
    place = checked(url)
    address = _address_of(place)
    sent = {
        "Host": _host_header(place),
        "User-Agent": "vrijwilligersacademie",
        # What is packed may be many times as large as it seems.
        "Accept-Encoding": "identity",
        **(headers or {}),
    }
    connection = HTTPConnection(place.host, place.port)
    try:
        with _connected(place, address, until) as connection.sock:
            connection.request(method, place.target, body=content, headers=sent)
            response = connection.getresponse()
            read = response.read(most_bytes + 1)
            cut_off = bool(response.length) or time.monotonic() >= until
    except (HTTPException, OSError, ValueError) as error:
        raise Unreachable(f"{place.host}: {type(error).__name__}") from error
    if 300 <= response.status < 400:
        raise Unreachable(f"{place.host} leads on to another address")
    if len(read) > most_bytes:
        raise Unreachable(f"{place.host} gives more than {most_bytes} bytes")
    if cut_off:
        raise Unreachable(f"{place.host} takes too long")
    return Answer(response.status, read, _joined(response.getheaders()))


def _joined(headers: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """By name; what is there several times stands behind each other, as RFC 9110 (5.3) has it."""
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found


def checked(url: str) -> Place:
    """Where an address leads, if it is one that could be asked. No name is looked up.

    Raises:
        Unreachable: it never can be.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Unreachable("no address") from error
    if len(url) > LONGEST_URL or not url.isascii() or any(one <= " " for one in url):
        raise Unreachable("no address")
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise Unreachable("no address that begins with https://")
    if parts.username is not None or parts.password is not None:
        raise Unreachable("an address with a name or a password in it")
    place = Place(
        parts.scheme,
        parts.hostname,
        DEFAULT_PORTS[parts.scheme] if port is None else port,
        (parts.path or "/") + (f"?{parts.query}" if parts.query else ""),
    )
    if place.scheme == "http" and not _is_inside(place):
        raise Unreachable("no address that begins with https://")
    literal = _literal(place.host)
    if literal is not None and not is_public(literal) and not _is_inside(place):
        raise Unreachable(f"{place.host} is an address inside a network")
    return place


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the internet, also when it stands inside another one."""
    if isinstance(address, IPv6Address):
        inner = _inside_of(address)
        if inner is not None:
            return is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast


def _inside_of(address: IPv6Address) -> IPv4Address | None:
    """The address of the old kind that one of the new kind leads to."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if any(address in network for network in HOLD_OLD):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _is_inside(place: Place) -> bool:
    """Whether the operator named this machine as one of the own network that may be asked."""
    named = settings.ACADEMY_INSIDE_HOSTS
    return place.host in named or f"{place.host}:{place.port}" in named


def _address_of(place: Place) -> str:
    """The address of the machine. All that the name leads to are looked at: one that is inside
    tells that the name is no good."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable(f"{place.host} is not known") from error
    addresses = [str(one[4][0]) for one in found]
    if not _is_inside(place):
        for one in addresses:
            if not is_public(ip_address(one.partition("%")[0])):
                raise Unreachable(f"{place.host} is an address inside a network")
    return addresses[0]


@contextmanager
def _connected(place: Place, address: str, until: float) -> Iterator[socket.socket]:
    """A connection, which ends when the time is over, whatever is going on."""
    seconds = max(until - time.monotonic(), SHORTEST)
    with _wrapped(place, socket.create_connection((address, place.port), seconds)) as connection:
        end = threading.Timer(until - time.monotonic(), _end, (connection,))
        end.daemon = True
        end.start()
        try:
            if isinstance(connection, ssl.SSLSocket):
                connection.do_handshake()
            yield connection
        finally:
            end.cancel()


def _wrapped(place: Place, plain: socket.socket) -> socket.socket:
    """The same connection under TLS where that belongs; the handshake must still be done.

    What is given back is what must be ended: the plain one is an empty shell once it was wrapped.
    """
    if place.scheme == "http":
        return plain
    try:
        # The certificate is that of the name, wherever the connection goes.
        return ssl.create_default_context().wrap_socket(
            plain, server_hostname=place.host, do_handshake_on_connect=False
        )
    except BaseException:
        plain.close()
        raise


def _end(connection: socket.socket) -> None:
    """Let whoever waits for the other side wait no longer.

    That of a socket under TLS would also take its cipher away from whoever reads at this moment.
    """
    with suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


def _host_header(place: Place) -> str:
    host = f"[{place.host}]" if ":" in place.host else place.host
    return host if place.port == DEFAULT_PORTS[place.scheme] else f"{host}:{place.port}"
