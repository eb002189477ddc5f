"""What the contract's `Files` and `Embedded` do, done."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, cast

from courses.plugin_files import frames, queries, services, storage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.core.files.base import File
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    from courses.plugin_api.contributions.files import Embedded, Files, KeptFile
    from courses.plugin_files.models import PluginFile


class Keeper:
    """Keeps files for plugins in the academy's database and storage."""

    def keep(
        self, files: Files, upload: File[bytes], *, training_id: int, person_id: int | None
    ) -> KeptFile:
        """See `Files.keep`."""
        row = services.keep(
            files=files, upload=upload, training_id=training_id, person_id=person_id
        )
        return queries.told(row)

    def find(self, files: Files, file_ids: Collection[str]) -> Mapping[str, KeptFile]:
        """See `Files.find_many`."""
        return {str(row.pk): queries.told(row) for row in queries.with_ids(files, file_ids)}

    def every(self, files: Files, *, training_id: int, person_id: int | None) -> Sequence[KeptFile]:
        """See `Files.every`."""
        rows = queries.rows_of(files).filter(training=training_id)
        if person_id is not None:
            rows = rows.filter(person=person_id)
        return [queries.told(row) for row in rows]

    def paths(self, files: Files, file_id: str) -> Sequence[str]:
        """See `Files.paths`."""
        row = queries.with_ids(files, [file_id]).first()
        return queries.paths_in(row) if row else []

    def open(self, files: Files, file_id: str, path: str) -> IO[bytes]:
        """See `Files.open`."""
        row = queries.with_ids(files, [file_id]).first()
        name = _name_in_storage(row, path) if row else None
        if name is None:
            raise FileNotFoundError(f"{file_id} {path}")
        return cast("IO[bytes]", storage.storage().open(name))

    def remove(self, files: Files, file_ids: Collection[str]) -> int:
        """See `Files.remove`."""
        return services.remove(files=files, ids=file_ids)

    def embed(self, embedded: Embedded, request: HttpRequest) -> SafeString:
        """See `Embedded.render`."""
        return frames.frame(embedded, request)

    def address(self, embedded: Embedded, request: HttpRequest) -> str:
        """See `Embedded.address`."""
        return frames.address(embedded, request)


def _name_in_storage(row: PluginFile, path: str) -> str | None:
    if not row.is_package:
        return f"{row.folder}/0"
    packed = queries.packed_at(row, path)
    return f"{row.folder}/{packed.number}" if packed else None
