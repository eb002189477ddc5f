"""Scheduled runs of a training."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from courses.catalogue.models import TrainingPage
from courses.common import clock, formats
from courses.common.uploads import MOST_BYTES
from courses.editions import places
from courses.editions.enums import District, EditionStatus, Language, PaperKind, Place
from courses.editions.places import Where, map_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal


class Location(models.Model):
    """A building where sessions are held, with how to get in; kept for the next time.

    Editions repeat its name and address (see `Edition`), so that one that was held keeps what was
    so on that day.
    """

    objects: ClassVar[models.Manager[Location]]

    name = models.CharField(_("naam"), max_length=120)
    address = models.CharField(
        _("adres"), max_length=200, blank=True, help_text=_("Straat, nummer en plaats.")
    )
    district = models.CharField(_("wijk"), max_length=16, choices=District, blank=True)
    own_map_link = models.URLField(
        _("link naar een kaart"),
        blank=True,
        help_text=_("Leeg: een kaart waarop het adres wordt gezocht."),
    )
    entrance = models.CharField(
        _("de deur"),
        max_length=250,
        blank=True,
        help_text=_("Hoe kom je binnen? Welke deur, welke bel?"),
    )
    step_free = models.CharField(
        _("drempels en lift"),
        max_length=250,
        blank=True,
        help_text=_("Kun je er met een rolstoel of rollator in? Is er een aangepast toilet?"),
    )
    hearing = models.CharField(
        _("ringleiding"),
        max_length=250,
        blank=True,
        help_text=_("Is er een ringleiding? In welke zaal?"),
    )
    transport = models.CharField(
        _("bus, fiets en auto"),
        max_length=250,
        blank=True,
        help_text=_("Welke bus en welke halte? Waar kun je parkeren?"),
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("foto"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Van de deur of de zaal. Zo herkent iemand de plek."),
    )
    is_archived = models.BooleanField(
        _("niet meer in gebruik"),
        default=False,
        help_text=_("Je kunt haar dan niet meer kiezen voor een nieuwe uitvoering."),
    )

    class Meta:
        verbose_name = _("locatie")
        verbose_name_plural = _("locaties")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "address"],
                name="one_location_by_name_and_address",
                violation_error_message=_("Deze locatie staat er al."),
            )
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.name, self.address)))

    @property
    def map_link(self) -> str:
        """A map that shows the way: its own, or one on which the address is looked up."""
        return self.own_map_link or map_of(self.address)

    @property
    def access(self) -> list[tuple[str, str]]:
        """What is known of getting in: what it is about, and the words."""
        told = (
            (_("De deur"), self.entrance),
            (_("Drempels en lift"), self.step_free),
            (_("Ringleiding"), self.hearing),
            (_("Bus, fiets en auto"), self.transport),
        )
        return [(str(title), words) for title, words in told if words]


class Edition(ClusterableModel):
    """One run of a training, with one or more sessions.

    `starts_at` and `ends_at` repeat the first and last moment of the sessions, `venue` and
    `address` what the location is called, and `seats_taken` the number of seats that are confirmed
    or offered, so that lists need no joins, an edition that was held keeps the name that the place
    had, and the database itself refuses one seat too many. Only services write them.
    """

    # Django makes it; the class above has no types to say so.
    objects: ClassVar[models.Manager[Edition]]

    training = models.ForeignKey(
        TrainingPage,
        verbose_name=_("training"),
        on_delete=models.PROTECT,
        related_name="editions",
    )
    status = models.CharField(
        _("status"), max_length=12, choices=EditionStatus, default=EditionStatus.DRAFT
    )
    capacity = models.PositiveSmallIntegerField(
        _("aantal plaatsen"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
        help_text=_("Leeg: 12 bij een training, 100 bij een lezing of een netwerkbijeenkomst."),
    )
    seats_taken = models.PositiveSmallIntegerField(default=0, editable=False)
    place = models.CharField(_("vorm"), max_length=8, choices=Place, default=Place.VENUE)
    location = models.ForeignKey(
        Location,
        verbose_name=_("locatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="editions",
    )
    venue = models.CharField(_("naam van de locatie"), max_length=120, blank=True, editable=False)
    address = models.CharField(_("adres"), max_length=200, blank=True, editable=False)
    online_link = models.URLField(
        _("online link"), blank=True, help_text=_("Alleen deelnemers en trainers zien deze link.")
    )
    enrol_until = models.DateTimeField(
        _("inschrijven tot"),
        null=True,
        blank=True,
        help_text=_("Leeg: tot het begin van de eerste bijeenkomst."),
    )
    language = models.CharField(_("taal"), max_length=12, choices=Language, default=Language.DUTCH)
    minimum = models.PositiveSmallIntegerField(
        _("minimum aantal deelnemers"),
        default=0,
        validators=[MaxValueValidator(500)],
        help_text=_("0 is geen minimum. Leeg: zoals bij de training."),
    )
    decide_by = models.DateField(
        _("beslissen op"),
        null=True,
        blank=True,
        help_text=_("De dag waarop je beslist of een te kleine groep doorgaat."),
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    """When somebody decided that it goes on, few as they are; None as long as nobody did."""
    withdraw_until_hours = models.PositiveSmallIntegerField(
        _("afmelden tot hoeveel uur van tevoren"),
        default=24,
        validators=[MaxValueValidator(720)],
        help_text=_("Daarna kan het alleen door te bellen. Leeg: zoals bij de training."),
    )
    first_session_required = models.BooleanField(
        _("wie de eerste keer mist, doet niet verder mee"), default=False
    )
    may_catch_up = models.BooleanField(
        _("één gemiste keer mag je inhalen bij een andere groep"), default=False
    )
    partners_only = models.BooleanField(
        _("alleen voor vrijwilligers van partnerorganisaties"), default=False
    )
    cancel_reason = models.CharField(max_length=500, blank=True, editable=False)
    """Why it was called off, in the words of who did; who was in it reads it."""
    alternatives = models.ManyToManyField(
        "self", symmetrical=False, blank=True, editable=False, related_name="+"
    )
    """Other editions that were named to who was in it when it was called off."""
    trainers = ParentalManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("trainers"),
        blank=True,
        related_name="editions",
    )
    note = models.CharField(
        _("opmerking bij de cijfers"),
        max_length=250,
        blank=True,
        help_text=_("Bijvoorbeeld waar de cijfers vandaan komen. Staat bij de cijfers."),
    )
    starts_at = models.DateTimeField(_("begint"), null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(_("eindigt"), null=True, editable=False, db_index=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    half_of = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="half",
    )
    """The edition at a venue of which this is the online half, or the other way round: together
    they are one hybrid edition. Each has its own seats, queue and list."""
    calendar_version = models.PositiveIntegerField(
        default=0,
        editable=False,
        help_text="SEQUENCE in calendar files: one more whenever times, place or status change.",
    )

    trainer_names = ""
    """Who gives it, in a line; only where somebody asked for it along (`queries.coming_in`)."""

    class Meta:
        verbose_name = _("uitvoering")
        verbose_name_plural = _("uitvoeringen")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats_taken__lte=F("capacity")), name="no_more_taken_than_seats"
            ),
            models.CheckConstraint(condition=Q(capacity__gte=1), name="at_least_one_seat"),
        ]
        # What is to come, or just was, is a small part of twenty years.
        indexes = [
            models.Index(fields=["starts_at"], name="edition_starts_at"),
            models.Index(fields=["ends_at"], name="edition_ends_at"),
        ]

    def __str__(self) -> str:
        if self.starts_at is None:
            return str(self.training.title)
        return f"{self.training.title} – {clock.local(self.starts_at):%d-%m-%Y}"

    @property
    def seats_left(self) -> int:
        """How many seats are free."""
        return self.capacity - self.seats_taken

    @property
    def has_place_of_its_own(self) -> bool:
        """Whether a session is in another building than the rest."""
        return any(session.location_id is not None for session in self.sessions.all())

    @property
    def is_online(self) -> bool:
        return self.place == Place.ONLINE

    @property
    def where(self) -> Where:
        """Where it is, but for sessions that say otherwise."""
        return places.of_edition(self)

    @property
    def is_cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status == EditionStatus.CANCELLED

    @property
    def is_past(self) -> bool:
        """Whether the last session is over."""
        return self.ends_at is not None and self.ends_at <= clock.now()

    @property
    def is_running(self) -> bool:
        """Whether the first session has begun and the last is not over."""
        return self.starts_at is not None and self.starts_at <= clock.now() and not self.is_past

    @property
    def has_begun(self) -> bool:
        """Whether the first session has begun, be it over or not."""
        return self.starts_at is not None and self.starts_at <= clock.now()

    @property
    def is_open_for_enrolment(self) -> bool:
        """Whether one can still enrol in it, or wait for a seat."""
        closes_at = self.closes_at
        return (
            self.status == EditionStatus.OPEN and closes_at is not None and clock.now() < closes_at
        )

    @property
    def is_bookable(self) -> bool:
        """Whether there is a seat that one can enrol for now."""
        return self.is_open_for_enrolment and self.seats_left > 0

    @property
    def closes_at(self) -> datetime | None:
        """The moment until which one can enrol: the cut-off, and never after the first session
        begins (None when nothing is planned yet)."""
        if self.starts_at is None or self.enrol_until is None:
            return self.starts_at
        return min(self.enrol_until, self.starts_at)

    @staticmethod
    def one_of_halves(pk: int) -> Q:
        """What finds an edition and its other half."""
        return Q(pk=pk) | Q(half_of=pk) | Q(half=pk)

    def is_half_with(self, other: Edition) -> bool:
        """Whether the two are one hybrid edition."""
        return bool(self.half_of_id == other.pk or other.half_of_id == self.pk)

    @property
    def is_reported(self) -> bool:
        """Whether all that is known of it is what somebody reported."""
        return self.status == EditionStatus.REPORTED

    @property
    def language_in_words(self) -> str:
        """What is spoken when that is not plain Dutch; else nothing."""
        return Language.words_unless_dutch(self.language)

    @property
    def withdraw_until(self) -> datetime | None:
        """Until when somebody with a seat can withdraw on the site (None: nothing is planned)."""
        if self.starts_at is None:
            return None
        return self.starts_at - timedelta(hours=self.withdraw_until_hours)

    @property
    def is_too_small(self) -> bool:
        """Whether fewer people are in it than it needs; offered seats count as people."""
        return self.seats_taken < self.minimum


ENOUGH_ANSWERS = 5
"""Below this number of answers a mean tells too much of who gave them, whoever counted."""

MEANS_OF_ALL = (1, 10)
"""These are the mark of each one who gave any."""


class ReportedFigures(models.Model):
    """What is known of an edition that others kept the lists of: numbers, and who says so.

    Never added to what the academy has counted itself.
    """

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="reported")
    participants = models.PositiveIntegerField(_("deelnemers"))
    answers = models.PositiveIntegerField(_("ingevulde evaluaties"), null=True, blank=True)
    mean = models.DecimalField(
        _("gemiddeld cijfer"), max_digits=3, decimal_places=1, null=True, blank=True
    )
    source = models.CharField(
        _("bron"),
        max_length=250,
        help_text=_("Wie dit opgaf, of waar de papieren liggen."),
    )

    class Meta:
        verbose_name = _("cijfer volgens opgave")
        verbose_name_plural = _("cijfers volgens opgave")
        constraints = [
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | Q(answers__lte=F("participants")),
                name="no_more_answers_than_participants",
            ),
            models.CheckConstraint(
                condition=Q(mean__isnull=True)
                | Q(mean__gte=1, mean__lte=10, answers__gte=ENOUGH_ANSWERS),
                name="a_mean_of_enough_answers",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.participants}"

    @property
    def shown_mean(self) -> Decimal | None:
        """The mean, if it may be shown: of enough answers, and not the highest or lowest mark of
        all who took part. The same rule as of evaluations, which is above this part; a test holds
        them together."""
        if self.mean is None or (self.answers or 0) < ENOUGH_ANSWERS:
            return None
        tells = self.mean in MEANS_OF_ALL and (self.answers or 0) >= self.participants
        return None if tells else self.mean


class ReportedParticipant(models.Model):
    """Somebody who took part in an edition of the past, as somebody else reported.

    No enrolment: nothing follows from it, and it is counted nowhere.
    """

    objects: ClassVar[models.Manager[ReportedParticipant]]

    edition = models.ForeignKey(
        Edition, on_delete=models.CASCADE, related_name="reported_participants"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("persoon"),
        on_delete=models.CASCADE,
        related_name="+",
    )

    class Meta:
        verbose_name = _("deelnemer volgens opgave")
        verbose_name_plural = _("deelnemers volgens opgave")
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_reported_participant")
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.person}"


class ReportedPaper(models.Model):
    """A scan of what there is on paper of an edition of the past. Only staff see it.

    `participant`: whose certificate it is; it goes with that person. Other papers say nothing of
    whose they are, those with evaluations above all.
    """

    objects: ClassVar[models.Manager[ReportedPaper]]

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(_("wat het is"), max_length=12, choices=PaperKind)
    participant = models.ForeignKey(
        ReportedParticipant,
        verbose_name=_("van wie"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="papers",
    )
    name = models.CharField(_("naam van het bestand"), max_length=120)
    size = models.PositiveIntegerField(_("grootte van het bestand"))
    added_at = models.DateTimeField(_("toegevoegd op"), default=clock.now)
    names_who_was_erased = models.BooleanField(default=False, editable=False)
    """Whether somebody may stand on it who was erased since. Staff replace it."""

    class Meta:
        verbose_name = _("papier van een eerdere uitvoering")
        verbose_name_plural = _("papieren van eerdere uitvoeringen")
        ordering: ClassVar[list[str]] = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(participant__isnull=True) | Q(kind=PaperKind.CERTIFICATE),
                name="only_a_certificate_is_of_somebody",
            ),
            models.CheckConstraint(
                condition=Q(size__lte=MOST_BYTES), name="reported_paper_not_too_big"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReportedPaperContent(models.Model):
    """The bytes of a paper.

    In the database, so that it comes and goes in one transaction with its edition, is in its backup
    and has no address of its own; in a table apart, so that lists never read bytes.
    """

    paper = models.OneToOneField(ReportedPaper, on_delete=models.CASCADE, related_name="stored")
    content = models.BinaryField()

    class Meta:
        verbose_name = _("inhoud van een papier")
        verbose_name_plural = _("inhoud van papieren")

    def __str__(self) -> str:
        return self.paper.name


class Session(models.Model):
    """One meeting of an edition.

    It is where its edition is, unless it has a location or an online link of its own. `venue` and
    `address` repeat that location's, as an edition's do.
    """

    edition = ParentalKey(Edition, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(_("onderwerp"), max_length=120, blank=True)
    starts_at = models.DateTimeField(_("begint"))
    ends_at = models.DateTimeField(_("eindigt"))
    location = models.ForeignKey(
        Location,
        verbose_name=_("andere locatie"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sessions",
        help_text=_("Alleen als deze bijeenkomst ergens anders is."),
    )
    venue = models.CharField(max_length=120, blank=True, editable=False)
    address = models.CharField(max_length=200, blank=True, editable=False)
    room = models.CharField(_("zaal"), max_length=80, blank=True)
    online_link = models.URLField(
        _("eigen online link"),
        blank=True,
        help_text=_("Alleen als deze bijeenkomst online is en de andere niet."),
    )

    def clean(self) -> None:
        """Say at the field itself what is wrong with the times, and which those are."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            words = _(
                "Een bijeenkomst eindigt na het begin. Deze begint %(start)s en eindigt %(end)s."
            )
            start, end = formats.deadline(self.starts_at), formats.deadline(self.ends_at)
            times = {"start": start, "end": end}
            raise ValidationError({"ends_at": ValidationError(words, params=times)})

    class Meta:
        verbose_name = _("bijeenkomst")
        verbose_name_plural = _("bijeenkomsten")
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
                violation_error_message=_("Een bijeenkomst eindigt na het begin."),
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at"], name="session_starts_at"),
            models.Index(fields=["ends_at"], name="session_ends_at"),
        ]

    def __str__(self) -> str:
        return f"{clock.local(self.starts_at):%d-%m-%Y %H:%M}"

    @property
    def where(self) -> Where:
        """Where one has to be: its own place, else its edition's."""
        return places.of_session(self, self.edition.where)

    @property
    def own_place(self) -> Where | None:
        """Where it is when it says so itself; None when it is where its edition is."""
        return places.own_of_session(self)

    @property
    def place_note(self) -> str:
        """What there is to say of its place beside its edition's: another one, or the room."""
        return self.room if self.own_place is None else self.own_place.in_words

    @property
    def place_note_with_link(self) -> str:
        """The same for who takes part."""
        return self.room if self.own_place is None else self.own_place.with_link

    def overlaps(self, other: Session) -> bool:
        """Whether the two are at one moment; one that begins as the other ends is not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    @property
    def minutes(self) -> int:
        """The length in minutes."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)
