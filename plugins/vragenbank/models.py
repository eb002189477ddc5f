"""Question banks, their questions with each version of them, and files that somebody looks at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import TrainingPage
from courses.common import clock
from courses.people.models import Partner
from plugins.vragenbank.enums import TaskKind


class QuestionBank(models.Model):
    """A collection of questions: of one training, or for all of them."""

    title = models.CharField(_("naam"), max_length=120)
    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Leeg: alle trainingen kunnen de vragen gebruiken."),
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("partnerorganisatie"),
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        help_text=_("Van wie zijn de vragen? Mag leeg blijven."),
    )
    made_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("vragenbank")
        verbose_name_plural = _("vragenbanken")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title


class BankQuestion(models.Model):
    """A question in a bank; what it says is in its versions, of which `latest` counts.

    `key` stays the same when the words change, and goes along in files. One that is `retired` is
    asked nowhere any more, but answers that were given to it stay.
    """

    bank = models.ForeignKey(
        QuestionBank,
        verbose_name=_("vragenbank"),
        on_delete=models.CASCADE,
        related_name="questions",
    )
    key = models.CharField(_("code"), max_length=64)
    position = models.PositiveIntegerField(_("plaats"))
    latest = models.PositiveIntegerField(_("nieuwste versie"), default=1)
    retired = models.BooleanField(_("niet meer gebruiken"), default=False)

    class Meta:
        verbose_name = _("vraag in een bank")
        verbose_name_plural = _("vragen in een bank")
        ordering = ("bank", "position", "pk")
        constraints = [
            models.UniqueConstraint(name="vragenbank_one_key", fields=["bank", "key"]),
        ]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(models.Model):
    """What a question says, or once said: it never changes, so that answers keep their meaning."""

    question = models.ForeignKey(
        BankQuestion, verbose_name=_("vraag"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("versie"))
    kind = models.CharField(_("soort"), max_length=16, choices=TaskKind.choices)
    title = models.CharField(_("titel"), max_length=200)
    category = models.CharField(_("categorie"), max_length=1000, blank=True)
    content = models.JSONField(_("inhoud"))
    digest = models.CharField(max_length=64, editable=False)
    made_at = models.DateTimeField(_("gemaakt op"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("versie van een vraag")
        verbose_name_plural = _("versies van vragen")
        ordering = ("question", "number")
        constraints = [
            models.UniqueConstraint(name="vragenbank_one_number", fields=["question", "number"]),
        ]

    def __str__(self) -> str:
        return self.title


class QuestionPicture(models.Model):
    """A picture in the questions of a bank, under a name that its content gives."""

    bank = models.ForeignKey(
        QuestionBank,
        verbose_name=_("vragenbank"),
        on_delete=models.CASCADE,
        related_name="pictures",
    )
    name = models.CharField(_("naam"), max_length=64)
    content = models.BinaryField(_("inhoud"))

    class Meta:
        verbose_name = _("plaatje in een vraag")
        verbose_name_plural = _("plaatjes in vragen")
        constraints = [
            models.UniqueConstraint(name="vragenbank_one_picture", fields=["bank", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class HeldFile(models.Model):
    """A file with questions that somebody uploaded and looks at; gone once they are taken over."""

    bank = models.ForeignKey(
        QuestionBank, verbose_name=_("vragenbank"), on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField(_("bestand"), max_length=120)
    content = models.BinaryField(_("inhoud"))
    held_at = models.DateTimeField(_("op"), default=clock.now)

    class Meta:
        verbose_name = _("bestand met vragen")
        verbose_name_plural = _("bestanden met vragen")

    def __str__(self) -> str:
        return self.name
