"""Trainings with their lessons and variants, and who may read them while they are off the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, WorkflowState
from wagtail.search import index
from wagtail.url_routing import RouteResult

from courses.catalogue import readers, trying
from courses.catalogue.blocks import lesson_blocks
from courses.catalogue.editor_panels import LessonsPanel, PluginsPanel
from courses.catalogue.enums import USUAL_CAPACITY, EventKind, Orientation
from courses.catalogue.models.pages import OF_EVERY_PAGE, TEXT_FEATURES, AcademyPage, Theme
from courses.catalogue.models.restrictions import closed_among, for_everybody
from courses.catalogue.page_permissions import TrainingPermissions
from courses.common import addresses, clock
from courses.common.fields import GrowingLine
from courses.common.json_field import ShowableJSONField
from courses.common.statements import Statement
from courses.common.streams import KeepingStreamField
from courses.glossary.queries import WordsOnPage
from courses.people.models import Partner, User
from courses.translations.reading import read

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.search.index import BaseField


class TrainingPage(AcademyPage):
    """A training module: what you learn, for whom, its lessons and editions."""

    summary = models.CharField(
        _("samenvatting"),
        max_length=250,
        help_text=_("Een of twee zinnen, voor in het overzicht."),
    )
    kind = models.CharField(
        _("soort"),
        max_length=8,
        choices=EventKind,
        default=EventKind.TRAINING,
        help_text=_("Een lezing en een netwerkbijeenkomst hebben geen lessen en geen certificaat."),
    )
    introduction = RichTextField(_("inleiding"), features=TEXT_FEATURES, blank=True)
    for_whom = RichTextField(_("voor wie"), features=TEXT_FEATURES, blank=True)
    theme = models.ForeignKey(
        Theme,
        verbose_name=_("thema"),
        on_delete=models.PROTECT,
        related_name="trainings",
        null=True,
        blank=True,
    )
    partner = models.ForeignKey(
        Partner,
        verbose_name=_("aangeboden door"),
        on_delete=models.SET_NULL,
        related_name="trainings",
        null=True,
        blank=True,
    )
    minutes = models.PositiveSmallIntegerField(
        _("duur van de bijeenkomsten (minuten)"),
        validators=[MinValueValidator(15), MaxValueValidator(6000)],
        default=180,
    )
    image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("afbeelding"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    lessons_required = models.BooleanField(_("alle lessen horen bij het certificaat"), default=True)
    attendance_required = models.PositiveSmallIntegerField(
        _("aanwezigheid voor het certificaat (%)"),
        default=100,
        validators=[MaxValueValidator(100)],
        help_text=_("Welk deel van de bijeenkomsten moet iemand bijwonen? 0 is geen eis."),
    )
    certificate_orientation = models.CharField(
        _("stand van het certificaat"),
        max_length=9,
        choices=Orientation,
        blank=True,
        help_text=_("Niets gekozen: zoals de academie het heeft."),
    )
    minimum = models.PositiveSmallIntegerField(
        _("minimum aantal deelnemers"),
        default=0,
        validators=[MaxValueValidator(500)],
        help_text=_("0 is geen minimum."),
    )
    decide_days = models.PositiveSmallIntegerField(
        _("beslissen hoeveel dagen van tevoren"),
        default=7,
        validators=[MaxValueValidator(90)],
        help_text=_("Dan beslis je of een te kleine groep doorgaat."),
    )
    withdraw_until_hours = models.PositiveSmallIntegerField(
        _("afmelden tot hoeveel uur van tevoren"),
        default=24,
        validators=[MaxValueValidator(720)],
        help_text=_("Daarna kan het alleen door te bellen. 0 is tot het begin."),
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
    recording_url = models.URLField(
        _("adres van de opname"),
        blank=True,
        help_text=_("Na afloop: dan staat de opname op deze pagina, op hetzelfde adres."),
    )
    transcript = RichTextField(
        _("uitgeschreven tekst"),
        features=TEXT_FEATURES,
        blank=True,
        help_text=_("Voor wie niet kan of wil luisteren. Nodig als er een opname is."),
    )
    installed_by = models.SlugField(
        _("gemaakt door uitbreiding"), max_length=80, blank=True, editable=False
    )

    translated_fields: ClassVar[tuple[str, ...]] = (
        *OF_EVERY_PAGE,
        "summary",
        "introduction",
        "for_whom",
        "transcript",
    )
    translated_children: ClassVar[tuple[tuple[str, str], ...]] = (("goals", "text"),)
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=GrowingLine),
        FieldPanel("kind"),
        FieldPanel("introduction"),
        InlinePanel("goals", label=_("leerdoel"), heading=_("Wat je leert")),
        FieldPanel("for_whom"),
        LessonsPanel(),
        FieldRowPanel(
            [
                FieldPanel("theme"),
                FieldPanel("partner"),
                FieldPanel("minutes", heading=_("Duur van alle bijeenkomsten samen (minuten)")),
            ]
        ),
        FieldPanel("image"),
        MultiFieldPanel(
            [
                FieldPanel("attendance_required"),
                FieldPanel("lessons_required"),
                FieldPanel("certificate_orientation"),
            ],
            heading=_("Certificaat"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("minimum"), FieldPanel("decide_days")]),
                FieldPanel("withdraw_until_hours"),
                FieldPanel("first_session_required"),
                FieldPanel("may_catch_up"),
                FieldPanel("partners_only"),
            ],
            heading=_("Spelregels voor nieuwe uitvoeringen"),
            help_text=_("Bij elke uitvoering kun je ze anders kiezen."),
        ),
        MultiFieldPanel(
            [FieldPanel("recording_url"), FieldPanel("transcript")], heading=_("Terugkijken")
        ),
        PluginsPanel(),
    ]
    search_fields: ClassVar[list[BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("introduction"),
        index.SearchField("for_whom"),
        index.AutocompleteField("summary"),
        index.FilterField("theme_id"),
    ]
    parent_page_types: ClassVar[list[str]] = ["catalogue.CataloguePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.LessonPage"]
    template = "catalogue/training.html"

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainingen")

    def clean(self) -> None:
        super().clean()
        if self.recording_url and not self.transcript:
            raise ValidationError({"transcript": _("Schrijf uit wat er in de opname is gezegd.")})

    @property
    def is_training(self) -> bool:
        """Whether it has lessons and a certificate; a lecture and a network meeting have none."""
        return self.kind == EventKind.TRAINING

    @property
    def usual_capacity(self) -> int:
        """How many seats an edition has when nobody says otherwise."""
        return USUAL_CAPACITY[EventKind(self.kind)]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find a lesson at `lessen/<slug>/`; nothing lies directly below a training."""
        if not path_components:
            return _route_to(self, request)
        if path_components[0] != "lessen" or len(path_components) != 2:
            raise Http404
        return super().route(request, path_components[1:])

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        variants = _VARIANTS_SHOWN.run(base=self.pk)
        hidden = closed_among([row.training for row in variants], on=self) if variants else ()
        return {
            "crumbs": [*self.crumbs_above, (self.title, "")],
            "page_words": WordsOnPage(),
            "other_variants": [
                (row.training, row.for_whom) for row in variants if row.training_id not in hidden
            ],
        }

    @property
    def crumbs_above(self) -> list[tuple[str, str]]:
        """The way to this training."""
        return [(gettext("Home"), "/"), (gettext("Trainingen"), addresses.CATALOGUE)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show lessons that are still drafts too: who approves wants to see what will appear."""
        if self.pk:
            drafts = LessonPage.objects.child_of(self).order_by("path")
            self.__dict__["lessons"] = list(drafts)
        shown: HttpResponse = super().serve_preview(request, mode_name)
        return shown

    def permissions_for_user(self, user: User | AnonymousUser) -> TrainingPermissions:
        """What the user may do with this page."""
        return TrainingPermissions(user, self)

    @property
    def new_lessons(self) -> models.QuerySet[LessonPage]:
        """The lessons that never were public and go there along with the training, in order.

        Lessons that were taken off the site stay off, and what was sent back waits until it is
        sent in again.
        """
        in_order: models.QuerySet[LessonPage] = never_public(
            LessonPage.objects.child_of(self)
        ).order_by("path")
        return in_order

    @property
    def is_unsent(self) -> bool:
        """Whether it is a draft that nobody was asked to look at."""
        return not self.live and not self.workflow_in_progress

    @property
    def lessons_that_came_along(self) -> models.QuerySet[LessonPage]:
        """The lessons that came on the site for the first time as the training last went there."""
        came: models.QuerySet[LessonPage] = LessonPage.objects.live().child_of(self)
        if self.last_published_at is None:
            return came.none()
        return came.filter(first_published_at__gte=self.last_published_at).order_by("path")

    @cached_property
    def lessons(self) -> list[LessonPage]:
        """The published lessons that the readers of this page find, in order."""
        return list(for_everybody(LessonPage.objects.child_of(self), on=self).order_by("path"))

    @property
    def has_open_lessons(self) -> bool:
        """Whether everybody may read some of them."""
        return any(lesson.is_open for lesson in self.lessons)

    @property
    def has_closed_lessons(self) -> bool:
        """Whether only who takes part may read some of them."""
        return not all(lesson.is_open for lesson in self.lessons)

    @property
    def lesson_minutes(self) -> int:
        """How long the lessons take together."""
        return sum(lesson.minutes for lesson in self.lessons)


class TrainingGoal(Orderable):
    """One sentence on what you learn in a training."""

    training = ParentalKey(TrainingPage, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("wat je leert"), max_length=200)

    panels: ClassVar[list[Panel]] = [FieldPanel("text", widget=GrowingLine)]

    class Meta(Orderable.Meta):
        verbose_name = _("leerdoel")
        verbose_name_plural = _("leerdoelen")

    def __str__(self) -> str:
        return self.text


class LessonPage(AcademyPage):
    """One lesson of a training."""

    summary = models.CharField(_("samenvatting"), max_length=250, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("leestijd (minuten)"), default=15, validators=[MinValueValidator(1)]
    )
    is_open = models.BooleanField(
        _("voor iedereen te lezen"),
        default=False,
        help_text=_("Anders lezen alleen deelnemers deze les."),
    )
    body = KeepingStreamField(lesson_blocks, verbose_name=_("inhoud"), blank=True)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "summary", "body")
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=GrowingLine),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("is_open")]),
        FieldPanel(
            "body",
            help_text=_(
                "Een les bestaat uit stappen. Elke stap is een scherm. Begin een scherm met "
                "‘Nieuwe stap’."
            ),
        ),
    ]
    search_fields: ClassVar[list[BaseField]] = [*Page.search_fields, index.SearchField("summary")]
    parent_page_types: ClassVar[list[str]] = ["catalogue.TrainingPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "learning/lesson.html"

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Below a training; a lecture and a network meeting have no lessons."""
        allowed: bool = super().can_create_at(parent)
        training = parent.specific
        return allowed and isinstance(training, TrainingPage) and training.is_training

    class Meta:
        verbose_name = _("les")
        verbose_name_plural = _("lessen")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """A lesson is public with its training only."""
        if path_components:
            raise Http404
        return _route_to(self, request)

    @property
    def unsent_training(self) -> TrainingPage | None:
        """The training without which this lesson does not come on the site, while that is a draft
        that nobody looks at."""
        training = self.training
        return training if training.is_unsent else None

    @cached_property
    def training(self) -> TrainingPage:
        """The training that this lesson belongs to."""
        training = _TRAINING_AT.first(path=self.path[: -self.steplen])
        if training is None:
            raise TrainingPage.DoesNotExist
        return training

    def make_preview_request(
        self,
        original_request: HttpRequest | None = None,
        preview_mode: str | None = None,
        extra_request_attrs: dict[str, object] | None = None,
    ) -> HttpResponse:
        """The preview, which marks what was answered in it."""
        attributes = {**(extra_request_attrs or {}), **trying.answered(original_request)}
        shown: HttpResponse = super().make_preview_request(
            original_request, preview_mode, attributes
        )
        return shown

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        address = addresses.training(self.training.slug)
        above = [*self.training.crumbs_above, (read(self.training.title), address)]
        return {"crumbs": [*above, (self.title, "")]}

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Lessons live under `…/<training>/lessen/<lesson>/`."""
        parts: tuple[int, str, str] | None = super().get_url_parts(request)
        if parts is None or not parts[2]:
            return parts
        site_id, root_url, path = parts
        head, _sep, slug = path.rstrip("/").rpartition("/")
        return site_id, root_url, f"{head}/lessen/{slug}/"


def never_public(lessons: models.QuerySet[LessonPage]) -> models.QuerySet[LessonPage]:
    """Of these lessons the drafts that never were on the site, but for what was sent back."""
    sent_back = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_NEEDS_CHANGES,
        # By its names: its number would be part of statements that are built once.
        base_content_type__app_label=Page._meta.app_label,
        base_content_type__model=Page._meta.model_name,
        object_id=Cast(models.OuterRef("pk"), models.CharField()),
    )
    return lessons.filter(
        live=False, first_published_at__isnull=True, latest_revision__isnull=False
    ).exclude(models.Exists(sent_back))


class KeptPage(models.Model):
    """A training or a lesson that is off the site, which participants go on reading.

    A row beside the page and no field of it: an older version of a page changes nothing here. It
    goes when the page is public again.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=clock.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("pagina die deelnemers houden")
        verbose_name_plural = _("pagina's die deelnemers houden")

    def __str__(self) -> str:
        return str(self.page)


def stays_readable(page: TrainingPage | LessonPage) -> bool:
    """Whether a page is on the site, or at least kept for participants."""
    return page.live or KeptPage.objects.filter(page=page.pk).exists()


def is_open_to(request: HttpRequest, page: TrainingPage | LessonPage) -> bool:
    """Whether this reader finds the page: it is public, or kept and the reader takes part
    in it or gives it.

    What else a lesson asks of its readers is for the lesson's own page to say.
    """
    training = page if isinstance(page, TrainingPage) else page.training
    if page.live and training.live:
        return True
    return (
        readers.belongs(request, training.pk)
        and stays_readable(training)
        and (page is training or stays_readable(page))
    )


def _route_to(page: TrainingPage | LessonPage, request: HttpRequest) -> RouteResult:
    if not is_open_to(request, page):
        raise Http404
    return RouteResult(page)


class TrainingVariant(models.Model):
    """A training that was made of another, for other people: the base with changed parts.

    What the base changes later is offered to it (`variant_merging`); `seen` is the base as somebody
    decided on it last.
    """

    training = models.OneToOneField(
        TrainingPage, on_delete=models.CASCADE, related_name="variant_of"
    )
    base = models.ForeignKey(TrainingPage, on_delete=models.CASCADE, related_name="variants")
    for_whom = models.CharField(_("voor wie"), max_length=120)
    seen = ShowableJSONField(default=list, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("variant van een training")
        verbose_name_plural = _("varianten van trainingen")

    def __str__(self) -> str:
        return f"{self.base} – {self.for_whom}"


_TRAINING_AT: Statement[TrainingPage] = Statement(
    lambda path: TrainingPage.objects.select_related("theme").filter(path=path),
    path=models.CharField(),
)

_VARIANTS_SHOWN = Statement(
    lambda base: (
        TrainingVariant.objects.filter(base=base, training__live=True)
        .select_related("training")
        .order_by("for_whom")
    ),
    base=models.BigIntegerField(),
)


class VariantLesson(models.Model):
    """A lesson of the base, and what the variant made of it.

    `lesson` is None where the variant refused it or took it away.
    """

    variant = models.ForeignKey(TrainingVariant, on_delete=models.CASCADE, related_name="lessons")
    base = models.ForeignKey(LessonPage, on_delete=models.CASCADE, related_name="+")
    lesson = models.OneToOneField(
        LessonPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="variant_of"
    )
    seen = ShowableJSONField(default=list, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("les van een variant")
        verbose_name_plural = _("lessen van varianten")
        constraints = [
            models.UniqueConstraint(fields=["variant", "base"], name="one_lesson_of_a_variant")
        ]

    def __str__(self) -> str:
        return f"{self.base} – {self.variant}"
