"""Where certificates join Wagtail's administration."""

from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry

from courses.certificates import admin, queries
from courses.certificates.enums import Doubt


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [path("", include(admin.urlpatterns))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return admin.CertificateMenuItem(
        _("Certificaten"),
        reverse_lazy("certificates_admin"),
        name="certificates",
        icon_name="success",
        order=230,
    )


class AttentionPanel(Component):
    """On the first page of who may do something about it: what waits for a decision."""

    name = "certificates_attention"
    template_name = "certificates/admin/attention.html"
    order = 110

    def get_context_data(self, parent_context: dict[str, object]) -> dict[str, object]:
        doubts = list(queries.in_doubt().values_list("doubt", flat=True))
        earned_again = doubts.count(Doubt.EARNED_AGAIN)
        return {
            "in_doubt": len(doubts) - earned_again,
            "earned_again": earned_again,
            "waiting": queries.waiting().count(),
        }


@hooks.register("construct_homepage_panels")
def add_attention(request: HttpRequest, panels: list[object]) -> None:
    if request.user.has_perm(admin.CHANGE):
        panels.append(AttentionPanel())


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("certificate.issue", _("Geef uit"), _("Certificaat uitgegeven"))
    actions.register_action("certificate.revoke", _("Trek in"), _("Certificaat ingetrokken"))
    actions.register_action("certificate.replace", _("Vervang"), _("Certificaat vervangen"))
    actions.register_action(
        "certificate.doubt", _("Na te kijken"), _("Certificaat klopt niet meer")
    )
    actions.register_action(
        "certificate.earned_again",
        _("Toch verdiend"),
        _("Ingetrokken certificaat is toch verdiend"),
    )
    actions.register_action("certificate.no_doubt", _("Klopt weer"), _("Certificaat klopt weer"))
