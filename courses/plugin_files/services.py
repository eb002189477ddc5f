"""Everything that changes what is kept for plugins as files."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.uploads import clean_name
from courses.plugin_files import packages, queries, scanning, storage
from courses.plugin_files.kinds import KINDS, ending_of
from courses.plugin_files.models import PackedFile, PluginFile
from courses.plugin_files.packages import Limits, refusal

if TYPE_CHECKING:
    from collections.abc import Collection

    from courses.plugin_api.contributions.files import Files

MOST_BYTES = 500 * 1024 * 1024
"""Bytes that an upload may have, whatever a plugin says."""

PIECE = 256 * 1024
IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a file in a package that are kept in memory before they go to the storage."""

LEFT_FOR = timedelta(hours=24)
"""How old what belongs to no row must be before it goes: an upload may still be under way."""

QUIET_HOUR = 4


def keep(
    *, files: Files, upload: File[bytes], training_id: int, person_id: int | None = None
) -> PluginFile:
    """Look at what was uploaded, and keep it.

    Looking, opening and writing can take long and need no lock: only the rows are in a transaction.

    Raises:
        Refusal: it is not accepted; see `Files.keep`.
    """
    entry = queries.entry_of(files)
    name = clean_name(upload.name or "")
    _check(files, name, upload)
    row = PluginFile(
        plugin=entry.plugin.slug,
        kind=entry.contribution.name,
        training_id=training_id,
        person_id=person_id,
        name=name,
        media_type=KINDS[ending_of(name)].media_type,
        size=upload.size,
        sha256=_hash(upload),
        is_package=files.opens_packages and ending_of(name) == "zip",
    )
    try:
        packed = _write(row, upload, Limits(files.most_unpacked_bytes, files.most_unpacked_files))
        with transaction.atomic():
            row.save()
            PackedFile.objects.bulk_create(packed, batch_size=500)
    except BaseException:
        # What was written so far belongs to nobody.
        storage.empty(row.folder)
        raise
    return row


def refuse_viruses(*, upload: File[bytes]) -> None:
    """Have the operator's scanner look at an upload that is read and not kept as a file; what is
    kept is scanned already.

    Raises:
        Refusal: it found something, or does not answer.
    """
    scanning.check(_open(upload))


def _check(files: Files, name: str, upload: File[bytes]) -> None:
    kind = KINDS.get(ending_of(name)) if ending_of(name) in files.kinds else None
    if kind is None:
        raise refusal(
            _("Dit soort bestand kan niet. Kies een van deze soorten: %(kinds)s.")
            % {"kinds": ", ".join(files.kinds)}
        )
    if not upload.size:
        raise refusal(_("Dit bestand is leeg. Kies een ander bestand."))
    most = min(files.most_bytes, MOST_BYTES)
    if upload.size > most:
        raise refusal(
            _("Dit bestand is te groot. Het mag hoogstens %(size)s zijn.")
            % {"size": filesizeformat(most)}
        )
    upload.seek(0)
    if not kind.fits(_open(upload)):
        raise refusal(
            _("Dit bestand is niet wat de naam zegt, of het is beschadigd. Bewaar het opnieuw.")
        )
    scanning.check(_open(upload))


def _open(upload: File[bytes]) -> BinaryIO:
    """The upload as Python's own libraries read it."""
    file: BinaryIO = upload.file  # type: ignore[assignment]
    return file


def _hash(upload: File[bytes]) -> str:
    upload.seek(0)
    digest = hashlib.sha256()
    while piece := upload.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def _write(row: PluginFile, upload: File[bytes], limits: Limits) -> list[PackedFile]:
    """Put an upload in the storage, a package opened; gives what was in it."""
    if row.is_package:
        return _unpack(row, upload, limits)
    row.stored = row.size
    upload.seek(0)
    storage.storage().save(f"{row.folder}/0", File(upload.file))
    return []


def _unpack(row: PluginFile, upload: File[bytes], limits: Limits) -> list[PackedFile]:
    package = packages.opened(_open(upload), limits)
    row.stored = sum(one.size for one in package.members)
    for number, member in enumerate(package.members):
        with SpooledTemporaryFile(max_size=IN_MEMORY) as file:
            for piece in package.pieces(member):
                file.write(piece)
            file.seek(0)
            storage.storage().save(f"{row.folder}/{number}", File(file))
    return [
        PackedFile(
            package=row,
            number=number,
            path=one.path,
            media_type=one.media_type,
            size=one.size,
        )
        for number, one in enumerate(package.members)
    ]


@transaction.atomic
def remove(*, files: Files, ids: Collection[str]) -> int:
    """Remove files of a contribution; what was in them is gone after the commit. Returns how
    many there were."""
    rows = list(queries.with_ids(files, ids))
    PluginFile.objects.filter(pk__in=[one.pk for one in rows]).delete()
    return len(rows)


@transaction.atomic
def forget_person(*, person_id: int) -> None:
    """Remove all files of a person."""
    PluginFile.objects.filter(person=person_id).delete()


@transaction.atomic
def remove_all_of(*, plugin: str) -> None:
    """Remove all files of a plugin."""
    PluginFile.objects.filter(plugin=plugin).delete()


def remove_leftovers() -> int:
    """Remove from the storage what belongs to no row, once it is a day old: an upload whose
    transaction failed, or what could not be removed at the time. Returns how many there were.

    In one hour of the night only: it reads the whole storage.
    """
    if clock.local(clock.now()).hour != QUIET_HOUR:
        return 0
    number = 0
    for folder in queries.left_over():
        names = storage.files_in(folder)
        used = storage.storage()
        try:
            newest = max((used.get_modified_time(f"{folder}/{one}") for one in names), default=None)
        except FileNotFoundError:
            continue
        if newest is None or newest < clock.now() - LEFT_FOR:
            storage.empty(folder)
            number += 1
    return number
