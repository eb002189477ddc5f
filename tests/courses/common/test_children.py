"""What belongs to rows is found as `prefetch_related` finds it, in one query that is built once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.db.models import prefetch_related_objects

from courses.common.children import Children
from courses.editions.models import Edition
from tests.factories import EditionFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def read() -> list[Edition]:
    return list(Edition.objects.order_by("pk"))


def test_it_leaves_what_prefetching_leaves(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sessions = Children(Edition, "sessions")
    for number in (2, 1, 3):
        EditionFactory.create(sessions=number)
    plain, found = read(), read()
    prefetch_related_objects(plain, "sessions")
    for _again in range(2):
        found = read()
        with django_assert_num_queries(1):
            sessions.add_to(found)
    with django_assert_num_queries(0):
        for one, other in zip(found, plain, strict=True):
            assert list(one.sessions.all()) == list(other.sessions.all())
            assert [own.starts_at for own in one.sessions.all()] == [
                own.starts_at for own in other.sessions.all()
            ]
            assert all(own.edition is one for own in one.sessions.all())


def test_what_is_asked_further_is_of_the_row_alone() -> None:
    sessions = Children(Edition, "sessions")
    for _ in range(2):
        EditionFactory.create(sessions=2)
    found = read()
    sessions.add_to(found)
    for one in found:
        assert {own.edition_id for own in one.sessions.filter(pk__gt=0)} == {one.pk}


def test_rows_without_any_have_none_and_no_rows_cost_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    sessions = Children(Edition, "sessions", finish=lambda found: found.filter(pk=0))
    EditionFactory.create(sessions=2)
    found = read()
    sessions.add_to(found)
    with django_assert_num_queries(0):
        assert list(found[0].sessions.all()) == []
        sessions.add_to([])
