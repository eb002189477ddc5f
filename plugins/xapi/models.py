"""The record store that hears what happens here, who agreed to that, and what it is told."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.catalogue.models import LessonPage, TrainingPage
from courses.common import clock
from plugins.xapi.cmi5.structure import Structure
from plugins.xapi.enums import Version

LONGEST_URL = 500


class RecordStore(models.Model):
    """A system of somebody else that keeps xAPI statements: the one that counts, or an earlier one.

    `secret` is encrypted (`sealing`). `namespace` makes the ids of statements: from what happened
    always the same id follows, and nobody else can work it out. Since `failing_since` nothing
    arrives; then nothing is sent before `try_again_at`.
    """

    objects: ClassVar[models.Manager[RecordStore]]

    name = models.CharField(_("naam"), max_length=120)
    endpoint = models.URLField(_("adres"), max_length=LONGEST_URL, unique=True)
    key = models.CharField(_("sleutel"), max_length=255)
    secret = models.TextField(editable=False)
    version = models.CharField(_("versie van xAPI"), max_length=10, choices=Version)
    is_current = models.BooleanField(default=False, editable=False)
    is_on = models.BooleanField(_("aan"), default=False)
    namespace = models.UUIDField(default=uuid.uuid4, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    try_again_at = models.DateTimeField(null=True, editable=False)
    trouble = models.CharField(max_length=200, blank=True, editable=False)
    arrived_at = models.DateTimeField(null=True, editable=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("recordstore")
        verbose_name_plural = _("recordstores")
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="xapi_one_store_counts"
            ),
            models.CheckConstraint(
                condition=Q(version__in=Version.values), name="xapi_known_version"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Consent(models.Model):
    """What somebody said about sharing with a store, and the number by which it knows that person.

    `given_at` is the moment from which things may be told; None for who said no at once. Since
    `withdrawn_at` nothing is told. `former` are numbers of accounts that were merged into this one.
    """

    objects: ClassVar[models.Manager[Consent]]

    store = models.ForeignKey(RecordStore, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    subject = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    former: Any = models.JSONField(default=list, editable=False)
    given_at = models.DateTimeField(_("toestemming gegeven op"), null=True)
    withdrawn_at = models.DateTimeField(_("gestopt op"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("toestemming om te delen")
        verbose_name_plural = _("toestemmingen om te delen")
        constraints = [
            models.UniqueConstraint(fields=["store", "person"], name="xapi_one_consent_each")
        ]

    def __str__(self) -> str:
        return f"{self.store}: {self.subject}"

    @property
    def stands(self) -> bool:
        """Whether things may be told now."""
        return self.given_at is not None and self.withdrawn_at is None


class OutgoingStatement(models.Model):
    """A statement for the store, or that it once got; the id is that of the statement.

    `body` is None once it arrived: the store has it. What was refused by itself, for `refused`,
    keeps it, and is sent again when an administrator says so. Until `claimed_until` somebody is
    sending it.
    """

    objects: ClassVar[models.Manager[OutgoingStatement]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="statements")
    verb = models.CharField(max_length=20)
    about = models.CharField(max_length=255)
    at = models.DateTimeField(_("gebeurd op"))
    body: Any = models.JSONField(null=True)
    written_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(_("verstuurd op"), null=True)
    claimed_until = models.DateTimeField(null=True)
    refused = models.CharField(max_length=200, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("bericht aan de recordstore")
        verbose_name_plural = _("berichten aan de recordstore")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["written_at"],
                condition=Q(sent_at__isnull=True),
                name="xapi_statements_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.verb}: {self.about}"


class RemovalRequest(models.Model):
    """A number at a store of somebody who was erased here, until an administrator had it removed
    there. Whose it was is not known any more."""

    objects: ClassVar[models.Manager[RemovalRequest]]

    store = models.ForeignKey(RecordStore, on_delete=models.CASCADE, related_name="removals")
    subject = models.UUIDField(unique=True)
    since = models.DateTimeField(default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("nummer om daar te wissen")
        verbose_name_plural = _("nummers om daar te wissen")

    def __str__(self) -> str:
        return str(self.subject)


# --- Courses of cmi5 ----------------------------------------------------------------------------


class CoursePackage(models.Model):
    """A course of cmi5 in a training. What it brings along is kept by the academy under `file_id`;
    empty for a course of which all stands elsewhere. `contents` is what its `cmi5.xml` says."""

    objects: ClassVar[models.Manager[CoursePackage]]

    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("titel"), max_length=200)
    file_id = models.CharField(max_length=36, blank=True)
    contents: Any = models.JSONField()
    added_at = models.DateTimeField(_("toegevoegd op"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("cmi5-cursus")
        verbose_name_plural = _("cmi5-cursussen")
        ordering: ClassVar[list[str]] = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def structure(self) -> Structure:
        """What there is to open."""
        return Structure.of_json(self.contents)


class Registration(models.Model):
    """Somebody at a course in a lesson: one attempt. The course knows that person by `subject`."""

    objects: ClassVar[models.Manager[Registration]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    package = models.ForeignKey(
        CoursePackage, on_delete=models.CASCADE, related_name="registrations"
    )
    lesson = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    block = models.CharField(max_length=64)
    attempt = models.PositiveIntegerField(default=1)
    subject = models.UUIDField(default=uuid.uuid4, editable=False)
    told = models.PositiveIntegerField(default=0, editable=False)
    """How often its result was kept as the answer to the exercise."""
    begun_at = models.DateTimeField(_("begonnen op"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("deelname aan een cmi5-cursus")
        verbose_name_plural = _("deelnames aan cmi5-cursussen")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "package", "lesson", "block", "attempt"],
                name="xapi_one_registration_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.package}: {self.subject}"


class Session(models.Model):
    """A time that somebody opened a unit. `digest` is of the token with which the unit speaks; it
    is given once, at `fetched_at`; at `preferences_read_at` the unit read how this person wants it.
    At `ended_at` the unit said that it was over, or another one was opened (`is_abandoned`)."""

    objects: ClassVar[models.Manager[Session]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="sessions"
    )
    unit = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=10)
    digest = models.CharField(max_length=64, blank=True)
    launched_at = models.DateTimeField(_("geopend op"), default=clock.now)
    fetched_at = models.DateTimeField(null=True)
    preferences_read_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(_("gesloten op"), null=True)
    is_abandoned = models.BooleanField(default=False)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("sessie van een cmi5-cursus")
        verbose_name_plural = _("sessies van cmi5-cursussen")

    def __str__(self) -> str:
        return str(self.pk)


class CourseStatement(models.Model):
    """A statement that a unit made, or that we made about it. `is_defined`: one of those that count
    by the rules of cmi5. Without a unit: about a block or the whole course."""

    objects: ClassVar[models.Manager[CourseStatement]]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(
        Registration, on_delete=models.CASCADE, related_name="statements"
    )
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="statements")
    unit = models.PositiveSmallIntegerField(null=True)
    verb = models.CharField(max_length=LONGEST_URL)
    is_defined = models.BooleanField(default=False)
    body: Any = models.JSONField()
    at = models.DateTimeField(_("gebeurd op"))
    stored_at = models.DateTimeField(default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("bericht van een cmi5-cursus")
        verbose_name_plural = _("berichten van cmi5-cursussen")
        ordering: ClassVar[list[str]] = ["-stored_at", "-at"]

    def __str__(self) -> str:
        return self.verb


class UnitState(models.Model):
    """What a unit keeps for somebody, as it came: the place to go on, for instance."""

    objects: ClassVar[models.Manager[UnitState]]

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="states")
    unit = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=255)
    content = models.BinaryField()
    changed_at = models.DateTimeField(_("gewijzigd op"), default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("geheugen van een cmi5-cursus")
        verbose_name_plural = _("geheugens van cmi5-cursussen")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "unit", "name"], name="xapi_one_state_each"
            )
        ]

    def __str__(self) -> str:
        return self.name
