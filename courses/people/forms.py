"""Forms about people: signing up, and the administration of accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.people import finding, queries, services
from courses.people.enums import Background, ContactWay
from courses.people.fields import BirthYearField, NameField, PostcodeField, TelephoneField
from courses.people.models import Partner, User

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest

    from courses.common.form_types import Files, FormArguments, FormData
    from courses.people.queries import Lookalike
    from courses.people.services import NewPerson

NOBODY = AnonymousUser()
"""For whom a form is made that is told nothing: that one sees no others."""


class AsksAboutLookalikes(forms.Form):
    """Staff make an account for somebody new: not a second one for somebody we know.

    The page shows who that may be (`people/admin/_lookalikes.html`). The box is for when they have
    looked.
    """

    somebody_else = forms.BooleanField(label=_("Dit is iemand anders"), required=False)
    lookalikes: Sequence[Lookalike] = ()

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        if self.is_somebody_new(cleaned):
            found = queries.lookalikes(
                first_name=str(cleaned["first_name"]),
                **{name: str(cleaned.get(name) or "") for name in _TELLING},
                birth_year=_year(cleaned),
            )
            # An address is one person's: to say that it is somebody else would be of no use.
            if not any(one.has_address(cleaned.get("email")) for one in found):
                self.lookalikes = found
        if self.lookalikes and not cleaned.get("somebody_else"):
            self.add_error("first_name", self.known_already())
        return cleaned

    def is_somebody_new(self, cleaned: Mapping[str, object]) -> bool:
        """Whether there is a name of somebody new to look for."""
        return bool(cleaned.get("first_name"))

    def known_people(self) -> list[User]:
        """Who may be the same person, to look at: only for who sees everybody."""
        if not queries.sees_everybody(getattr(self, "user", NOBODY)):
            return []
        return [one.person for one in self.lookalikes]

    def known_already(self) -> str:
        """Who may be the same person, why, and what to do."""
        names = "; ".join(str(one) for one in self.lookalikes)
        return gettext(
            "Wij kennen al iemand die hierop lijkt: %(names)s. Is dit dezelfde persoon? Maak dan "
            "geen tweede account. Is het iemand anders? Vink dat dan aan."
        ) % {"names": names}


_TELLING = ("last_name", "email", "telephone", "postcode")


def _year(cleaned: Mapping[str, object]) -> int | None:
    year = cleaned.get("birth_year")
    return year if isinstance(year, int) else None


CONTACT_FIELDS = ("telephone", "street", "postcode", "city", "preferred_way", "birth_year")

NO_PREFERENCE = _("Maakt niet uit")


class ContactFields(forms.Form):
    """How to reach somebody; all of it may stay empty."""

    is_long = True
    """What is wrong may be out of sight, so it is said above the form too."""

    telephone = TelephoneField()
    street = forms.CharField(
        label=_("Straat en huisnummer"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-line1"}),
    )
    postcode = PostcodeField()
    city = forms.CharField(
        label=_("Woonplaats"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    preferred_way = forms.ChoiceField(
        label=_("Hoe krijgt deze persoon het liefst bericht?"),
        choices=[("", NO_PREFERENCE), *ContactWay.choices],
        required=False,
    )
    birth_year = BirthYearField(
        help_text=_("Alleen om mensen met dezelfde naam uit elkaar te houden.")
    )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or self.cleaned_data
        missing = self._missing_for(cleaned)
        if missing and not self.errors:
            self.add_error("preferred_way", missing)
        return cleaned

    def address_for_mail(self, cleaned: Mapping[str, object]) -> str:
        """The e-mail address that the person has or gets; a form may not ask it."""
        return str(cleaned.get("email") or "")

    def _missing_for(self, cleaned: Mapping[str, object]) -> str:
        """What the chosen way needs and is not filled in."""
        way = cleaned.get("preferred_way")
        if way == ContactWay.MAIL and not self.address_for_mail(cleaned):
            return gettext("Voor een mail is een e-mailadres nodig.")
        if way == ContactWay.TELEPHONE and not cleaned.get("telephone"):
            return gettext("Om te kunnen bellen is een telefoonnummer nodig.")
        if way == ContactWay.LETTER and not all(
            cleaned.get(name) for name in ("street", "postcode", "city")
        ):
            return gettext("Voor een brief zijn straat, postcode en woonplaats nodig.")
        return ""


class NameFields(forms.Form):
    """What somebody is called."""

    first_name = NameField(label=_("Voornaam"), max_length=80)
    last_name = NameField(
        label=_("Achternaam"),
        max_length=120,
        required=False,
        help_text=_("Heeft iemand maar één naam? Laat dit dan leeg."),
    )


class NewPersonForm(AsksAboutLookalikes, NameFields, ContactFields):
    """Somebody new, of whom staff make an account: a name is enough."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        help_text=_("Mag leeg blijven."),
    )
    background = forms.ChoiceField(
        label=_("Doet mee als"), choices=Background, initial=Background.VOLUNTEER, required=False
    )
    partner = forms.ModelChoiceField(
        label=_("Organisatie"), queryset=Partner.objects.all(), required=False
    )

    field_order: tuple[str, ...] = (
        *("first_name", "last_name", "somebody_else", "telephone", "email", "birth_year"),
        *("background", "partner", "preferred_way", "street", "postcode", "city"),
    )

    def __init__(
        self,
        data: FormData = None,
        files: Files | None = None,
        *,
        user: User | AnonymousUser = NOBODY,
        **kwargs: Unpack[FormArguments],
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.user = user

    def known_already(self) -> str:
        if queries.is_coordinator(self.user):
            return super().known_already()
        # Who gives a training sees nobody's address who is not in it.
        return gettext(
            "Wij kennen al iemand met deze naam. Is dit dezelfde persoon? Vraag een coördinator om "
            "die in te schrijven. Is het iemand anders? Vink dat dan aan."
        )

    def new_person(self) -> NewPerson:
        """What was filled in of somebody new."""
        data = self.cleaned_data
        return {
            "first_name": data["first_name"],
            "last_name": data["last_name"],
            "email": data["email"],
            "background": data["background"] or Background.VOLUNTEER,
            "partner": data["partner"],
            "telephone": data["telephone"],
            "street": data["street"],
            "postcode": data["postcode"],
            "city": data["city"],
            "birth_year": data["birth_year"],
            "preferred_way": data["preferred_way"],
        }

    def shown(self) -> list[forms.BoundField]:
        """The fields to fill in; the question about who is alike only when somebody is."""
        return [
            one for one in self.visible_fields() if one.name != "somebody_else" or self.lookalikes
        ]


def typed_in_search(text: str, *, by_surname: bool = False) -> dict[str, str]:
    """What was looked for and not found, in the field of somebody new where it belongs. A single
    name is the first one, or `by_surname` the last: that is what people ring up with."""
    found = finding.details_in(text)
    if by_surname and "last_name" not in found and "first_name" in found:
        found["last_name"] = found.pop("first_name")
    return found


class ProfileFields(forms.Form):
    """What we ask of a person besides an e-mail address."""

    first_name = NameField(
        label=_("Voornaam"),
        max_length=80,
        error_messages={
            "required": _("Vul een naam in. Heb je maar één naam? Vul die dan hier in.")
        },
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = NameField(
        label=_("Achternaam"),
        max_length=120,
        required=False,
        help_text=_("Je naam komt op je certificaat. Heb je maar één naam? Laat dit dan leeg."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )

    background = forms.ChoiceField(
        label=_("Ik doe mee als"),
        choices=Background,
        initial=Background.VOLUNTEER,
        widget=forms.RadioSelect,
        help_text=_("Zo zien we of onze trainingen iedereen bereiken."),
    )
    partner = forms.ModelChoiceField(
        label=_("Organisatie"),
        queryset=Partner.objects.all(),
        required=False,
        empty_label=_("Geen of een andere organisatie"),
        help_text=_(
            "Ben je vrijwilliger bij een van deze organisaties? Kies die dan. De contactpersoon "
            "daar ziet aan welke trainingen je meedoet, en kan je aan- en afmelden."
        ),
    )


class ProfileSignupForm(ProfileFields):
    """The profile as part of making an account."""

    field_order = ["first_name", "last_name", "email", "background", "partner"]

    def __init__(
        self, data: FormData = None, files: Files | None = None, **kwargs: Unpack[FormArguments]
    ) -> None:
        super().__init__(data, files, **kwargs)
        # Who is new has not chosen yet, though something is chosen.
        self.fields["background"].help_text = _(
            "De meesten zijn vrijwilliger. Daarom staat dat al aan. Kies iets anders als dat beter "
            "past. Zo zien we of onze trainingen iedereen bereiken."
        )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the profile on the new account (allauth calls this)."""
        user.background = self.cleaned_data["background"]
        user.partner = self.cleaned_data["partner"]
        user.language = request.LANGUAGE_CODE[:2]
        user.save()


class ProfileForm(ProfileFields, ContactFields, forms.ModelForm):  # type: ignore[type-arg]
    """Someone's own details."""

    field_order = (
        "first_name",
        "last_name",
        "background",
        "partner",
        *CONTACT_FIELDS,
        "language",
    )

    class Meta:
        model = User
        fields = ["first_name", "last_name", "background", "partner", "language", *CONTACT_FIELDS]
        labels = {"language": _("Taal van onze berichten")}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["preferred_way"].label = _("Hoe krijg je het liefst bericht van ons?")
        self.fields["birth_year"].help_text = _(
            "Zo verwarren wij je niet met iemand die net zo heet."
        )

    def address_for_mail(self, cleaned: Mapping[str, object]) -> str:
        return self.instance.email or ""

    def who(self) -> list[forms.BoundField]:
        """The fields about who somebody is."""
        return [self[name] for name in ("first_name", "last_name", "background", "partner")]

    def contact(self) -> list[forms.BoundField]:
        """The fields about how to reach somebody."""
        return [self[name] for name in (*CONTACT_FIELDS, "language")]


class ClaimForm(forms.Form):
    """The code that staff gave, to add an account that they made to one's own."""

    code = forms.CharField(
        label=_("De code van de academie"),
        max_length=30,
        help_text=_("Acht letters en cijfers, zoals ABCD-2345. Hoofdletters maken niet uit."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Vul de code in.")},
    )


class DetailsForm(NameFields, ContactFields, forms.ModelForm):  # type: ignore[type-arg]
    """What staff put right about somebody; the e-mail address only of who never signed in."""

    email = forms.EmailField(
        label=_("E-mailadres"),
        required=False,
        help_text=_(
            "Wie in deze mailbox leest, kan inloggen als deze persoon. Vul alleen een adres in dat "
            "de persoon je zelf gaf."
        ),
    )

    class Meta:
        model = User
        fields = services.DETAILS

    def __init__(self, *args: object, **kwargs: object) -> None:
        # What Wagtail's view gives besides is for forms that know it.
        kwargs.pop("for_user", None)
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.was_signing_in = queries.signs_in(self.instance)
        if self.was_signing_in:
            del self.fields["email"]
        # Called as everywhere else.
        for name in ("background", "partner"):
            self.fields[name].label = NewPersonForm.base_fields[name].label

    def clean_email(self) -> str | None:
        return (self.cleaned_data["email"] or "").strip().lower() or None

    def address_for_mail(self, cleaned: Mapping[str, object]) -> str:
        if self.was_signing_in:
            return self.instance.email or ""
        return super().address_for_mail(cleaned)
