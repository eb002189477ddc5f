"""What someone can do on the page of an enrolment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.common import formats, retention
from courses.common.limits import RateLimited
from courses.editions.forms import AboutEditionForm
from courses.editions.models import Edition
from courses.editions.queries import (
    access_in_words,
    other_dates,
    possible_alternatives,
    with_access,
)
from courses.enrolment import queries
from courses.enrolment.answers import KEPT, questions_of
from courses.enrolment.limits import count_recognised
from courses.people import queries as people_queries
from courses.people.fields import NameField, TelephoneField
from courses.people.forms import NOBODY, NewPersonForm
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.utils.safestring import SafeString

    from courses.common.form_types import Files, FormArguments, FormData
    from courses.enrolment.models import EnrolmentQuestion
    from courses.people.services import NewPerson

SAID = ("first_name", "last_name", "email", "telephone")
"""By what somebody who stands in the room is recognised."""

WHO = ("first_name", "last_name", "email")
"""What tells who somebody new is; the rest has a first choice or belongs to it."""


NAMES = ("first_name", "last_name", "somebody_else", "telephone")
"""What one fills in of somebody who walks in."""


class AddParticipantForm(NewPersonForm):
    """Staff enrol somebody in an edition: one whom they found, or somebody new.

    A trainer finds nobody who is in no edition of his or hers. Who stands in the room says a name
    with an address or a number; when both are right it is that person (`recognised`). When the
    address is somebody's with another name, the trainer writes the person down without it, and
    coordinators look who it is (`has_address`).
    """

    person = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, widget=forms.HiddenInput
    )
    first_name = NameField(label=_("Voornaam"), max_length=80, required=False)
    # The person of whom staff have read what collides; another person is asked about anew.
    anyway_for = forms.IntegerField(required=False, widget=forms.HiddenInput)
    without_address = forms.BooleanField(
        label=_("Schrijf in zonder e-mailadres"),
        help_text=_("Een coördinator kijkt daarna of wij deze persoon al kennen."),
        required=False,
    )
    recognised: User | None = None
    has_address: User | None = None

    field_order = (*NAMES, "email", "without_address", *NewPersonForm.field_order)

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        user: User | AnonymousUser = NOBODY,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, user=user, **kwargs)
        self.fields["person"].queryset = queries.people_known_to(user)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        if not people_queries.sees_everybody(self.user) and not self["person"].data:
            self._recognise(self.cleaned_data)
        cleaned = super().clean()
        if self.recognised is not None:
            cleaned["person"] = self.recognised
            return cleaned
        if self.has_address is not None:
            self._leave_address_out(cleaned)
        named = cleaned.get("person") or cleaned.get("first_name")
        if not named and "first_name" not in self.errors:
            self.add_error("first_name", _("Vul de naam in, of zoek iemand die wij kennen."))
        if cleaned.get("person") and any(cleaned.get(name) for name in WHO):
            self.add_error(
                "first_name",
                _(
                    "Je koos iemand die wij kennen, en vulde hieronder ook iemand in die nieuw is. "
                    "Kies één van beide, en maak het andere leeg."
                ),
            )
        return cleaned

    def _recognise(self, cleaned: Mapping[str, object]) -> None:
        said = {name: str(cleaned.get(name) or "") for name in SAID}
        if not said["first_name"] or not (said["email"] or said["telephone"]):
            return
        if not said["email"] and cleaned.get("somebody_else"):
            return
        try:
            count_recognised(self.user)
        except RateLimited:
            pass
        else:
            self.recognised = people_queries.who_says_so(**said)
        if self.recognised is None:
            self.has_address = people_queries.who_has_address(said["email"])

    def _leave_address_out(self, cleaned: dict[str, object]) -> None:
        if cleaned.get("without_address"):
            cleaned["email"] = ""
            return
        self.add_error(
            "email",
            _(
                "Iemand heeft dit e-mailadres al, met een andere naam. Kijk of de naam klopt. "
                "Klopt die? Vraag een coördinator, of kruis “Schrijf in zonder e-mailadres” aan."
            ),
        )

    def known_already(self) -> str:
        if people_queries.sees_everybody(self.user):
            return super().known_already()
        return gettext(
            "Wij kennen al iemand met deze naam. Is dit dezelfde persoon? Vul dan ook het "
            "e-mailadres of telefoonnummer in dat wij kennen. Lukt dat niet? Vraag een "
            "coördinator. Is het iemand anders? Vink dat dan aan."
        )

    def shown(self) -> list[forms.BoundField]:
        """Leaving the address out is asked only where somebody else has it."""
        asked = self.has_address is not None
        return [one for one in super().shown() if asked or one.name != "without_address"]

    def names(self) -> list[forms.BoundField]:
        """What suffices for who stands in the room."""
        return [one for one in self.shown() if one.name in NAMES]

    def rest(self) -> list[forms.BoundField]:
        """The other fields."""
        return [one for one in self.shown() if one.name not in NAMES]

    def has_more(self) -> bool:
        """Whether something of the rest was filled in, or is wrong."""
        return any(one.errors or one.name in self.initial or self._sent(one) for one in self.rest())

    def _sent(self, field: forms.BoundField) -> bool:
        return self.is_bound and bool(field.data) and field.data != field.initial

    def is_somebody_new(self, cleaned: Mapping[str, object]) -> bool:
        is_known = self["person"].data or self.recognised is not None
        return not is_known and super().is_somebody_new(cleaned)


class EditionChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """An edition of one training: when, where, and how many seats are free."""

    def label_from_instance(self, edition: Edition) -> str:
        return _with_details(edition_in_words(edition), edition)


def _with_details(words: str, edition: Edition) -> SafeString:
    """What one chooses, with what one tells the person about it on a line below."""
    details = " · ".join([str(edition.get_language_display()), *access_in_words(edition)])
    return format_html('<span>{}<span class="w-block w-text-14">{}</span></span>', words, details)


def edition_in_words(edition: Edition) -> str:
    """What tells the editions of one training apart, and whether there is a seat."""
    left = edition.seats_left
    free = (
        ngettext("%(n)d plaats vrij", "%(n)d plaatsen vrij", left) if left > 0 else gettext("vol")
    )
    where = edition.where.in_words
    when = [formats.period(one.starts_at, one.ends_at) for one in edition.sessions.all()]
    begun = begun_in_words(edition)
    parts = (when[0] if when else "", where, free % {"n": left}, begun)
    return " · ".join(part for part in parts if part)


def begun_in_words(edition: Edition) -> str:
    """Since which day an edition is on; empty before it began."""
    if edition.starts_at is None or not edition.has_begun:
        return ""
    return gettext("is al begonnen op %(day)s") % {"day": formats.day(edition.starts_at)}


class MoveForm(forms.Form):
    """To which other edition of the training somebody goes."""

    to_edition = EditionChoiceField(
        label=_("Naar welke uitvoering?"),
        queryset=Edition.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Kies een uitvoering.")},
    )
    waiting_list = forms.BooleanField(
        label=_("Is die vol? Zet op de wachtlijst daar"),
        help_text=_("De plaats hier blijft staan, tot daar een plaats is aangenomen."),
        required=False,
    )

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        editions: QuerySet[Edition],
        keeps_seat: bool = True,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["to_edition"].queryset = with_access(editions)  # type: ignore[attr-defined]
        if not keeps_seat:
            self.fields["waiting_list"].help_text = ""


class EditionForPersonForm(forms.Form):
    """In which edition somebody who calls is enrolled; `anyway` once staff read what collides."""

    edition = forms.ModelChoiceField(queryset=Edition.objects.none())
    anyway = forms.BooleanField(required=False)

    def __init__(self, data: FormData = None, *, editions: QuerySet[Edition]) -> None:
        super().__init__(data)
        self.fields["edition"].queryset = editions  # type: ignore[attr-defined]


ACTIONS = (
    *("enrol", "enrol_same", "queue", "swap", "swap_alone", "answer", "withdraw", "withdraw_alone"),
    *("withdraw_companion", "accept", "accept_alone", "decline"),
)
"""What one can do oneself. With `_alone` who comes along stays where he or she is."""


def question_field(question: EnrolmentQuestion, *, by_staff: bool = False) -> forms.CharField:
    """Where somebody answers a question of a training, or staff write the answer down."""
    if not by_staff:
        reason, required = question.reason, question.is_required
    else:
        kept = retention.in_words(KEPT.days)
        reason = f"{question.reason} " + gettext(
            "Dit lezen de coördinatoren en de trainers van deze uitvoering. %(period)s na de "
            "training wissen we het."
        ) % {"period": kept[:1].upper() + kept[1:]}
        # Who does not answer the telephone, answers no questions.
        required = False
    return forms.CharField(label=question.text, help_text=reason, required=required, max_length=300)


def _field_of(question: EnrolmentQuestion) -> str:
    return f"question_{question.pk}"


def fields_for_staff(questions: Iterable[EnrolmentQuestion]) -> dict[str, forms.Field]:
    """Where staff write down what somebody answers, by the name of the field."""
    return {_field_of(one): question_field(one, by_staff=True) for one in questions}


def answers_among(data: Mapping[str, object]) -> dict[int, str]:
    """What was answered, by question, of all that was filled in."""
    return {
        int(name.removeprefix("question_")): str(text)
        for name, text in data.items()
        if name.startswith("question_")
    }


class CompanionForm(forms.Form):
    """Who comes along."""

    companion_first_name = NameField(
        label=_("Voornaam van wie meekomt"), max_length=80, required=False
    )
    companion_last_name = NameField(
        label=_("Achternaam van wie meekomt"), max_length=120, required=False
    )
    companion_telephone = TelephoneField(
        label=_("Telefoonnummer van wie meekomt"),
        help_text=_("Dan bellen wij die persoon zelf. Zonder nummer vertel jij alles."),
        # Else the browser fills in the number of who types.
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def clean(self) -> dict[str, object]:
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        other = cleaned.get("companion_last_name") or cleaned.get("companion_telephone")
        if other and not (cleaned.get("companion_first_name") or self.errors):
            self.add_error("companion_first_name", _("Vul de voornaam in van wie meekomt."))
        return cleaned

    def who_comes_along(self) -> list[forms.BoundField]:
        """The fields about somebody who comes along."""
        return [one for one in self.visible_fields() if one.name.startswith("companion_")]

    def names_somebody(self) -> bool:
        """Whether these are filled in, or wrong: then they are shown."""
        return any(one.data or one.errors for one in self.who_comes_along())

    def companion(self) -> NewPerson | None:
        """Who comes along, if somebody does."""
        data = self.cleaned_data
        if not data["companion_first_name"]:
            return None
        return {
            "first_name": data["companion_first_name"],
            "last_name": data["companion_last_name"],
            "telephone": data["companion_telephone"],
        }


class BringForm(CompanionForm):
    """Whom somebody brings along who is enrolled already."""

    def __init__(self, data: FormData = None) -> None:
        super().__init__(data)
        name = self.fields["companion_first_name"]
        name.required = True
        name.error_messages["required"] = _("Vul de voornaam in van wie meekomt.")


class EnrolDetailsForm(CompanionForm):
    """What is asked of who enrols: the questions of the training, and who comes along."""

    def __init__(
        self,
        data: FormData = None,
        *,
        training_id: int,
        initial: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for question in questions_of(training_id):
            self.fields[_field_of(question)] = question_field(question)

    def questions(self) -> list[forms.BoundField]:
        """The fields of the training's own questions."""
        return [one for one in self.visible_fields() if one.name.startswith("question_")]

    def answers(self) -> dict[int, str]:
        """What was answered, by question."""
        return answers_among(self.cleaned_data)


class ActionForm(forms.Form):
    """One button; `anyway` once one has read what collides, `companion` where it is about the
    enrolment of somebody who comes along."""

    action = forms.ChoiceField(
        choices=[(name, name) for name in ACTIONS],
        error_messages={
            "required": _("Kies wat je wilt doen."),
            "invalid_choice": _("Kies wat je wilt doen."),
        },
    )
    anyway = forms.BooleanField(required=False)
    companion = forms.IntegerField(
        required=False, error_messages={"invalid": _("Kies wat je wilt doen.")}
    )


class EditionsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Editions by their training, when they are and where; and for how many of `people`, who are
    all told of them, there is a seat."""

    people = 0

    def label_from_instance(self, edition: Edition) -> str:
        words = f"{edition.training.title} · {edition_in_words(edition)}"
        if edition.seats_left <= 0:
            only_queue = gettext("alleen nog de wachtlijst")
            words = f"{words} ({only_queue})"
        elif edition.seats_left < self.people:
            fits = gettext("voor %(seats)d van de %(people)d mensen; de anderen op de wachtlijst")
            numbers = {"seats": edition.seats_left, "people": self.people}
            words = f"{words} ({fits % numbers})"
        return _with_details(words, edition)


class CancelForm(AboutEditionForm):
    """What people read when an edition is called off."""

    reason = forms.CharField(
        label=_("Waarom gaat de training niet door?"),
        help_text=_(
            "Wie zich had ingeschreven en de trainer lezen dit. Schrijf kort en vriendelijk."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    alternatives = EditionsField(
        label=_("Wat kunnen ze wel doen?"),
        help_text=_(
            "Wat je aankruist, staat in het bericht. Zo kan iemand zich meteen inschrijven."
        ),
        queryset=Edition.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def fit_to(self, edition: Edition) -> None:
        field = self.fields["alternatives"]
        assert isinstance(field, EditionsField)  # noqa: S101 - declared above
        field.queryset = with_access(possible_alternatives(edition))
        field.people = len(queries.reach_when_cancelled(edition))
        # Only what has a free seat: sending people to a queue is a choice.
        field.initial = [one.pk for one in other_dates(edition)]
        if not field.queryset.exists():
            del self.fields["alternatives"]


class MergeForm(forms.Form):
    """To which other date everybody is asked to go."""

    to_edition = EditionChoiceField(
        label=_("Naar welke uitvoering?"),
        queryset=Edition.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Kies een uitvoering.")},
    )

    def __init__(self, data: FormData = None, *, editions: QuerySet[Edition]) -> None:
        super().__init__(data)
        self.fields["to_edition"].queryset = with_access(editions)  # type: ignore[attr-defined]
