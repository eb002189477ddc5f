"""What the pages about editions show. The figures themselves come from the evaluation part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import BigIntegerField, CharField, Exists, OuterRef
from django.utils.translation import gettext, ngettext

from courses.catalogue.models import TrainingPage
from courses.common import formats
from courses.common.statements import KeyList, Keys, Presence, Statement
from courses.editions.enums import EditionStatus, Place
from courses.editions.models import Edition
from courses.editions.queries import ForStaff, reported_editions
from courses.evaluation.enums import ENOUGH, Occasion
from courses.evaluation.models import EvaluationForm, FormQuestion, ReportedMean
from courses.evaluation.queries import (
    OVERALL,
    Figures,
    QuestionFigures,
    Reason,
    SuppressedFigures,
    figures_of,
)
from courses.people.queries import is_coordinator
from courses.reports.selections import Selection, ended_in, forms_of, forms_of_keys

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from decimal import Decimal

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

    from courses.people.models import User

SCORES = (OVERALL, "trainer", "content")
"""The keys of the marks that every form asks for."""

EVERYTHING = Selection()


@dataclass(frozen=True)
class EditionRow:
    """One edition with its figures; None when it had no evaluation."""

    edition: Edition
    figures: Figures | None

    @property
    def withheld(self) -> SuppressedFigures | None:
        """Why there is nothing to see, if so."""
        return self.figures.withheld[0] if self.figures and self.figures.withheld else None

    @property
    def remark(self) -> str:
        """What is to be known of it: which half it is of a hybrid one, and what staff wrote."""
        half = self.edition.half_of or getattr(self.edition, "half", None)
        return remark(self.edition.place, half.status if half else None, self.edition.note)

    @property
    def invited(self) -> int | None:
        """None where nobody knows, too."""
        people = self.withheld or self.figures
        return people.invited if people and not self.is_unknown else None

    @property
    def asked(self) -> int | None:
        """Whom a mail, a letter or a call reached; None until the form closed, or where nobody
        knows. It is no secret where the answers are: the total counts it, too."""
        people = self.withheld or self.figures
        return people.asked if people and not self.is_unknown else None

    @property
    def answered(self) -> int | None:
        people = self.withheld or self.figures
        return people.answered if people and not self.is_unknown else None

    @property
    def is_open(self) -> bool:
        """Whether people still answer, so that no more is known than that `answered` is the
        least."""
        return self.withheld is not None and self.withheld.reason is Reason.OPEN

    @property
    def is_unknown(self) -> bool:
        """Whether nobody knows how many were invited: it was held elsewhere."""
        return bool(self.figures and self.figures.of_unknown)

    @property
    def is_reported(self) -> bool:
        """Whether it was answered elsewhere, and the figures are as others reported."""
        return bool(self.figures and self.figures.sources)

    @property
    def mean(self) -> Decimal | None:
        """The mean of the overall mark, if it may be seen."""
        return self.figures.mean if self.figures else None

    @property
    def overall(self) -> QuestionFigures | None:
        """What may be seen of the overall mark."""
        return self.figures.question(OVERALL) if self.figures else None

    @property
    def reason(self) -> str:
        """In a sentence why there is nothing to see; empty when there is."""
        if self.figures is None:
            return gettext("Voor deze uitvoering is geen evaluatie gehouden.")
        return reason(self.withheld) if self.withheld else ""


def remark(place: str, other_half: str | None, note: str) -> str:
    """What is to be known of an edition, by where it is, the status of its other half (None when it
    has none), and what staff wrote."""
    half = ""
    if other_half == EditionStatus.OPEN:
        half = (
            gettext("Online, samen met op locatie één uitvoering.")
            if place == Place.ONLINE
            else gettext("Op locatie, samen met online één uitvoering.")
        )
    return " ".join(filter(None, (half, note)))


def reason(withheld: SuppressedFigures) -> str:
    """In a sentence why nothing of a form is shown."""
    if withheld.reason is Reason.LOST:
        return gettext("De antwoorden zijn verloren gegaan: de sleutel ervan is weg.")
    if withheld.reason is Reason.OPEN:
        return gettext("Nog niet te zien: het formulier sluit op %(moment)s.") % {
            "moment": formats.deadline(withheld.closes_at)
        }
    if withheld.answered < ENOUGH:
        return gettext("Niet te zien: er zijn minder dan %(enough)d antwoorden.") % {
            "enough": ENOUGH
        }
    # Which of the two it is, would tell what people said.
    return gettext(
        "Niet te zien: er zijn minder dan %(enough)d antwoorden van wie al in de groep zat toen "
        "het formulier openging, of je zou kunnen zien wat iedereen zei."
    ) % {"enough": ENOUGH}


def in_review(number: int) -> str:
    """In a sentence how many texts nobody may read yet; "" for none."""
    if not number:
        return ""
    return ngettext(
        "%(n)d open antwoord wacht op een coördinator. Die kijkt eerst of er namen in staan.",
        "%(n)d open antwoorden wachten op een coördinator. Die kijkt eerst of er namen in staan.",
        number,
    ) % {"n": number}


def reported(user: User | AnonymousUser, selection: Selection = EVERYTHING) -> QuerySet[Edition]:
    """Editions with figures as others reported them and nothing more: shown apart, never added up.

    Where their evaluation was taken over, they stand among all others and say so."""
    evaluated = Exists(EvaluationForm.objects.filter(edition=OuterRef("pk")))
    found = ended_in(reported_editions(user), selection.period).filter(~evaluated)
    return found.filter(training=selection.training) if selection.training else found


def reported_now(user: User | AnonymousUser, selection: Selection) -> list[Edition]:
    """These, as a page has them. One query where there are none, as nearly everywhere; else two."""
    return list(reported(user, selection)) if _REPORTED.run(user) else []


_REPORTED: ForStaff[int] = ForStaff(
    lambda: Edition.objects.filter(status=EditionStatus.REPORTED).values_list("pk", flat=True),
    edition="pk",
    finish=lambda found: found.order_by("pk")[:1],
)


def notes_of(editions: QuerySet[Edition]) -> list[tuple[str, str]]:
    """What is to be known of where figures come from, by training, each remark once."""
    return list(_notes(editions))


def notes_of_keys(editions: Sequence[int]) -> list[tuple[str, str]]:
    """The same of editions that are known by their keys."""
    return _NOTES.run(editions=editions)


def _notes(editions: QuerySet[Edition]) -> QuerySet[Edition, tuple[str, str]]:
    remarks = editions.exclude(note="").order_by("training__title", "note")
    return remarks.values_list("training__title", "note").distinct()


_NOTES: Statement[tuple[str, str]] = Statement(
    lambda editions: _notes(Edition.objects.filter(pk__in=editions)), editions=Keys()
)


def seldom_there() -> frozenset[str]:
    """Which there are at all of what most academies have nothing of: "notes" on editions, figures
    that others "reported", "means" without marks, and "surveys". One query, instead of one each."""
    return _SELDOM.run()


_SELDOM: Presence[str] = Presence(
    {
        "notes": lambda: Edition.objects.exclude(note=""),
        "reported": lambda: Edition.objects.filter(status=EditionStatus.REPORTED),
        "means": ReportedMean.objects.all,
        "surveys": lambda: EvaluationForm.objects.filter(edition=None),
    }
)


def trainings_with_editions(editions: QuerySet[Edition]) -> QuerySet[TrainingPage]:
    """The trainings of these editions by name. Never by mark: this is no ranking."""
    found: QuerySet[TrainingPage] = TrainingPage.objects.filter(
        pk__in=editions.order_by().values("training")
    ).order_by("title", "pk")
    return found


def edition_rows(
    editions: Sequence[Edition],
    *,
    keys: Collection[str] = (OVERALL,),
    occasion: str = Occasion.END,
    forms: KeyList | None = None,
) -> list[EditionRow]:
    """The editions with their figures for these questions; who knows the keys of their forms
    already gives those."""
    if forms is None:
        forms = forms_of_keys([edition.pk for edition in editions], occasion)
    found = figures_of(forms, by="edition_id", keys=keys)
    return [EditionRow(edition, found.get(edition.pk)) for edition in editions]


def training_by_key(pk: int) -> TrainingPage | None:
    """A training; None when there is none."""
    return _TRAINING.first(training=pk)


def editions_in_order(editions: Sequence[int]) -> list[Edition]:
    """Editions by their keys, the newest first, each with its other half."""
    return _EDITIONS.run(editions=editions)


_TRAINING: Statement[TrainingPage] = Statement(
    lambda training: TrainingPage.objects.filter(pk=training), training=BigIntegerField()
)
_EDITIONS: Statement[Edition] = Statement(
    lambda editions: (
        Edition.objects.filter(pk__in=editions)
        .select_related("half_of", "half")
        .order_by("-starts_at", "-pk")
    ),
    editions=Keys(),
)


def edition_row(edition: Edition, occasion: str = Occasion.END) -> EditionRow:
    """Everything that was answered about an edition, without texts."""
    found = figures_of(forms_of_keys([edition.pk], occasion), by="edition_id")
    return EditionRow(edition, found.get(edition.pk))


def occasions_of(editions: Sequence[int]) -> list[Occasion]:
    """When people were asked about these editions, in order; the end always counts."""
    found = set(_OCCASIONS.run(editions=editions))
    return [one for one in Occasion if one == Occasion.END or one in found]


_OCCASIONS: Statement[str] = Statement(
    lambda editions: (
        EvaluationForm.objects.filter(edition__in=editions)
        .order_by()
        .values_list("occasion", flat=True)
        .distinct()
    ),
    editions=Keys(),
)


def all_figures(editions: QuerySet[Edition], occasion: str = Occasion.END) -> Figures:
    """Everything that was answered about these editions together, without texts."""
    return figures_of_forms(
        KeyList(forms_of(editions, occasion).order_by().values_list("pk", flat=True))
    )


def figures_of_forms(forms: KeyList) -> Figures:
    """The same of the forms with these keys."""
    return figures_of(forms, by=None).get(None, Figures())


def question_shown(forms: KeyList, key: str) -> FormQuestion | None:
    """A question of these forms of which something is shown, in its newest words; None when there
    is none."""
    return _QUESTION_SHOWN.first(forms=forms, key=key)


_QUESTION_SHOWN: Statement[FormQuestion] = Statement(
    lambda forms, key: FormQuestion.objects.filter(
        form__in=forms, key=key, summary__isnull=False
    ).order_by("-pk")[:1],
    forms=Keys(),
    key=CharField(),
)


def surveys(user: User | AnonymousUser) -> QuerySet[EvaluationForm]:
    """The surveys that somebody may see figures of, the newest first: a coordinator's."""
    # What is about no edition is a survey; by its edition a form is found at once.
    found = EvaluationForm.objects.filter(edition=None)
    if not is_coordinator(user):
        found = found.none()
    return found.select_related("imported").order_by("-closes_at", "-pk")


NEWEST_SURVEYS = 10


def newest_surveys(user: User | AnonymousUser) -> list[EvaluationForm]:
    """The newest of these."""
    return _NEWEST_SURVEYS.run() if is_coordinator(user) else []


_NEWEST_SURVEYS: Statement[EvaluationForm] = Statement(
    lambda: (
        EvaluationForm.objects.filter(edition=None)
        .select_related("imported")
        .order_by("-closes_at", "-pk")[:NEWEST_SURVEYS]
    )
)


def survey_figures(survey: EvaluationForm) -> Figures:
    """What people answered to a survey, without texts."""
    return figures_of_forms(KeyList([survey.pk]))
