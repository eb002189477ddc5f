"""Who wants to hear of a new date of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.editions.enums import EVENING, Language, PartOfDay

if TYPE_CHECKING:
    from courses.editions.models import Edition


class Interest(models.Model):
    """Somebody wants to hear when a training has a new date. It goes when
    she enrols or stops, and after a year.

    `part_of_day` is when she can come and `language` what she wants to hear there; empty where that
    does not matter.
    `known` are the editions that are no news: one could enrol in them already, or was told of them.
    """

    objects: ClassVar[models.Manager[Interest]]

    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.CASCADE,
        related_name="interests",
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="interests",
    )
    part_of_day = models.CharField(
        _("kan alleen"), max_length=7, choices=PartOfDay, blank=True, default="", db_default=""
    )
    language = models.CharField(
        _("taal"), max_length=12, choices=Language, blank=True, default="", db_default=""
    )
    known: Any = models.JSONField(default=list)
    since = models.DateTimeField(_("sinds"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("wens voor een nieuwe datum")
        verbose_name_plural = _("wensen voor een nieuwe datum")
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["training", "person"], name="one_interest_a_training")
        ]

    def __str__(self) -> str:
        return f"{self.training} – {self.person}"

    @staticmethod
    def asked(part_of_day: str, language: str) -> dict[str, str]:
        """What somebody asked of a date, by field; another word than there are is none."""
        return {
            "part_of_day": part_of_day if part_of_day in PartOfDay.values else "",
            "language": language if language in Language.values else "",
        }

    @property
    def when(self) -> str:
        """The part of the day and the language within a sentence; nothing where neither matters."""
        return " ".join(filter(None, (self.get_part_of_day_display().lower(), self._in_language)))

    @property
    def _in_language(self) -> str:
        name = str(self.get_language_display())
        return gettext("in het %(language)s") % {"language": _inside(name)} if name else ""

    def suits(self, edition: Edition) -> bool:
        """Whether an edition begins at the part of the day at which this person can come, and is in
        the language that she asked: who asked for Dutch can follow plain Dutch."""
        return self._suits_language(edition) and self._suits_part_of_day(edition)

    def _suits_language(self, edition: Edition) -> bool:
        if self.language == Language.DUTCH:
            return edition.language in {Language.DUTCH, Language.EASY_DUTCH}
        return self.language in {"", edition.language}

    def _suits_part_of_day(self, edition: Edition) -> bool:
        if not self.part_of_day or edition.starts_at is None:
            return True
        is_evening = clock.local(edition.starts_at).time() >= EVENING
        return is_evening == (self.part_of_day == PartOfDay.EVENING)


def _inside(name: str) -> str:
    """The name of a language within a sentence: "Eenvoudig Nederlands" begins small there."""
    return name[:1].lower() + name[1:] if " " in name else name
