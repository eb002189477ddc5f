"""Where the catalogue joins Wagtail's administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db.models import Model
from django.shortcuts import redirect
from django.urls import URLResolver, include, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses.catalogue import (
    action_menu,
    comparing,
    plain_language_views,
    sending_in_views,
    services,
    unfinished_views,
    variant_views,
)
from courses.catalogue.models import Theme, TrainingPage, TrainingVariant, refuse_if_signed_in
from courses.catalogue.page_history import AcademyPageViewSet
from courses.catalogue.reviews import (
    ReviewsPanel,
    came_along,
    reviews_for,
    tell_decisions,
    tell_review,
    tell_what_waits,
)
from courses.common import staff_menu
from courses.common.edit_conflict_views import EditConflictMixin
from courses.glossary.viewsets import GlossaryWordViewSet
from courses.people.models import Partner, TrainerPortrait
from courses.people.queries import signed_in_user
from courses.plugin_host.dependents import DeletionOutcome, dependents_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.http import HttpRequest, HttpResponse
    from django.utils.safestring import SafeString
    from wagtail.admin.action_menu import ActionMenuItem
    from wagtail.admin.menu import MenuItem
    from wagtail.admin.ui.components import Component
    from wagtail.admin.views.bulk_action import BulkAction
    from wagtail.log_actions import LogActionRegistry

    from courses.people.models import User

tell_decisions()
comparing.install()


class ListEditView(EditConflictMixin[Model], generic.EditView):
    """Changes something in a list, and undoes nobody's newer change."""


class ThemeViewSet(ModelViewSet):
    """What trainings are about."""

    model = Theme
    icon = "tag"
    menu_label = _("Thema's")
    menu_hook = staff_menu.TRAININGS
    menu_order = staff_menu.CHOICES
    name = "themas"
    edit_view_class = ListEditView
    copy_view_enabled = False
    list_display = ["name", "slug"]
    panels = [FieldPanel("name"), FieldPanel("slug")]


class PartnerViewSet(ModelViewSet):
    """The organisations that offer trainings and send volunteers."""

    model = Partner
    icon = "group"
    menu_label = _("Partnerorganisaties")
    menu_hook = staff_menu.TRAININGS
    menu_order = staff_menu.CHOICES + 1
    name = "partners"
    edit_view_class = ListEditView
    copy_view_enabled = False
    list_display = ["name", "website"]
    search_fields = ["name"]
    search_backend_name = None
    panels = [
        FieldPanel("name"),
        FieldPanel("website"),
        FieldPanel("description"),
        FieldPanel("logo"),
    ]


class TrainerPortraitViewSet(ModelViewSet):
    """The faces that participants see beside the names of trainers."""

    model = TrainerPortrait
    icon = "user"
    menu_label = _("Gezichten van trainers")
    menu_hook = staff_menu.TRAININGS
    menu_order = staff_menu.CHOICES + 2
    name = "gezichten"
    edit_view_class = ListEditView
    copy_view_enabled = False
    list_display = ["person", Column("in_words", label=_("Gezicht"))]
    panels = [
        FieldPanel("person"),
        FieldPanel("photo"),
        FieldPanel("description"),
        FieldPanel("face"),
    ]


@hooks.register("register_admin_viewset")
def register_lists() -> list[ModelViewSet]:
    """The lists that trainings and people choose from."""
    return [ThemeViewSet(), PartnerViewSet(), TrainerPortraitViewSet(), GlossaryWordViewSet()]


@hooks.register("register_admin_viewset")
def register_screens_of_pages() -> AcademyPageViewSet:
    """In the place of Wagtail's own, which come first."""
    return AcademyPageViewSet()


@hooks.register("register_admin_urls")
def register_own_screens() -> list[URLResolver]:
    return [
        path("", include(plain_language_views.urlpatterns)),
        path("", include(sending_in_views.urlpatterns)),
        path("", include(unfinished_views.urlpatterns)),
        path("", include(variant_views.urlpatterns)),
    ]


@hooks.register(staff_menu.TRAININGS)
def register_variants() -> MenuItem:
    return variant_views.VariantsMenuItem(
        _("Basis en varianten"),
        reverse_lazy("variants"),
        name="variants",
        icon_name="copy",
        order=staff_menu.VARIANTS,
    )


@hooks.register("register_icons")
def register_icons(icons: list[str]) -> list[str]:
    """What Wagtail has no drawing for."""
    return [*icons, "catalogue/admin/icons/sound.svg", "catalogue/admin/icons/info.svg"]


@hooks.register("register_page_header_buttons")
def offer_variant(
    page: Page, user: User, next_url: str | None = None, view_name: str = ""
) -> Iterator[Button]:
    """Make a variant of a training; of a variant, see what its base changed."""
    training = page.specific if page.pk else page
    if not isinstance(training, TrainingPage):
        return
    variant = TrainingVariant.objects.filter(training=training).first()
    if variant is None:
        yield Button(
            gettext("Maak een variant"),
            reverse("variant_make", args=[training.pk]),
            icon_name="copy",
            priority=45,
        )
    else:
        yield Button(
            gettext("Verschillen met de basis"),
            reverse("variant_changes", args=[variant.pk]),
            icon_name="copy",
            priority=45,
        )


@hooks.register("insert_editor_js")
def hint_while_typing() -> SafeString:
    """Hints on plain Dutch at the fields of a page."""
    return format_html(
        '<script src="{}" data-url="{}" defer></script>',
        versioned_static("catalogue/plain_language.js"),
        reverse("plain_language"),
    )


@hooks.register("insert_editor_js")
def follow_what_is_unfinished() -> SafeString:
    """What is still to do, in the checks, as it is since the last saving."""
    return format_html(
        '<script src="{}" defer></script>', versioned_static("catalogue/unfinished.js")
    )


@hooks.register("insert_editor_js")
def keep_in_view() -> SafeString:
    """A field that gets the focus stands between the head of the page and the buttons below."""
    return format_html('<script src="{}" defer></script>', versioned_static("catalogue/in_view.js"))


@hooks.register("insert_editor_js")
def number_options() -> SafeString:
    """Answers of a question have a number."""
    return format_html(
        '<script src="{}" defer></script>', versioned_static("catalogue/numbered.js")
    )


@hooks.register("insert_editor_js")
def ask_before_removing() -> SafeString:
    """Nobody loses what was filled in by touching the sign to take a block away."""
    return format_html(
        '<script src="{}" data-question="{}" defer></script>',
        versioned_static("catalogue/ask_before_removing.js"),
        gettext("Wil je dit weghalen? Wat je invulde, gaat dan ook weg."),
    )


@hooks.register("construct_page_action_menu")
def arrange_actions(
    menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, object]
) -> None:
    """Approving and sending in stand on a button, not behind its arrow."""
    page = context.get("page")
    action_menu.arrange(menu_items, page if isinstance(page, Page) else None)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def hint_after_saving(request: HttpRequest, page: Page) -> None:
    """The same for who has no script: how many there are, and where."""
    plain_language_views.tell_of_hints(request, page)


@hooks.register("after_edit_page")
def forget_no_change(request: HttpRequest, page: Page) -> None:
    """Nobody is told of a change where nothing differs from what is on the site."""
    comparing.forget_no_change(request, page)


@hooks.register("after_publish_page")
def name_lessons_that_came_along(request: HttpRequest, page: Page) -> None:
    """Who publishes a training is told by name which lessons came on the site with it."""
    if said := came_along(page):
        messages.success(request, said)


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    for action, label in (
        ("plugin.activate", _("Uitbreiding aangezet")),
        ("plugin.deactivate", _("Uitbreiding uitgezet")),
        ("plugin.settings", _("Instellingen van een uitbreiding gewijzigd")),
        ("plugin.ask", _("Wijziging van een uitbreiding gevraagd")),
        ("plugin.approve", _("Wijziging van een uitbreiding goedgekeurd")),
        ("plugin.refuse", _("Wijziging van een uitbreiding niet goedgekeurd")),
        ("variant.make", _("Variant gemaakt")),
        ("variant.take", _("Verandering van de basis overgenomen")),
        ("variant.refuse", _("Verandering van de basis niet overgenomen")),
    ):
        actions.register_action(action, label, label)


@hooks.register("after_create_page")
def switch_first_plugins_on(request: HttpRequest, page: Page) -> None:
    """What a trainer makes can use the plugins that are meant for every training."""
    if isinstance(page, TrainingPage):
        services.activate_first_plugins(training=page, actor=signed_in_user(request))


@hooks.register("after_copy_page")
def copy_plugins_along(request: HttpRequest, page: Page, new_page: Page) -> None:
    """A copy of a training has the same plugins, with the same settings."""
    services.copy_activations(source=page, copy=new_page, actor=signed_in_user(request))


@hooks.register("before_delete_page")
def refuse_what_must_stay(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say no to deleting a page with something that must be kept, such as an edition."""
    if request.method != "POST" or not _holds(page):
        return None
    messages.error(request, _no_delete(page))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def refuse_many_that_must_stay(
    request: HttpRequest, action_type: str, objects: list[Model], action: BulkAction
) -> HttpResponse | None:
    """The same when one of many must stay: then nothing is deleted."""
    if action_type != "delete":
        return None
    held = [page for page in objects if isinstance(page, Page) and _holds(page)]
    for page in held:
        messages.error(request, _no_delete(page))
    return redirect(action.next_url) if held else None


def _holds(page: Page) -> bool:
    below = Page.objects.filter(path__startswith=page.path)
    return any(one.fate is DeletionOutcome.HOLDS for one in dependents_of(below))


def _no_delete(page: Page) -> str:
    return gettext(
        "Bij “%(title)s” hoort iets dat bewaard moet blijven. Er is niets verwijderd. "
        "Je kunt de pagina wel van de site halen."
    ) % {"title": page.get_admin_display_title()}


@hooks.register("before_edit_page")
def show_review(request: HttpRequest, page: Page) -> None:
    """Let what the reviewer said stand above the page that it is about, and what is to be done."""
    match = request.resolver_match
    if "_w_hydrate_create_view" in request.GET:
        # Wagtail asks for parts of the page that somebody has open: what is told now would stand on
        # the page that is opened next, such as a preview.
        return
    if request.method != "GET" or (match is not None and match.url_name == "revisions_revert"):
        return
    tell_review(request, page)
    tell_what_waits(request, page)
    unfinished_views.tell_of_unfinished(request, page)


@hooks.register("construct_homepage_panels")
def show_reviews(request: HttpRequest, panels: list[Component]) -> None:
    """What came of what somebody had looked at, with the remark."""
    panels[:] = [one for one in panels if not isinstance(one, UserObjectsInWorkflowModerationPanel)]
    reviews = reviews_for(request.user)
    if reviews:
        panels.append(ReviewsPanel(reviews))


@hooks.register("on_serve_page", order=-1)
def say_that_it_is_closed(serve: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Before Wagtail's own check, which knows no other answer than to sign in."""

    def serve_page(page: Page, request: HttpRequest, *args: object) -> HttpResponse:
        refuse_if_signed_in(request, page)
        return serve(page, request, *args)

    return serve_page
