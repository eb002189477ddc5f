"""The ground that the other tests stand on."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page, ReferenceIndex

from tests.databases import what_it_uses
from tests.factories import TrainingFactory, make_theme
from tests.index_later import INDEXES
from tests.parallel import all_at_once
from tests.rows import Rows, kept


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", ["first", "second"])
def test_a_test_that_commits_leaves_the_next_one_what_the_migrations_made(turn: str) -> None:
    people = get_user_model().objects
    assert people.count() == 0
    assert Page.objects.filter(depth=1).count() == 1
    assert list(Locale.objects.values_list("language_code", flat=True)) == ["nl"]
    assert _sorted(kept(connection.creation)) == _sorted(_of_the_migrations())
    people.create_user(email=f"{turn}@example.org")


def _of_the_migrations() -> Rows:
    wrapper: Any = connection
    rows: Rows = wrapper._test_serialized_contents
    return rows


def _sorted(rows: Rows) -> dict[str, list[str]]:
    return {table: sorted(map(repr, found)) for table, (_columns, found) in rows.items()}


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_second_round_runs_on_postgresql() -> None:
    assert connection.vendor == "postgresql"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_jobs_at_once_answer_in_order_with_results_and_exceptions() -> None:
    def fail() -> str:
        raise LookupError("no")

    answers = all_at_once([lambda: connection.vendor, fail, lambda: "third"])

    assert [str(answer) for answer in answers] == [connection.vendor, "no", "third"]
    assert isinstance(answers[1], LookupError)


def test_a_migrated_database_is_made_anew_when_what_a_migration_uses_changes() -> None:
    used = set(what_it_uses("courses.people.migrations.0003_one_name_and_forgotten_browsers"))

    folders = {file.relative_to(settings.BASE_DIR).as_posix() for file in used}
    assert folders == {
        "courses/people/migrations/0003_one_name_and_forgotten_browsers.py",
        "courses/people/fields.py",
        "courses/common/names.py",
        "courses/common/__init__.py",
    }


@pytest.mark.both_databases
@pytest.mark.django_db
def test_an_index_is_written_when_somebody_reads_it_and_not_before() -> None:
    queries = []

    def look(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    theme = make_theme()
    with connection.execute_wrapper(look):
        training = TrainingFactory.create(theme=theme)
    written = [sql for sql in queries if any(index in sql for index in INDEXES)]
    assert (len(queries) > 0, written) == (True, [])

    assert [str(one.object_id) for one in ReferenceIndex.get_references_to(theme)] == [
        str(training.pk)
    ]
    assert list(Page.objects.search(training.title)) == [training.page_ptr]


@pytest.mark.django_db
def test_an_answer_tells_of_the_template_of_its_page_and_of_none_that_this_includes() -> None:
    answer = Client().get("/certificaat/")

    templates: list[Any] = answer.templates
    assert [one.name for one in templates] == ["certificates/ask.html"]
    assert answer.context["form"].is_bound is False
