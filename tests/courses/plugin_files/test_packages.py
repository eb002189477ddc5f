"""Opening packages: what is dangerous is refused before it costs anything.

Each archive here is small and harmless: it says something that cannot be, and holds nothing.
"""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.common.errors import Refusal
from courses.plugin_files import kinds, packages
from courses.plugin_files.packages import Limits
from tests.courses.plugin_files.drawer import zipped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LIMITS = Limits(most_bytes=1_000_000, most_files=5)


def opened(content: bytes, limits: Limits = LIMITS) -> dict[str, bytes]:
    """All that is in a package, by path."""
    package = packages.opened(io.BytesIO(content), limits)
    return {one.path: b"".join(package.pieces(one)) for one in package.members}


def written(
    entries: Sequence[tuple[str, bytes]], change: Callable[[zipfile.ZipInfo], None] = lambda _: None
) -> bytes:
    """A zip with these entries, of which each was changed."""
    into = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(into, "w") as archive:
        # Python warns of two entries of one name.
        warnings.simplefilter("ignore")
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            change(info)
            archive.writestr(info, content)
    return into.getvalue()


def as_link(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFLNK | 0o777) << 16


def as_pipe(info: zipfile.ZipInfo) -> None:
    info.external_attr = (stat.S_IFIFO | 0o600) << 16


def patched(content: bytes, old: bytes, new: bytes) -> bytes:
    assert old in content
    return content.replace(old, new)


def with_flag(content: bytes) -> bytes:
    """The same, said to be encrypted."""
    at = content.index(b"PK\1\2") + 8
    return content[:at] + b"\1\0" + content[at + 2 :]


def with_method(content: bytes, method: int) -> bytes:
    at = content.index(b"PK\1\2") + 10
    return content[:at] + struct.pack("<H", method) + content[at + 2 :]


def with_size(content: bytes, size: int) -> bytes:
    """The same, where the list says that the first file is of this size."""
    at = content.index(b"PK\1\2") + 24
    return content[:at] + struct.pack("<L", size) + content[at + 4 :]


def with_directory(content: bytes, size: int) -> bytes:
    at = content.index(b"PK\5\6") + 12
    return content[:at] + struct.pack("<L", size) + content[at + 4 :]


NAME = "Een bestand in dit pakket heeft een naam die niet kan."
LINK = "In dit pakket staat een verwijzing in plaats van een bestand."
BIG = "Dit pakket wordt te groot als we het openen."
DAMAGED = "Dit pakket is beschadigd, of het is geen zip."
EASY = zipped({"a.html": "dag" * 100})


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"geen zip", DAMAGED),
        (b"", DAMAGED),
        (EASY[:-10], DAMAGED),
        (patched(EASY, b"PK\1\2", b"PK\1\1"), DAMAGED),
        (with_directory(EASY, 3_000_000), DAMAGED),
        (zipped({}), "Dit pakket is leeg."),
        (zipped({"map/": "", "__MACOSX/a": "b"}), "Dit pakket is leeg."),
        (written([("../a", b"")]), NAME),
        (written([("a/../../b", b"")]), NAME),
        (written([("..\\a", b"")]), NAME),
        (written([("/etc/a", b"")]), NAME),
        (written([("\\a", b"")]), NAME),
        (written([("C:\\a", b"")]), NAME),
        (written([("a//b", b"")]), NAME),
        (written([("a/./b", b"")]), NAME),
        (written([("a\nb", b"")]), NAME),
        (written([("a/" * 31 + "b", b"")]), "In dit pakket zitten te veel mappen in elkaar."),
        (written([("a" * 401, b"")]), "In dit pakket zitten te veel mappen in elkaar."),
        (written([("a", b"/etc/passwd")], as_link), LINK),
        (written([("a", b"")], as_pipe), LINK),
        (written([("a", b"1"), ("a", b"2")]), "In dit pakket staan twee bestanden met dezelfde"),
        (written([("a/b", b"1"), ("a\\b", b"2")]), "In dit pakket staan twee bestanden"),
        (written([("é", b"1"), ("e\u0301", b"2")]), "In dit pakket staan twee bestanden"),
        (written([(str(one), b"") for one in range(6)]), "Dit pakket heeft te veel bestanden."),
        (with_flag(EASY), "Dit pakket is op slot met een wachtwoord."),
        (with_method(EASY, 12), "Dit pakket kunnen we niet openen."),
        (with_size(EASY, 999_999_999), BIG),
        # What it says fits; what comes out is not what it says.
        (with_size(EASY, 100), DAMAGED),
        (with_size(EASY, 100_000), DAMAGED),
        (zipped({"a": bytes(600_000), "b": bytes(600_000)}), BIG),
    ],
)
def test_what_is_dangerous_or_damaged_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(Refusal) as refused:
        opened(content)
    assert str(refused.value).startswith(sentence)
    assert refused.value.field == "file"


def test_what_grows_far_bigger_than_it_is_is_refused_whatever_the_limit() -> None:
    content = zipped({"a": bytes(2_000_000)})
    assert len(content) < 4000
    with pytest.raises(Refusal, match="te groot"):
        opened(content, Limits(10_000_000, 5))


def test_counting_goes_on_while_it_is_opened() -> None:
    package = packages.opened(io.BytesIO(zipped({"a": "x" * 70_000, "b": "y" * 70_000})), LIMITS)
    package._left = 100_000
    list(package.pieces(package.members[0]))
    with pytest.raises(Refusal, match="te groot"):
        list(package.pieces(package.members[1]))


def test_files_say_what_they_are_by_the_end_of_their_name() -> None:
    content = zipped({"a.HTML": "", "b.js": "", "c.weg": "", "d": "", "e.woff2": ""})
    package = packages.opened(io.BytesIO(content), LIMITS)
    assert {one.path: one.media_type for one in package.members} == {
        "a.HTML": "text/html",
        "b.js": "text/javascript",
        "c.weg": kinds.OCTETS,
        "d": kinds.OCTETS,
        "e.woff2": "font/woff2",
    }


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.binary(max_size=50), max_size=5))
@settings(max_examples=60, deadline=None)
def test_whatever_a_zip_holds_it_is_given_back_or_refused(files: dict[str, bytes]) -> None:
    """Names that come through are safe to put below any address or folder."""
    try:
        found = opened(written([*files.items()]))
    except (Refusal, UnicodeEncodeError):
        return
    assert len(found) <= len(files)
    for path, content in found.items():
        assert content in files.values()
        assert not path.startswith("/")
        assert {"", ".", ".."}.isdisjoint(path.split("/"))


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_zip_is_refused_and_never_an_error(data: st.DataObject) -> None:
    content = bytearray(zipped({"a.html": "dag" * 50, "b/c.js": "x" * 50}))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Refusal):
        opened(bytes(content))
