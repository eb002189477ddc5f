"""Our trainings as a package of SCORM 1.2, for somebody else's player.

Each lesson is a part: plain HTML with its pictures, that needs nothing of this site and nothing of
the network. A reader says that a lesson is done, and the other system is told so, with the score
where there are exercises. What of an exercise cannot be done there is text, and says where it is.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Protocol
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.template.loader import get_template, render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from courses.catalogue.queries import readable_lessons
from courses.learning import services as learning
from courses.plugin_api.api import Refusal
from plugins.scorm import elsewhere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.learning.services import TakenExercise
    from plugins.scorm.elsewhere import Way

PICTURE = re.compile(r'src="data:(image/[a-z+.-]+);base64,([A-Za-z0-9+/=]+)"')
LINK = re.compile(r'<a (?=[^>]*href="(?!#))')
"""A link that leaves the page."""
HEADING = re.compile(r"<(/?)h3\b")
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The moment of each file in the zip: so the same lessons make the same package."""


@dataclass
class _Package:
    """The files of a package, by path."""

    files: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def with_pictures_apart(self, html: str) -> str:
        """The HTML with its pictures as files beside it; each picture once."""

        def apart(found: re.Match[str]) -> str:
            kind, content = found[1], found[2]
            if content not in self.pictures:
                name = f"beeld/{len(self.pictures) + 1}{mimetypes.guess_extension(kind) or ''}"
                self.pictures[content] = name
                self.files[name] = base64.b64decode(content)
            return f'src="{self.pictures[content]}"'

        return PICTURE.sub(apart, html)

    def zipped(self) -> bytes:
        buffer = BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
            for path, content in self.files.items():
                info = ZipInfo(path, LONG_AGO)
                info.compress_type = ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                archive.writestr(info, content)
        return buffer.getvalue()


def as_package(training: TrainingPage) -> bytes:
    """The published lessons of a training as a zip. In Dutch, as the lessons are.

    Raises:
        Refusal: there is no lesson.
    """
    chapters = learning.chapters_for_elsewhere(training=training, exercise=elsewhere.shown)
    if not chapters:
        raise Refusal(_("Deze training heeft nog geen gepubliceerde lessen om mee te nemen."))
    package = _Package()
    with translation.override("nl"):
        pages = {
            f"les-{one.number}.html": _page(training, one, package, of_number=len(chapters))
            .strip()
            .encode()
            for one in chapters
        }
        values = {"training": training, "chapters": chapters, "pictures": list(package.files)}
        manifest = render_to_string("scorm/export/imsmanifest.xml", values)
    package.files = {
        "imsmanifest.xml": manifest.strip().encode(),
        "les.css": _source("scorm/export/les.css"),
        "les.js": _source("scorm/export/les.js"),
        **pages,
        **package.files,
    }
    return package.zipped()


def plan(training: TrainingPage) -> list[tuple[LessonPage, list[tuple[TakenExercise, Way]]]]:
    """What comes along of the exercises in each lesson, and how; lessons without any too."""
    found: dict[int, list[tuple[TakenExercise, Way]]] = {}
    for one in learning.exercises_for_elsewhere(training=training):
        found.setdefault(one.lesson.pk or 0, []).append((one, elsewhere.way_of(one)))
    return [(one, found.get(one.pk or 0, [])) for one in readable_lessons(training)]


class _Chapter(Protocol):
    """A lesson, as the booklet has it."""

    @property
    def number(self) -> int: ...
    @property
    def parts(self) -> Sequence[str]: ...


def _page(training: TrainingPage, chapter: _Chapter, package: _Package, *, of_number: int) -> str:
    parts = [
        # A lesson is a page of its own here, with its title at the top.
        package.with_pictures_apart(LINK.sub(_opens_apart, HEADING.sub(r"<\1h2", one)))
        for one in chapter.parts
    ]
    return render_to_string(
        "scorm/export/les.html",
        {
            "training": training,
            "chapter": chapter,
            # What the booklet made of it is safe: text with its structure, and nothing else.
            "parts": [mark_safe(one) for one in parts],
            "number": of_number,
        },
    )


def _opens_apart(_found: re.Match[str]) -> str:
    """A link that does not put our site into the frame of the other player."""
    return '<a target="_blank" rel="noopener" '


def _source(name: str) -> bytes:
    source: str = get_template(name).template.source  # type: ignore[attr-defined]
    return source.encode()
