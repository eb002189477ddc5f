"""A group that met online, for the tests of the plugin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common import clock
from courses.editions.models import Edition, Session
from courses.people.enums import Role
from plugins.aanwezigheid_online.moments import Join, Span
from plugins.aanwezigheid_online.sample_reports import SampleJoin
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from courses.catalogue.models import TrainingPage
    from courses.enrolment.models import Enrolment
    from courses.people.models import User
    from tests.responses import Response

SLUG = "aanwezigheid_online"
START = datetime(2026, 10, 6, 17, 0, tzinfo=UTC)
"""Seven in the evening here."""
END = START + timedelta(hours=2)
EVENING = Span(START, END)
AFTER = END + timedelta(minutes=30)


def at(minutes: float) -> datetime:
    """So many minutes after the session began."""
    return START + timedelta(minutes=minutes)


def join(start: float, end: float) -> Join:
    return Join(at(start), at(end))


def came(name: str, start: float = 0, end: float = 120, address: str = "") -> SampleJoin:
    return SampleJoin(name, at(start), at(end), address)


@dataclass(frozen=True)
class Scene:
    """An edition that met online, with who gives it and who takes part, by first name."""

    training: TrainingPage
    edition: Edition
    trainer: User
    enrolments: Mapping[str, Enrolment]

    @property
    def session(self) -> Session:
        return Session.objects.get(edition=self.edition)

    @property
    def url(self) -> str:
        base = f"/trainingen/{self.training.slug}/p/{SLUG}/"
        return f"{base}bijeenkomst/{self.session.pk}/"

    def browser(self, person: User | None = None) -> Client:
        client = Client()
        client.force_login(person or self.trainer)
        return client

    def marks(self) -> dict[str, str]:
        """What stands on the list, by first name."""
        found = Attendance.objects.filter(session=self.session).select_related("enrolment__person")
        return {one.enrolment.person.first_name: one.mark for one in found}

    def pk(self, name: str) -> str:
        return str(self.enrolments[name].pk)


def a_scene(*people: tuple[str, str], start: datetime = START, **settings: Any) -> Scene:
    """A training with the plugin on; people by first and last name, each with an address."""
    training = TrainingFactory.create(title="Bellen")
    activate_plugin(training=training, plugin=SLUG)
    if settings:
        save_plugin_settings(training=training, plugin=SLUG, settings=settings)
    trainer = person_in_role(Role.TRAINER, first_name="Truus", last_name="Bos")
    edition = EditionFactory.create(
        training=training,
        starts_at=start,
        trainers=[trainer],
        venue="",
        address="",
        online_link="https://vergaderen.example/1",
    )
    end = start + (END - START)
    edition.sessions.update(ends_at=end)
    Edition.objects.filter(pk=edition.pk).update(ends_at=end)
    edition.refresh_from_db()
    enrolments = {}
    for first, last in people:
        person = PersonFactory.create(
            first_name=first, last_name=last, email=f"{first.lower()}@thuis.example"
        )
        enrolments[first] = EnrolmentFactory.create(person=person, edition=edition)
    return Scene(training, edition, trainer, enrolments)


def sent(scene: Scene, *data: bytes, client: Client | None = None, **more: str) -> Response:
    """What comes back for a report, or several."""
    files = [SimpleUploadedFile("rapport.csv", one) for one in data]
    with clock.at(AFTER):
        return (client or scene.browser()).post(scene.url, {"file": files, **more})


def gone_on(scene: Scene, page: Response, *, client: Client | None = None, **data: Any) -> Response:
    """What comes back for a page with a report, with what it says and `data`."""
    context = page.context
    known: dict[str, Any] = {"rapport": context["sealed"], **dict(context.get("answers") or ())}
    outcomes = [*(one for name in ("changes", "less", "by_hand") for one in context.get(name, ()))]
    known |= {f"shown_{one.enrolment.pk}": one.known for one in outcomes}
    known["take"] = [str(one.enrolment.pk) for one in outcomes if one.is_taken_over]
    if "form" in context and hasattr(context["form"], "rows"):
        known |= {
            field.html_name: field.value() or ""
            for _match, *fields in context["form"].rows
            for field in fields
        }
    with clock.at(AFTER):
        return (client or scene.browser()).post(scene.url, known | data)


def kept(scene: Scene, data: bytes, **chosen: Any) -> Response:
    """A report, read and confirmed; `chosen` says who is who where that is asked."""
    page = sent(scene, data)
    assert page.status_code == 200, page.context["form"].errors
    if "doubts" in page.context:
        page = gone_on(scene, page, **chosen)
    return gone_on(scene, page, bewaar="1")


MARKS = {mark.value: mark for mark in Mark}
