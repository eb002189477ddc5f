"""Everything that changes which courses of cmi5 a training has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import TrainingPage
from courses.plugin_api.api import Refusal
from plugins.xapi.cmi5 import placing, structure
from plugins.xapi.cmi5.packages import COURSE_FILES
from plugins.xapi.models import CoursePackage

if TYPE_CHECKING:
    from django.core.files.base import File

    from plugins.xapi.cmi5.structure import Structure

MOST_COURSES = 50
"""Courses in one training; who needs more has another training."""


@transaction.atomic
def add_course(*, training_id: int, upload: File[bytes], title: str = "") -> CoursePackage:
    """Keep a course for a training: a package, or a `cmi5.xml` of which all units are elsewhere.

    Raises:
        Refusal: it is no course of cmi5, cannot be opened safely, or there are too many.
    """
    training = TrainingPage.objects.select_for_update().get(pk=training_id)
    if placing.packages_in(training_id).count() >= MOST_COURSES:
        words = _("Een training heeft hoogstens %(most)d cursussen. Verwijder er eerst een.")
        raise Refusal(words % {"most": MOST_COURSES}, field="file")
    file_id, found = _kept(training_id, upload)
    return CoursePackage.objects.create(
        training=training,
        title=(title or found.title)[:200],
        file_id=file_id,
        contents=found.as_json(),
    )


@transaction.atomic
def remove_course(*, package: CoursePackage) -> None:
    """Remove a course, its files, and what people did in it; harmless to repeat.

    Raises:
        Refusal: a lesson shows it.
    """
    kept = CoursePackage.objects.select_for_update().filter(pk=package.pk).first()
    if kept is None:
        return
    lessons = placing.uses_of(kept)
    if lessons:
        words = _("Deze cursus staat in de les %(lessons)s. Haal haar daar eerst weg.")
        raise Refusal(words % {"lessons": ", ".join(f"‘{one}’" for one in lessons)})
    if kept.file_id:
        COURSE_FILES.remove(kept.file_id)
    kept.delete()


def _kept(training_id: int, upload: File[bytes]) -> tuple[str, Structure]:
    """Where the academy keeps the files, if there are any, and what is in the course."""
    if str(upload.name or "").lower().endswith(".xml"):
        return "", structure.read(upload.read(structure.MOST_BYTES + 1))
    file_id = COURSE_FILES.keep(upload, training_id=training_id).id
    paths = COURSE_FILES.paths(file_id)
    structure.refuse_without_structure(paths)
    with COURSE_FILES.open(file_id, structure.FILE) as file:
        content = file.read(structure.MOST_BYTES + 1)
    return file_id, structure.read(content, paths)
