"""The settings in a training, and the forms on the plugin's pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.attendance.enums import Mark
from plugins.aanwezigheid_online import presence, reports
from plugins.aanwezigheid_online.matching import Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.files.uploadedfile import UploadedFile
    from django.http import QueryDict

    from courses.editions.models import Session
    from courses.people.models import User
    from plugins.aanwezigheid_online.matching import Group, Match
    from plugins.aanwezigheid_online.queries import Outcome
    from plugins.aanwezigheid_online.reports import Attendee, Report

MOST_MINUTES = 600
MOST_GAP = 30
MOST_HOURS = 12
MOST_FILES = 5

TRAINER, NOBODY = "trainer", "niemand"
"""What one says of who is no participant."""


class SettingsForm(forms.Form):
    """When somebody who was online counts as present, and when as late."""

    least_share = forms.IntegerField(
        label=_("Welk deel van de bijeenkomst moet iemand er zijn?"),
        min_value=0,
        max_value=100,
        initial=presence.SHARE,
        help_text=_("In procenten. Bij een bijeenkomst van 2 uur is 75 procent: 90 minuten."),
    )
    least_minutes = forms.IntegerField(
        label=_("Hoeveel minuten moet iemand er minstens zijn?"),
        min_value=0,
        max_value=MOST_MINUTES,
        initial=presence.MINUTES,
        help_text=_("Dit geldt naast het deel hierboven. Vul 0 in als het deel genoeg is."),
    )
    gap = forms.IntegerField(
        label=_("Hoeveel minuten mag de verbinding wegvallen?"),
        min_value=0,
        max_value=MOST_GAP,
        initial=presence.GAP,
        help_text=_("Een onderbreking die niet langer duurt, telt mee als tijd in de bijeenkomst."),
    )
    late_after = forms.IntegerField(
        label=_("Na hoeveel minuten is iemand te laat?"),
        min_value=0,
        max_value=MOST_MINUTES,
        initial=presence.LATE,
        help_text=_("Gerekend vanaf het begin van de bijeenkomst. Te laat telt als aanwezig."),
    )


class FilesInput(forms.FileInput):
    """A field for one file or more."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One file or more; gives a list."""

    widget = FilesInput

    def clean(self, data: object, initial: object = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("Kies hoogstens vijf bestanden."))
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class UploadForm(forms.Form):
    """The reports of a meeting, and by how much their clock differs."""

    use_required_attribute = False

    file = FilesField(
        label=_("Het rapport van Zoom of Teams"),
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx,text/csv"}),
        help_text=_(
            "Een CSV- of Excel-bestand van hoogstens 2 MB. Is de vergadering opnieuw begonnen? Dan "
            "zijn er meer rapporten: kies ze samen."
        ),
    )
    shift = forms.TypedChoiceField(
        label=_("Tijdverschil"),
        coerce=int,
        required=False,
        empty_value="0",
        initial=0,
        help_text=_(
            "Alleen nodig als de klok van Zoom of Teams in een andere tijdzone staat dan die van "
            "ons."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shift = self.fields["shift"]
        assert isinstance(shift, forms.TypedChoiceField)  # noqa: S101 - as it is above
        shift.choices = [
            (0, gettext("Geen verschil")),
            *((hours, _difference(hours)) for hours in range(-MOST_HOURS, MOST_HOURS + 1) if hours),
        ]


def _difference(hours: int) -> str:
    if hours > 0:
        return gettext("Het rapport loopt %(hours)s uur achter") % {"hours": hours}
    return gettext("Het rapport loopt %(hours)s uur voor") % {"hours": -hours}


# --- The report that goes along -------------------------------------------------------------------

SALT = "aanwezigheid_online"
LONGEST_ON_A_PAGE = 12 * 60 * 60
"""For how many seconds a page with a report may be sent."""


def sealed(report: Report, session: Session, user: User) -> str:
    """The report as it goes along in the pages of one trainer about one session: it is kept nowhere
    else."""
    data = {"session": session.pk, "user": user.pk, "report": reports.as_data(report)}
    return signing.dumps(data, salt=SALT, compress=True)


def unsealed(text: str, session: Session, user: User) -> Report | None:
    """The report that was sealed for this trainer and session, half a day long."""
    try:
        data = signing.loads(text, salt=SALT, max_age=LONGEST_ON_A_PAGE)
    except signing.BadSignature:
        return None
    if (data["session"], data["user"]) != (session.pk, user.pk):
        return None
    return reports.from_data(data["report"])


# --- Who is who -----------------------------------------------------------------------------------


class WhoForm(forms.Form):
    """For everybody in the report, who of the group it is; and perhaps a second person."""

    use_required_attribute = False

    def __init__(
        self, data: Mapping[str, object] | None, *, matches: Sequence[Match], group: Group
    ) -> None:
        super().__init__(data)
        self.matches, self.group = matches, group
        for number, match in enumerate(matches):
            name = match.attendee.name
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=name,
                choices=self._choices(match),
                initial=_first_choice(match),
                error_messages={"required": _("Kies wie dit is.")},
            )
            self.fields[f"also_{number}"] = forms.ChoiceField(
                label=gettext("Tweede persoon bij %(name)s") % {"name": name},
                choices=[("", gettext("Geen tweede persoon")), *self._people()],
                required=False,
            )

    def _people(self, leave_out: Sequence[int] = ()) -> list[tuple[str, str]]:
        return [
            (str(pk), one.person.name_in_list)
            for pk, one in self.group.enrolments.items()
            if pk not in leave_out
        ]

    def _choices(self, match: Match) -> list[tuple[str, object]]:
        likely = [
            (str(pk), self.group.enrolments[pk].person.name_in_list) for pk in match.enrolments
        ]
        others = self._people(match.enrolments)
        groups: list[tuple[str, object]] = [("", gettext("Kies wie dit is"))]
        if likely:
            left_over = match.certainty == Certainty.LEFT_OVER
            heading = gettext("Niet in het rapport gevonden") if left_over else gettext("Misschien")
            groups.append((heading, likely))
        groups.append(
            (
                gettext("Geen deelnemer"),
                [
                    (NOBODY, gettext("Hoort niet bij deze groep")),
                    (TRAINER, gettext("Trainer of begeleider")),
                ],
            )
        )
        if others:
            groups.append((gettext("Iedereen op de lijst"), others))
        return groups

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(len(self.matches)):
            who, also = cleaned.get(f"who_{number}"), cleaned.get(f"also_{number}")
            if also and who == also:
                self.add_error(f"also_{number}", _("Kies iemand anders dan hierboven."))
            elif also and who in {NOBODY, TRAINER}:
                self.add_error(f"who_{number}", _("Kies eerst wie de eerste persoon is."))
        return cleaned

    @property
    def rows(self) -> list[tuple[Match, forms.BoundField, forms.BoundField]]:
        """Everybody in the report with both fields."""
        return [
            (match, self[f"who_{number}"], self[f"also_{number}"])
            for number, match in enumerate(self.matches)
        ]

    def seen(self) -> dict[int, list[Attendee]]:
        """As whom in the report each participant was there, by enrolment; of a valid form."""
        found: dict[int, list[Attendee]] = {}
        for number, match in enumerate(self.matches):
            for name in (f"who_{number}", f"also_{number}"):
                chosen = self.cleaned_data.get(name) or NOBODY
                if chosen not in {NOBODY, TRAINER}:
                    found.setdefault(int(chosen), []).append(match.attendee)
        return found

    def answers(self) -> list[tuple[str, str]]:
        """What was chosen, to go along in the next page."""
        return [
            (name, str(self.cleaned_data[name])) for name in self.fields if self.cleaned_data[name]
        ]


def _first_choice(match: Match) -> str:
    if match.is_certain:
        return str(match.enrolments[0])
    if match.asks:
        return ""
    return TRAINER if match.certainty == Certainty.STAFF else NOBODY


def first_answers(matches: Sequence[Match]) -> dict[str, str]:
    """What the form says before anybody chose, as it would be sent."""
    return {f"who_{number}": _first_choice(match) for number, match in enumerate(matches)}


# --- What is filled in ----------------------------------------------------------------------------


class TakeOverForm(forms.Form):
    """Of which participants the list is filled in, and what the page showed of them."""

    take = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, data: QueryDict, *, outcomes: Sequence[Outcome]) -> None:
        super().__init__(data)
        take = self.fields["take"]
        assert isinstance(take, forms.TypedMultipleChoiceField)  # noqa: S101 - as it is above
        take.choices = [(one.enrolment.pk, one.enrolment.pk) for one in outcomes]
        known = {"", *Mark.values}
        self.shown = {
            one.enrolment.pk: said
            if (said := data.get(f"shown_{one.enrolment.pk}")) in known
            else one.known
            for one in outcomes
        }
