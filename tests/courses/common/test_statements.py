"""A statement finds what the plain query finds, with other values each time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import BigIntegerField, Count, DateTimeField, F, Max, QuerySet
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from courses.common import clock
from courses.common.clock import ClockHiddenError
from courses.common.statements import (
    IS_MADE_AS_KNOWN,
    Insertion,
    Keys,
    Presence,
    Several,
    Statement,
    Update,
    added_together,
)
from courses.editions.models import Edition
from courses.enrolment.enums import EnrolmentStatus as S
from courses.enrolment.models import Enrolment
from courses.notices.models import Notice
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import DjangoAssertNumQueries

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def in_edition(edition: Any) -> QuerySet[Enrolment]:
    return (
        Enrolment.objects.filter(edition=edition, status=S.CONFIRMED)
        .select_related("person", "edition__training")
        .order_by("pk")
    )


def test_each_run_finds_what_the_plain_query_finds(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    statement = Statement(in_edition, edition=BigIntegerField())
    editions = [EditionFactory.create() for _ in range(3)]
    for number, edition in enumerate(editions):
        for _ in range(number):
            EnrolmentFactory.create(edition=edition)
    for number, edition in enumerate(editions):
        with django_assert_num_queries(1):
            found = statement.run(edition=edition)
            titles = [one.edition.training.title for one in found]
            names = [one.person.first_name for one in found]
        plain = list(in_edition(edition.pk))
        assert found == plain
        assert len(found) == number
        assert [one.enrolled_at for one in found] == [one.enrolled_at for one in plain]
        assert names == [one.person.first_name for one in plain]
        assert titles == [edition.training.title] * number


def test_rows_single_values_and_what_is_counted_are_made_as_django_makes_them() -> None:
    assert IS_MADE_AS_KNOWN, "this version of Django makes rows in another way: see `_Models`"
    edition = EditionFactory.create()
    EnrolmentFactory.create(edition=edition)

    def counted(edition: Any) -> QuerySet[Any]:
        found = Edition.objects.filter(pk=edition).select_related("training", "location")
        found = found.only("starts_at", "training__title", "location__name")
        counted: QuerySet[Any] = found.annotate(people=Count("enrolments"))
        return counted

    (one,) = Statement(counted, edition=BigIntegerField()).run(edition=edition.pk)
    plain = counted(edition.pk).get()
    assert (one, one.people) == (plain, 1)
    assert one.get_deferred_fields() == plain.get_deferred_fields()
    assert one.training.get_deferred_fields() == plain.training.get_deferred_fields()
    assert one.location == plain.location
    assert one._state.db == plain._state.db
    moments = Statement(
        lambda edition: Edition.objects.filter(pk=edition).values_list("starts_at", flat=True),
        edition=BigIntegerField(),
    )
    assert moments.run(edition=edition.pk) == [plain.starts_at]


def test_it_asks_the_database_what_the_plain_query_asks() -> None:
    statement = Statement(in_edition, edition=BigIntegerField())
    edition = EditionFactory.create()
    statement.run(edition=edition.pk)
    with CaptureQueriesContext(connection) as asked:
        statement.run(edition=edition.pk)
        list(in_edition(edition.pk))
    # Django puts brackets around a value of which it does not know yet what it is.
    assert asked[0]["sql"].replace(f"({edition.pk})", str(edition.pk)) == asked[1]["sql"]


def test_moments_numbers_and_counts_are_read_as_everywhere() -> None:
    statement = Statement(
        lambda since: (
            Edition.objects.filter(starts_at__gt=since)
            .annotate(people=Count("enrolments"))
            .order_by("pk")
            .values_list("starts_at", "people")
        ),
        since=DateTimeField(),
    )
    edition = EditionFactory.create()
    for _ in range(2):
        EnrolmentFactory.create(edition=edition)
    begins = Edition.objects.get(pk=edition.pk).starts_at
    assert begins is not None
    moment = clock.local(begins)
    assert statement.run(since=moment - timedelta(seconds=1)) == [(begins, 2)]
    assert statement.run(since=moment) == []


def test_several_queries_tell_at_once_which_of_them_find_something(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    presence = Presence(
        {
            "later": lambda now: Edition.objects.filter(starts_at__gt=now).order_by("starts_at"),
            "earlier": lambda now: Edition.objects.filter(starts_at__lt=now - timedelta(days=1)),
            "any": Enrolment.objects.all,
            # What is grouped counts as what it finds in the end.
            "own": lambda person: (
                Enrolment.objects.filter(person=person)
                .values("edition")
                .annotate(number=Count("pk"))
                .filter(number__gt=1)
            ),
        },
        now=DateTimeField(),
        person=BigIntegerField(),
    )
    enrolment = EnrolmentFactory.create()
    starts_at = Edition.objects.get(pk=enrolment.edition_id).starts_at
    assert starts_at is not None
    begins = clock.local(starts_at)
    presence.run(now=begins, person=0)
    for later, names in ((-1, {"later", "any"}), (1, {"any"}), (25, {"earlier", "any"})):
        with django_assert_num_queries(1):
            found = presence.run(now=begins + timedelta(hours=later), person=enrolment.person_id)
        assert found == names


@pytest.mark.parametrize(
    "ask",
    [
        lambda found: found.values("starts_at", "pk", title=F("training__title")),
        lambda found: found.values("training").annotate(n=Count("pk"), last=Max("ends_at")),
        lambda found: found.values_list("n", "starts_at", "pk"),
        lambda found: found.values_list("starts_at", flat=True),
        lambda found: found.values_list("pk", flat=True),
        lambda found: found.values_list("training", "decide_by", named=True),
        lambda found: found.order_by("training__title").values_list("pk").distinct(),
        lambda found: found.select_related("training"),
    ],
)
def test_rows_of_each_kind_are_those_of_the_plain_query(ask: Callable[..., Any]) -> None:
    made = [EditionFactory.create().pk for _turn in range(3)]

    def build(editions: Any) -> QuerySet[Any, Any]:
        found = Edition.objects.filter(pk__in=editions).order_by("pk")
        rows: QuerySet[Any, Any] = ask(found.annotate(n=Count("trainers")))
        return rows

    found = Statement(build, editions=Keys()).run(editions=made)
    expected = list(build(made))
    assert found == expected
    assert list(map(type, found)) == list(map(type, expected))


@pytest.mark.parametrize("joins_many", [False, True])
def test_long_lists_of_keys_are_one_value(joins_many: bool) -> None:
    statement = Statement(
        lambda editions: (
            Edition.objects.filter(pk__in=editions).order_by("pk").values_list("pk", flat=True)
        ),
        editions=Keys(joins_many=joins_many),
    )
    keys = sorted(EditionFactory.create().pk for _ in range(3))
    for wanted in ([], keys[:1], keys):
        with CaptureQueriesContext(connection) as asked:
            assert statement.run(editions=[*range(10**6, 10**6 + 3000), *wanted]) == wanted
        assert len(asked) == 1
    assert statement.run(editions=[]) == []


def test_what_follows_from_a_moment_and_a_list_of_keys_is_filled_in_anew() -> None:
    statement = Statement(
        lambda now, keys: (
            Edition.objects.filter(
                starts_at__gt=now - timedelta(days=1),
                starts_at__lte=now + timedelta(days=1),
                pk__in=keys,
            )
            .order_by("starts_at")
            .values_list("pk", flat=True)[:2]
        ),
        now=DateTimeField(),
        keys=Several(BigIntegerField()),
    )
    begin = clock.now() + timedelta(days=30)
    made = [
        EditionFactory.create(starts_at=begin + timedelta(hours=12 * number)).pk
        for number in range(5)
    ]
    first, second, third, *_others = made
    assert [
        statement.run(now=now, keys=keys)
        for now, keys in (
            (begin, made),
            (begin, [second]),
            (begin, made[::-1][:3]),
            (begin + timedelta(days=1), made[:3]),
            (begin + timedelta(days=1), [first, third, first]),
            (begin + timedelta(days=9), made),
            (begin, []),
        )
    ] == [[first, second], [second], [third], [second, third], [third], [], []]


def test_one_that_asks_the_time_while_it_is_built_fails_at_once() -> None:
    frozen = Statement(lambda: Edition.objects.filter(starts_at__gt=clock.now()))
    with pytest.raises(ClockHiddenError):
        frozen.run()
    assert clock.now() <= clock.now()


def test_the_first_or_none() -> None:
    statement = Statement(in_edition, edition=BigIntegerField())
    enrolment = EnrolmentFactory.create()
    assert statement.first(edition=enrolment.edition) == enrolment
    assert statement.first(edition=0) is None


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_column_can_hold_is_found_nowhere(number: int) -> None:
    EnrolmentFactory.create()
    assert Statement(in_edition, edition=BigIntegerField()).run(edition=number) == []


def test_an_update_changes_what_the_plain_one_changes() -> None:
    update = Update(
        lambda edition: Edition.objects.filter(pk=edition),
        sets=["seats_taken", "enrol_until"],
        edition=BigIntegerField(),
    )
    first, second = (EditionFactory.create(capacity=9) for _ in range(2))
    moment = clock.now()
    for taken in (3, 4):
        assert update.run(edition=first.pk, seats_taken=taken, enrol_until=moment) == 1
        first.refresh_from_db()
        assert (first.seats_taken, first.enrol_until) == (taken, moment)
    assert update.run(edition=second.pk, seats_taken=0, enrol_until=None) == 1
    second.refresh_from_db()
    assert (second.seats_taken, second.enrol_until) == (0, None)
    assert update.run(edition=2**63, seats_taken=0, enrol_until=None) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        update.run(edition=first.pk, seats_taken=10, enrol_until=None)


def test_an_insertion_stores_what_saving_stores(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    insertion = Insertion(Notice, ignore_conflicts=True)
    person, edition = PersonFactory.create(), EditionFactory.create()
    rows = [
        Notice(person=person, edition=edition, kind="k", way="mail", state="due", facts=facts)
        for facts in ({}, {"a": ["é", 1, None]})
    ]
    for row in rows:
        with django_assert_num_queries(1):
            insertion.run(row)
        assert not row._state.adding
        found = Notice.objects.get(pk=row.pk)
        names = [one.attname for one in Notice._meta.concrete_fields]
        assert [getattr(found, name) for name in names] == [getattr(row, name) for name in names]
    insertion.run(rows[0])
    assert Notice.objects.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Insertion(Notice).run(rows[0])


def test_what_is_added_together_is_all_there_or_nothing_of_it(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    insertion = Insertion(Notice, ignore_conflicts=True)
    person, edition = PersonFactory.create(), EditionFactory.create()

    def notice(text: str) -> Notice:
        facts = {"text": text}
        return Notice(
            person=person, edition=edition, kind="k", way="mail", state="due", facts=facts
        )

    known = notice("known")
    insertion.run(known)
    rows = [notice("100%"), known, notice("%s")]
    at_once = connection.vendor == "postgresql"
    with django_assert_num_queries(1 if at_once else 3), added_together():
        for row in rows:
            insertion.run(row)
    found = Notice.objects.values_list("facts__text", flat=True)
    assert sorted(found) == ["%s", "100%", "known"]

    @transaction.atomic
    def add_and(do: Callable[[], object]) -> None:
        with added_together():
            insertion.run(notice("nothing"))
            do()

    # Whoever fails in between has added nothing, and what comes later is on its own again.
    with pytest.raises(ZeroDivisionError):
        add_and(lambda: 1 / 0)
    with pytest.raises(IntegrityError):
        add_and(lambda: Insertion(Notice).run(known))
    insertion.run(notice("later"))
    assert Notice.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_it_runs_on_the_connection_of_each_thread() -> None:
    statement = Statement(in_edition, edition=BigIntegerField())
    enrolment = EnrolmentFactory.create()
    found = all_at_once([lambda: statement.run(edition=enrolment.edition_id)] * 4)
    assert found == [[enrolment]] * 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_in_a_transaction_or_not_at_all() -> None:
    statement = Statement(
        lambda edition: Edition.objects.select_for_update().filter(pk=edition),
        edition=BigIntegerField(),
    )
    edition = EditionFactory.create()
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        assert statement.run(edition=edition.pk) == [edition]
    assert asked[0]["sql"].endswith("FOR UPDATE")
    with pytest.raises(TransactionManagementError):
        statement.run(edition=edition.pk)
