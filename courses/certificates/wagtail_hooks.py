"""Where certificates join Wagtail's administration."""

from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry

from courses.certificates import admin, design_admin, edition_admin
from courses.common import staff_menu
from courses.editions.admin import GuardedButton, provide_buttons
from courses.editions.enums import EditionStatus
from courses.editions.models import Edition


@hooks.register("register_admin_urls")
def register_urls() -> list[object]:
    return [
        path(
            "", include([*design_admin.urlpatterns, *admin.urlpatterns, *edition_admin.urlpatterns])
        )
    ]


@hooks.register(staff_menu.PEOPLE)
def register_menu_item() -> MenuItem:
    return admin.CertificateMenuItem(
        _("Certificaten"),
        reverse_lazy("certificates_admin"),
        name="certificates",
        icon_name="success",
        order=staff_menu.CERTIFICATES,
    )


@provide_buttons
def certificates_button(edition: Edition) -> list[Button]:
    """The certificates of all who took part."""
    if edition.status != EditionStatus.OPEN or not edition.is_past:
        return []
    url = reverse("certificates_of_edition", args=[edition.pk])
    label = _("Certificaten")
    return [GuardedButton(label, permission=admin.VIEW, url=url, icon_name="success", priority=40)]


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    actions.register_action("certificate.issue", _("Geef uit"), _("Certificaat uitgegeven"))
    actions.register_action(
        "certificate.by_hand", _("Geef met de hand"), _("Certificaat met de hand gegeven")
    )
    actions.register_action(
        "certificate.hide_name", _("Verberg naam"), _("Controlepagina laat de naam niet zien")
    )
    actions.register_action(
        "certificate.show_name", _("Toon naam"), _("Controlepagina laat de naam zien")
    )
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
    actions.register_action(
        "certificate.design", _("Vormgeving"), _("Vormgeving van certificaten gewijzigd")
    )
    actions.register_action(
        "certificate.fetch_all", _("Haal alle op"), _("Alle certificaten opgehaald")
    )
    actions.register_action("certificate.no_doubt", _("Klopt weer"), _("Certificaat klopt weer"))
