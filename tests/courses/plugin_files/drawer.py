"""A plugin that keeps files: sheets of people, and packages of a training."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse, JsonResponse
from django.template import engines
from django.urls import path
from PIL import Image

from courses.plugin_api.api import (
    ContentMessage,
    CoursePlugin,
    CourseUrls,
    Embedded,
    FileAccess,
    FileReader,
    Files,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User
    from courses.plugin_api.api import CourseContext, KeptFile


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


class Player(CourseUrls):
    """Plays a package, and remembers what it told."""

    name = "player"
    told: ClassVar[list[ContentMessage]] = []
    answers: ClassVar[list[int]] = []
    """Statuses to answer with, before all is well."""

    def patterns(self) -> Sequence[Any]:
        return [path("speel/<str:file_id>/", self.play), path("bewaar/", self.keep)]

    def play(self, request: HttpRequest, course: CourseContext, file_id: str) -> HttpResponse:
        told = [one for one in self.told if one.kind == "kept"]
        frame = Embedded(
            files=PACKAGES,
            file_id=file_id,
            title="De cursus",
            start=request.GET.get("start", "index.html"),
            state=told[-1].state if told else None,
            settings={"name": course.training_title},
            answers_to=f"{course.url}bewaar/",
        ).render(request)
        page = engines["django"].from_string(
            "{% extends 'base.html' %}{% block title %}Speler{% endblock %}"
            "{% block main %}<h1>Speler</h1>"
            "<p id='secret'>geheim</p>{{ frame }}{% endblock %}"
        )
        values = {"frame": frame, "crumbs": [("Speler", None)], "title": "Speler", "noindex": True}
        return HttpResponse(page.render(values, request))

    def keep(self, request: HttpRequest, course: CourseContext) -> HttpResponse:
        message = ContentMessage.read(request.body)
        status = self.answers.pop(0) if self.answers else 204
        if status == 204:
            self.told.append(message)
            return HttpResponse(status=204)
        return JsonResponse({"reason": "Dat kan nu niet."}, status=status)


class Drawer(CoursePlugin):
    """The plugin."""

    name = "tests.courses.plugin_files"
    label = "drawer"
    slug = "drawer"
    title = "Lade"

    sheets: Sheets
    packages: Packages

    def contributions(self) -> Sequence[Any]:
        return (self.sheets, self.packages, Player())


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
