"""Searching in what people wrote, over all forms that somebody may read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import ENOUGH
from courses.evaluation.models import TextAnswer, Topic
from courses.evaluation.queries import readable_texts
from courses.evaluation.queries import texts as text_queries
from courses.reports import exports, queries
from courses.reports.forms import AnswersForm
from courses.reports.views import FiguresView

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

    from courses.evaluation.models import EvaluationForm

MOST_SHOWN = 2000
"""Of how many texts one can turn the pages, and until when they are counted: to count a million
takes seconds, and nobody reads so many. A file has them all."""


class FirstOfMany(Sequence[TextAnswer]):
    """The texts of which a page shows one part, and how many of them can be shown."""

    def __init__(self, texts: QuerySet[TextAnswer], number: int) -> None:
        self._texts = texts
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, part: int) -> TextAnswer: ...

    @overload
    def __getitem__(self, part: slice) -> list[TextAnswer]: ...

    def __getitem__(self, part: int | slice) -> TextAnswer | list[TextAnswer]:
        if isinstance(part, int):
            return self[part : part + 1][0]
        # Which they are comes first: a join would have all of them sorted.
        keys = list(self._texts.values_list("pk", flat=True)[part])
        return list(_with_all(TextAnswer.objects.filter(pk__in=keys).order_by("pk")))


def _with_all(texts: QuerySet[TextAnswer]) -> QuerySet[TextAnswer]:
    related = texts.select_related("question__form__edition__training")
    return related.prefetch_related("topics")


class AnswersView(FiguresView):
    """Open answers that were released, by their words and by what they are about."""

    page_title = _("Open antwoorden")
    template_name = "reports/answers.html"

    @cached_property
    def filter_form(self) -> AnswersForm:
        return AnswersForm(
            self.request.GET,
            editions=self.seen,
            questions=[(key, gettext(text)) for key, text in self.questions.items()],
            topics=[(one.pk, one.name) for one in self.topics],
            is_coordinator=self.is_coordinator,
        )

    @cached_property
    def questions(self) -> dict[str, str]:
        """The questions under which people can write, by key in their newest words."""
        return text_queries.open_questions()

    @cached_property
    def topics(self) -> list[Topic]:
        return list(Topic.objects.all())

    @cached_property
    def forms(self) -> QuerySet[EvaluationForm]:
        """The forms that were chosen, of those that the user may read."""
        return self.filter_form.chosen_forms(self.seen, queries.surveys(self.request.user))

    @cached_property
    def texts(self) -> QuerySet[TextAnswer]:
        """What is found. Where it can be much, the first of it are found fast."""
        few = self._few_with_words
        are_many = few is not None or self.filter_form.finds_many
        found = self.filter_form.narrow(readable_texts(self.forms, are_many=are_many))
        return found if few is None else found.filter(pk__in=few)

    @cached_property
    def _few_with_words(self) -> list[UUID] | None:
        """The keys of all texts with the words, whoever may read them, in one look through the
        table; None when they are many, or no words were typed."""
        if not self.filter_form.searched_words:
            return None
        texts = self.filter_form.with_words(TextAnswer.objects.order_by())
        keys = list(texts.values_list("pk", flat=True)[: MOST_SHOWN + 1])
        return keys if len(keys) <= MOST_SHOWN else None

    @cached_property
    def number(self) -> int:
        """How many texts are found; one more than `MOST_SHOWN` when there are more."""
        return self.texts.order_by()[: MOST_SHOWN + 1].count()

    @property
    def texts_with_all(self) -> QuerySet[TextAnswer]:
        """With what a row says of them."""
        return _with_all(self.texts)

    def get_file_name(self) -> str:
        return "open-antwoorden"

    def get_sheet_name(self) -> str:
        return gettext("Open antwoorden")

    def trail(self) -> list[tuple[str, object]]:
        return [(reverse("evaluation_reports:index"), gettext("Evaluaties"))]

    def get_table(self) -> exports.Table:
        return exports.texts_table(self.texts_with_all)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        user = self.request.user
        paging = self.page_of(FirstOfMany(self.texts, min(self.number, MOST_SHOWN)))
        may_label = text_queries.may_label(user)
        may_review = user.has_perm(text_queries.REVIEW)
        return super().get_context_data(
            filter_form=self.filter_form,
            texts=list(paging["page_obj"]),
            words=self.filter_form.is_valid() and self.filter_form.cleaned_data["q"],
            counts=self._counts(may_label=may_label),
            in_review=queries.in_review(text_queries.number_in_review(self.forms)),
            most_shown=MOST_SHOWN,
            are_more=self.number > MOST_SHOWN,
            to_review=text_queries.number_to_review(user) if may_review else 0,
            may_label=may_label,
            may_review=may_review,
            may_make_topics=user.has_perm(text_queries.MAKE_TOPICS),
            topics=self.topics,
            here=self.request.get_full_path(),
            **paging,
            **kwargs,
        )

    def _counts(self, *, may_label: bool) -> list[tuple[str, str, str]]:
        """The topics of what was found: name, number in words, and the address with only those."""
        few = gettext("minder dan %(n)d") % {"n": ENOUGH}
        if not self.topics:
            return []
        return [
            (
                one.topic.name,
                str(one.number if may_label else one.shown or few),
                self._address(topic=one.topic.pk),
            )
            for one in text_queries.topic_counts(self.texts)
        ]
