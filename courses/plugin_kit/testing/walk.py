"""A walk through the academy: the pages and the actions in which plugins have a part."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TypeAlias

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, TextField
from django.db.models.functions import Cast
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import ReferenceIndex

from courses.catalogue.models import LessonPage
from courses.certificates.services import issue_if_complete
from courses.common import addresses, clock
from courses.common.errors import Refusal
from courses.common.pdf import PdfUnavailable
from courses.enrolment.services import enrol
from courses.evaluation.services import open_form
from courses.people.models import User
from courses.people.queries import as_text, export_personal_data
from courses.people.services import erase_person
from courses.plugin_api.contributions.certificates import (
    CertificateAttachments,
    CertificateTemplate,
)
from courses.plugin_api.contributions.completion import CompletionCriterion
from courses.plugin_api.contributions.content import ContentBlock
from courses.plugin_api.contributions.enrolment import EnrolmentRule
from courses.plugin_api.contributions.evaluation import EvaluationQuestions
from courses.plugin_api.contributions.events import EventHandler
from courses.plugin_api.contributions.exercises import Exercise
from courses.plugin_api.contributions.jobs import DailyJob
from courses.plugin_api.contributions.messages import NotificationTexts
from courses.plugin_api.contributions.people import PersonalData
from courses.plugin_api.contributions.screens import CourseUrls, DashboardPanel, Report
from courses.plugin_api.contributions.slots import Slot
from courses.plugin_api.contributions.staff_screens import Screens
from courses.plugin_api.events import EVENTS, Event, publish
from courses.plugin_host import asking, deliveries, jobs, registry
from courses.plugin_host.entry import kind_of
from courses.plugin_host.models import Delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from courses.plugin_api.contributions.base import Contribution
    from courses.plugin_kit.testing.world import World

Visit = tuple[str, str]
"""Who goes there, and the address."""
Kinds: TypeAlias = "set[type[Contribution]]"
"""What is asked something."""

GOES_AWAY = frozenset({"sessions", "plugin_api", "django_tasks_database", "wagtailsearch"})
"""Apps whose rows come and go by themselves."""


def lesson_editor(world: World) -> str:
    return reverse("wagtailadmin_pages:edit", args=[world.lesson.pk])


def whole_walk(world: World, _has: Kinds) -> list[Visit]:
    """Everyone, everywhere."""
    training = addresses.training(world.training.slug)
    enrolment = f"/inschrijven/{world.edition.pk}/"
    seen = (addresses.HOME, addresses.CATALOGUE, training, world.whole_lesson_url, enrolment)
    return [
        *(("visitor", address) for address in seen),
        ("participant", world.lesson_url),
        *(("participant", address) for address in (*seen[2:], addresses.MINE)),
        ("stranger", enrolment),
        *(("trainer", address) for address in (*seen[2:4], addresses.ADMIN, lesson_editor(world))),
        *(
            ("coordinator", address)
            for address in (addresses.MINE, addresses.ADMIN, lesson_editor(world))
        ),
        ("coordinator", settings_page(world)),
        *own_pages(world),
    ]


def short_walk(world: World, has: Kinds) -> list[Visit]:
    """Where the plugin's own contributions of these kinds show."""
    training = addresses.training(world.training.slug)
    visits: list[Visit] = []
    if has & {ContentBlock, Exercise}:
        visits.append(("participant", world.whole_lesson_url))
    if has & {EnrolmentRule, CompletionCriterion}:
        enrolment = f"/inschrijven/{world.edition.pk}/"
        visits += [
            ("participant", enrolment),
            ("stranger", enrolment),
            ("participant", addresses.MINE),
        ]
    if Slot in has:
        visits += [
            ("participant", address)
            for address in (training, f"/inschrijven/{world.edition.pk}/", addresses.MINE)
        ]
    if has & {DashboardPanel, Report}:
        visits += [("participant", addresses.MINE), ("coordinator", addresses.ADMIN)]
    if CourseUrls in has:
        visits.append(("participant", training))
    # What two kinds of contributions lead to is visited once.
    return list(dict.fromkeys([*visits, *own_pages(world)]))


def own_pages(world: World) -> list[Visit]:
    """The pages and reports that the plugin itself brings."""
    plugin = world.plugin
    visits: list[Visit] = []
    for entry in asking.everywhere(Report):
        if entry.plugin.slug == plugin.slug:
            address = reverse("plugin_report", args=[plugin.slug, entry.contribution.name])
            visits.append(("coordinator", address))
    visits += [("trainer", address) for _right, address in screens(world)]
    if CourseUrls in kinds_of(world):
        first = f"{addresses.training(world.training.slug)}p/{plugin.slug}/"
        visits += [("participant", first), ("coordinator", first)]
    return visits


def screens(world: World) -> list[tuple[str, str]]:
    """The right and the first address of each of the plugin's screens in the administration."""
    slug = world.plugin.slug
    return [
        (f"{entry.plugin.slug}_{entry.contribution.name}", f"{address}{entry.contribution.name}/")
        for entry in registry.every(Screens)
        if entry.plugin.slug == slug and (address := f"{addresses.ADMIN}extra/{slug}/")
    ]


def with_right(world: World, codename: str) -> Client:
    """A browser of somebody of the staff who has this right, by a group or else by itself."""
    right = Permission.objects.filter(
        content_type__app_label="plugin_api", codename=codename
    ).first()
    if right is not None:
        world.trainer.user_permissions.add(right)
    return world.client("trainer")


def editing_walk(world: World, has: Kinds) -> list[Visit]:
    """Where blocks are filled in, if there are any, and shown, and the plugin's pages."""
    visits = [("participant", world.whole_lesson_url), *own_pages(world)]
    if has & {ContentBlock, Exercise}:
        visits.insert(0, ("trainer", lesson_editor(world)))
    return visits


def settings_walk(world: World, has: Kinds) -> list[Visit]:
    """Where the settings are filled in, and where they count."""
    return [("coordinator", settings_page(world)), *short_walk(world, has)]


def settings_page(world: World) -> str:
    return reverse("training_plugin", args=[world.training.pk, world.plugin.slug])


def kinds_of(world: World) -> Kinds:
    """The kinds of what the plugin adds."""
    return {
        kind_of(entry.contribution)
        for entry in registry.everything()
        if entry.plugin.slug == world.plugin.slug
    }


def problems_on(world: World, visits: Iterable[Visit]) -> list[str]:
    """What goes wrong on the way: exceptions, and answers that say so."""
    problems = []
    for role, address in dict.fromkeys(visits):
        try:
            status = world.client(role).get(address).status_code
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            problems.append(f"{address} for {role}: {type(error).__name__}: {str(error)[:300]}")
        else:
            if status >= 500:
                problems.append(f"{address} for {role}: status {status}")
    return problems


# --- Actions --------------------------------------------------------------------------------


def problems_in_actions(world: World, has: Kinds) -> list[str]:
    """What goes wrong when people answer, enrol, finish and evaluate, where that asks something of
    these kinds; `Refusal` is an answer."""
    problems = []
    for name, asks, act in _actions(world):
        if not has & asks:
            continue
        try:
            with TestCase.captureOnCommitCallbacks(execute=True):
                act()
        except (Refusal, PdfUnavailable):
            continue
        except Exception as error:  # noqa: BLE001 - a plugin may raise anything
            problems.append(f"{name}: {type(error).__name__}: {str(error)[:300]}")
    return problems


def _actions(world: World) -> list[tuple[str, Kinds, Callable[[], object]]]:
    """What people and the clock do: its name, the kinds of which it asks something, and itself."""
    certificate: Kinds = {CompletionCriterion, CertificateTemplate, CertificateAttachments}
    return [
        ("the work of a day", {DailyJob}, _daily_work),
        ("answering an exercise", {Exercise}, lambda: _answer(world)),
        (
            "enrolling",
            {EnrolmentRule, NotificationTexts, EventHandler},
            lambda: _enrol(world),
        ),
        ("evaluating", {EvaluationQuestions}, lambda: open_form(edition=world.past_edition)),
        ("getting a certificate", certificate, lambda: _certificate(world)),
        ("downloading the own data", {PersonalData}, lambda: _download(world)),
        ("erasing somebody", {PersonalData}, _erase),
        ("events", {EventHandler}, lambda: tell_events(world)),
    ]


def _answer(world: World) -> None:
    for _exercise, ident in world.exercises():
        data = {f"opdracht-{ident}-{name}": "0" for name in ("option", "answer", "text")}
        response = world.client("participant").post(f"{world.lesson_url}opdracht/{ident}/", data)
        if response.status_code >= 500:
            raise RuntimeError(f"status {response.status_code}")


def _enrol(world: World) -> None:
    enrol(person=_somebody("nieuw"), edition=world.edition)


def _somebody(name: str) -> User:
    return User.objects.create_user(f"{name}@conformance.example.org", first_name="Nieuw")


def _download(world: World) -> None:
    as_text(export_personal_data(world.participant))


def _erase() -> None:
    person = _somebody("weg")
    erase_person(person=person, actor=None)


def _daily_work() -> None:
    for pk in jobs.due():
        jobs.run(pk)


def _certificate(world: World) -> None:
    certificate = issue_if_complete(enrolment_id=world.past_enrolment.pk)
    if certificate is not None:
        for role in ("visitor", "participant"):
            world.client(role).get(reverse("certificates:check", args=[certificate.code]))


def tell_events(world: World) -> None:
    """Let every kind of event happen, and deliver each twice."""
    rows = Delivery.objects.filter(plugin=world.plugin.slug, done_at=None)
    with transaction.atomic():
        publish(*events_for(world))
        planned = dict(rows.values_list("pk", "data"))
    for _time in range(2):
        for pk, data in planned.items():
            Delivery.objects.filter(pk=pk).update(
                data=data, done_at=None, given_up=False, due_at=clock.now()
            )
            deliveries.deliver(str(pk))


def events_for(world: World) -> list[Event]:
    """One event of each kind about the world's training."""
    facts = {
        "enrolment_id": world.enrolment.pk,
        "status": str(world.enrolment.status),
        "edition_id": world.edition.pk,
        "days": 1,
        "moved": True,
    }
    made = []
    for kind in EVENTS.values():
        fields = kind.__dataclass_fields__
        values = {name: value for name, value in facts.items() if name in fields}
        made.append(kind(training_id=world.training.pk, **values))
    return made


# --- What is kept ---------------------------------------------------------------------------


def rows_kept(plugin_only: str = "") -> dict[str, int]:
    """How many rows each table has; of one app when its label is given."""
    models: list[type[Model]] = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in GOES_AWAY
        # An index, that is written later.
        and model is not ReferenceIndex
        and plugin_only in ("", model._meta.app_label)
    ]
    if not models:
        return {}
    # In one statement: what counts each table by its own takes as long as some of the walks.
    quoted = connection.ops.quote_name
    statement = " UNION ALL ".join(
        f"SELECT %s AS label, COUNT(*) AS number FROM {quoted(model._meta.db_table)}"  # noqa: S608 - our tables
        for model in models
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [model._meta.label for model in models])
        return dict(cursor.fetchall())


def lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """The tables that have fewer rows than before."""
    return [
        f"{label}: {count} rows before, {after[label]} after"
        for label, count in before.items()
        if after[label] < count
    ]


def stored_body(lesson: LessonPage) -> str:
    """The lesson's content as the database has it, whatever the order of a block's parts."""
    rows = LessonPage.objects.filter(pk=lesson.pk).annotate(stored=Cast("body", TextField()))
    return json.dumps(json.loads(rows.values_list("stored", flat=True).get()), sort_keys=True)


def save_again(lesson: LessonPage) -> None:
    """Save the lesson as the editor does: through a revision that is published."""
    page = LessonPage.objects.get(pk=lesson.pk)
    for child in page.body:
        # Read, for what nobody has read is written back as it was.
        _read = child.value
    revision = page.save_revision()
    try:
        revision.publish(skip_permission_checks=True)
    except ValidationError:
        # A block that nobody can fill in cannot go public; another check says so.
        page.save(update_fields=["body"])
