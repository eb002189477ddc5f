"""What one can choose on pages with figures. All of it stands in the address."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import DateTimeField, Q
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.enums import EventKind
from courses.catalogue.models import TrainingPage
from courses.common import clock, names
from courses.common.fields import DayField
from courses.common.filters import Chip, FilterForm
from courses.common.statements import Keys, Statement
from courses.editions.enums import District, Language
from courses.editions.models import Edition
from courses.editions.queries import ForStaff
from courses.evaluation.enums import Occasion
from courses.evaluation.models import EvaluationForm
from courses.people.models import User
from courses.reports.overview import WORDS, Dimension, keys_of
from courses.reports.selections import Period, Selection, closed_in, held_by

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from courses.common.statements import KeyList
    from courses.evaluation.models import TextAnswer


def chooses_period(data: QueryDict) -> bool:
    """Whether a page is asked for a period; who sends the days empty wants all years."""
    return bool(data.keys() & {"since", "until"})


def with_this_year(data: QueryDict) -> QueryDict:
    """What a page with figures is asked when nobody chose a period: this calendar year."""
    return with_year(data, None)


def with_year(data: QueryDict, year: int | None) -> QueryDict:
    """The same with another year; None is this one."""
    if chooses_period(data):
        return data
    asked = data.copy()
    asked.update(_days_of(clock.today().year if year is None else year))
    return asked


def _days_of(year: int) -> dict[str, str]:
    return {"since": f"{year}-01-01", "until": f"{year}-12-31"}


class PeriodForm(FilterForm):
    """The period; on pages about editions by the day on which an edition ended."""

    since = DayField(label=_("Vanaf"))
    until = DayField(label=_("Tot en met"), not_before="since")

    @property
    def period(self) -> Period:
        """The period that was chosen; what cannot be read does not limit it."""
        if not self.is_valid():
            return Period()
        return Period(self.cleaned_data["since"], self.cleaned_data["until"])

    @property
    def years(self) -> list[Chip]:
        """This year, the year before and all years: each one press away, with all else as it is."""
        year = clock.today().year
        choices = (
            (gettext("Dit jaar (%(year)d)") % {"year": year}, _days_of(year)),
            (gettext("Vorig jaar (%(year)d)") % {"year": year - 1}, _days_of(year - 1)),
            (gettext("Alle jaren"), {"since": "", "until": ""}),
        )
        return [self._chip_of_days(label, days) for label, days in choices]

    def _chip_of_days(self, label: str, days: dict[str, str]) -> Chip:
        chosen = (self.period.since, self.period.until)
        query = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        for name in ("p", "export"):
            query.pop(name, None)
        for name, day in days.items():
            query[name] = day
        is_chosen = self.is_valid() and [str(one or "") for one in chosen] == list(days.values())
        return Chip(label, f"?{query.urlencode()}", is_chosen)

    @property
    def period_query(self) -> str:
        """The period as it stands in an address, for a page about a part of the same."""
        since, until = (str(one or "") for one in (self.period.since, self.period.until))
        return urlencode({"since": since, "until": until})


class TrainingFilterForm(PeriodForm):
    """The period, and one training or all."""

    training = forms.ModelChoiceField(
        label=_("Training"),
        queryset=TrainingPage.objects.none(),
        required=False,
        empty_label=_("Alle trainingen"),
    )

    def __init__(self, data: QueryDict, *, trainings: QuerySet[TrainingPage]) -> None:
        super().__init__(data)
        self.fields["training"].queryset = trainings  # type: ignore[attr-defined]

    @property
    def chosen_training(self) -> TrainingPage | None:
        """The training that was chosen, if one was."""
        return self.cleaned_data.get("training") if self.is_valid() else None


MOST_WORDS = 8
"""Of what somebody types to search; the rest is not looked at."""

SURVEY = Occasion.SURVEY.value

MOST_TRAININGS = 60
"""With more than these one types a part of the name: no list of hundreds to scroll through."""


class LongSelect(forms.Select):
    """A choice among many: one template for each of a hundred options takes as long as all figures
    of the page together."""

    def render(
        self,
        name: str,
        value: object,
        attrs: dict[str, object] | None = None,
        renderer: object = None,
    ) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        options = "".join(
            f'<option value="{conditional_escape(key)}"{" selected" if str(key) in chosen else ""}>'
            f"{conditional_escape(label)}</option>"
            for key, label in cast("Iterable[tuple[Any, Any]]", self.choices)
        )
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(self.build_attrs(self.attrs, attrs)),
            # All that is not ours is escaped.
            mark_safe(options),
        )


Choices = dict[str, list[tuple[int, str]]]
"""Rows to choose from by the name of the field, each by its key, in order of name."""


def _one_of(label: StrOrPromise) -> forms.TypedChoiceField:
    """A choice among rows, which the form looks up."""
    return forms.TypedChoiceField(
        label=label, required=False, coerce=int, empty_value=None, widget=LongSelect
    )


def _value(label: StrOrPromise, choices: Iterable[tuple[str, StrOrPromise]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, choices=[("", _("Alle")), *choices], widget=LongSelect
    )


class SelectionForm(PeriodForm):
    """Which editions are meant, from what there is to choose from."""

    training = _one_of(_("Training"))
    title = forms.CharField(label=_("Naam van de training"), required=False, max_length=200)
    theme = _one_of(_("Thema"))
    partner = _one_of(_("Partner"))
    trainer = _one_of(_("Trainer"))
    district = _value(_("Wijk"), District.choices)
    language = _value(_("Taal"), Language.choices)
    kind = _value(_("Soort"), EventKind.choices)
    occasion = forms.ChoiceField(
        label=_("Wanneer gevraagd"),
        required=False,
        choices=[one for one in Occasion.choices if one[0] != Occasion.SURVEY],
        widget=LongSelect,
    )

    always = frozenset({"since", "until", "training", "title"})

    def __init__(
        self,
        data: QueryDict,
        *,
        choices: Choices,
        prefix: str | None = None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        found = dict(choices)
        if len(found["training"]) > MOST_TRAININGS and not self.data.get(
            self.add_prefix("training")
        ):
            found["training"] = []
        else:
            del self.fields["title"]
        for name, rows in found.items():
            if len(rows) < 2 and not self.data.get(self.add_prefix(name)):
                # Nothing to choose.
                del self.fields[name]
            else:
                self.fields[name].choices = [("", _("Alle")), *rows]  # type: ignore[attr-defined]

    @property
    def selection(self) -> Selection:
        """What was chosen; a form with a mistake selects everything."""
        if not self.is_valid():
            return Selection()
        chosen = self.cleaned_data
        return Selection(
            period=self.period,
            **{name: chosen.get(name) for name in ("training", "theme", "partner", "trainer")},
            title=chosen.get("title") or "",
            district=chosen["district"],
            language=chosen["language"],
            kind=chosen["kind"],
            occasion=chosen["occasion"] or Occasion.END,
        )

    @property
    def words_besides_period(self) -> list[str]:
        """The same without the period, where that is said in a sentence."""
        days = tuple(f"{self[name].label}: " for name in ("since", "until"))
        return [one for one in self.words if not one.startswith(days)]

    @property
    def words(self) -> list[str]:
        """What was chosen, as people read it: "Wijk: Overvecht"."""
        if not self.is_valid():
            return []
        said = []
        for bound in self:
            value = self.cleaned_data.get(bound.name)
            if not value or bound.name == "by" or value == Occasion.END:
                continue
            if isinstance(bound.field, forms.ChoiceField):
                choices = cast("Iterable[tuple[object, object]]", bound.field.choices)
                value = next((said for key, said in choices if key == value), value)
            elif hasattr(value, "strftime"):
                value = f"{value:%d-%m-%Y}"
            said.append(f"{bound.label}: {value}")
        return said


def choices_among(editions: KeyList, *, about_people: bool) -> Choices:
    """What there is to choose from among these editions. Two queries. `about_people` says whether
    one trainer can be chosen: not where two selections are compared."""
    return _choices(_TRAININGS.run(editions=editions), about_people=about_people)


def choices_for_staff(user: User | AnonymousUser, *, about_people: bool) -> Choices:
    """The same among those of which somebody in the administration may see figures."""
    found = _TRAININGS_SEEN.run(user, now=clock.now())
    return _choices(found, about_people=about_people)


def _choices(trainings: Iterable[tuple[Any, ...]], *, about_people: bool) -> Choices:
    themes: dict[int, str] = {}
    partners: dict[int, str] = {}
    titles: list[tuple[int, str]] = []
    for pk, title, theme, theme_name, partner, partner_name in trainings:
        titles.append((pk, title))
        if theme:
            themes[theme] = theme_name
        if partner:
            partners[partner] = partner_name
    trainers = _TRAINERS.run() if about_people else []
    found = {
        "training": titles,
        "theme": list(themes.items()),
        "partner": list(partners.items()),
        "trainer": [(pk, names.in_list(*name)) for pk, *name in trainers],
    }
    return {
        name: sorted(rows, key=lambda one: str(one[1]).casefold()) for name, rows in found.items()
    }


def _of_editions(editions: QuerySet[Any, Any]) -> QuerySet[Any, tuple[Any, ...]]:
    # In an order, so that what has the same name always stands the same.
    found: QuerySet[Any, tuple[Any, ...]] = (
        TrainingPage.objects.filter(pk__in=editions.order_by().values("training"))
        .order_by("path")
        .values_list("pk", "title", "theme", "theme__name", "partner", "partner__name")
    )
    return found


_TRAININGS: Statement[tuple[Any, ...]] = Statement(
    lambda editions: _of_editions(Edition.objects.filter(pk__in=editions)), editions=Keys()
)
_TRAININGS_SEEN: ForStaff[tuple[Any, ...]] = ForStaff(
    lambda now: held_by(Edition.objects.all(), now=now),
    edition="pk",
    finish=_of_editions,
    now=DateTimeField(),
)
_TRAINERS: Statement[tuple[Any, ...]] = Statement(
    lambda: User.objects.filter(pk__in=Edition.trainers.through.objects.values("user")).values_list(
        "pk", "first_name", "last_name"
    )
)


PERIOD = frozenset({"since", "until"})


class AnswersForm(SelectionForm):
    """Which open answers are meant: by their words, and by what the form was about."""

    q = forms.CharField(label=_("Woorden"), required=False, max_length=200)
    question = _value(_("Vraag"), ())
    topic = _one_of(_("Gaat over"))
    edition = _one_of(_("Uitvoering"))
    tips = _value(_("Gouden tips"), [("1", _("Alleen gouden tips"))])

    always = frozenset({"q"})
    field_order = ("q", "since", "until", "training", "title", "question", "topic", "edition")

    def __init__(
        self,
        data: QueryDict,
        *,
        editions: QuerySet[Edition],
        questions: Iterable[tuple[str, str]],
        topics: Iterable[tuple[int, str]],
        is_coordinator: bool,
    ) -> None:
        choices = choices_among(keys_of(editions), about_people=is_coordinator)
        super().__init__(data, choices=choices)
        self.fields["question"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle")),
            *questions,
        ]
        self.fields["topic"].choices = [("", _("Alle")), *topics]  # type: ignore[attr-defined]
        occasions = [one for one in Occasion.choices if is_coordinator or one[0] != SURVEY]
        self.fields["occasion"].choices = [  # type: ignore[attr-defined]
            ("", _("Alle")),
            *occasions,
        ]
        own = self._editions_of_training(editions)
        if own:
            self.fields["edition"].choices = [("", _("Alle")), *own]  # type: ignore[attr-defined]
        else:
            del self.fields["edition"]

    @property
    def is_searched(self) -> bool:
        """Whether more was typed or chosen than a period, which a page chooses by itself."""
        if not self.is_valid():
            return True
        return any(value for name, value in self.cleaned_data.items() if name not in PERIOD)

    @property
    def number_chosen(self) -> int:
        """A year of those above the fields is said there, and needs no field in sight."""
        number = super().number_chosen
        if any(one.is_chosen for one in self.years):
            number -= sum(bool(self.cleaned_data.get(name)) for name in PERIOD)
        return number

    def _editions_of_training(self, editions: QuerySet[Edition]) -> list[tuple[int, str]]:
        """Those of the training that was chosen, or of the edition that was."""
        training, edition = self.data.get("training", ""), self.data.get("edition", "")
        if training.isdecimal():
            found = editions.filter(training=training)
        elif edition.isdecimal():
            found = editions.filter(pk=edition)
        else:
            return []
        return [
            (pk, date_format(clock.local(begin), "j F Y") if begin else "")
            for pk, begin in found.order_by("-starts_at", "-pk").values_list("pk", "starts_at")
        ]

    def chosen_forms(
        self, editions: QuerySet[Edition], surveys: QuerySet[EvaluationForm]
    ) -> QuerySet[EvaluationForm]:
        """The forms about these editions that were chosen, and the surveys unless something that is
        of editions was. What cannot be read finds nothing."""
        if not self.is_valid():
            return EvaluationForm.objects.none()
        chosen = replace(self.selection, occasion=Occasion.END)
        found = chosen.narrow(editions)
        if edition := self.cleaned_data.get("edition"):
            found = found.filter(pk=edition)
        occasion = self.cleaned_data["occasion"]
        about = Q(edition__in=found.order_by().values("pk"))
        if occasion:
            about &= Q(occasion=occasion)
        if occasion in ("", SURVEY) and not edition and chosen == Selection(chosen.period):
            about |= Q(pk__in=closed_in(surveys, chosen.period).order_by().values("pk"))
        return EvaluationForm.objects.filter(about)

    def narrow(self, texts: QuerySet[TextAnswer]) -> QuerySet[TextAnswer]:
        """Those of the texts that fit what was asked of them; all words must be there."""
        if not self.is_valid():
            return texts.none()
        chosen = self.cleaned_data
        texts = self.with_words(texts)
        if chosen["question"]:
            texts = texts.filter(question__key=chosen["question"])
        if chosen["topic"]:
            texts = texts.filter(topics=chosen["topic"])
        if chosen["tips"]:
            texts = texts.filter(is_golden_tip=True)
        return texts

    @property
    def searched_words(self) -> list[str]:
        """The words that were typed, as far as they are looked for."""
        return self.cleaned_data["q"].split()[:MOST_WORDS] if self.is_valid() else []

    def with_words(self, texts: QuerySet[TextAnswer]) -> QuerySet[TextAnswer]:
        """Those of the texts in which all words stand."""
        for word in self.searched_words:
            texts = texts.filter(_has(word))
        return texts

    @property
    def finds_many(self) -> bool:
        """Whether nothing was chosen that few texts are about."""
        chosen = self.cleaned_data if self.is_valid() else {}
        few = ("training", "title", "edition", "trainer", "topic", "tips")
        return not any(chosen.get(name) for name in few)


def _has(word: str) -> Q:
    """That a word stands in a text, in whatever capitals: SQLite knows those of a to z alone."""
    spellings = {word} if word.isascii() else {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for one in sorted(spellings):
        found |= Q(text__icontains=one)
    return found


class OverviewForm(SelectionForm):
    """Which editions, and by what they are put in groups."""

    by = forms.ChoiceField(label=_("Verdeel per"), required=False, widget=LongSelect)

    always = SelectionForm.always | {"by"}

    def __init__(self, data: QueryDict, *, choices: Choices, about_people: bool) -> None:
        super().__init__(data, choices=choices)
        self.fields["by"].choices = [  # type: ignore[attr-defined]
            (one.value, WORDS[one])
            for one in Dimension
            if about_people or one is not Dimension.TRAINER
        ]

    @property
    def dimension(self) -> Dimension:
        """By what the editions are grouped; by training where nothing (right) was chosen."""
        chosen = self.cleaned_data.get("by") if self.is_valid() else ""
        return Dimension(chosen or Dimension.TRAINING)
