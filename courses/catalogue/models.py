"""The pages of the catalogue."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import (
    Orderable,
    Page,
    PageViewRestriction,
    WorkflowState,
)
from wagtail.search import index
from wagtail.url_routing import RouteResult

from courses.catalogue import page_context, readers, trying
from courses.catalogue.blocks import lesson_blocks
from courses.catalogue.completeness import refuse_if_unfinished
from courses.catalogue.editor_panels import LessonsPanel, PluginsPanel
from courses.catalogue.enums import USUAL_CAPACITY, ChangeState, EventKind, Orientation
from courses.catalogue.hours import Hours
from courses.catalogue.hours import clock as clock_time
from courses.catalogue.page_permissions import TrainingPermissions
from courses.common import addresses, clock
from courses.common.contact_details import telephone_link
from courses.common.fields import GrowingLine
from courses.common.internals.of_django import known_to_be_empty
from courses.common.internals.of_wagtail import sites_of
from courses.common.json_field import ShowableJSONField
from courses.common.mail import absolute_url
from courses.common.public_version import memory
from courses.common.statements import Statement
from courses.common.streams import KeepingStreamField
from courses.glossary.queries import WordsOnPage
from courses.people.models import Partner, User
from courses.translations.reading import read, read_page, reading_state_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from wagtail.search.index import BaseField

OF_EVERY_PAGE = ("title", "seo_title", "search_description")
"""The fields with texts that every page has."""

TEXT_FEATURES = ["bold", "italic", "link", "ol", "ul", "h3", "h4"]


class Theme(models.Model):
    """What a training is about; people filter the catalogue by it."""

    name = models.CharField(_("naam"), max_length=80, unique=True)
    slug = models.SlugField(_("adres"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("thema")
        verbose_name_plural = _("thema's")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AcademyPage(Page):
    """What all our pages share: context from other parts, Dutch labels."""

    class Meta:
        abstract = True

    def trail(self, request: HttpRequest | None) -> list[tuple[object, str]]:
        """The way to this page, for the breadcrumbs: text and address of each step."""
        # The tree starts with a root that nobody sees; below it stands the home page.
        above = [parent for parent in self.get_ancestors() if parent.depth > 1]
        if not above:
            return []
        steps: list[tuple[object, str]] = [(gettext("Home"), above[0].get_url(request) or "/")]
        steps += [(read(parent.title), parent.get_url(request) or "") for parent in above[1:]]
        return [*steps, (self.title, "")]

    def save(self, clean: bool = True, *args: object, **kwargs: object) -> None:
        """Refuse a version that goes public unfinished, in whatever way it goes there.

        Raises:
            Unfinished: something is not filled in, in this page or in what goes along.
            TypeError: the page was read in another language, and would lose its Dutch.
        """
        if reading_state_of(self):
            raise TypeError("a page in another language is to be read only")
        if clean and self.live and self.live_revision_id and not kwargs.get("update_fields"):
            refuse_if_unfinished(self)
        super().save(clean, *args, **kwargs)

    def get_context(
        self, request: HttpRequest, *args: object, **kwargs: object
    ) -> dict[str, object]:
        read = read_page(self)
        if read is not self:
            return read.get_context(request, *args, **kwargs)
        values: dict[str, object] = super().get_context(request, *args, **kwargs)
        values.update(self.own_context(request))
        page_context.extend(request, self, values)
        return values

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        """What this kind of page adds to its template context itself."""
        return {}

    def get_full_url(self, request: HttpRequest | None = None) -> str | None:
        """The whole address, as every mail and calendar has it: at the site's own address.

        Wagtail keeps one of its own for each of its sites, which nobody thinks of, without https
        at a port. It counts for a second site only.
        """
        parts = self.get_url_parts(request)
        if parts is None or parts[2] is None:
            return None
        _site_id, root_url, path = parts
        if sites_of(self, request) > 1:
            return f"{root_url}{path}"
        return absolute_url(path)

    full_url = property(get_full_url)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        """The restrictions on this page and those above it; sites hardly ever have any."""
        if not memory.get("restrictions", PageViewRestriction.objects.exists):
            return known_to_be_empty(PageViewRestriction)
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions


class CataloguePage(AcademyPage):
    """The list of all trainings, with search and filters."""

    PAGE_SIZE = 20

    introduction = models.TextField(_("inleiding"), blank=True, max_length=500)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "introduction")
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.TrainingPage"]
    max_count = 1
    template = "catalogue/catalogue.html"

    class Meta:
        verbose_name = _("trainingenoverzicht")
        verbose_name_plural = _("trainingenoverzichten")

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        return {"crumbs": [(gettext("Home"), "/"), (self.title, "")]}


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
        FieldRowPanel([FieldPanel("theme"), FieldPanel("partner"), FieldPanel("minutes")]),
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
        return {
            "crumbs": [*self.crumbs_above, (self.title, "")],
            "page_words": WordsOnPage(),
            "other_variants": [
                (row.training, row.for_whom) for row in _VARIANTS_SHOWN.run(base=self.pk)
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
        """The published lessons, in order."""
        return list(LessonPage.objects.live().child_of(self).order_by("path"))

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


class LearningPathIndexPage(AcademyPage):
    """The list of learning paths."""

    introduction = models.TextField(_("inleiding"), blank=True, max_length=500)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "introduction")
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.LearningPathPage"]
    max_count = 1
    template = "catalogue/learning_paths.html"

    class Meta:
        verbose_name = _("overzicht van leerlijnen")
        verbose_name_plural = _("overzichten van leerlijnen")

    @property
    def learning_paths(self) -> models.QuerySet[LearningPathPage]:
        """The published learning paths, with their steps."""
        found: models.QuerySet[LearningPathPage] = (
            LearningPathPage.objects.live()
            .child_of(self)
            .order_by("path")
            .prefetch_related("steps__training")
        )
        return found


class LearningPathPage(AcademyPage):
    """Several trainings in an order that makes sense."""

    summary = models.CharField(_("samenvatting"), max_length=250)
    introduction = RichTextField(_("inleiding"), features=TEXT_FEATURES, blank=True)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "summary", "introduction")
    translated_children: ClassVar[tuple[tuple[str, str], ...]] = (("steps", "why"),)
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=GrowingLine),
        FieldPanel("introduction"),
        InlinePanel("steps", label=_("Stap"), heading=_("Trainingen in volgorde"), min_num=1),
    ]
    parent_page_types: ClassVar[list[str]] = ["catalogue.LearningPathIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "catalogue/learning_path.html"

    class Meta:
        verbose_name = _("leerlijn")
        verbose_name_plural = _("leerlijnen")

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        steps = [
            step
            for step in self.steps.select_related("training", "training__theme")
            if step.training.live
        ]
        return {"steps": steps}


class LearningPathStep(Orderable):
    """One training in a learning path, and why it stands there."""

    learning_path = ParentalKey(LearningPathPage, on_delete=models.CASCADE, related_name="steps")
    training = models.ForeignKey(
        TrainingPage, verbose_name=_("training"), on_delete=models.CASCADE, related_name="+"
    )
    why = models.CharField(_("waarom deze stap"), max_length=250, blank=True)

    panels: ClassVar[list[Panel]] = [
        FieldPanel("training"),
        FieldPanel("why", widget=GrowingLine),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("stap in een leerlijn")
        verbose_name_plural = _("stappen in leerlijnen")

    def __str__(self) -> str:
        return str(self.training)


class LectureIndexPage(AcademyPage):
    """The list of recorded lectures."""

    PAGE_SIZE = 20

    introduction = models.TextField(_("inleiding"), blank=True, max_length=500)

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "introduction")
    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types: ClassVar[list[str]] = ["website.HomePage"]
    subpage_types: ClassVar[list[str]] = ["catalogue.LecturePage"]
    max_count = 1
    template = "catalogue/lectures.html"

    class Meta:
        verbose_name = _("overzicht van lezingen")
        verbose_name_plural = _("overzichten van lezingen")

    def own_context(self, request: HttpRequest) -> dict[str, object]:
        lectures = LecturePage.objects.live().child_of(self).order_by("-recorded_on", "title")
        page_obj = Paginator(lectures, self.PAGE_SIZE).get_page(request.GET.get("pagina"))
        return {"page_obj": page_obj}


class LecturePage(AcademyPage):
    """A lecture that was recorded, with what was said written out."""

    summary = models.CharField(_("samenvatting"), max_length=250)
    recorded_on = models.DateField(_("datum van de lezing"), default=clock.today)
    minutes = models.PositiveSmallIntegerField(_("duur (minuten)"), default=45)
    recording_url = models.URLField(
        _("adres van de opname"),
        blank=True,
        help_text=_("De opname opent bij de aanbieder; wij sturen niets vooraf naar hem toe."),
    )
    recording = models.ForeignKey(
        "wagtaildocs.Document",
        verbose_name=_("opname als bestand"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    transcript = RichTextField(
        _("uitgeschreven tekst"),
        features=TEXT_FEATURES,
        help_text=_("Voor wie niet kan of wil luisteren."),
    )

    translated_fields: ClassVar[tuple[str, ...]] = (*OF_EVERY_PAGE, "summary", "transcript")
    content_panels: ClassVar[list[Panel]] = [
        *Page.content_panels,
        FieldPanel("summary", widget=GrowingLine),
        FieldRowPanel([FieldPanel("recorded_on"), FieldPanel("minutes")]),
        FieldPanel("recording_url"),
        FieldPanel("recording"),
        FieldPanel("transcript"),
    ]
    search_fields: ClassVar[list[BaseField]] = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("transcript"),
    ]
    parent_page_types: ClassVar[list[str]] = ["catalogue.LectureIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "catalogue/lecture.html"

    class Meta:
        verbose_name = _("lezing")
        verbose_name_plural = _("lezingen")

    @property
    def has_recording(self) -> bool:
        """Whether there is more than the text of what was said."""
        return bool(self.recording_id or self.recording_url)


class CoursePluginActivation(models.Model):
    """Whether a plugin works in one training, who decided so, and with which settings."""

    training = models.ForeignKey(
        TrainingPage, on_delete=models.CASCADE, related_name="plugin_activations"
    )
    plugin = models.SlugField(_("uitbreiding"))
    active = models.BooleanField(_("aan"), default=True)
    settings = ShowableJSONField(_("instellingen"), default=dict, blank=True)
    changed_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("uitbreiding bij een training")
        verbose_name_plural = _("uitbreidingen bij trainingen")
        constraints = [
            models.UniqueConstraint(fields=["training", "plugin"], name="one_activation_per_plugin")
        ]

    def __str__(self) -> str:
        return f"{self.plugin} – {self.training}"


class PluginChange(models.Model):
    """What a trainer wants of a plugin in a training that is public: kept until a coordinator
    decides. Nothing changes for participants before that."""

    training = models.ForeignKey(
        TrainingPage, on_delete=models.CASCADE, related_name="plugin_changes"
    )
    plugin = models.SlugField(_("uitbreiding"))
    active = models.BooleanField(_("aan"))
    # None: the settings stay as they are.
    settings = ShowableJSONField(_("instellingen"), null=True, blank=True)
    state = models.CharField(
        _("stand"), max_length=10, choices=ChangeState.choices, default=ChangeState.ASKED
    )
    asked_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        "people.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = models.TextField(_("opmerking"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("gevraagde wijziging van een uitbreiding")
        verbose_name_plural = _("gevraagde wijzigingen van uitbreidingen")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "plugin"],
                condition=models.Q(state=ChangeState.ASKED),
                name="one_asked_change_per_plugin",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plugin} – {self.training}"


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


@register_setting(icon="help")
class InfopuntSettings(BaseSiteSetting):
    """Where volunteers take a signal: the details of the Infopunt, as pages show them."""

    name = models.CharField(_("naam"), max_length=80, default="Infopunt Informele Zorg")
    phone = models.CharField(_("telefoon"), max_length=30, default="(030) 236 17 45")
    email = models.EmailField(_("e-mailadres"), default="infopuntiz@nizu.nl")
    postal_address = models.TextField(
        _("postadres"),
        blank=True,
        default="",
        db_default="",
        max_length=300,
        help_text=_(
            "Waar mensen post naartoe sturen, zoals een formulier op papier. Schrijf het zoals op "
            "een envelop. Staat hier niets? Dan vragen brieven om te bellen."
        ),
    )
    opens_at = models.TimeField(_("bereikbaar vanaf"), null=True, blank=True, default=time(9))
    closes_at = models.TimeField(_("bereikbaar tot"), null=True, blank=True, default=time(13))
    in_weekends = models.BooleanField(_("ook in het weekend"), default=True)
    closed_days = models.TextField(
        _("dagen dicht"),
        blank=True,
        max_length=2000,
        help_text=_("Bijvoorbeeld feestdagen: een datum op elke regel, zoals 25-12-2026."),
    )
    hours_note = models.CharField(
        _("aanvulling bij de tijden"),
        max_length=120,
        blank=True,
        help_text=_("Zonder tijden hierboven staat alleen dit op de site."),
    )

    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("phone"),
        FieldPanel("email"),
        FieldPanel("postal_address"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldPanel("in_weekends"),
        FieldPanel("closed_days"),
        FieldPanel("hours_note"),
    ]

    class Meta:
        verbose_name = _("Infopunt")
        verbose_name_plural = _("gegevens van het Infopunt")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (self.opens_at is None) != (self.closes_at is None):
            raise ValidationError({"closes_at": gettext("Vul beide tijden in, of geen van beide.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": gettext("Dit is niet later dan het begin.")})
        for line in self.closed_days.splitlines():
            if line.strip() and _as_date(line) is None:
                message = gettext("“%(line)s” is geen datum. Schrijf bijvoorbeeld 25-12-2026.")
                raise ValidationError({"closed_days": message % {"line": line.strip()[:40]}})

    @property
    def hours(self) -> Hours | None:
        """When one can call; None when only the note tells."""
        if self.opens_at is None or self.closes_at is None:
            return None
        days = (_as_date(line) for line in self.closed_days.splitlines())
        closed = frozenset(day for day in days if day is not None)
        return Hours(self.opens_at, self.closes_at, self.in_weekends, closed)

    @property
    def opening_hours(self) -> str:
        """When one can call, in words: `elke dag van 9.00 tot 13.00 uur`."""
        if self.opens_at is None or self.closes_at is None:
            return self.hours_note
        values = {"opens": clock_time(self.opens_at), "closes": clock_time(self.closes_at)}
        words = (
            gettext("elke dag van %(opens)s tot %(closes)s uur")
            if self.in_weekends
            else gettext("op werkdagen van %(opens)s tot %(closes)s uur")
        ) % values
        return f"{words}. {self.hours_note}" if self.hours_note else words

    @property
    def postal_lines(self) -> list[str]:
        """The address for post, line by line; none where we have none."""
        return [line.strip() for line in self.postal_address.splitlines() if line.strip()]

    @property
    def phone_link(self) -> str:
        """The number as a `tel:` address."""
        return telephone_link(self.phone)

    @property
    def mail_link(self) -> str:
        """The address as a `mailto:` link."""
        return f"mailto:{self.email}"


def _as_date(line: str) -> date | None:
    try:
        return datetime.strptime(line.strip(), "%d-%m-%Y").date()
    except ValueError:
        return None
