"""What all pages of the catalogue share, and the list of trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page, PageViewRestriction

from courses.catalogue import page_context
from courses.catalogue.completeness import refuse_if_unfinished
from courses.catalogue.models.restrictions import closed_places, refuse_if_signed_in
from courses.common.internals.of_django import known_to_be_empty
from courses.common.internals.of_wagtail import asked_to_open, sites_of
from courses.common.mail import absolute_url
from courses.translations.reading import read, read_page, reading_state_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

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
        if not closed_places():
            return known_to_be_empty(PageViewRestriction)
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def is_closed_to(self, request: HttpRequest) -> bool:
        """Whether staff closed the page, or one above it, to this reader."""
        return not all(one.accept_request(request) for one in self.get_view_restrictions())

    def answer_if_closed(self, request: HttpRequest) -> HttpResponse | None:
        """What Wagtail answers instead of what belongs to this page, to whom it is closed: it asks
        to sign in or for the password, and then sends on to the address of this request.

        Raises:
            PermissionDenied: the reader has signed in, and gets in by nothing else.
        """
        refuse_if_signed_in(request, self)
        return asked_to_open(request, self)


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
