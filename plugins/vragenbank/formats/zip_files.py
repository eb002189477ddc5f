"""Files in an uploaded zip, read with care: nothing is unpacked to disk."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from urllib.parse import unquote

from django.utils.translation import gettext as _

from courses.plugin_api.api import Refusal

MOST_FILES = 5000
MOST_UNPACKED = 60 * 1024 * 1024
"""Bytes that all files together may take, and that is counted while reading."""

MOST_TIMES = 200
"""How many times larger than packed a file of some size may be: text becomes five times smaller."""

SMALL = 1024 * 1024
# RuntimeError: there is a password, or a way of packing that Python does not know.
UNREADABLE = (zipfile.BadZipFile, zlib.error, RuntimeError, ValueError, OSError, EOFError)


class ZipFiles:
    """The files in a zip, by their path."""

    def __init__(self, content: bytes) -> None:
        """Look at the list of files.

        Raises:
            Refusal: it is no zip that can be read, or its files are too many or too large.
        """
        try:
            self._archive = zipfile.ZipFile(BytesIO(content))
        except UNREADABLE as error:
            raise _broken() from error
        infos = [one for one in self._archive.infolist() if not one.is_dir()]
        if len(infos) > MOST_FILES or sum(one.file_size for one in infos) > MOST_UNPACKED:
            raise _too_large()
        if any(
            one.file_size > SMALL and one.file_size > MOST_TIMES * max(one.compress_size, 1)
            for one in infos
        ):
            raise _too_large()
        self._infos = {normal(one.filename): one for one in infos}
        self._left = MOST_UNPACKED

    def __contains__(self, path: str) -> bool:
        return normal(path) in self._infos

    @property
    def paths(self) -> list[str]:
        """All paths, in the order of the zip."""
        return list(self._infos)

    def read(self, path: str) -> bytes | None:
        """What is in a file; None when there is no such file.

        Raises:
            Refusal: it cannot be read, or all together is too large.
        """
        info = self._infos.get(normal(path))
        if info is None:
            return None
        try:
            with self._archive.open(info) as file:
                # What the list says of its size may be untrue.
                content = file.read(min(info.file_size, self._left) + 1)
        except UNREADABLE as error:
            raise _broken() from error
        self._left -= len(content)
        if len(content) > info.file_size or self._left < 0:
            raise _too_large()
        return content


def normal(path: str) -> str:
    """A path in one form; one that leaves the zip leads nowhere in it."""
    return posixpath.normpath(path.replace("\\", "/")).lstrip("/")


def beside(path: str, address: str) -> str:
    """The path that an address in the file at `path` means."""
    address = unquote(address.partition("#")[0].partition("?")[0])
    return normal(posixpath.join(posixpath.dirname(path), address))


def _broken() -> Refusal:
    return Refusal(_("Dit zip-bestand is beschadigd of heeft een wachtwoord."), field="file")


def _too_large() -> Refusal:
    return Refusal(_("In dit zip-bestand zit te veel. Maak het kleiner."), field="file")
