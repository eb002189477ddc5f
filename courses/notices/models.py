"""What the academy tells people, and what became of that."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.common import clock
from courses.editions.models import Edition
from courses.notices.enums import OPEN, CallOutcome, NoticeState
from courses.people.enums import ContactWay

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Notice(models.Model):
    """Something that one person is told, once, in one way.

    Written in the transaction of what happened. The id follows from what it is about, so writing
    it twice gives one row. `facts` holds only what cannot be looked up when it is sent; the words
    are made then.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="notices",
    )
    kind = models.CharField(_("soort"), max_length=60)
    edition = models.ForeignKey(
        Edition,
        verbose_name=_("uitvoering"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="notices",
    )
    facts: Any = models.JSONField(default=dict, blank=True)
    way = models.CharField(_("hoe"), max_length=9, choices=ContactWay)
    state = models.CharField(_("status"), max_length=7, choices=NoticeState)
    attempts = models.PositiveSmallIntegerField(_("pogingen"), default=0)
    call_too = models.BooleanField(
        _("ook bellen"),
        default=False,
        help_text=_("De mail lukt nog niet, en het kan niet wachten of het adres klopt niet."),
    )
    created_at = models.DateTimeField(_("gemaakt op"), default=clock.now)
    due_at = models.DateTimeField(_("aan de beurt op"), default=clock.now)
    checked_at = models.DateTimeField(null=True, editable=False)
    """When it was last looked whether a letter or call is still news."""
    settled_at = models.DateTimeField(_("klaar op"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    again_of = models.ForeignKey(
        "self",
        verbose_name=_("nog een keer"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="repeats",
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("bericht")
        verbose_name_plural = _("berichten")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN)) | Q(settled_at__isnull=False),
                name="notice_settled_has_a_moment",
            )
        ]
        indexes = [
            # Of all, though only what is open is asked for: SQLite takes an index on rows in some
            # states for no query that Django makes.
            models.Index(fields=["state", "due_at"], name="notice_by_state"),
            models.Index(fields=["person", "-created_at"], name="notice_of_a_person"),
        ]

    @property
    def state_in_words(self) -> StrOrPromise:
        """What became of it, by the way in which it went."""
        if self.state != NoticeState.SENT:
            return NoticeState(self.state).label
        return {
            ContactWay.MAIL: _("Verstuurd"),
            ContactWay.LETTER: _("Geprint"),
            ContactWay.TELEPHONE: _("Verteld"),
        }[ContactWay(self.way)]

    def __str__(self) -> str:
        return f"{self.kind} ({clock.local(self.created_at):%d-%m-%Y %H:%M})"


class CallAttempt(models.Model):
    """Somebody called about a notice."""

    notice = models.ForeignKey(
        Notice, verbose_name=_("bericht"), on_delete=models.CASCADE, related_name="calls"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("op"), default=clock.now)
    outcome = models.CharField(_("uitkomst"), max_length=12, choices=CallOutcome)
    again_at = models.DateTimeField(_("opnieuw op"), null=True, blank=True)
    note = models.CharField(
        _("notitie"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("Wat iemand zei of nodig heeft; vier weken na de training gewist."),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("belpoging")
        verbose_name_plural = _("belpogingen")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{clock.local(self.at):%d-%m-%Y %H:%M} {self.get_outcome_display()}"


CALLING_FOR = timedelta(minutes=10)
"""How long somebody is said to be calling who did not say how it went."""


class CallClaim(models.Model):
    """Somebody says that he or she calls a person now, so that nobody else does.

    It keeps nobody from anything. It goes when it is known how the call went, or by itself.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="call_claim",
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("door"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    at = models.DateTimeField(_("sinds"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("wie er nu belt")
        verbose_name_plural = _("wie er nu bellen")

    def __str__(self) -> str:
        return f"{self.by} → {self.person}"

    @property
    def stands(self) -> bool:
        """Whether the call may still be going on."""
        return clock.now() < self.at + CALLING_FOR


class NoticeText(models.Model):
    """A coordinator's own words for a kind of notice, in one language.

    With placeholders such as `{voornaam}`; see `texts`. Of a part that is empty, the standard
    counts. What who calls says, asks and does has a sentence on each line.
    """

    kind = models.CharField(_("soort"), max_length=60)
    language = models.CharField(
        _("taal"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")]
    )
    subject = models.CharField(_("onderwerp"), max_length=200, blank=True)
    body = models.TextField(_("tekst"), max_length=20_000, blank=True)
    say = models.TextField(
        _("wat je zegt"), max_length=2_000, blank=True, default="", db_default=""
    )
    ask = models.TextField(
        _("wat je vraagt"), max_length=2_000, blank=True, default="", db_default=""
    )
    note = models.TextField(
        _("wat je doet"), max_length=2_000, blank=True, default="", db_default=""
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("gewijzigd door"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("gewijzigd op"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("eigen tekst van een bericht")
        verbose_name_plural = _("eigen teksten van berichten")
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "language"], name="one_text_for_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"
