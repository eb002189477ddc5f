"""What plugins keep as files, and uploaded HTML that is shown apart from the site."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from django.utils.translation import gettext_lazy as _

from courses.common.errors import Refusal
from courses.plugin_api.contributions.base import Contribution, Json, Text, checked_json

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime
    from typing import IO

    from django.core.files.base import File
    from django.http import HttpRequest
    from django.utils.safestring import SafeString


# --- Files ------------------------------------------------------------------------------------


class FileReader(StrEnum):
    """Who may read a file."""

    OWNER = "owner"
    """The person whose file it is."""
    PARTICIPANT = "participant"
    """Who takes part in the training."""
    STAFF = "staff"
    """Who gives or oversees the training."""


@dataclass(frozen=True)
class KeptFile:
    """A file that the academy keeps for a plugin.

    `id` is for the plugin to keep (36 characters). `person_id` is whose it is; None for a file of
    the training. `size` is in bytes, `sha256` in hexadecimals, both of what was uploaded. `url` is
    where who may read it gets it; of an opened package files are at `url` with their path after
    it.
    """

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    training_id: int
    person_id: int | None
    kept_at: datetime
    url: str
    is_package: bool = False


@dataclass(frozen=True)
class FileAccess:
    """Who asks for a file: `person_id` is None for a visitor. `settings` are the plugin's for the
    training of the file."""

    file: KeptFile
    person_id: int | None
    takes_part: bool
    is_staff: bool
    settings: Mapping[str, Json] = field(default_factory=dict)


class Files(Contribution):
    """Files that a plugin keeps in a training. Since 1.3.

    The academy looks at what is uploaded, keeps it outside every public address, gives it to who
    may read it, and removes it: with its owner, its training, and the plugin's end. The plugin
    keeps no more than the `id`. Change nothing of a file: keep another one.

    An upload is judged by its content. `kinds` are those that are accepted, named as files end:
    pdf, docx, odt, xlsx, txt, csv, json, xml, jpg, jpeg, png, gif, webp, mp3, m4a, ogg, wav, mp4,
    webm, vtt, zip. A scanner of the operator may refuse it. Pictures and packages that grow too
    big when they are opened are refused, always with a sentence.

    `may_read` is called each time somebody asks for a file. When it fails nobody gets it. The
    methods `keep`, `find`, … are for the plugin, on any instance of the class; they work where the
    plugin is on or off.
    """

    label: ClassVar[Text]
    """What these files are, for the person and for the operator: "Ingeleverd werk"."""
    kinds: ClassVar[Sequence[str]]
    most_bytes: ClassVar[int] = 10 * 1024 * 1024
    """How big an upload may be; for a package before it is opened. At most 500 MB."""
    readers: ClassVar[Collection[FileReader]] = (FileReader.OWNER, FileReader.STAFF)
    opens_packages: ClassVar[bool] = False
    """Whether an uploaded zip is opened, so that each file in it has its own address."""
    most_unpacked_bytes: ClassVar[int] = 500 * 1024 * 1024
    """How big all files of a package may be together, when it is opened."""
    most_unpacked_files: ClassVar[int] = 5000

    def may_read(self, access: FileAccess) -> bool:
        """Whether somebody may read a file; asked each time, before anything is given.

        Without a method of your own it follows `readers`. Anything but True, and a failure, is no.
        """
        return (
            (
                FileReader.OWNER in self.readers
                and access.person_id is not None
                and access.person_id == access.file.person_id
            )
            or (FileReader.PARTICIPANT in self.readers and access.takes_part)
            or (FileReader.STAFF in self.readers and access.is_staff)
        )

    def keep(
        self, upload: File[bytes], *, training_id: int, person_id: int | None = None
    ) -> KeptFile:
        """Look at what was uploaded and keep it, in the transaction of the caller. A file that
        nobody can have is removed when that transaction fails.

        Raises:
            Refusal: it is empty, too big, of a kind that is not accepted, damaged, not what its
                name says, dangerous to open, or the scanner refuses it; at the field `file`.
        """
        return _keeper().keep(self, upload, training_id=training_id, person_id=person_id)

    def find(self, file_id: str) -> KeptFile | None:
        """A file of this contribution; None when there is none (any more)."""
        found = _keeper().find(self, [file_id])
        return found.get(file_id)

    def find_many(self, file_ids: Collection[str]) -> Mapping[str, KeptFile]:
        """Those files that are there, by id; one query."""
        return _keeper().find(self, file_ids)

    def every(self, *, training_id: int, person_id: int | None = None) -> Sequence[KeptFile]:
        """The files of a training, the oldest first; with `person_id` those of one person."""
        return _keeper().every(self, training_id=training_id, person_id=person_id)

    def paths(self, file_id: str) -> Sequence[str]:
        """The paths of the files in an opened package, in order; empty where there is none."""
        return _keeper().paths(self, file_id)

    def open(self, file_id: str, path: str = "") -> IO[bytes]:
        """Open a file to read; of a package the file at `path`. Close it, or use `with`.

        Raises:
            FileNotFoundError: there is none.
        """
        return _keeper().open(self, file_id, path)

    def remove(self, *file_ids: str) -> int:
        """Remove files; what they held is gone once the transaction is over. Returns how many
        there were; harmless to repeat."""
        return _keeper().remove(self, file_ids)


# --- Content of others ------------------------------------------------------------------------

MOST_TOLD = 400_000
"""Characters of JSON in one message: what SCORM 2004 may keep, 64,000, escaped at its worst."""


@dataclass(frozen=True, kw_only=True)
class Embedded:
    """Uploaded HTML in a frame that is apart from the site: its scripts never act as who looks.
    Since 1.3.

    `start` is the path in the opened package `file_id` of `files`, with a query or fragment if it
    has one. `title` names the frame for who cannot see it. `height` is in CSS pixels, until the
    content tells its own. `state` is what the content finds as `academy.state`, and
    `settings` as `academy.settings`. What the content tells is sent as JSON to `answers_to`, an
    address of the site that takes POST: see `ContentMessage`. `scripts` are static files (names as
    for `{% static %}`) that run in each HTML document of the package, before all of its own.

    The frame has no origin of the site. With a second host name (`ACADEMY_CONTENT_HOST`, on
    another domain) the documents of a package are of one origin, so that its frames know each
    other; without it each is alone, and what looks for `window.parent.API` finds it only when
    a script of `scripts` made it in its own window. Write these scripts for both.
    """

    files: Files
    file_id: str
    title: Text
    start: str = "index.html"
    height: int = 640
    state: Json = None
    settings: Json = None
    answers_to: str = ""
    scripts: Sequence[str] = ()

    def render(self, request: HttpRequest) -> SafeString:
        """The frame as HTML, for who asks for the page and nobody else, with a link for who has no
        scripts. It works for four hours.

        Whether the person may read the package is asked when the frame asks for its documents.
        """
        return _keeper().embed(self, request)

    def address(self, request: HttpRequest) -> str:
        """The signed address of the start, for who makes the frame itself (without the bridge)."""
        return _keeper().address(self, request)


@dataclass(frozen=True)
class ContentMessage:
    """What content in a frame told: `kept` a state, or `finished`.

    `number` counts the messages of one frame from 1; they come in order, one at a time, and again
    with the same number when nobody answered. `points` and `out_of` are None when the content
    tells no score, `passed` when it does not say.
    """

    kind: str
    number: int
    state: Json = None
    points: float | None = None
    out_of: float | None = None
    passed: bool | None = None

    @classmethod
    def read(cls, body: bytes) -> ContentMessage:
        """What stands in the body of a request from the frame.

        Answer it with status 204, or with 200 and JSON; with 400 or 409 and `{"reason": …}` it is
        refused and not sent again. Anything else, and no answer, is tried again.

        Raises:
            Refusal: it is no such message, or takes more than 400,000 characters.
        """
        try:
            told = checked_json(json.loads(body), limit=MOST_TOLD)
            score = told.get("score") or {}
            return cls(
                kind=_one_of(told["kind"], ("kept", "finished")),
                number=_whole(told["number"]),
                state=told.get("state"),
                points=_number(score.get("points")),
                out_of=_number(score.get("out_of")),
                passed=_flag(told.get("passed")),
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Refusal(_("Wat deze inhoud wil bewaren, kunnen we niet lezen.")) from error


def _one_of(value: Json, known: Sequence[str]) -> str:
    if value not in known:
        raise ValueError(value)
    return str(value)


def _whole(value: Json) -> int:
    if type(value) is not int or not 0 < value < 2**31:
        raise ValueError(value)
    return value


def _number(value: Json) -> float | None:
    if value is None:
        return None
    if type(value) not in {int, float} or not abs(value) < 1e9:
        raise ValueError(value)
    return float(value)


def _flag(value: Json) -> bool | None:
    if value is not None and type(value) is not bool:
        raise ValueError(value)
    return value


# --- Who does it ------------------------------------------------------------------------------


class _Keeper(Protocol):
    """What keeps the files: a part of the academy, which this contract does not know."""

    def keep(
        self, files: Files, upload: File[bytes], *, training_id: int, person_id: int | None
    ) -> KeptFile: ...
    def find(self, files: Files, file_ids: Collection[str]) -> Mapping[str, KeptFile]: ...
    def every(
        self, files: Files, *, training_id: int, person_id: int | None
    ) -> Sequence[KeptFile]: ...
    def paths(self, files: Files, file_id: str) -> Sequence[str]: ...
    def open(self, files: Files, file_id: str, path: str) -> IO[bytes]: ...
    def remove(self, files: Files, file_ids: Collection[str]) -> int: ...
    def embed(self, embedded: Embedded, request: HttpRequest) -> SafeString: ...
    def address(self, embedded: Embedded, request: HttpRequest) -> str: ...


_keepers: list[_Keeper] = []


def keep_with(keeper: _Keeper) -> None:
    """Say who keeps files; from an app's `ready()`."""
    _keepers[:] = [keeper]


def _keeper() -> _Keeper:
    if not _keepers:
        raise RuntimeError("nobody keeps files here")
    return _keepers[0]
