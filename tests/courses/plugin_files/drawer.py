"""A plugin that keeps files: sheets of people, and packages of a training."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.plugin_api.api import CoursePlugin, FileAccess, FileReader, Files

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_api.api import KeptFile


class Sheets(Files):
    """What people hand in."""

    name = "sheets"
    label = "Je blaadjes"
    kinds = ("pdf", "txt", "png", "jpg", "docx", "odt", "xlsx", "csv", "json", "xml", "mp3", "vtt")
    most_bytes = 200_000

    answer: Any = None
    asked: list[FileAccess]

    def may_read(self, access: FileAccess) -> Any:
        if self.answer is None:
            return super().may_read(access)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


class Packages(Files):
    """Packages for all participants."""

    name = "packages"
    label = "Pakketten"
    kinds = ("zip", "html")
    most_bytes = 50 * 1024 * 1024
    readers = (FileReader.PARTICIPANT, FileReader.STAFF)
    opens_packages = True
    most_unpacked_bytes = 5 * 1024 * 1024
    most_unpacked_files = 20


class Drawer(CoursePlugin):
    """The plugin."""

    name = "tests.courses.plugin_files"
    label = "drawer"
    slug = "drawer"
    title = "Lade"

    sheets: Sheets
    packages: Packages

    def contributions(self) -> Sequence[Any]:
        return (self.sheets, self.packages)


SHEETS, PACKAGES = Sheets(), Packages()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as it is sent."""
    return SimpleUploadedFile(name, content)


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A zip with these files."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return into.getvalue()


def picture(form: str = "PNG", size: tuple[int, int] = (8, 8)) -> bytes:
    """A small picture."""
    into = io.BytesIO()
    Image.new("1" if form == "PNG" else "RGB", size).save(into, form)
    return into.getvalue()


def keep_sheet(
    training: TrainingPage, person: User | None, name: str = "brief.txt", content: bytes = b"dag"
) -> KeptFile:
    """Somebody's sheet."""
    return SHEETS.keep(
        upload(name, content), training_id=training.pk, person_id=person.pk if person else None
    )


def keep_package(training: TrainingPage, files: Mapping[str, bytes | str]) -> KeptFile:
    """A package of a training."""
    return PACKAGES.keep(upload("les.zip", zipped(files)), training_id=training.pk)
