"""Everything that changes packages."""

from __future__ import annotations

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
    from django.core.files.base import File

MOST_PACKAGES = 50
"""Packages in one training; who needs more has another training."""


@transaction.atomic
def add_package(*, training_id: int, upload: File[bytes], title: str = "") -> Package:
    """Keep an uploaded package for a training. Without a title it is called as it calls itself.

    Raises:
        Refusal: it is no SCORM package, cannot be opened safely, or there are too many.
    """
    training = TrainingPage.objects.select_for_update().get(pk=training_id)
    if queries.packages_in(training_id).count() >= MOST_PACKAGES:
        words = _("Een training heeft hoogstens %(most)d pakketten. Verwijder er eerst een.")
        raise Refusal(words % {"most": MOST_PACKAGES}, field="file")
    file_id, found = _kept(training_id, upload)
    return Package.objects.create(
        training=training,
        title=title or found.title or str(upload.name or "")[:200],
        file_id=file_id,
        contents=found.as_json(),
    )


@transaction.atomic
def replace_package(*, package: Package, upload: File[bytes]) -> Package:
    """Put a newer version of a package in its place: lessons and what people reached stay.

    Raises:
        Refusal: as `add_package`.
    """
    kept = Package.objects.select_for_update().get(pk=package.pk)
    file_id, found = _kept(kept.training_id, upload)
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


def _kept(training_id: int, upload: File[bytes]) -> tuple[str, manifest.Manifest]:
    """Where the academy keeps the files, and what is in them."""
    file_id = PACKAGES.keep(upload, training_id=training_id).id
    paths = PACKAGES.paths(file_id)
    manifest.refuse_without_manifest(paths)
    with PACKAGES.open(file_id, manifest.MANIFEST) as file:
        content = file.read(manifest.MOST_BYTES + 1)
    return file_id, manifest.read(content, paths)
