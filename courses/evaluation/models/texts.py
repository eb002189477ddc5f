"""What people wrote in evaluations, from screening to reading, and what staff keep beside it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import IN_REVIEW, TextStatus
from courses.evaluation.models.forms import FormQuestion

if TYPE_CHECKING:
    from courses.plugin_api.contributions.base import Json


class Topic(models.Model):
    """A label that staff give to texts: what they are about.

    `key` is that of the question for which it is kept, whatever the form; "" for all questions.
    """

    name = models.CharField(_("naam"), max_length=80)
    key = models.CharField(_("vraag"), max_length=80, blank=True, default="")

    class Meta:
        verbose_name = _("onderwerp van open antwoorden")
        verbose_name_plural = _("onderwerpen van open antwoorden")
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("name"), "key", name="one_topic_per_name")
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.name


class TextAnswer(models.Model):
    """A text that someone wrote: no person, no time, a random id.

    `redactions` are the pieces that may have to go (see `redactions`), until it is released; None
    before the screening looked for them. What is taken out at the release is gone from `text`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(FormQuestion, on_delete=models.CASCADE, related_name="texts")
    text = models.TextField(blank=True)
    status = models.CharField(
        _("status"), max_length=8, choices=TextStatus, default=TextStatus.WAITING
    )
    redactions: Json = models.JSONField(null=True, blank=True, default=None)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="texts", verbose_name=_("onderwerpen")
    )
    is_golden_tip = models.BooleanField(_("gouden tip"), default=False)

    class Meta:
        verbose_name = _("tekst in een evaluatie")
        verbose_name_plural = _("teksten in evaluaties")
        ordering: ClassVar[list[str]] = ["id"]
        permissions = [
            ("review_textanswer", _("Mag open antwoorden bekijken en vrijgeven")),
            ("label_textanswer", _("Mag onderwerpen geven aan open antwoorden")),
        ]
        indexes: ClassVar[list[models.Index]] = [
            # Not for what is in review alone: SQLite takes no such index where values are given
            # apart from the statement.
            models.Index(fields=["status", "question"], name="texts_by_status"),
            models.Index(fields=["question"], condition=Q(is_golden_tip=True), name="golden_tips"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status=TextStatus.GONE) | Q(text=""),
                name="nothing_is_kept_of_a_text_that_is_gone",
            ),
            models.CheckConstraint(
                condition=Q(status__in=IN_REVIEW) | Q(redactions__isnull=True),
                name="redactions_end_with_the_review",
            ),
            models.CheckConstraint(
                condition=Q(is_golden_tip=False) | Q(status=TextStatus.RELEASED),
                name="only_what_is_released_is_a_tip",
            ),
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.text[:50]


class ScreeningException(models.Model):
    """Words that look like a name of a person and are none, such as "Rode Kruis"."""

    words = models.CharField(_("woorden"), max_length=80)

    class Meta:
        verbose_name = _("uitzondering bij het zoeken naar namen")
        verbose_name_plural = _("uitzonderingen bij het zoeken naar namen")
        ordering: ClassVar[list[str]] = ["words", "pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("words"), name="one_exception_per_words")
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.words
