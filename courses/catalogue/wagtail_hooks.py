"""Where the catalogue joins Wagtail's administration."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from courses.catalogue import services
from courses.catalogue.models import Theme, TrainingPage
from courses.people.models import Partner


class ThemeViewSet(ModelViewSet):
    """What trainings are about."""

    model = Theme
    icon = "tag"
    menu_label = _("Thema's")
    name = "themas"
    copy_view_enabled = False
    list_display = ["name", "slug"]
    panels = [FieldPanel("name"), FieldPanel("slug")]


class PartnerViewSet(ModelViewSet):
    """The organisations that offer trainings and send volunteers."""

    model = Partner
    icon = "group"
    menu_label = _("Partnerorganisaties")
    name = "partners"
    copy_view_enabled = False
    list_display = ["name", "website"]
    search_fields = ["name"]
    search_backend_name = None
    panels = [FieldPanel("name"), FieldPanel("website"), FieldPanel("description")]


class ListsGroup(ModelViewSetGroup):
    """The lists that trainings and people choose from."""

    items = (ThemeViewSet, PartnerViewSet)
    menu_icon = "list-ul"
    menu_label = _("Lijsten")
    menu_order = 230


@hooks.register("register_admin_viewset")
def register_lists() -> ModelViewSetGroup:
    return ListsGroup()


@hooks.register("after_create_page")
def let_blocks_work(request: HttpRequest, page: Any) -> None:
    """What a trainer makes can use every block that the editor offers."""
    if isinstance(page, TrainingPage):
        services.activate_block_plugins(training=page, actor=request.user)
