"""Forms of who reviews what people wrote, and of who says what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import Finding, TextStatus
from courses.evaluation.models import Topic
from courses.evaluation.queries.texts import open_questions
from courses.evaluation.redactions import has_contact_details, pieces, places_of, read, redacted
from courses.evaluation.services.reviewing import Decision
from courses.evaluation.services.topics import LONGEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from django.http import QueryDict

    from courses.evaluation.models import TextAnswer
    from courses.evaluation.redactions import Piece

CHOICES = (
    (TextStatus.WAITING.value, _("Later bekijken")),
    (TextStatus.SEEN.value, _("Bekeken: laat staan, zonder wat is aangevinkt")),
    (TextStatus.LEFT_OUT.value, _("Bekeken: laat de hele tekst weg")),
)

CHOICES_OF_NOTHING = (CHOICES[0], (TextStatus.SEEN.value, _("Bekeken: laat staan")), CHOICES[2])
"""Where nothing can be ticked."""


class WordsField(forms.CharField):
    """Words of a text that have to go, each on a line of its own."""

    def __init__(self, *, text: str, required: bool = False, label: str) -> None:
        self.text = text
        super().__init__(
            label=label,
            required=required,
            max_length=2000,
            help_text=gettext("Precies zoals ze in de tekst staan. Elk stuk op een eigen regel."),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self, value: str) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        missing = [line for line in lines if not places_of(line, self.text)]
        if missing:
            said = gettext("“%(words)s” staat niet in deze tekst.")
            raise forms.ValidationError([said % {"words": line} for line in missing])
        return lines


class ReviewForm(forms.Form):
    """One text: what is taken out of it, and whether somebody is done with it."""

    def __init__(self, data: QueryDict | None, *, text: TextAnswer) -> None:
        super().__init__(data, prefix=text.pk.hex)
        self.text = text
        self.redactions = read(text.redactions)
        on = [str(number) for number, one in enumerate(self.redactions) if one.is_on]
        self.fields["on"] = forms.MultipleChoiceField(
            label=_("Dit wordt weggelaten"),
            required=False,
            choices=[(str(number), label) for number, label in enumerate(self._labels())],
            widget=forms.CheckboxSelectMultiple,
            initial=on,
            error_messages={
                "invalid_choice": _("Iemand anders heeft dit intussen veranderd. Kijk nog eens.")
            },
        )
        self.fields["more"] = WordsField(text=text.text, label=gettext("Laat ook weg"))
        self.fields["status"] = forms.ChoiceField(
            label=_("Wat doe je met deze tekst?"),
            choices=CHOICES if self.redactions else CHOICES_OF_NOTHING,
            widget=forms.RadioSelect,
            initial=text.status,
        )
        # What the page showed: who did not touch a text, decides nothing of it.
        was = f"{text.status}:{','.join(on)}"
        self.fields["was"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=was)

    def _labels(self) -> Iterable[str]:
        for one in self.redactions:
            found = " ".join(self.text.text[one.start : one.end].split())
            yield f"{found} ({Finding(one.why).label})"

    @property
    def pieces(self) -> list[Piece]:
        """The text in parts, for the page."""
        return pieces(self.text.text, self.redactions)

    @property
    def has_contact_details(self) -> bool:
        """Whether somebody may ask to be called or answered."""
        return has_contact_details(self.redactions)

    @property
    def reads_as(self) -> str:
        """The text as readers will see it, as it is kept now; "" when that is nothing or all."""
        if self.text.status == TextStatus.LEFT_OUT:
            return ""
        shown = redacted(self.text.text, self.redactions)
        return "" if shown == self.text.text else shown

    @property
    def is_touched(self) -> bool:
        """Whether somebody chose otherwise than the page showed."""
        chosen = self.cleaned_data
        now = f"{chosen['status']}:{','.join(sorted(chosen['on'], key=int))}"
        return bool(chosen["more"]) or now != chosen["was"]

    def decision(self, *, is_seen: bool = False) -> Decision:
        """What was chosen. `is_seen`: and what nothing was found in is done with."""
        chosen = self.cleaned_data
        status = TextStatus(chosen["status"])
        if is_seen and status == TextStatus.WAITING and not self.redactions:
            status = TextStatus.SEEN
        if chosen["more"] and status == TextStatus.WAITING:
            # Who takes words out has looked at it.
            status = TextStatus.SEEN
        return Decision(
            text_id=self.text.pk,
            status=status,
            on=frozenset(map(int, chosen["on"])),
            more=chosen["more"],
        )


class TakeOutForm(forms.Form):
    """Words that go out of a text that readers see already."""

    def __init__(self, data: QueryDict | None, *, text: TextAnswer) -> None:
        super().__init__(data)
        self.fields["words"] = WordsField(
            text=text.text, required=True, label=gettext("Deze woorden gaan weg")
        )


class TopicForm(forms.Form):
    """A new topic."""

    name = forms.CharField(label=_("Naam van het onderwerp"), max_length=LONGEST)
    key = forms.ChoiceField(label=_("Voor welke vraag"), required=False)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        questions = open_questions()
        self.fields["key"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle vragen")),
            *((key, gettext(text)) for key, text in questions.items()),
        ]


class RenameForm(forms.Form):
    """Another name for a topic."""

    name = forms.CharField(label=_("Nieuwe naam"), max_length=LONGEST)


class MergeForm(forms.Form):
    """The topic in which another one goes up."""

    into = forms.ModelChoiceField(
        label=_("Voeg samen met"),
        queryset=Topic.objects.none(),
        empty_label=_("Kies een onderwerp"),
    )

    def __init__(self, data: QueryDict | None = None, *, topic: Topic) -> None:
        super().__init__(data)
        self.fields["into"].queryset = (  # type: ignore[attr-defined]
            Topic.objects.filter(key__in=("", topic.key)).exclude(pk=topic.pk)
        )

    @property
    def has_others(self) -> bool:
        """Whether there is a topic to choose."""
        return self.fields["into"].queryset.exists()  # type: ignore[attr-defined, no-any-return]


class ExceptionForm(forms.Form):
    """Words that are no name of a person."""

    words = forms.CharField(
        label=_("Woorden die geen naam van een mens zijn"),
        max_length=LONGEST,
        help_text=_("Bijvoorbeeld: Rode Kruis. Hoofdletters maken niet uit."),
    )


def number_of_texts(count: int) -> str:
    """So many texts, in words."""
    return ngettext("%(n)d tekst", "%(n)d teksten", count) % {"n": count}


def keys_of(values: Sequence[str]) -> list[UUID]:
    """Those of the keys that were sent that can be keys of texts."""
    field = forms.UUIDField()
    found = []
    for value in values:
        try:
            found.append(field.clean(value))
        except forms.ValidationError:
            continue
    return found
