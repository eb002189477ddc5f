"""Opens a zip as a folder of files, and refuses what is dangerous to open.

A zip can say one thing and hold another: names that lead elsewhere, links, two files of one name,
a few bytes that grow to thousands of millions. So all that it says is looked at before anything is
unpacked, and what comes out is counted while it comes.
"""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from courses.common.errors import Refusal
from courses.plugin_files.kinds import BROKEN_ZIP, IN_PACKAGES, OCTETS, ending_of, is_small_enough
from courses.plugin_files.models import LONGEST_PATH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

DEEPEST = 30
"""How many folders within each other."""

MOST_TIMES = 200
"""How many times bigger a file may become than it is in the zip; texts become ten times bigger."""

SMALL = 1024 * 1024
"""Bytes up to which it does not matter how many times bigger a file becomes."""

PIECE = 64 * 1024

KNOWN_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 1
LEFT_OUT = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
"""What computers put into a zip for themselves."""


@dataclass(frozen=True)
class Limits:
    """How big a package may become, in bytes and in files."""

    most_bytes: int
    most_files: int


@dataclass(frozen=True)
class Member:
    """A file in a package."""

    path: str
    media_type: str
    size: int
    info: zipfile.ZipInfo


class Package:
    """A zip that was looked at."""

    def __init__(self, archive: zipfile.ZipFile, members: list[Member], limits: Limits) -> None:
        self.members = members
        self._archive = archive
        self._left = limits.most_bytes

    def pieces(self, member: Member) -> Iterator[bytes]:
        """What is in a file of it, in pieces.

        Raises:
            Refusal: it is damaged, or holds more than it says.
        """
        size = 0
        try:
            with self._archive.open(member.info) as file:
                while piece := file.read(PIECE):
                    size += len(piece)
                    self._left -= len(piece)
                    if self._left < 0:
                        raise too_big()
                    yield piece
        except BROKEN_ZIP:
            raise _damaged() from None
        # Python 3.11 says nothing of a file that ends before it should.
        if size != member.size:
            raise _damaged()


def opened(file: IO[bytes], limits: Limits) -> Package:
    """The package in a file, looked at and not yet unpacked.

    Raises:
        Refusal: it is no zip, damaged, too big, or dangerous to open; the sentence says which.
    """
    if not is_small_enough(file):
        raise _damaged()
    try:
        archive = zipfile.ZipFile(file)
        infos = [one for one in archive.infolist() if _is_wanted(one)]
    except BROKEN_ZIP:
        raise _damaged() from None
    if len(infos) > limits.most_files:
        raise refusal(
            ngettext_lazy(
                "Dit pakket heeft te veel bestanden. Er mag hoogstens %(number)d in.",
                "Dit pakket heeft te veel bestanden. Er mogen er hoogstens %(number)d in.",
                limits.most_files,
            )
            % {"number": limits.most_files}
        )
    if sum(one.file_size for one in infos) > limits.most_bytes:
        raise too_big()
    members = [_member(one) for one in infos]
    if not members:
        raise refusal(_("Dit pakket is leeg. Kies een ander bestand."))
    if len({one.path for one in members}) < len(members):
        raise refusal(
            _("In dit pakket staan twee bestanden met dezelfde naam. Maak het pakket opnieuw.")
        )
    return Package(archive, members, limits)


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    # Not `is_dir()`, which Python 3.11.7 cannot say of a file without a name.
    name = info.filename.replace("\\", "/")
    return not name.endswith("/") and not LEFT_OUT.search(name)


def _member(info: zipfile.ZipInfo) -> Member:
    if info.flag_bits & ENCRYPTED:
        raise refusal(_("Dit pakket is op slot met een wachtwoord. Maak het zonder wachtwoord."))
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise refusal(_("In dit pakket staat een verwijzing in plaats van een bestand."))
    if info.compress_type not in KNOWN_METHODS:
        raise refusal(_("Dit pakket kunnen we niet openen. Maak er een gewone zip van."))
    if info.file_size > SMALL and info.file_size > MOST_TIMES * info.compress_size:
        raise too_big()
    path = _path(info.filename)
    return Member(path, IN_PACKAGES.get(ending_of(path), OCTETS), info.file_size, info)


def _path(name: str) -> str:
    """The path of a file in a package, as one that leads nowhere else.

    Raises:
        Refusal: it leads elsewhere, or no address can hold it.
    """
    path = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = path.removeprefix("./").split("/")
    leads_away = path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in parts
    unkeepable = any(unicodedata.category(one) in {"Cc", "Cs", "Co", "Cn"} for one in path)
    if leads_away or unkeepable or "" in parts or "." in parts:
        raise refusal(_("Een bestand in dit pakket heeft een naam die niet kan. Maak het opnieuw."))
    path = "/".join(parts)
    if len(parts) > DEEPEST or len(path) > LONGEST_PATH:
        raise refusal(_("In dit pakket zitten te veel mappen in elkaar. Maak het platter."))
    return path


def refusal(message: StrOrPromise) -> Refusal:
    """A refusal at the field with the file."""
    return Refusal(message, field="file")


def too_big() -> Refusal:
    """What is said of a package that grows too big."""
    return refusal(
        _("Dit pakket wordt te groot als we het openen. Maak het kleiner, of splits het.")
    )


def _damaged() -> Refusal:
    return refusal(_("Dit pakket is beschadigd, of het is geen zip. Maak het opnieuw."))
