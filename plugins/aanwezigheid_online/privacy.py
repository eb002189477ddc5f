"""What the plugin keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.plugin_api.api import Json, PersonalData
from plugins.aanwezigheid_online import services
from plugins.aanwezigheid_online.models import OnlinePresence


class OnlinePresences(PersonalData):
    """How long somebody was online at which session, and of which sessions they read a report."""

    name = "presences"
    label = _("Hoe lang je online bij bijeenkomsten was")

    def export(self, person_id: int) -> Json:
        own = OnlinePresence.objects.filter(enrolment__person=person_id).select_related(
            "session__edition__training"
        )
        rows: list[Json] = [
            {
                "training": one.session.edition.training.title,
                "bijeenkomst": _moment(one.session.starts_at),
                "minuten online": one.minutes,
                "eerste keer binnen": _moment(one.first_at) if one.first_at else None,
                "keren binnen": one.times,
                "namen in het rapport": ", ".join(one.names.splitlines()),
                "presentie": str(one.get_mark_display()) if one.mark else None,
                "rapport gelezen op": _moment(one.reported_at),
            }
            for one in own.order_by("session__starts_at", "pk")
        ]
        read = OnlinePresence.objects.filter(reported_by=person_id).select_related(
            "session__edition__training"
        )
        # Of others no more than that somebody read a report of their session.
        sessions = sorted(
            {(one.session.starts_at, one.session.edition.training.title) for one in read}
        )
        reports: list[Json] = [
            {"training": title, "bijeenkomst": _moment(at)} for at, title in sessions
        ]
        found: dict[str, Json] = {"online": rows, "rapporten gelezen": reports}
        return {name: each for name, each in found.items() if each} or None

    def erase(self, person_id: int) -> None:
        services.forget_person(person_id=person_id)


def _moment(moment: object) -> str:
    return clock.local(moment).isoformat(timespec="minutes")  # type: ignore[arg-type]
