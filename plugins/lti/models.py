"""Which systems we know, who came from them or went to them, and how it went there.

A *platform* is another system in which our lessons stand: a Moodle, for instance. A *tool* is
another system that stands in our lessons. Both words are those of LTI.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.common import clock
from courses.editions.models import Edition
from plugins.lti.enums import Shared

LONGEST_URL = 500
LONGEST_ID = 255
"""LTI allows no longer names of people, courses and links."""


class OtherSystem(models.Model):
    """What platforms and tools have in common: a name, and the keys with which they sign.

    `keyset` are the keys as they were fetched last, at `keyset_at`.
    """

    name = models.CharField(
        _("naam"), max_length=120, help_text=_("Zo noemen we dit systeem voor wie er komt.")
    )
    is_active = models.BooleanField(_("aan"), default=True)
    jwks_url = models.URLField(
        _("adres van de openbare sleutels"),
        max_length=LONGEST_URL,
        blank=True,
        help_text=_("Heet vaak ‘Public keyset URL’ of ‘JWKS’."),
    )
    keyset: Any = models.JSONField(null=True, blank=True, editable=False)
    keyset_at = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(_("toegevoegd op"), default=clock.now, editable=False)

    class Meta:
        abstract = True
        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


# --- Our lessons elsewhere --------------------------------------------------------------------


class Platform(OtherSystem):
    """Another system in which our lessons stand.

    `deployments` has a name on each line; from other parts of that system nothing is believed.
    """

    issuer = models.URLField(
        _("issuer"), max_length=LONGEST_URL, help_text=_("Heet vaak ‘Platform ID’.")
    )
    client_id = models.CharField(_("client ID"), max_length=LONGEST_ID)
    deployments = models.TextField(
        _("deployment ID"), help_text=_("Zijn het er meer? Zet ze elk op een regel.")
    )
    auth_url = models.URLField(
        _("adres voor inloggen"),
        max_length=LONGEST_URL,
        help_text=_("Heet vaak ‘Authentication request URL’."),
    )
    token_url = models.URLField(
        _("adres voor toegang"),
        max_length=LONGEST_URL,
        help_text=_("Heet vaak ‘Access token URL’."),
    )
    token_audience = models.CharField(
        _("ontvanger van de vraag om toegang"),
        max_length=LONGEST_URL,
        blank=True,
        help_text=_("Vul dit alleen in als het systeem erom vraagt."),
    )
    makes_accounts = models.BooleanField(
        _("nieuwe mensen krijgen hier een account"),
        default=False,
        help_text=_("Anders logt iedereen de eerste keer in met het eigen account."),
    )

    class Meta(OtherSystem.Meta):
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "client_id"], name="lti_one_platform")
        ]

    @property
    def known_deployments(self) -> set[str]:
        """The parts of the system from which we believe what comes."""
        return {line.strip() for line in self.deployments.splitlines() if line.strip()}


class OfferedTraining(models.Model):
    """A training of which a platform may use the lessons.

    Who comes from there gets a seat in `edition`; without one only who has a seat already, or who
    reads a lesson that is open to everybody, can go on.
    """

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="offered")
    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    edition = models.ForeignKey(
        Edition,
        verbose_name=_("uitvoering"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Wie van dit platform komt, krijgt een plaats in deze uitvoering."),
    )

    class Meta:
        verbose_name = _("training voor een platform")
        verbose_name_plural = _("trainingen voor platforms")
        constraints = [
            models.UniqueConstraint(fields=["platform", "training"], name="lti_offered_once")
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.training}"


class PlatformAccount(models.Model):
    """Who somebody is at another system: `subject` is what `issuer` calls that person."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    issuer = models.CharField(max_length=LONGEST_URL)
    subject = models.CharField(max_length=LONGEST_ID)
    linked_at = models.DateTimeField(_("gekoppeld op"), default=clock.now)

    class Meta:
        verbose_name = _("account bij een platform")
        verbose_name_plural = _("accounts bij platforms")
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="lti_one_person_each")
        ]

    def __str__(self) -> str:
        return f"{self.issuer}: {self.subject}"


class ResourceLink(models.Model):
    """A place in a platform where one of our lessons stands, as it was last opened there.

    `line_item` is where results go; empty where the platform wants none.
    """

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="links")
    deployment = models.CharField(max_length=LONGEST_ID)
    link = models.CharField(max_length=LONGEST_ID)
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    course_title = models.CharField(_("cursus"), max_length=LONGEST_ID, blank=True)
    line_item = models.CharField(max_length=LONGEST_URL, blank=True)
    memberships = models.CharField(max_length=LONGEST_URL, blank=True)
    opened_at = models.DateTimeField(_("het laatst geopend op"), default=clock.now)

    class Meta:
        verbose_name = _("les in een platform")
        verbose_name_plural = _("lessen in platforms")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "deployment", "link"], name="lti_one_link_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.platform}: {self.lesson}"


class PassedResult(models.Model):
    """Somebody's result in a lesson, for the place in a platform where that person opened it.

    `sent` is the result of 100 that the platform was told last; None before the first.
    """

    link = models.ForeignKey(ResourceLink, on_delete=models.CASCADE, related_name="results")
    account = models.ForeignKey(PlatformAccount, on_delete=models.CASCADE, related_name="results")
    sent = models.PositiveSmallIntegerField(_("resultaat"), null=True, blank=True)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True, blank=True)

    class Meta:
        verbose_name = _("doorgegeven resultaat")
        verbose_name_plural = _("doorgegeven resultaten")
        constraints = [
            models.UniqueConstraint(fields=["link", "account"], name="lti_one_result_each")
        ]

    def __str__(self) -> str:
        return f"{self.link} – {self.account}"


class Arrival(models.Model):
    """Somebody who came from a platform just now, and has not gone on yet.

    `digest` is of the secret in the address of the page on which that is done. `told` is what the
    platform said, as far as it is needed there; it goes with the row, soon.
    """

    digest = models.CharField(max_length=64, unique=True)
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=LONGEST_ID)
    told: Any = models.JSONField(default=dict)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("aankomst")
        verbose_name_plural = _("aankomsten")

    def __str__(self) -> str:
        return f"{self.platform}: {self.subject}"


# --- Tools of others in our lessons -----------------------------------------------------------


def new_client_id() -> str:
    """What a tool knows itself by here."""
    return str(uuid.uuid4())


class Tool(OtherSystem):
    """Another system that stands in our lessons. `client_id` is our name for it."""

    client_id = models.CharField(
        _("client ID"), max_length=64, unique=True, default=new_client_id, editable=False
    )
    login_url = models.URLField(
        _("adres voor inloggen"),
        max_length=LONGEST_URL,
        help_text=_("Heet vaak ‘OIDC login initiation URL’."),
    )
    launch_url = models.URLField(
        _("adres om te openen"),
        max_length=LONGEST_URL,
        help_text=_("Heet vaak ‘Target link URI’ of ‘Launch URL’."),
    )
    return_urls = models.TextField(
        _("adressen waar we naar terugsturen"),
        help_text=_("Heten vaak ‘Redirect URIs’. Zet elk adres op een regel."),
    )
    choice_url = models.URLField(
        _("adres om iets te kiezen"),
        max_length=LONGEST_URL,
        blank=True,
        help_text=_("Heet vaak ‘Deep linking URL’. Leeg als het systeem dat niet kan."),
    )
    shared = models.CharField(
        _("wat het systeem van iemand hoort"),
        max_length=20,
        choices=Shared,
        default=Shared.NOTHING.value,
        help_text=_("Deelnemers lezen dit voor ze het systeem openen."),
    )

    class Meta(OtherSystem.Meta):
        verbose_name = _("ander systeem")
        verbose_name_plural = _("andere systemen")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(shared__in=Shared.values), name="lti_known_shared"
            )
        ]

    @property
    def redirects(self) -> set[str]:
        """The addresses to which we send who opens it."""
        return {line.strip() for line in self.return_urls.splitlines() if line.strip()}


class ToolContent(models.Model):
    """Something in a tool that a lesson can show. Blocks of lessons keep its `key`.

    `most` is the highest result there; None where there is no result.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    tool = models.ForeignKey(
        Tool, verbose_name=_("systeem"), on_delete=models.CASCADE, related_name="contents"
    )
    title = models.CharField(_("titel"), max_length=LONGEST_ID)
    url = models.URLField(
        _("adres"),
        max_length=LONGEST_URL,
        blank=True,
        help_text=_("Leeg voor het gewone adres van het systeem."),
    )
    custom: Any = models.JSONField(default=dict, blank=True, editable=False)
    most = models.FloatField(_("hoogste resultaat"), null=True, blank=True)
    made_at = models.DateTimeField(_("toegevoegd op"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("inhoud van een ander systeem")
        verbose_name_plural = _("inhoud van andere systemen")
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return f"{self.title} ({self.tool})"


class ToolAccount(models.Model):
    """The number by which a tool knows somebody: another one for each tool.

    `read_shared` is what that person last read that the tool hears. It is told no more than that,
    also when an administrator shares more since.
    """

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    subject = models.UUIDField(default=uuid.uuid4, unique=True)
    opened_at = models.DateTimeField(_("het eerst geopend op"), default=clock.now)
    read_shared = models.CharField(
        max_length=20,
        default=Shared.NOTHING.value,
        db_default=Shared.NOTHING.value,
        editable=False,
    )

    class Meta:
        verbose_name = _("nummer bij een ander systeem")
        verbose_name_plural = _("nummers bij andere systemen")
        constraints = [models.UniqueConstraint(fields=["tool", "person"], name="lti_one_number")]

    def __str__(self) -> str:
        return f"{self.tool}: {self.subject}"


class ToolVisit(models.Model):
    """Somebody who goes to a tool now; `digest` is of the secret that the tool gives back once.

    Without `content` it is a trainer who is going to choose something there.
    """

    digest = models.CharField(max_length=64, unique=True)
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    training = models.ForeignKey(TrainingPage, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(LessonPage, null=True, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=64, blank=True)
    content = models.ForeignKey(ToolContent, null=True, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("bezoek aan een ander systeem")
        verbose_name_plural = _("bezoeken aan andere systemen")

    def __str__(self) -> str:
        return f"{self.tool} – {self.person}"


class ToolResult(models.Model):
    """What a tool said of somebody's work in one block of a lesson; the newest counts.

    `points` is None where nothing was judged; `done` is whether the tool says that it is finished.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="+")
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=64)
    points = models.FloatField(_("punten"), null=True, blank=True)
    out_of = models.FloatField(_("van"), null=True, blank=True)
    done = models.BooleanField(_("klaar"), default=False)
    comment = models.TextField(_("opmerking"), blank=True)
    at = models.DateTimeField(_("op"))

    class Meta:
        verbose_name = _("resultaat in een ander systeem")
        verbose_name_plural = _("resultaten in andere systemen")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "lesson", "block"], name="lti_one_tool_result"
            )
        ]

    def __str__(self) -> str:
        return f"{self.lesson} – {self.person}"


# --- Both -------------------------------------------------------------------------------------


class SigningKey(models.Model):
    """A key with which we sign. Others find `public` by its name; `private` is a PEM that is
    encrypted with the secret of the site. After `retired_at` it signs nothing more."""

    kid = models.CharField(max_length=64, primary_key=True)
    public: Any = models.JSONField(encoder=DjangoJSONEncoder)
    private = models.TextField()
    made_at = models.DateTimeField(_("gemaakt op"), default=clock.now)
    retired_at = models.DateTimeField(_("vervangen op"), null=True, blank=True)

    class Meta:
        verbose_name = _("sleutel voor andere systemen")
        verbose_name_plural = _("sleutels voor andere systemen")
        ordering: ClassVar[list[str]] = ["-made_at", "kid"]

    def __str__(self) -> str:
        return self.kid


class UsedOnce(models.Model):
    """Something that came and may not come again before it is too old anyway."""

    digest = models.CharField(max_length=64, primary_key=True)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("gebruikt bericht")
        verbose_name_plural = _("gebruikte berichten")

    def __str__(self) -> str:
        return self.digest
