"""What was done with what people said."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.evaluation.enums import ReactionStatus
from courses.evaluation.models.forms import EvaluationForm

MOST_CHARACTERS = 1500
"""How long each of the two texts of a reaction may be: it is read aloud on the telephone too."""


class Reaction(models.Model):
    """What staff heard in a closed form, and what they did with it, in their own words.

    Published it reaches everybody who was invited. With `is_shared` others read it too: on the page
    of the training, and after the form of the next group. It says nothing of who wrote it: that
    stands in the audit log, with the words of each version.
    """

    form = models.OneToOneField(EvaluationForm, on_delete=models.CASCADE, related_name="reaction")
    heard = models.TextField(_("wat we hoorden"), max_length=MOST_CHARACTERS, blank=True)
    done = models.TextField(_("wat we ermee deden"), max_length=MOST_CHARACTERS, blank=True)
    is_shared = models.BooleanField(_("ook voor anderen"), default=True)
    status = models.CharField(
        _("status"), max_length=9, choices=ReactionStatus, default=ReactionStatus.DRAFT
    )
    published_at = models.DateTimeField(_("gepubliceerd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("reactie op een evaluatie")
        verbose_name_plural = _("reacties op evaluaties")
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["status", "published_at"])]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(status=ReactionStatus.PUBLISHED)
                | (Q(published_at__isnull=False) & ~Q(heard="") & ~Q(done="")),
                name="a_published_reaction_is_whole",
            ),
        ]

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return str(self.form)

    @property
    def is_published(self) -> bool:
        """Whether people can read it."""
        return self.status == ReactionStatus.PUBLISHED
