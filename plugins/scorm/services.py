"""Everything that changes packages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.plugin_api.api import Refusal
from plugins.scorm import manifest, queries
from plugins.scorm.models import Package
from plugins.scorm.packages import PACKAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.files.base import File

MOST_PACKAGES = 50
"""Packages in one training; who needs more has another training."""


def add_package(*, training_id: int, upload: File[bytes], title: str = "") -> Package:
    """Keep an uploaded package for a training. Without a title it is called as it calls itself.

    It is opened and written before anything is locked: of a big one that takes many seconds, in
    which nobody else could write.

    Raises:
        Refusal: it is no SCORM package, cannot be opened safely, or there are too many.
    """
    _refuse_too_many(training_id)
    with _kept(training_id, upload) as (file_id, found), transaction.atomic():
        training = TrainingPage.objects.select_for_update().get(pk=training_id)
        _refuse_too_many(training_id)
        return Package.objects.create(
            training=training,
            title=title or found.title or str(upload.name or "")[:200],
            file_id=file_id,
            contents=found.as_json(),
        )


def replace_package(*, package: Package, upload: File[bytes]) -> Package:
    """Put a newer version of a package in its place: lessons and what people reached stay. It is
    opened as in `add_package`.

    Raises:
        Refusal: as `add_package`, or it was removed meanwhile.
    """
    with _kept(package.training_id, upload) as (file_id, found), transaction.atomic():
        kept = Package.objects.select_for_update().filter(pk=package.pk).first()
        if kept is None:
            raise Refusal(_("Dit pakket is intussen verwijderd."))
        PACKAGES.remove(kept.file_id)
        kept.file_id, kept.contents, kept.added_at = file_id, found.as_json(), clock.now()
        kept.save()
        return kept


@transaction.atomic
def remove_package(*, package: Package) -> None:
    """Remove a package and its files; harmless to repeat.

    Raises:
        Refusal: a lesson shows it.
    """
    kept = Package.objects.select_for_update().filter(pk=package.pk).first()
    if kept is None:
        return
    lessons = queries.uses_of(kept)
    if lessons:
        words = _("Dit pakket staat in de les %(lessons)s. Haal het daar eerst weg.")
        raise Refusal(words % {"lessons": ", ".join(f"‘{one}’" for one in lessons)})
    PACKAGES.remove(kept.file_id)
    kept.delete()


def _refuse_too_many(training_id: int) -> None:
    if queries.packages_in(training_id).count() >= MOST_PACKAGES:
        words = _("Een training heeft hoogstens %(most)d pakketten. Verwijder er eerst een.")
        raise Refusal(words % {"most": MOST_PACKAGES}, field="file")


@contextmanager
def _kept(training_id: int, upload: File[bytes]) -> Iterator[tuple[str, manifest.Manifest]]:
    """Where the academy keeps the files, and what is in them; they go where the block fails."""
    file_id = PACKAGES.keep(upload, training_id=training_id).id
    try:
        paths = PACKAGES.paths(file_id)
        manifest.refuse_without_manifest(paths)
        with PACKAGES.open(file_id, manifest.MANIFEST) as file:
            content = file.read(manifest.MOST_BYTES + 1)
        yield file_id, manifest.read(content, paths)
    except BaseException:
        PACKAGES.remove(file_id)
        raise
