"""The filter of the agenda, and the form in which an edition is planned."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Unpack

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from courses.catalogue.models import TrainingPage
from courses.common.fields import DayField
from courses.common.filters import FilterForm, QuickChoice
from courses.common.uploads import KINDS
from courses.editions import facets, queries
from courses.editions.enums import Interval, PaperKind, Place
from courses.editions.models import Location, ReportedParticipant
from courses.editions.services.copying import days_of_series, last_in_month
from courses.people.enums import Role
from courses.people.queries import people_with_role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from courses.common.form_types import Files, FormArguments, FormData
    from courses.editions.models import Edition


class AgendaFilterForm(FilterForm):
    """Narrow the agenda down; the same fields as in the catalogue."""

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.fields.update(facets.WhenAndWhere().fields())

    def quick_choices(self) -> list[QuickChoice]:
        return facets.WhenAndWhere().quick_choices()

    def apply(self, editions: QuerySet[Edition]) -> QuerySet[Edition]:
        """The editions that fit."""
        self.is_valid()
        return facets.narrow(editions, self.cleaned_data)


class PublishForm(forms.Form):
    """Asked before an edition is published that has begun; nothing is asked of the others."""

    although_begun = forms.BooleanField(
        label=_(
            "Deze uitvoering is al geweest of al begonnen; publiceer haar toch, voor presentie en "
            "certificaten"
        ),
        required=False,
    )

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        begun: bool,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        if not begun:
            del self.fields["although_begun"]


class AboutEditionForm(forms.Form):
    """A form about one edition, on which it depends what there is to fill in."""

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        edition: Edition,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.fit_to(edition)

    def fit_to(self, edition: Edition) -> None:
        """Leave out what does not belong to the edition, and say what there is to choose from."""
        raise NotImplementedError


class HalfForm(AboutEditionForm):
    """What the other half of a hybrid edition has of its own."""

    capacity = forms.IntegerField(
        label=_("Aantal plaatsen"), min_value=1, max_value=500, initial=12
    )
    location = forms.ModelChoiceField(
        label=_("Locatie"), queryset=Location.objects.filter(is_archived=False)
    )
    online_link = forms.URLField(
        label=_("Onlinelink"),
        required=False,
        help_text=_("Alleen deelnemers en trainers zien deze link."),
        assume_scheme="https",
    )

    def fit_to(self, edition: Edition) -> None:
        del self.fields["online_link" if edition.is_online else "location"]


MOST_IN_SERIES = 30
"""How many editions one can make at once."""


class CopyForm(forms.Form):
    """When a copy begins, or a series of copies."""

    first_day = DayField(label=_("Begint op"), required=True)
    interval = forms.ChoiceField(label=_("Hoe vaak"), choices=Interval, required=False)
    times = forms.IntegerField(
        label=_("Hoeveel keer"), min_value=1, max_value=MOST_IN_SERIES, initial=1
    )

    def clean_interval(self) -> Interval:
        """Each last Friday begins on a last Friday; else it would begin on another day than asked.

        Raises:
            ValidationError: it does not; with the day that would do.
        """
        interval = Interval(self.cleaned_data["interval"] or Interval.WEEK)
        first_day = self.cleaned_data.get("first_day")
        if (
            interval == Interval.LAST_OF_MONTH
            and first_day
            and first_day != (last := last_in_month(first_day))
        ):
            words = _("%(day)s is niet de laatste %(weekday)s van de maand. Dat is %(last)s.")
            told = {
                "day": date_format(first_day, "j F"),
                "weekday": date_format(first_day, "l"),
                "last": date_format(last, "j F"),
            }
            raise forms.ValidationError(words, params=told)
        return interval

    def days(self) -> list[date]:
        """The days on which the copies would begin."""
        return days_of_series(
            first_day=self.cleaned_data["first_day"],
            interval=self.cleaned_data["interval"],
            times=self.cleaned_data["times"],
        )


class SeriesForm(forms.Form):
    """Which of the days of a series are made; who makes them leaves out the holidays."""

    day = forms.TypedMultipleChoiceField(
        coerce=date.fromisoformat,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Kies ten minste één dag.")},
    )

    def __init__(self, data: FormData = None, *, days: Sequence[date]) -> None:
        super().__init__(data)
        field = self.fields["day"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101 - declared above
        field.choices = [(day.isoformat(), date_format(day, "l j F Y")) for day in days]


class ReportForm(forms.Form):
    """What is known of an edition that others kept the lists of."""

    training = forms.ModelChoiceField(
        label=_("Training"), queryset=TrainingPage.objects.order_by("title", "pk")
    )
    day = DayField(
        label=_("Op welke dag"),
        required=True,
        help_text=_(
            "Weet je alleen het jaar? Kies dan 1 januari, en schrijf bij de bron dat je de dag "
            "niet weet."
        ),
    )
    location = forms.ModelChoiceField(
        label=_("Locatie"),
        queryset=Location.objects.all(),
        required=False,
        help_text=_("Leeg: niet bekend."),
    )
    participants = forms.IntegerField(label=_("Deelnemers"), min_value=0, max_value=10_000)
    answers = forms.IntegerField(
        label=_("Ingevulde evaluaties"), min_value=0, max_value=10_000, required=False
    )
    mean = forms.DecimalField(
        label=_("Gemiddeld cijfer"),
        help_text=_("Met één cijfer achter de komma, zoals 8,5."),
        max_digits=3,
        decimal_places=1,
        required=False,
        localize=True,
    )
    source = forms.CharField(
        label=_("Bron"),
        max_length=250,
        help_text=_(
            "Wie dit opgaf, of waar de papieren liggen. Zet hier geen namen van deelnemers."
        ),
    )


class ParticipantField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Somebody of an edition of the past, by name."""

    def label_from_instance(self, participant: ReportedParticipant) -> str:
        return participant.person.name_in_list


class PaperForm(AboutEditionForm):
    """A scan for an edition of the past. Whether the file will do is for the service."""

    kind = forms.TypedChoiceField(label=_("Wat is het?"), choices=PaperKind, coerce=PaperKind)
    participant = ParticipantField(
        label=_("Van wie?"),
        queryset=ReportedParticipant.objects.none(),
        required=False,
        empty_label=_("van niemand in het bijzonder"),
        help_text=_("Alleen bij een certificaat."),
    )
    file = forms.FileField(
        label=_("Bestand"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in KINDS)}),
        help_text=_("Een pdf, docx, odt, txt, jpg of png van hoogstens 10 MB."),
    )

    def fit_to(self, edition: Edition) -> None:
        chosen = self.fields["participant"]
        assert isinstance(chosen, ParticipantField)  # noqa: S101 - declared above
        chosen.queryset = queries.participants_as_reported(edition)


class LocationForm(WagtailAdminModelForm):
    """A location; of one where people are about to come, whether they have to be told."""

    tell = forms.BooleanField(
        label=_("Vertel het de mensen die daar nog komen"),
        help_text=_(
            "Zet dit aan als ze ergens anders moeten zijn. Voor een typefout hoeft het niet."
        ),
        required=False,
    )


class EveningInput(AdminDateTimeInput):
    """When a meeting begins: who presses a day gets the hour at which most begin."""

    def get_config(self) -> dict[str, object]:
        config: dict[str, object] = super().get_config()
        return {**config, "defaultTime": "19:00"}


class AsTheTrainingSays(forms.NullBooleanSelect):
    """Yes, no, or whatever the training says."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [
            ("unknown", _("zoals bij de training")),
            ("true", _("ja")),
            ("false", _("nee")),
        ]


OPEN_RULES = ("first_session_required", "may_catch_up", "partners_only")
"""The rules that are yes or no."""


class EditionForm(WagtailAdminModelForm):
    """Planning an edition in the administration.

    A rule that is left open becomes what the training says.
    """

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        new = self.instance.pk is None
        for name in {"capacity", "minimum", "withdraw_until_hours"} & self.fields.keys():
            self.fields[name].required = False
            if new:
                # What the model begins with would not be open, and so never what the training says.
                self.initial.pop(name, None)
                self.fields[name].initial = None
        for name in self.fields.keys() & set(OPEN_RULES):
            label = self.fields[name].label
            self.fields[name] = forms.NullBooleanField(
                label=label, required=False, widget=AsTheTrainingSays
            )
            if new:
                self.initial.pop(name, None)
        if {"location", "place"} <= self.fields.keys():
            self._ask_for_location()
        if "sessions" in self.formsets:
            self.formsets["sessions"].error_messages["too_few_forms"] = _(
                "Plan ten minste één bijeenkomst."
            )
        if "trainers" in self.fields:
            self.fields["trainers"].queryset = people_with_role(Role.TRAINER)
            self.fields["trainers"].label_from_instance = attrgetter("name_in_list")

    def _ask_for_location(self) -> None:
        """Mark the place as needed, unless the edition is online."""
        location, chosen = self.fields["location"], self["place"].value()
        location.required = chosen == Place.VENUE
        location.error_messages["required"] = _("Kies waar de training is.")

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, Any] = super().clean()
        capacity = cleaned.get("capacity")
        if capacity is not None and capacity < self.instance.seats_taken:
            self.add_error(
                "capacity",
                _("Er zijn al %(taken)d plaatsen bezet. Kies ten minste dat aantal.")
                % {"taken": self.instance.seats_taken},
            )
        until, sessions = cleaned.get("enrol_until"), self.formsets.get("sessions")
        if until and sessions is not None and sessions.is_valid():
            starts = [form.cleaned_data.get("starts_at") for form in sessions.forms]
            if any(start and until > start for start in starts):
                self.add_error("enrol_until", _("Inschrijven kan alleen tot de training begint."))
        return cleaned
