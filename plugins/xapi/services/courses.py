"""Everything that changes which courses of cmi5 a training has."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.plugin_api.api import Refusal
from plugins.xapi.cmi5 import placing, structure
from plugins.xapi.cmi5.packages import COURSE_FILES
from plugins.xapi.models import CoursePackage, Session
from plugins.xapi.services import sessions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.base import File

    from plugins.xapi.cmi5.structure import Structure

MOST_COURSES = 50
"""Courses in one training; who needs more has another training."""


def add_course(*, training_id: int, upload: File[bytes], title: str = "") -> CoursePackage:
    """Keep a course for a training: a package, or a `cmi5.xml` of which all units are elsewhere.

    A package is unpacked outside any transaction: nobody else waits for that.

    Raises:
        Refusal: it is no course of cmi5, cannot be opened safely, or there are too many.
    """
    _refuse_too_many(training_id)
    with _kept(training_id, upload) as (file_id, found), transaction.atomic():
        training = TrainingPage.objects.select_for_update().get(pk=training_id)
        _refuse_too_many(training_id)
        return CoursePackage.objects.create(
            training=training,
            title=(title or found.title)[:200],
            file_id=file_id,
            contents=found.as_json(),
        )


def replace_course(*, package: CoursePackage, upload: File[bytes]) -> CoursePackage:
    """Put a newer version of a course in its place; unpacked as in `add_course`.

    Lessons keep showing it, and who is on the way goes on: what was done of a unit counts for the
    unit with the same id. So those must be there in the same order; new ones may follow. A session
    that is open is over, since the unit that speaks in it is of the old version. Who was done with
    the course before stays so for the certificate, and sees the new units as still to do.

    Raises:
        Refusal: as `add_course`, it is another course, or it was removed meanwhile.
    """
    with _kept(package.training_id, upload) as (file_id, found), transaction.atomic():
        kept = CoursePackage.objects.select_for_update().filter(pk=package.pk).first()
        if kept is None:
            raise Refusal(_("Deze cursus is intussen verwijderd."))
        _refuse_another(kept.structure, found)
        for session in Session.objects.filter(registration__package=kept, ended_at=None):
            sessions.close(session=session)
        if kept.file_id:
            COURSE_FILES.remove(kept.file_id)
        kept.file_id, kept.contents, kept.added_at = file_id, found.as_json(), clock.now()
        kept.save()
        return kept


def _refuse_another(old: Structure, new: Structure) -> None:
    if old.id != new.id:
        raise Refusal(_("Dit is een andere cursus. Voeg haar toe als nieuwe cursus."), field="file")
    before = [one.id for one in old.units]
    if [one.id for one in new.units[: len(before)]] != before:
        raise Refusal(
            _(
                "In deze versie staan de onderdelen anders. Dan weten we niet meer wie wat deed. "
                "Voeg haar toe als nieuwe cursus."
            ),
            field="file",
        )


def _refuse_too_many(training_id: int) -> None:
    if placing.packages_in(training_id).count() >= MOST_COURSES:
        words = _("Een training heeft hoogstens %(most)d cursussen. Verwijder er eerst een.")
        raise Refusal(words % {"most": MOST_COURSES}, field="file")


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


@contextmanager
def _kept(training_id: int, upload: File[bytes]) -> Iterator[tuple[str, Structure]]:
    """Where the academy keeps the files, if there are any, and what is in the course; they go where
    the block fails."""
    if str(upload.name or "").lower().endswith(".xml"):
        yield "", structure.read(upload.read(structure.MOST_BYTES + 1))
        return
    file_id = COURSE_FILES.keep(upload, training_id=training_id).id
    try:
        paths = COURSE_FILES.paths(file_id)
        structure.refuse_without_structure(paths)
        with COURSE_FILES.open(file_id, structure.FILE) as file:
            content = file.read(structure.MOST_BYTES + 1)
        yield file_id, structure.read(content, paths)
    except BaseException:
        COURSE_FILES.remove(file_id)
        raise
