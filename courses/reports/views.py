"""Figures on evaluations, in the administration."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.common.replica import reads_figures
from courses.common.statements import KeyList
from courses.evaluation.enums import ENOUGH, FormStatus, Kind, Occasion
from courses.evaluation.models import EvaluationForm, FormQuestion
from courses.evaluation.queries import OVERALL, means_as_reported, texts_shown
from courses.evaluation.queries import texts as text_queries
from courses.evaluation.queries.texts import texts_under, waiting_under
from courses.people.queries import is_coordinator, is_trainer
from courses.reports import comparison, definitions, drawings, exports, queries, shown
from courses.reports.forms import (
    OverviewForm,
    PeriodForm,
    SelectionForm,
    choices_for_staff,
    chooses_period,
    with_year,
)
from courses.reports.overview import (
    NO_FACTS,
    WORDS,
    Dimension,
    backgrounds,
    facts_for_staff,
    overview,
    people_in,
    years_in,
    years_of,
)
from courses.reports.pages import TableView
from courses.reports.protected import background_label, protected
from courses.reports.selections import (
    Period,
    Selection,
    forms_of,
    forms_of_keys,
    keys_seen_by_staff,
    newest_year_seen_by_staff,
    seen_by_staff,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from courses.catalogue.models import TrainingPage
    from courses.editions.models import Edition
    from courses.people.models import User
    from courses.reports.facts import Facts
    from courses.reports.forms import Choices
    from courses.reports.overview import Overview, YearOfTrend


def may_see_figures(user: User | AnonymousUser) -> bool:
    """Whether there can be figures for this user: of own editions or of all."""
    return is_coordinator(user) or is_trainer(user)


MOST_TOLD_APART = 10_000
"""Of so many participations people are told apart while somebody waits: some milliseconds."""


def _leave_out_indents(page: HttpResponse) -> None:
    """Leave out what templates are indented with: a sixth of a page. Nothing can be typed on these
    pages."""
    page.content = b"\n".join([line.lstrip(b" ") for line in page.content.split(b"\n")])


class FiguresView(TableView):
    """What the pages with figures on evaluations share."""

    header_icon = "form"

    def render_to_response(
        self, context: dict[str, object], **response_kwargs: object
    ) -> HttpResponse:
        page: HttpResponse = super().render_to_response(context, **response_kwargs)
        assert isinstance(page, TemplateResponse)  # noqa: S101 - what it is made as
        page.add_post_render_callback(_leave_out_indents)
        return page

    def may_see(self) -> bool:
        return may_see_figures(self.request.user)

    @cached_property
    def seen(self) -> QuerySet[Edition]:
        """All editions that the user may see figures of."""
        return seen_by_staff(self.request.user)

    @cached_property
    def keys_seen(self) -> KeyList:
        """The keys of these."""
        return keys_seen_by_staff(self.request.user)

    @cached_property
    def is_coordinator(self) -> bool:
        return is_coordinator(self.request.user)

    def get_file_name(self) -> str:
        return slugify(f"evaluaties {self.get_page_title()}")

    def get_sheet_name(self) -> str:
        return gettext("Evaluaties")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            enough=ENOUGH,
            own_only=not self.is_coordinator,
            waits_for_others=not self.request.user.has_perm(text_queries.REVIEW),
            definitions=definitions.ALL,
            **kwargs,
        )


@method_decorator(reads_figures, name="dispatch")
class IndexView(FiguresView):
    """A selection as a whole, from year to year, and in groups by name."""

    page_title = _("Evaluaties")
    template_name = "reports/index.html"

    @cached_property
    def filter_form(self) -> OverviewForm:
        asked = with_year(self.request.GET, self.year_instead)
        return OverviewForm(asked, choices=self._choices, about_people=self.is_coordinator)

    @cached_property
    def _choices(self) -> Choices:
        return choices_for_staff(self.request.user, about_people=self.is_coordinator)

    @cached_property
    def year_instead(self) -> int | None:
        """Last year, where nobody chose a period, nothing was held this year yet, and something
        was then; else None."""
        if chooses_period(self.request.GET):
            return None
        last = clock.today().year - 1
        return last if newest_year_seen_by_staff(self.request.user) == last else None

    def _backgrounds(self, found: Overview) -> list[tuple[str, int]]:
        """As what people took part; small groups stand together, as in the year report."""
        if not self.is_coordinator:
            return []
        counts = protected(backgrounds(found.keys), found.whole.held.participants)
        return [(background_label(one.keys), one.number) for one in counts]

    def _different_people(self, found: Overview) -> int | None:
        """None of more of them than a year has: it would take longer than all else there."""
        participants = found.whole.held.participants
        return people_in(found.keys, participants) if participants <= MOST_TOLD_APART else None

    @cached_property
    def selection(self) -> Selection:
        return self.filter_form.selection

    @cached_property
    def editions(self) -> QuerySet[Edition]:
        # With a filter that is not right, all figures would look like the answer to it.
        found = self.seen if self.filter_form.is_valid() else self.seen.none()
        return self.selection.narrow(found)

    def get_file_name(self) -> str:
        return "evaluaties"

    def get_table(self) -> exports.Table:
        return exports.editions_table(
            self.editions,
            self.selection.occasion,
            reported=queries.reported(self.request.user, self.selection),
        )

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        dimension = self.filter_form.dimension
        facts = self._facts_of_period()
        found = overview(
            facts.keys,
            self.selection.occasion,
            dimension,
            facts=facts,
            labels=self._labels(dimension),
        )
        paging = self.page_of(found.named)
        rows = found.with_marks(list(paging["page_obj"]))
        return super().get_context_data(
            filter_form=self.filter_form,
            period=self.selection.period,
            found=found,
            whole=found.whole,
            drawings=shown.of_overview(found, self._all_years()),
            dimension=WORDS[dimension],
            adds_up=dimension is not Dimension.TRAINER,
            rows=rows,
            lines=shown.of_groups(
                rows,
                with_addresses=dimension is Dimension.TRAINING,
                query=self.filter_form.period_query,
            ),
            backgrounds=self._backgrounds(found),
            people=self._different_people(found),
            instead_of_this_year=self.year_instead,
            this_year=(this_year := clock.today().year),
            year_report=(
                (self.year_instead or self.selection.period.year or this_year)
                if self.is_coordinator
                else None
            ),
            **self._seldom(found),
            **paging,
            **kwargs,
        )

    def _seldom(self, found: Overview) -> dict[str, object]:
        """What most academies have nothing of."""
        user, there = self.request.user, queries.seldom_there()
        asked: dict[str, Callable[[], object]] = {
            "notes": lambda: queries.notes_of_keys(found.keys),
            "reported": lambda: queries.reported_now(user, self.selection),
            "means": lambda: means_as_reported(
                forms_of(self.editions, self.selection.occasion), keys=[OVERALL]
            ),
            "surveys": lambda: queries.newest_surveys(user),
        }
        return {name: ask() if name in there else [] for name, ask in asked.items()}

    @cached_property
    def _facts_of_all_years(self) -> Facts:
        """Of a selection without its period: of these there is a trend."""
        # As in `editions`.
        if not self.filter_form.is_valid():
            return NO_FACTS
        chosen = replace(self.selection, period=Period())
        return facts_for_staff(self.request.user, chosen, self.filter_form.dimension)

    def _labels(self, dimension: Dimension) -> Mapping[Hashable, str] | None:
        """What the groups are called that one can choose, too: those were asked for already."""
        return dict(rows) if (rows := self._choices.get(dimension)) else None

    def _facts_of_period(self) -> Facts:
        """Those of the selection, which are part of these."""
        facts, period = self._facts_of_all_years, self.selection.period
        if period == Period():
            return facts
        if (years := years_in(period)) is not None:
            return facts.of_years(*years)
        return facts.of(set(Selection(period=period).among(facts.keys)))

    def _all_years(self) -> tuple[YearOfTrend, ...] | None:
        """The course over all years of a selection of one of them; None where the period is all."""
        if self.selection.period == Period():
            return None
        return years_of(self._facts_of_all_years.by_year)


class OfTraining(FiguresView):
    """What pages about one training share."""

    @cached_property
    def training(self) -> TrainingPage:
        training = queries.training_by_key(self.kwargs["pk"]) if self.keys_seen else None
        if training is None:
            raise Http404
        return training

    @cached_property
    def keys_seen(self) -> KeyList:
        """The keys of the editions of the training that the user may see figures of, in order."""
        return keys_seen_by_staff(self.request.user, training=self.kwargs["pk"])

    def keys_in(self, period: Period) -> KeyList:
        """Those of the editions that ended in a period, in order."""
        chosen = set(Selection(period=period).among(self.keys_seen))
        return KeyList(one for one in self.keys_seen if one in chosen)


@method_decorator(reads_figures, name="dispatch")
class TrainingView(OfTraining):
    """The figures of one training, and its editions."""

    template_name = "reports/training.html"

    @cached_property
    def filter_form(self) -> PeriodForm:
        return PeriodForm(self.request.GET)

    @cached_property
    def occasion(self) -> str:
        return _occasion(self.request.GET.get("occasion"))

    @cached_property
    def editions(self) -> QuerySet[Edition]:
        chosen = Selection(period=self.filter_form.period, training=self.training.pk)
        return chosen.narrow(self.seen).order_by("-starts_at", "-pk")

    def get_page_title(self) -> str:
        return str(self.training.title)

    def trail(self) -> list[tuple[str, object]]:
        return [(reverse("evaluation_reports:index"), gettext("Evaluaties"))]

    def get_table(self) -> exports.Table:
        return exports.editions_table(self.editions, self.occasion)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        keys = self.keys_in(self.filter_form.period)
        paging = self.page_of(keys)
        editions = queries.editions_in_order(list(paging["page_obj"]))
        found = overview(keys, self.occasion)
        forms = forms_of_keys(found.keys, self.occasion)
        figures = queries.figures_of_forms(forms)
        return super().get_context_data(
            training=self.training,
            filter_form=self.filter_form,
            period=self.filter_form.period,
            occasion=self.occasion,
            occasions=queries.occasions_of(found.keys),
            whole=found.whole,
            figures=figures,
            questions=shown.of_figures(figures, texts_under(forms)),
            drawings=shown.of_overview(found)[1:],
            answers_url=f"{reverse('open_answers')}?training={self.training.pk}",
            rows=queries.edition_rows(
                editions,
                occasion=self.occasion,
                forms=forms if len(editions) == len(found.keys) else None,
            ),
            texts_url=reverse("evaluation_reports:training_texts", args=[self.training.pk]),
            **paging,
            **kwargs,
        )


@method_decorator(reads_figures, name="dispatch")
class EditionView(FiguresView):
    """The figures of one edition, or why they are not shown."""

    template_name = "reports/edition.html"

    @cached_property
    def edition(self) -> Edition:
        edition: Edition = get_object_or_404(self.seen, pk=self.kwargs["pk"])
        return edition

    @cached_property
    def occasion(self) -> str:
        return _occasion(self.request.GET.get("occasion"))

    @cached_property
    def row(self) -> queries.EditionRow:
        return queries.edition_row(self.edition, self.occasion)

    def _answered_form(self) -> int | None:
        """The key of the form to which a reaction can be written."""
        answered = self.forms.filter(status=FormStatus.CLOSED, answered_count__gt=0)
        return answered.order_by().values_list("pk", flat=True).first()

    def get_page_title(self) -> str:
        return str(self.edition)

    def trail(self) -> list[tuple[str, object]]:
        training = self.edition.training
        return [
            (reverse("evaluation_reports:index"), gettext("Evaluaties")),
            (reverse("evaluation_reports:training", args=[training.pk]), training.title),
        ]

    @cached_property
    def forms(self) -> QuerySet[EvaluationForm]:
        return EvaluationForm.objects.filter(edition=self.edition, occasion=self.occasion)

    def get_table(self) -> exports.Table:
        return exports.answers_table(self.row, self.forms)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            edition=self.edition,
            row=self.row,
            figures=self.row.figures,
            occasion=self.occasion,
            occasions=queries.occasions_of([self.edition.pk]),
            questions=shown.of_figures(
                self.row.figures, texts_under(forms_of_keys([self.edition.pk], self.occasion))
            ),
            answers_url=f"{reverse('open_answers')}?edition={self.edition.pk}",
            texts_url=reverse("evaluation_reports:edition_texts", args=[self.edition.pk]),
            reaction_to=self._answered_form(),
            **kwargs,
        )


@method_decorator(reads_figures, name="dispatch")
class SurveyView(FiguresView):
    """What people answered to a survey."""

    template_name = "reports/survey.html"

    @cached_property
    def survey(self) -> EvaluationForm:
        return get_object_or_404(queries.surveys(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def forms(self) -> QuerySet[EvaluationForm]:
        return EvaluationForm.objects.filter(pk=self.survey.pk)

    def get_page_title(self) -> str:
        return self.survey.title

    def trail(self) -> list[tuple[str, object]]:
        return [(reverse("evaluation_reports:index"), gettext("Evaluaties"))]

    def get_table(self) -> exports.Table:
        return exports.survey_table(self.survey, queries.survey_figures(self.survey), self.forms)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        figures = queries.survey_figures(self.survey)
        withheld = figures.withheld[0] if figures.withheld else None
        people = withheld or figures
        return super().get_context_data(
            survey=self.survey,
            figures=figures,
            invited=people.invited,
            asked=(asked := people.invited if people.asked is None else people.asked),
            answered=people.answered,
            percentage=drawings.percentage(people.answered, asked),
            reason=queries.reason(withheld) if withheld else "",
            questions=shown.of_figures(figures, texts_under([self.survey.pk])),
            texts_url=reverse("evaluation_reports:survey_texts", args=[self.survey.pk]),
            reaction_to=self.survey.pk if figures.shown else None,
            **kwargs,
        )


def _occasion(asked: str | None) -> str:
    """The occasion that is asked for; the end of an edition for anything else."""
    known = {one.value for one in Occasion if one != Occasion.SURVEY}
    return asked if asked in known else Occasion.END.value


# --- What people wrote ------------------------------------------------------------------------


class TextsView(FiguresView, ABC):
    """What people wrote under one question, as far as it may be shown, page by page."""

    template_name = "reports/texts.html"
    export_kinds = ()

    @property
    @abstractmethod
    def forms(self) -> KeyList:
        """The keys of the forms that they are about."""

    @property
    def reaction_to(self) -> int | None:
        """The key of the one form of which somebody who reads this can tell what was done with it;
        None of several forms."""
        return None

    @cached_property
    def question(self) -> FormQuestion:
        """The question, in its newest words."""
        found = queries.question_shown(self.forms, self.request.GET.get("question", ""))
        if found is None or not found.takes_text:
            raise Http404
        return found

    def get_page_title(self) -> str:
        return self.question.label

    def get_table(self) -> exports.Table:
        raise Http404

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        one = self.question.key, self.question.kind
        forms = EvaluationForm.objects.filter(pk__in=self.forms)
        texts = texts_shown(forms, key=self.question.key, kind=self.question.kind)
        waiting = waiting_under(self.forms).get(one, 0)
        paging = self.page_of(texts)
        return super().get_context_data(
            question=self.question.label,
            texts=[one.text for one in paging["page_obj"]],
            in_review=queries.in_review(waiting),
            reaction_to=self.reaction_to if texts else None,
            is_other=self.question.kind != Kind.OPEN,
            **paging,
            **kwargs,
        )


class TrainingTextsView(OfTraining, TextsView):
    """What people wrote about the editions of a training."""

    @cached_property
    def forms(self) -> KeyList:
        keys = self.keys_in(PeriodForm(self.request.GET).period)
        return forms_of_keys(keys, _occasion(self.request.GET.get("occasion")))

    def trail(self) -> list[tuple[str, object]]:
        return [
            (reverse("evaluation_reports:index"), gettext("Evaluaties")),
            (
                reverse("evaluation_reports:training", args=[self.training.pk]),
                self.training.title,
            ),
        ]


class EditionTextsView(TextsView):
    """What people wrote about one edition."""

    @cached_property
    def edition(self) -> Edition:
        edition: Edition = get_object_or_404(self.seen, pk=self.kwargs["pk"])
        return edition

    @cached_property
    def forms(self) -> KeyList:
        return forms_of_keys([self.edition.pk], _occasion(self.request.GET.get("occasion")))

    @property
    def reaction_to(self) -> int | None:
        return min(self.forms, default=None)

    def trail(self) -> list[tuple[str, object]]:
        return [
            (reverse("evaluation_reports:index"), gettext("Evaluaties")),
            (reverse("evaluation_reports:edition", args=[self.edition.pk]), str(self.edition)),
        ]


class SurveyTextsView(TextsView):
    """What people wrote in a survey."""

    @cached_property
    def survey(self) -> EvaluationForm:
        return get_object_or_404(queries.surveys(self.request.user), pk=self.kwargs["pk"])

    @cached_property
    def forms(self) -> KeyList:
        return KeyList([self.survey.pk])

    @property
    def reaction_to(self) -> int | None:
        return self.survey.pk if self.is_coordinator else None

    def trail(self) -> list[tuple[str, object]]:
        return [
            (reverse("evaluation_reports:index"), gettext("Evaluaties")),
            (reverse("evaluation_reports:survey", args=[self.survey.pk]), self.survey.title),
        ]


# --- Two selections ---------------------------------------------------------------------------


@method_decorator(reads_figures, name="dispatch")
class ComparisonView(FiguresView):
    """Two selections beside each other, and whether their difference says anything.

    People are not compared: none of the two can be about one trainer.
    """

    page_title = _("Vergelijken")
    template_name = "reports/comparison.html"

    @cached_property
    def filter_forms(self) -> tuple[SelectionForm, SelectionForm]:
        return self._form("a"), self._form("b")

    def _form(self, prefix: str) -> SelectionForm:
        return SelectionForm(self.request.GET, choices=self._choices, prefix=prefix)

    @cached_property
    def _choices(self) -> Choices:
        return choices_for_staff(self.request.user, about_people=False)

    def is_filter_right(self) -> bool:
        return all(form.is_valid() for form in self.filter_forms)

    @cached_property
    def found(self) -> comparison.Comparison:
        one, other = self.filter_forms
        return comparison.compare(self.keys_seen, one.selection, other.selection)

    def trail(self) -> list[tuple[str, object]]:
        return [(reverse("evaluation_reports:index"), gettext("Evaluaties"))]

    def get_table(self) -> exports.Table:
        one, other = self.filter_forms
        return exports.comparison_table(self.found, one.words, other.words)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        one, other = self.filter_forms
        return super().get_context_data(
            filter_forms=[(gettext("Eerste selectie"), one), (gettext("Tweede selectie"), other)],
            found=self.found,
            is_chosen=bool(one.words or other.words),
            sides=list(zip(self.found.sides, (one.words, other.words), strict=True)),
            drawings=shown.of_comparison(self.found),
            **kwargs,
        )
