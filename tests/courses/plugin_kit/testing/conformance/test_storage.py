"""What the kit says of migrations, rows, and what belongs to a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction

from courses.people import merge_rules
from courses.people.models import User
from courses.plugin_api.api import CoursePlugin, Json, PersonalData
from courses.plugin_kit.testing import PluginConformance
from tests.courses.plugin_kit.testing.faulty import Make, Rule, failing, gives, like, says

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture
def note() -> Iterator[type[models.Model]]:
    """A model of the plugin, about people."""

    class Note(models.Model):
        """What somebody wrote."""

        person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
        text = models.CharField(max_length=50)

        class Meta:
            app_label = "proef"

        def __str__(self) -> str:
            return self.text

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE proef_note (id integer PRIMARY KEY, person_id bigint, text varchar(50))"
        )
    yield Note
    del apps.all_models["proef"]
    apps.clear_cache()


@pytest.fixture
def only_sqlite() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the table of the test is written for SQLite")


class Notes(PersonalData):
    """The notes of a person."""

    name = "notes"
    label = "Je notities"

    def export(self, person_id: int) -> Json:
        return list(_notes().filter(person=person_id).values_list("text", flat=True)) or None

    def erase(self, person_id: int) -> None:
        _notes().filter(person=person_id).delete()


def _notes() -> Any:
    return apps.all_models["proef"]["note"]._default_manager.all()


def _keeping(make: Make, note: type[models.Model], *kinds: type[Any]) -> CoursePlugin:
    plugin = make(*(kinds or (Rule,)), form=None)
    plugin.models = apps.all_models["proef"]
    return plugin


DATA = "test_personal_data_are_shown_and_erased"


@pytest.mark.usefixtures("only_sqlite")
def test_personal_data_that_are_complete_pass(make: Make, note: type[models.Model]) -> None:
    assert failing(_keeping(make, note, Notes)) == {}


@pytest.mark.usefixtures("only_sqlite")
def test_models_about_people_demand_personal_data(make: Make, note: type[models.Model]) -> None:
    assert set(failing(_keeping(make, note))) == {
        "test_it_has_personal_data_where_it_keeps_things_about_people"
    }


@pytest.mark.usefixtures("only_sqlite")
@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"export": gives(None)}, "does not hold what was kept"),
        ({"export": lambda _s, _p: [one.text for one in _notes()]}, "about somebody else"),
        ({"erase": gives(None)}, "still has something"),
        ({"erase": lambda _s, _p: _notes().delete()}, "took away"),
    ],
    ids=["forgets", "tells too much", "keeps", "erases all"],
)
def test_wrong_personal_data_are_noticed(
    make: Make, note: type[models.Model], parts: dict[str, Any], told: str
) -> None:
    found = failing(_keeping(make, note, like(Notes, **parts)))
    assert set(found) == {DATA}
    assert told in found[DATA]


@pytest.mark.usefixtures("only_sqlite")
def test_who_throws_away_when_it_is_switched_off_is_noticed(
    make: Make, note: type[models.Model]
) -> None:
    from django.db.models.signals import post_save

    from courses.plugin_host.models import PluginState

    def throw_away(instance: PluginState, **_kwargs: Any) -> None:
        if not instance.enabled:
            _notes().delete()

    post_save.connect(throw_away, sender=PluginState)
    try:
        found = failing(_keeping(make, note, Notes))
    finally:
        post_save.disconnect(throw_away, sender=PluginState)
    assert set(found) == {"test_it_loses_nothing_when_it_is_switched_off_and_on"}


@pytest.mark.usefixtures("only_sqlite")
def test_a_row_that_two_accounts_may_both_have_demands_a_rule(
    make: Make, note: type[models.Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    plugin = _keeping(make, note, Notes)
    check = "it_says_what_becomes_of_a_row_that_two_accounts_both_have"
    assert says(check, plugin) == ""
    once = models.UniqueConstraint(fields=["person"], name="proef_one_note")
    monkeypatch.setattr(note._meta, "constraints", [once])
    assert "proef.Note.person" in says(check, plugin)
    monkeypatch.setitem(merge_rules._rules, "proef.Note.person", None)
    assert says(check, plugin) == ""


@pytest.mark.usefixtures("only_sqlite")
def test_a_table_with_another_name_is_noticed(make: Make, note: type[models.Model]) -> None:
    plugin = _keeping(make, note, Notes)
    note._meta.db_table = "people_note"
    with pytest.raises(pytest.fail.Exception) as failed:
        PluginConformance().test_its_names_are_its_own(plugin)
    assert "people_note" in str(failed.value)


MODELS = '''
from django.db import models

class Thing(models.Model):
    """A thing."""

    text = models.CharField(max_length=10)

    class Meta:
        app_label = "PACKAGE"
'''

MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Thing",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False,
                                           verbose_name="ID")),
                ("text", models.CharField(max_length=10)),
            ],
        ),
        migrations.RunPython(lambda apps, editor: None),
    ]
"""


def _with_models(package: Callable[..., Any], migration: str) -> CoursePlugin:
    plugin: CoursePlugin = package(
        {
            "models.py": MODELS,
            "migrations/__init__.py": "",
            "migrations/0001_initial.py": migration,
        }
    )
    __import__(f"{plugin.name}.models")
    return plugin


def test_a_migration_that_is_missing_is_noticed(package: Callable[..., Any]) -> None:
    complete = _with_models(package, MIGRATION)
    assert says("its_migrations_are_complete", complete) == ""
    missing = _with_models(package, MIGRATION.replace("max_length=10", "max_length=9"))
    assert "makemigrations" in says("its_migrations_are_complete", missing)


def test_a_migration_without_a_way_back_is_noticed(package: Callable[..., Any]) -> None:
    told = says("its_migrations_can_be_undone", _with_models(package, MIGRATION))
    assert re.search(r"0001_initial: .*Python", told)
    fine = MIGRATION.replace("editor: None)", "editor: None, migrations.RunPython.noop)")
    assert says("its_migrations_can_be_undone", _with_models(package, fine)) == ""
