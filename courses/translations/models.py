"""What the academy wrote, in other languages.

A translation hangs on the Dutch words, not on the place where they stand: see
docs/decisions/0021-translated-texts.md. So a page, its copy and its variant share it, no page
exists twice, and words that change have no translation any more until somebody makes one.
"""

from __future__ import annotations

import hashlib
import uuid

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from courses.common import clock
from courses.common.content_language import CODE
from courses.translations.enums import InterfaceLanguage


class ContentLanguage(models.Model):
    """A language that visitors can read texts in. Dutch is what they are written in: no row."""

    code = models.CharField(
        _("code"),
        max_length=12,
        unique=True,
        validators=[
            RegexValidator(
                rf"^{CODE.pattern}\Z",
                _("Schrijf de code in kleine letters, bijvoorbeeld ar of zh-hans."),
            )
        ],
        help_text=_("De internationale code, bijvoorbeeld ar (Arabisch) of tr (Turks)."),
    )
    name = models.CharField(
        _("naam"),
        max_length=60,
        help_text=_("In die taal zelf. Zo staat hij op de knop: Türkçe, العربية."),
    )
    right_to_left = models.BooleanField(
        _("van rechts naar links"),
        default=False,
        help_text=_("Bijvoorbeeld Arabisch, Perzisch en Hebreeuws."),
    )
    interface = models.CharField(
        _("knoppen, formulieren en berichten"),
        max_length=2,
        choices=InterfaceLanguage,
        default=InterfaceLanguage.DUTCH,
        help_text=_("Die zijn er alleen in het Nederlands en het Engels. Kies wat het best past."),
    )
    note = models.CharField(
        _("zin boven elke pagina"),
        max_length=300,
        blank=True,
        help_text=_(
            "In die taal zelf. Zeg eerlijk wat niet vertaald is, bijvoorbeeld: knoppen en mails "
            "zijn in het Nederlands."
        ),
    )
    is_on = models.BooleanField(
        _("staat aan"),
        default=False,
        help_text=_("Alleen dan kunnen bezoekers deze taal kiezen."),
    )
    texts_version = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("taal van de site")
        verbose_name_plural = _("talen van de site")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


def digest_of(source: str) -> str:
    """What Dutch words are found by: SHA-256."""
    return hashlib.sha256(source.encode()).hexdigest()


class TextTranslation(models.Model):
    """Dutch words in another language, and where they stood when that was written."""

    language = models.ForeignKey(ContentLanguage, on_delete=models.CASCADE, related_name="texts")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the Dutch words.")
    source = models.TextField(_("Nederlands"))
    text = models.TextField(_("vertaling"))
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    path = models.CharField(max_length=250, blank=True)
    changed_at = models.DateTimeField(default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("vertaalde tekst")
        verbose_name_plural = _("vertaalde teksten")
        constraints = [
            models.UniqueConstraint(fields=["language", "digest"], name="one_translation_of_a_text")
        ]
        indexes = [models.Index(fields=["page", "path"], name="translation_by_place")]

    def __str__(self) -> str:
        return self.source[:60]
