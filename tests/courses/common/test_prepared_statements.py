"""The server keeps the queries that a process builds once, where the connection is its own."""

from __future__ import annotations

import sys
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction
from django.db.models import BigIntegerField, DateField, DateTimeField, F, UUIDField
from django.urls import get_resolver

from courses.common import clock
from courses.common.prepared_statements import planned_once
from courses.common.statements import Keys, Several, Statement
from courses.editions.models import Edition
from tests.factories import EditionFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db

BY_KEY = (
    "SELECT statement FROM pg_prepared_statements WHERE statement LIKE '%%title_of_this_test%%'"
)


@pytest.fixture
def pooled() -> Iterator[None]:
    connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = True
    yield
    connection.settings_dict["DISABLE_SERVER_SIDE_CURSORS"] = False


def title_of(edition: Edition) -> list[Any]:
    statement = Statement(
        lambda edition: (
            Edition.objects.filter(pk=edition)
            .annotate(title_of_this_test=F("training__title"))
            .values_list("pk", "title_of_this_test")
        ),
        edition=BigIntegerField(),
    )
    return [statement.run(edition=one) for one in (edition, edition.pk, 0)]


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute(BY_KEY)
        return len(cursor.fetchall())


@pytest.mark.postgres
def test_the_server_keeps_a_statement_planned() -> None:
    edition = EditionFactory.create()
    found = [(edition.pk, edition.training.title)]
    assert title_of(edition) == [found, found, []]
    assert kept() == 1


@pytest.mark.postgres
@pytest.mark.usefixtures("pooled")
def test_of_a_pool_nothing_is_kept() -> None:
    edition = EditionFactory.create()
    found = [(edition.pk, edition.training.title)]
    assert title_of(edition) == [found, found, []]
    assert kept() == 0


@pytest.mark.postgres
def test_for_a_long_list_another_plan_is_kept_where_that_is_sooner() -> None:
    edition = EditionFactory.create()
    many = [edition.pk, *range(10**6, 10**6 + Keys.MANY)]
    found = [(edition.pk, edition.training.title)]
    for keys, number in ((Keys(), 1), (Keys(joins_many=True), 2)):
        statement = Statement(
            lambda editions: (
                Edition.objects.filter(pk__in=editions)
                .annotate(title_of_this_test=F("training__title"))
                .values_list("pk", "title_of_this_test")
            ),
            editions=keys,
        )
        for _turn in range(2):
            assert statement.run(editions=[]) == []
            assert statement.run(editions=[edition.pk]) == found
            assert statement.run(editions=many) == found
            assert statement.run(editions=many[1:]) == []
        assert kept() == number


def plans() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return str(cursor.fetchone()[0])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_plan_for_all_values_is_used_for_a_while() -> None:
    with pytest.raises(ZeroDivisionError), planned_once():
        raise ZeroDivisionError if plans() == "force_generic_plan" else AssertionError
    assert plans() == "auto"
    with transaction.atomic(), planned_once():
        assert plans() == "auto"
    with planned_once():
        connection.close()
    assert plans() == "auto"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_looking_a_row_up_is_cheap_for_a_while() -> None:
    def cost() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW random_page_cost")
            return str(cursor.fetchone()[0])

    usual = cost()
    with planned_once():
        assert cost() == "1.1" != usual
    assert cost() == usual


OURS = ("courses.", "plugins.", "academy.")
VALUES: dict[type, Any] = {
    BigIntegerField: 0,
    DateTimeField: clock.now,
    DateField: clock.today,
    UUIDField: uuid.UUID(int=0),
    Keys: [0],
}


def a_value(one: Any) -> Any:
    if isinstance(one, Several):
        return [a_value(one.field)]
    found = next((value for kind, value in VALUES.items() if type(one) is kind), "x")
    return found() if callable(found) else found


def all_statements() -> Iterator[Statement[Any]]:
    """Those of modules, and in what modules make of them (`ForStaff`, `FirstFew`)."""
    ours = [one for name, one in list(sys.modules.items()) if name.startswith(OURS)]
    things = [thing for one in ours for thing in list(vars(one).values())]
    for thing in things:
        inside = getattr(thing, "__dict__", {}) if type(thing).__module__.startswith(OURS) else {}
        deeper = [getattr(one, "__dict__", {}) for one in inside.values()]
        values = [thing, *inside.values(), *(one for found in deeper for one in found.values())]
        yield from (one for one in values if isinstance(one, Statement))


@pytest.mark.both_databases
def test_each_statement_can_be_asked_apart_from_its_values() -> None:
    """PostgreSQL has to know of what kind each value is before it gets them."""
    # All modules that have one are loaded then.
    assert get_resolver().url_patterns
    statements = set(all_statements())
    assert len(statements) > 50
    for one in statements:
        one.run(**{name: a_value(kind) for name, kind in one._fields.items()})
