"""`purge` shows, exports, asks, and leaves nothing of the plugin and everything of others."""

from __future__ import annotations

import json
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from courses.catalogue.models import CoursePluginActivation, LessonPage
from courses.catalogue.services import activate_plugin
from courses.common.errors import Refusal
from courses.learning.models import ExerciseAttempt
from courses.people.models import User
from courses.plugin_desk import lifecycle
from courses.plugin_host import records, traces
from courses.plugin_host.models import Delivery, PluginFault, PluginState, PluginUsage
from tests.factories import PersonFactory, TrainingFactory, make_lesson

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]

SLUG = "weg"


@pytest.fixture
def gone(transactional_db: None) -> Iterator[PluginState]:
    """A plugin whose package is gone and that left traces in every place there is."""
    person = PersonFactory.create()
    with connection.schema_editor() as editor:
        editor.execute("CREATE TABLE weg_note (id integer PRIMARY KEY, words varchar(20))")
        editor.execute(
            "CREATE TABLE weg_answer (id integer PRIMARY KEY, note_id integer NOT NULL"
            " REFERENCES weg_note (id), person_id bigint REFERENCES people_user (id))"
        )
        editor.execute("INSERT INTO weg_note VALUES (1, 'een'), (2, 'twee')")
        editor.execute(f"INSERT INTO weg_answer VALUES (1, 1, {person.pk})")  # noqa: S608
    content_type = ContentType.objects.create(app_label="weg", model="note")
    Permission.objects.create(content_type=content_type, codename="add_note", name="x")
    MigrationRecorder(connection).record_applied("weg", "0001_initial")
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin=SLUG)
    raw = [
        {"type": "weg_thing", "value": {"a": 1}, "id": "11111111-1111-1111-1111-111111111111"},
        {"type": "weg_er_thing", "value": 2, "id": "22222222-2222-2222-2222-222222222222"},
    ]
    lesson = make_lesson(training, body=json.dumps(raw))
    for kind in ("weg_thing", "weg_er_thing"):
        ExerciseAttempt.objects.create(
            person=person, lesson=lesson, exercise_id=kind, block_type=kind, answer={"x": 1}
        )
    PluginState.objects.create(plugin="weg_er", title="Een ander")
    _leave_small_traces()
    yield PluginState.objects.create(
        plugin=SLUG,
        title="Weg",
        version="1.0",
        label="weg",
        migration="0001_initial",
        tables=["weg_note", "weg_answer", "people_user"],
    )
    with connection.schema_editor() as editor:
        for table in ("weg_answer", "weg_note"):
            editor.execute(f"DROP TABLE IF EXISTS {table}")
    # The rows that the next test begins with refer to these, and have to find them known.
    ContentType.objects.get_for_models(*apps.get_models())


def _leave_small_traces() -> None:
    from courses.common import clock

    now = clock.now()
    PluginFault.objects.create(plugin=SLUG, place="x", error="E", first_at=now, last_at=now)
    PluginUsage.objects.create(plugin=SLUG, place="x", day=now.date())
    Delivery.objects.create(plugin=SLUG, handler="x", event="E", data={}, due_at=now)


def _run(*arguments: str, **options: Any) -> str:
    told = StringIO()
    call_command("plugins", "purge", *arguments, stdout=told, **options)
    return told.getvalue()


def _tables() -> set[str]:
    return {name for name in connection.introspection.table_names() if name.startswith("weg_")}


def test_it_shows_what_goes_and_what_stays_and_without_the_name_nothing_happens(
    gone: PluginState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: "weet niet")
    told = _run(SLUG)
    for line in (
        "tabel weg_note: 2 rijen",
        "tabel weg_answer: 1 rijen",
        "antwoorden op haar opdrachten: 1",
        "onderdelen in lessen: 1",
        "Er is niets verwijderd.",
    ):
        assert line in told
    assert "people_user" not in told
    assert _tables() == {"weg_note", "weg_answer"}
    assert PluginState.objects.filter(plugin=SLUG).exists()


def test_with_the_name_typed_nothing_of_it_is_left_and_everything_of_others(
    gone: PluginState, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.input", lambda _question: SLUG)
    people = User.objects.count()
    assert "is opgeruimd" in _run(SLUG)
    assert _tables() == set()
    assert not ContentType.objects.filter(app_label="weg").exists()
    assert not Permission.objects.filter(codename="add_note").exists()
    assert ("weg", "0001_initial") not in MigrationRecorder(connection).applied_migrations()
    for model in (PluginState, PluginFault, PluginUsage, Delivery, CoursePluginActivation):
        assert not model.objects.filter(plugin=SLUG).exists()
    assert User.objects.count() == people
    assert list(ExerciseAttempt.objects.values_list("block_type", flat=True)) == ["weg_er_thing"]
    # What trainers wrote stays in the lesson.
    body = LessonPage.objects.get().body
    kinds = [block["type"] for block in body.stream_block.get_prep_value(body)]
    assert kinds == ["weg_thing", "weg_er_thing"]
    User.objects.first().delete()  # type: ignore[union-attr]


def test_the_export_holds_what_goes(gone: PluginState, tmp_path: Path) -> None:
    file = tmp_path / "weg.json"
    _run(SLUG, "--confirm", SLUG, "--export", str(file))
    kept = json.loads(file.read_text())
    assert kept["tables"]["weg_note"] == [{"id": 1, "words": "een"}, {"id": 2, "words": "twee"}]
    assert set(kept["tables"]) == {"weg_note", "weg_answer"}
    assert kept["traces"]["antwoorden op haar opdrachten"][0]["answer"] == {"x": 1}


def test_a_file_that_is_there_is_not_overwritten_and_nothing_is_removed(
    gone: PluginState, tmp_path: Path
) -> None:
    file = tmp_path / "weg.json"
    file.write_text("van iemand anders")
    with pytest.raises(CommandError):
        _run(SLUG, "--confirm", SLUG, "--export", str(file))
    assert (file.read_text(), _tables()) == ("van iemand anders", {"weg_note", "weg_answer"})


@pytest.mark.parametrize("confirmed", ["", "weg_er", "WEG"])
def test_another_name_is_no_confirmation(gone: PluginState, confirmed: str) -> None:
    assert "Er is niets verwijderd." in _run(SLUG, "--confirm", confirmed)
    assert _tables() == {"weg_note", "weg_answer"}


def test_twice_is_once(gone: PluginState) -> None:
    _run(SLUG, "--confirm", SLUG)
    with pytest.raises(CommandError):
        _run(SLUG, "--confirm", SLUG)


def test_what_is_on_is_not_removed(db: None) -> None:
    records.record(apps.get_app_config("bellen"))  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="staat nog aan"):
        lifecycle.purge("bellen")


def test_what_never_was_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="geen uitbreiding"):
        _run("nooit")


def test_a_failure_halfway_removes_nothing(
    gone: PluginState, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(slug: str) -> None:
        raise RuntimeError

    broken = traces.Trace("x", lambda slug: 1, lambda slug: [], fail)
    monkeypatch.setattr(traces, "_traces", [*traces._traces, broken])
    with pytest.raises(RuntimeError):
        lifecycle.purge(SLUG)
    assert _tables() == {"weg_note", "weg_answer"}
    assert CoursePluginActivation.objects.filter(plugin=SLUG).exists()
    assert ExerciseAttempt.objects.count() == 2
