"""The academy that is measured: the demo, filled up to 200 trainings, with people to enrol."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from academy.demo import load
from academy.demo.auth import DEMO_DOMAIN
from academy.website.models import HomePage
from bench.unit.models import UnitPage
from courses.catalogue.models import CataloguePage, LessonPage, Theme, TrainingPage
from courses.common import clock
from courses.editions.services import Meeting, plan_edition
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt
from courses.people.models import User

if TYPE_CHECKING:
    from wagtail.models import Page

    from courses.editions.models import Edition

TRAININGS = 200
EDITIONS_TO_ENROL = 20
SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Enrolling:
    """One person who is going to enrol in one edition."""

    path: str
    session: str


@dataclass(frozen=True)
class Academy:
    """What is where; `volunteer` and `coordinator` are keys of sessions."""

    unit: str
    home: str
    catalogue: str
    training: str
    lesson: str
    mine: str
    figures: str
    volunteer: str
    coordinator: str
    enrolling: list[Enrolling]


def fill(*, people: int) -> Academy:
    """Make the tables and everything in them, in an empty database.

    Raises:
        SystemExit: the database has tables already; it may be somebody's academy.
    """
    if connection.introspection.table_names():
        raise SystemExit("bench: DATABASE_URL must name an empty database")
    call_command("migrate", interactive=False, verbosity=0)
    load.load(lambda _text: None)
    with transaction.atomic():
        unit = _make_unit()
        _fill_catalogue()
        volunteer = User.objects.get(email=f"vrijwilliger{DEMO_DOMAIN}")
        lesson = _lesson_of(volunteer)
        return Academy(
            unit=_path(unit),
            home=_path(HomePage.objects.get()),
            catalogue=_path(CataloguePage.objects.get()),
            training=_path(lesson.training),
            lesson=_path(lesson),
            mine=reverse("mine"),
            figures=reverse("evaluation_reports:index"),
            volunteer=_sign_in(volunteer),
            coordinator=_sign_in(User.objects.get(email=f"coordinator{DEMO_DOMAIN}")),
            enrolling=_make_enrolling(people),
        )


def _path(page: Page) -> str:
    return str(page.get_url_parts()[2])


def _make_unit() -> UnitPage:
    body: list[dict[str, str]] = []
    for number in range(1, 4):
        body.append({"type": "heading", "value": f"Kop {number}"})
        text = f"<p>Alinea {number} met <b>nadruk</b>.</p><ul><li>Een</li><li>Twee</li></ul>"
        body.append({"type": "paragraph", "value": text * 3})
    page = UnitPage(title="Eenheid", slug="eenheid")
    page.body = page.body.stream_block.to_python(body)
    HomePage.objects.get().add_child(instance=page)
    return page


def _fill_catalogue() -> None:
    """Trainings up to the number measured, each with an edition that one can enrol in."""
    catalogue = CataloguePage.objects.get()
    themes = list(Theme.objects.all())
    starts_at = clock.now() + timedelta(days=20)
    for number in range(TrainingPage.objects.count() + 1, TRAININGS + 1):
        training = TrainingPage(
            title=f"Training {number}",
            slug=f"training-{number}",
            summary="Je leert wat je kunt doen voor iemand die weinig mensen ziet.",
            theme=themes[number % len(themes)],
        )
        catalogue.add_child(instance=training)
        _plan(training, starts_at + timedelta(days=number % 60), capacity=12)


def _plan(training: TrainingPage, starts_at: Any, *, capacity: int) -> Edition:
    return plan_edition(
        training=training,
        meetings=[Meeting(starts_at, starts_at + timedelta(hours=3))],
        capacity=capacity,
        actor=None,
        venue="Buurthuis De Wissel",
        address="Dorpsstraat 1, Utrecht",
        publish=True,
    )


def _lesson_of(person: User) -> LessonPage:
    """The lesson with the most parts that the person may follow, its exercises not yet done."""
    following = Enrolment.objects.filter(person=person, status__in=TAKES_PART)
    trainings = TrainingPage.objects.filter(pk__in=following.values("edition__training"))
    lessons = [lesson for training in trainings for lesson in training.lessons]
    lesson: LessonPage = max(lessons, key=lambda one: (len(one.body), one.pk))
    ExerciseAttempt.objects.filter(person=person, lesson=lesson).delete()
    return lesson


def _sign_in(person: User) -> str:
    session = SessionStore()
    session.update(_session_of(person))
    session.create()
    return str(session.session_key)


def _session_of(person: User) -> dict[str, str]:
    return {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: SIGN_IN,
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }


def _make_enrolling(number: int) -> list[Enrolling]:
    """People who are signed in, each with an edition that has a seat."""
    trainings = list(TrainingPage.objects.order_by("-path")[:EDITIONS_TO_ENROL])
    starts_at = clock.now() + timedelta(days=90)
    paths = [
        reverse("enrolment:enrol", args=[_plan(training, starts_at, capacity=500).pk])
        for training in trainings
    ]
    password = make_password(None)
    people = User.objects.bulk_create(
        User(
            first_name="Bezoeker",
            last_name=str(one),
            email=f"b{one}@example.org",
            password=password,
        )
        for one in range(number)
    )
    store, tomorrow = SessionStore(), timezone.now() + timedelta(days=1)
    sessions = Session.objects.bulk_create(
        Session(
            session_key=secrets.token_hex(16),
            session_data=store.encode(_session_of(person)),
            expire_date=tomorrow,
        )
        for person in people
    )
    return [
        Enrolling(paths[position % len(paths)], session.session_key)
        for position, session in enumerate(sessions)
    ]
