"""Assignments in lessons, people who do them and files that they send, for the plugin's tests."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from courses.catalogue.services import activate_plugin
from courses.people.enums import Role
from plugins.praktijkopdracht import services
from plugins.praktijkopdracht.assignments import find
from plugins.praktijkopdracht.files import HANDED_IN
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User
    from plugins.praktijkopdracht.models import Submission

SLUG = "praktijkopdracht"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def content_of(submission: Submission) -> bytes:
    """What is in the file that was handed in."""
    with HANDED_IN.open(str(submission.file)) as file:
        return file.read()


def assignment_block(
    key: str, title: str = "Voer een gesprek", *, file: str = "optional"
) -> dict[str, Any]:
    """An assignment as the database has it."""
    value = {"title": title, "task": "<p>Praat een <b>kwartier</b>.</p>", "file": file}
    return {"type": "praktijkopdracht_assignment", "id": key, "value": value}


def lesson_with(training: TrainingPage, *blocks: dict[str, Any], **fields: Any) -> LessonPage:
    """A lesson with a heading and these blocks."""
    body = [{"type": "heading", "id": "kop", "value": "Aan de slag"}, *blocks]
    return make_lesson(training, body=json.dumps(body), **fields)


def a_training(*blocks: dict[str, Any], **fields: Any) -> TrainingPage:
    """A training with these assignments (one, `gesprek`, if none) in which the plugin is on."""
    training = TrainingFactory.create(**{"title": "Luisteren", "slug": "luisteren", **fields})
    lesson_with(training, *(blocks or (assignment_block("gesprek"),)), title="Doen", slug="doen")
    activate_plugin(training=training, plugin=SLUG)
    return training


def a_trainer(training: TrainingPage) -> tuple[User, Edition]:
    """A trainer and the edition that he or she gives."""
    trainer = person_in_role(Role.TRAINER)
    return trainer, EditionFactory.create(training=training, trainers=[trainer])


def a_participant(edition: Edition, **fields: Any) -> User:
    person = PersonFactory.create(**fields)
    EnrolmentFactory.create(person=person, edition=edition)
    return person


def handed_in(
    person: User, training: TrainingPage, key: str = "gesprek", *, upload: Any = None
) -> Submission:
    """What somebody hands in."""
    assignment = find(training.pk, key)
    assert assignment is not None
    return services.hand_in(
        person=person, assignment=assignment, text="Ik heb geluisterd.", upload=upload
    )


def judged(submission: Submission, reviewer: User, judgement: str, remark: str = "") -> Submission:
    """What a trainer says of it, having read the newest version."""
    submission.refresh_from_db()
    return services.review(
        submission=submission,
        reviewer=reviewer,
        judgement=judgement,
        remark=remark,
        revision=submission.revision,
    )


# --- Files ------------------------------------------------------------------------------------


def upload(name: str = "verslag.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def zipped(**files: bytes) -> bytes:
    """A zip; `__` in a name stands for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            # Without the time of day: tests are named after this, alike in every process.
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/")), content)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>", **more})


def odt() -> bytes:
    return zipped(mimetype=b"application/vnd.oasis.opendocument.text")


def picture(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, kind)
    return out.getvalue()
