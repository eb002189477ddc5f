"""What was handed in before the academy kept files of plugins is all there afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courses.plugin_files.models import PluginFile
from plugins.praktijkopdracht.models import Submission
from tests.plugins.praktijkopdracht.written import (
    PDF,
    a_participant,
    a_trainer,
    a_training,
    content_of,
    handed_in,
    upload,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

OLD, NEW = [("praktijkopdracht", "0001_initial")], [("praktijkopdracht", "0002_files")]


def migrate(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def back_in_time() -> Iterator[None]:
    yield
    migrate(NEW)


def test_files_move_to_the_storage_and_back_and_nothing_is_lost(back_in_time: None) -> None:
    training = a_training()
    _trainer, edition = a_trainer(training)
    people = [a_participant(edition), a_participant(edition), a_participant(edition)]
    first = handed_in(people[0], training, upload=upload("Mijn verslag.pdf"))
    second = handed_in(people[1], training, upload=upload("twee.txt", b"hoi"))
    third = handed_in(people[2], training)

    old = migrate(OLD)
    kept = old.get_model("praktijkopdracht", "SubmittedFile").objects.order_by("submission")
    assert [(one.submission_id, bytes(one.content)) for one in kept] == [
        (first.pk, PDF),
        (second.pk, b"hoi"),
    ]
    assert not PluginFile.objects.exists()

    migrate(NEW)
    moved = [Submission.objects.get(pk=one.pk) for one in (first, second)]
    assert [(one.file_name, content_of(one)) for one in moved] == [
        ("Mijn verslag.pdf", PDF),
        ("twee.txt", b"hoi"),
    ]
    row = PluginFile.objects.get(name="Mijn verslag.pdf")
    assert row.pk == moved[0].file
    assert (row.person, row.training_id, row.media_type, row.size, row.kept_at) == (
        people[0],
        training.pk,
        "application/pdf",
        len(PDF),
        first.handed_in_at,
    )
    assert Submission.objects.get(pk=third.pk).file is None
