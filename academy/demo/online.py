"""An edition of the demo that meets online, with a made-up report of its last session to try."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from courses.attendance.services import mark_attendance
from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.editions.enums import Place
from courses.editions.services import Meeting, plan_edition
from courses.enrolment.services import enrol
from courses.plugin_host import registry

if TYPE_CHECKING:
    from datetime import datetime

    from academy.demo.people import Cast
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

PLUGIN = "aanwezigheid_online"
TITLE = "Rapport van een online bijeenkomst (verzonnen)"
NOTE = (
    "Voorbeeld uit de demo: vul de presentie van de laatste bijeenkomst in met een rapport. Het "
    "rapport van Teams staat bij Documenten, en is verzonnen."
)


def make_online(training: TrainingPage, cast: Cast) -> None:
    """Two sessions online: of the first the list is filled in, of the last there is a report."""
    if registry.find(PLUGIN) is None:
        return
    activate_plugin(training=training, plugin=PLUGIN, actor=cast.coordinator)
    last = clock.local(clock.now() - timedelta(hours=3)).replace(minute=0, second=0, microsecond=0)
    first = last - timedelta(days=7)
    length = timedelta(minutes=90)
    with clock.at(first - timedelta(days=45)):
        edition = plan_edition(
            training=training,
            meetings=[
                Meeting(first, first + length, "Deel 1"),
                Meeting(last, last + length, "Deel 2"),
            ],
            capacity=10,
            actor=cast.coordinator,
            trainers=[cast.trainer],
            place=Place.ONLINE,
            online_link="https://vergaderen.example/bellen",
            publish=True,
            note=NOTE,
        )
    people = cast.forty[9:17]
    with clock.at(first - timedelta(days=20)):
        enrolments = [enrol(person=one, edition=edition) for one in people]
    began = edition.sessions.order_by("starts_at").first()
    assert began is not None  # noqa: S101 - planned above
    with clock.at(first + length + timedelta(minutes=15)):
        mark_attendance(
            session=began, present=[one.pk for one in enrolments], absent=[], actor=cast.trainer
        )
    report = get_document_model()(title=TITLE, uploaded_by_user=cast.trainer)
    report.file = ContentFile(_report(people, cast.trainer, last), name="rapport-van-teams.csv")
    report.save()


def _report(people: tuple[User, ...], trainer: User, start: datetime) -> bytes:
    """As Teams writes it: who came late, left early, came twice, or under another name."""
    # Here, because the plugin may not be there.
    from plugins.aanwezigheid_online.sample_reports import (  # noqa: PLC0415 - see above
        SampleJoin,
        as_teams,
    )

    def join(
        name: str, since: int, until: int, address: str | None = "", role: str = ""
    ) -> SampleJoin:
        return SampleJoin(
            name,
            start + timedelta(minutes=since),
            start + timedelta(minutes=until),
            address or "",
            role,
        )

    one, two, three, four, five, six, seven, _absent = people
    return as_teams(
        [
            join(trainer.name, -10, 95, trainer.email, "Organisator"),
            join(one.name, -3, 90, one.email),
            join(two.name, 16, 90, two.email),
            join(three.name, 0, 35, three.email),
            join(four.name, 0, 30, four.email),
            join(four.name, 20, 90, four.email),
            join(f"{five.name} (Gast)", 1, 88),
            join(f"{six.first_name} - Humanitas", 2, 90),
            join(f"iPad van {seven.first_name}", 4, 90),
            join("Notulist (AI)", 0, 90),
        ],
        title="Bellen, deel 2 (verzonnen)",
    )
