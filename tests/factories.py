"""Makes test data, through the same services that people use where there is one."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import factory
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory
from wagtail.models import Page

from courses.catalogue.models import CataloguePage, LessonPage, Theme, TrainingPage
from courses.common import clock
from courses.editions import services as edition_services
from courses.editions.enums import Place
from courses.editions.services import Meeting
from courses.enrolment import services as enrolment_services
from courses.people.models import Partner, User

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.enrolment.models import Enrolment
    from courses.people.enums import Role


class PartnerFactory(DjangoModelFactory[Partner]):
    class Meta:
        model = Partner

    name = factory.Sequence(lambda n: f"Partner {n}")


class PersonFactory(DjangoModelFactory[User]):
    """A volunteer with an e-mail address and no password."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    first_name = factory.Sequence(lambda n: f"Voornaam{n}")
    last_name = factory.Sequence(lambda n: f"Achternaam{n}")
    email = factory.Sequence(lambda n: f"persoon{n}@example.org")

    @classmethod
    def create(cls, **fields: Any) -> User:
        person: User = super().create(**fields)
        return person


def person_in_role(role: Role, **fields: Any) -> User:
    """A person in the group of this role."""
    person = PersonFactory.create(**fields)
    person.groups.add(Group.objects.get(name=role.value))
    return person


def make_theme(name: str = "Eenzaamheid") -> Theme:
    theme, _ = Theme.objects.get_or_create(name=name, defaults={"slug": name.lower()})
    return theme


class TrainingFactory:
    """A published training page in the catalogue; `lessons` is how many lessons it gets."""

    counter = 0

    @classmethod
    def create(cls, *, lessons: int = 0, live: bool = True, **fields: Any) -> TrainingPage:
        cls.counter += 1
        values: dict[str, Any] = {
            "title": f"Training {cls.counter}",
            "slug": f"training-{cls.counter}",
            "summary": "Een korte samenvatting.",
            "minutes": 180,
            **fields,
        }
        page = add_page(CataloguePage.objects.get(), TrainingPage(live=live, **values))
        for number in range(1, lessons + 1):
            make_lesson(page, title=f"Les {number}", slug=f"les-{number}")
        return page


def make_lesson(training: TrainingPage, **fields: Any) -> LessonPage:
    """A published lesson at the end of a training."""
    values = {"title": "Les", "slug": "les", "summary": "Kort", "minutes": 10, **fields}
    # A fresh copy: treebeard keeps the number of children on the parent it was given.
    return add_page(TrainingPage.objects.get(pk=training.pk), LessonPage(**values))


P = TypeVar("P", bound=Page)


def add_page(parent: Page, page: P) -> P:
    """A new page below another, with what Wagtail fills in itself.

    That its fields are right is not looked at, a third of what making a page costs: they are ours.
    And no line in the history of the site says so, a fifth of the rest: nobody asked for the page.
    """
    page.draft_title, page.locale_id = page.title, parent.locale_id
    # On this object alone, and for this once.
    page.save = partial(page.save, clean=False, log_action=None)
    try:
        parent.add_child(instance=page)
    finally:
        del page.save
    return page


def make_meetings(starts_at: datetime, *, sessions: int = 1, hours: int = 3) -> list[Meeting]:
    """Weekly meetings of `hours` hours from `starts_at` on."""
    return [
        Meeting(
            starts_at + timedelta(weeks=week),
            starts_at + timedelta(weeks=week, hours=hours),
        )
        for week in range(sessions)
    ]


class EditionFactory:
    """A published edition; it begins in two weeks unless told otherwise."""

    @staticmethod
    def create(
        *,
        training: TrainingPage | None = None,
        starts_at: datetime | None = None,
        sessions: int = 1,
        capacity: int = 12,
        publish: bool = True,
        **fields: Any,
    ) -> Edition:
        values: dict[str, Any] = {
            "venue": "Buurthuis De Wissel",
            "address": "Dorpsstraat 1, Utrecht",
            **fields,
        }
        if values.get("online_link"):
            values["place"] = Place.ONLINE
        return edition_services.plan_edition(
            training=training or TrainingFactory.create(),
            meetings=make_meetings(
                starts_at or clock.now() + timedelta(days=14), sessions=sessions
            ),
            capacity=capacity,
            actor=None,
            publish=publish,
            although_begun=True,
            **values,
        )


def start_of(edition: Edition) -> datetime:
    """When its first meeting begins; it has one."""
    assert edition.starts_at is not None
    return edition.starts_at


def end_of(edition: Edition) -> datetime:
    """When its last meeting ends; it has one."""
    assert edition.ends_at is not None
    return edition.ends_at


class EnrolmentFactory:
    """Somebody enrolled in an edition, at a moment when that was possible."""

    @staticmethod
    def create(
        *, person: User | None = None, edition: Edition | None = None, **edition_fields: Any
    ) -> Enrolment:
        edition = edition or EditionFactory.create(**edition_fields)
        moment = min(clock.now(), start_of(edition) - timedelta(days=7))
        with clock.at(moment):
            return enrolment_services.enrol(
                person=person or PersonFactory.create(), edition=edition
            )


KNOWLEDGE_CHECK = {
    "title": "Weet je het?",
    "question": "Wat is een signaal?",
    "multiple": False,
    "options": [
        {"text": "Een bewijs", "correct": False, "feedback": "Nee, het is een vraagteken."},
        {"text": "Iets wat opvalt", "correct": True, "feedback": "Precies."},
    ],
    "explanation": "<p>Vraag altijd na.</p>",
}
"""What a trainer fills in for a knowledge check; the second option is right."""
