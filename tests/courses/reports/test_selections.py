"""What is meant by a selection is the same of editions and of their keys."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.catalogue.enums import EventKind
from courses.catalogue.models import Theme
from courses.common.statements import KeyList
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition, Location
from courses.people.enums import Role
from courses.people.models import Partner, User
from courses.reports.forms import choices_among, choices_for_staff
from courses.reports.overview import Dimension, facts_about, facts_for_staff, keys_of
from courses.reports.selections import (
    Period,
    Selection,
    keys_seen_by_staff,
    newest_year_seen_by_staff,
    seen_by_staff,
)
from tests.courses.evaluation.factories import closed_evaluation, past_edition
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def limits() -> dict[str, Any]:
    """Editions that differ in everything, and what one of them has."""
    theme = Theme.objects.create(name="Rouw", slug="rouw")
    partner = Partner.objects.create(name="Partner")
    place = Location.objects.create(name="Huis", address="Straat 1", district="zuid")
    trainer = PersonFactory.create()
    own = TrainingFactory.create(
        title="Zien: 100 % _anders_", theme=theme, partner=partner, kind=EventKind.LECTURE
    )
    ends_at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    for training, fields in (
        (own, {"location": place, "language": "en"}),
        (own, {}),
        (TrainingFactory.create(title="Zien: 100 en anders"), {"location": place}),
    ):
        for days in (0, 400):
            past_edition(training, ends_at=ends_at - timedelta(days=days), **fields)
    first = Edition.objects.get(training=own, language="en", ends_at=ends_at)
    first.trainers.add(trainer, PersonFactory.create())
    first.save()
    return {
        "training": own.pk,
        "title": "100 % _ANDERS",
        "theme": theme.pk,
        "partner": partner.pk,
        "trainer": trainer.pk,
        "district": "zuid",
        "language": "en",
        "kind": EventKind.LECTURE.value,
        "period": Period(since=date(2025, 3, 1), until=date(2025, 3, 1)),
    }


def test_of_keys_it_is_what_it_is_of_editions() -> None:
    known = limits()
    everything = Edition.objects.all()
    keys = keys_of(everything)
    numbers = {}
    for name, value in known.items():
        selection = Selection(**{name: value})
        expected = set(keys_of(selection.narrow(everything)))
        assert set(selection.among(keys)) == expected
        assert selection.among(KeyList()) == ()
        numbers[name] = len(expected)
        assert expected, name
        [left_out, *_others] = sorted(expected)
        others = KeyList(one for one in keys if one != left_out)
        assert set(selection.among(others)) == expected - {left_out}
    assert set(numbers.values()) == {1, 2, 3, 4}, numbers
    together = Selection(**known)
    assert together.among(keys) == keys_of(together.narrow(everything))
    assert len(together.among(keys)) == 1
    assert Selection(period=Period(until=date(2024, 3, 1))).among(keys) != keys
    assert Selection(occasion="later").among(keys) is keys


@pytest.mark.parametrize("role", [None, *Role])
def test_keys_are_those_of_the_editions_that_somebody_may_see(role: Role | None) -> None:
    user = AnonymousUser() if role is None else person_in_role(role)
    training = TrainingFactory.create()
    reported = closed_evaluation(marks=[8] * 5, training=training)
    ends_at = datetime(2025, 3, 1, 12, tzinfo=UTC)
    made = [
        past_edition(training, ends_at=ends_at),
        past_edition(training, ends_at=ends_at),
        past_edition(TrainingFactory.create(), ends_at=ends_at),
        EditionFactory.create(training=training),
    ]
    Edition.objects.filter(pk=made[1].pk).update(status=EditionStatus.REPORTED)
    Edition.objects.filter(pk=reported.edition_id).update(status=EditionStatus.REPORTED)
    if role is not None:
        for one in Edition.objects.filter(pk__in=[one.pk for one in made]):
            one.trainers.add(user, PersonFactory.create())
            one.save()

    seen = seen_by_staff(user)
    assert set(keys_seen_by_staff(user)) == set(keys_of(seen))
    of_training = seen.filter(training=training).order_by("-starts_at", "-pk")
    assert keys_seen_by_staff(user, training=training.pk) == tuple(
        of_training.values_list("pk", flat=True)
    )
    assert keys_seen_by_staff(user, training=10**30) == ()
    choices = choices_for_staff(user, about_people=True)
    assert choices == choices_among(keys_of(seen), about_people=True)
    assert bool(choices["training"]) is bool(keys_of(seen))
    newest = seen.order_by("ends_at").values_list("ends_at__year", flat=True).last()
    assert newest_year_seen_by_staff(user) == newest


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.TRAINER, Role.VOLUNTEER])
@pytest.mark.parametrize("dimension", [None, *Dimension])
def test_facts_of_what_somebody_may_see_are_those_of_the_keys(
    role: Role, dimension: Dimension | None
) -> None:
    user, known = person_in_role(role), limits()
    trainer = User.objects.get(pk=known["trainer"])
    for edition in Edition.objects.filter(ends_at__year=2025):
        edition.trainers.add(user, trainer)
        edition.save()
    closed_evaluation(marks=[8] * 5, training=TrainingFactory.create(partner_id=known["partner"]))
    keys = keys_of(seen_by_staff(user))
    assert bool(keys) is (role is not Role.VOLUNTEER)
    selections = [Selection(), *(Selection(**{name: value}) for name, value in known.items())]
    for selection in [*selections, Selection(**known), Selection(training=10**30)]:
        expected = facts_about(selection.among(keys), selection.occasion, dimension)
        found = facts_for_staff(user, selection, dimension)
        # An edition stands once for each of its trainers, also where one of them is what limits.
        assert sorted(found.rows, key=str) == sorted(expected.rows, key=str)
        assert (found.figures, found.in_several) == (expected.figures, expected.in_several)
