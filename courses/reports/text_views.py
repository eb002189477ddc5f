"""Searching in what people wrote, over all forms that somebody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import ENOUGH
from courses.evaluation.models import Topic
from courses.evaluation.queries import forms_to_review, readable_texts
from courses.evaluation.queries import texts as text_queries
from courses.reports import exports, queries
from courses.reports.forms import AnswersForm
from courses.reports.views import FiguresView

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.evaluation.models import EvaluationForm, TextAnswer


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
        return self.filter_form.narrow(readable_texts(self.forms))

    @property
    def texts_with_all(self) -> QuerySet[TextAnswer]:
        """With what a row says of them."""
        related = self.texts.select_related("question__form__edition__training")
        return related.prefetch_related("topics")

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
        paging = self.page_of(self.texts_with_all)
        may_label = text_queries.may_label(user)
        may_review = user.has_perm(text_queries.REVIEW)
        return super().get_context_data(
            filter_form=self.filter_form,
            texts=list(paging["page_obj"]),
            words=self.filter_form.is_valid() and self.filter_form.cleaned_data["q"],
            counts=self._counts(may_label=may_label),
            in_review=queries.in_review(text_queries.number_in_review(self.forms)),
            to_review=forms_to_review(user).count() if may_review else 0,
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
        return [
            (
                one.topic.name,
                str(one.number if may_label else one.shown or few),
                self._address(topic=one.topic.pk),
            )
            for one in text_queries.topic_counts(self.texts)
        ]
