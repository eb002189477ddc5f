"""What search keeps: the words that a coordinator added, and a count of words that led nowhere."""

from __future__ import annotations

import re
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from courses.search.language import LONGEST_WORD, words

_BETWEEN = re.compile(r"[,;\n]+")


class WordGroup(models.Model):
    """What people type, and which words of ours are meant: widow, dead → grief, loss."""

    typed = models.TextField(
        _("wat mensen typen"),
        max_length=2000,
        help_text=_(
            "Woorden met een komma ertussen. Het mogen ook een paar woorden samen zijn, zoals “man "
            "overleden”. Meervoud, vervoegingen en tikfouten hoef je niet op te schrijven."
        ),
    )
    meant = models.CharField(
        _("wat zij dan zoeken"),
        max_length=250,
        help_text=_("Woorden uit de trainingen zelf, met een komma ertussen: “rouw, verlies”."),
    )

    panels: ClassVar[list[Panel]] = [FieldPanel("meant"), FieldPanel("typed")]

    class Meta:
        verbose_name = _("groep zoekwoorden")
        verbose_name_plural = _("groepen zoekwoorden")
        ordering = ["meant", "pk"]

    def __str__(self) -> str:
        return self.meant

    def clean(self) -> None:
        super().clean()
        for name in ("typed", "meant"):
            if getattr(self, name) and not parts(getattr(self, name)):
                raise ValidationError({name: gettext("Schrijf ten minste één woord.")})


def parts(text: str) -> list[list[str]]:
    """What stands between the commas: of each the words, folded."""
    return [found for part in _BETWEEN.split(text) if (found := words(part))]


class UnfoundWord(models.Model):
    """How often a word led to nothing in a month. No person, no moment, no other words beside it.

    Words come from the dictionary only, one of each search, so a name or an address cannot stand
    here, nor who typed two words together.
    """

    word = models.CharField(_("woord"), max_length=LONGEST_WORD)
    month = models.DateField(_("maand"))
    times = models.PositiveIntegerField(_("hoe vaak"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("woord zonder resultaat")
        verbose_name_plural = _("woorden zonder resultaat")
        constraints = [models.UniqueConstraint(fields=["word", "month"], name="one_count_a_month")]

    def __str__(self) -> str:
        return self.word
