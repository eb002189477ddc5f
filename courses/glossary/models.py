"""Words that not everybody knows, and what they mean."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from courses.glossary.inflection import as_forms


def languages() -> list[tuple[str, str]]:
    """In which languages a text may be: those of the site."""
    return list(settings.LANGUAGES)


class GlossaryWord(models.Model):
    """A word that lessons explain where it stands, and the page with hard words explains too."""

    word = models.CharField(
        _("woord"),
        max_length=60,
        help_text=_("Zoals het in een woordenboek staat: mantelzorger, niet mantelzorgers."),
    )
    other_forms = models.CharField(
        _("andere vormen"),
        max_length=200,
        blank=True,
        help_text=_(
            "Met komma’s ertussen. Gewone vormen vindt de site zelf: mantelzorgers, eenzame, "
            "signaleert. Schrijf hier alleen wat anders gaat: verdriet, verdrietig."
        ),
    )
    meaning = models.CharField(
        _("uitleg"),
        max_length=300,
        help_text=_("Een of twee korte zinnen, met woorden die iedereen kent."),
    )
    in_english = models.CharField(
        _("in het Engels"),
        max_length=80,
        blank=True,
        help_text=_("Voor wie Nederlands leert. Mag leeg zijn."),
    )
    language = models.CharField(
        _("taal van de tekst"),
        max_length=5,
        choices=languages,
        default="nl",
        help_text=_("Alleen in teksten in deze taal krijgt het woord uitleg."),
    )

    class Meta:
        verbose_name = _("moeilijk woord")
        verbose_name_plural = _("moeilijke woorden")
        ordering = ["language", "word"]
        constraints = [
            models.UniqueConstraint(
                Lower("word"),
                "language",
                name="one_meaning_for_each_word",
                violation_error_message=_("Dit woord staat er al."),
            )
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        super().clean()
        self.word = " ".join(self.word.split())
        self.other_forms = ", ".join(as_forms(self.other_forms))
        if self.word and not any(character.isalpha() for character in self.word):
            raise ValidationError({"word": _("Schrijf een woord, met letters.")})
