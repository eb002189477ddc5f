"""Screens of plugins in the administration: who may open them, what they show, and failures."""

from __future__ import annotations

import re
import sys
from html import unescape
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, include, path, reverse
from wagtail.admin.auth import require_admin_access
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

import tests.courses.plugin_desk as this_package
from courses.people import screen_rights
from courses.people.enums import Role
from courses.people.models import Partner
from courses.plugin_api.api import Audience, CoursePlugin, FormViewSet, Refusal, Screens
from courses.plugin_desk import staff_screens
from courses.plugin_host import standing
from courses.plugin_host.models import PluginFault
from tests.factories import PartnerFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet
    from django.http import HttpRequest
    from wagtail.admin.viewsets.base import ViewSet

pytestmark = pytest.mark.django_db

RIGHT = "plugin_api.bank_partners"
LIST = "/beheer/extra/bank/partners/"


class PartnerViewSet(ModelViewSet):
    model = Partner
    icon = "group"
    form_fields = ("name",)
    list_display = ("name",)
    list_filter = ("name",)
    list_export = ("name",)
    search_fields = ("name",)
    search_backend_name = None
    inspect_view_enabled = True


class PartnerScreens(Screens):
    name = "partners"
    label = "Organisaties van de bank"
    icon = "group"
    more_rights = {"delete": "Organisaties van de bank weggooien"}
    given_to = (Audience.COORDINATOR,)
    seen = ""

    def viewset(self) -> ViewSet:
        return PartnerViewSet()

    def chooser(self) -> ChooserViewSet:
        return ChooserViewSet("bank_partners_chooser", model=Partner, register_widget=False)

    def rows(self, user: object) -> QuerySet[Partner] | None:
        return Partner.objects.filter(name__startswith=self.seen) if self.seen else None


class UploadForm(forms.Form):
    amount = forms.IntegerField(label="Aantal")


class UploadViewSet(FormViewSet):
    form_class = UploadForm
    title = "Lees in"
    explanation = "Kies een aantal."
    icon = "upload"

    def done(self, request: HttpRequest, form: forms.Form) -> str:
        Partner.objects.create(name="Half")
        if form.cleaned_data["amount"] > 9:
            raise Refusal("Dat is te veel.", field="amount")
        return reverse("bank_upload:result")

    def more_patterns(self) -> list[Any]:
        return [
            path("klaar/", _result, name="result"),
            path("<slug:way>/fout/", _wrong, name="wrong"),
        ]


def _result(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Klaar")


def _wrong(request: HttpRequest, way: str) -> Any:
    Partner.objects.create(name=f"Geschreven door {way}")
    if way == "weg":
        raise Http404
    if way == "verboden":
        raise PermissionDenied
    if way == "nee":
        raise Refusal("Dat kan niet.")
    if way == "stuk":
        raise RuntimeError
    return way


class UploadScreens(Screens):
    name = "upload"
    label = "Lees in"

    def viewset(self) -> ViewSet:
        return UploadViewSet()


class BankPlugin(CoursePlugin):
    name = "tests.courses.plugin_desk"
    label = "bank"
    slug = "bank"
    title = "Bank"

    partners: Any = None
    upload: Any = None

    def contributions(self) -> list[Screens]:
        return [self.partners, self.upload]


@pytest.fixture
def bank(
    install_plugin: Callable[[Any], Any], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> BankPlugin:
    """The plugin, with the addresses that a site that begins with it has."""
    plugin = BankPlugin("tests.courses.plugin_desk", this_package)
    plugin.partners, plugin.upload = PartnerScreens(), UploadScreens()
    install_plugin(plugin)
    screen_rights.keep_rights()
    urls: Any = ModuleType("tests.urls_with_screens")
    screens = decorate_urlpatterns(staff_screens.urlpatterns(), require_admin_access)
    urls.urlpatterns = [path("beheer/", include(screens)), *get_resolver().url_patterns]
    monkeypatch.setitem(sys.modules, urls.__name__, urls)
    settings.ROOT_URLCONF = urls.__name__
    return plugin


def _client(role: Role, *rights: str) -> Client:
    person = person_in_role(role)
    names = [one.removeprefix("plugin_api.") for one in rights]
    person.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client = Client()
    client.force_login(person)
    return client


# --- Who may --------------------------------------------------------------------------------


def test_nobody_may_until_a_right_is_given(bank: BankPlugin) -> None:
    for role in (Role.TRAINER, Role.COORDINATOR, Role.ADMINISTRATOR):
        answer = _client(role).get("/beheer/extra/bank/upload/")
        assert (role, answer.status_code) == (role, 302)
    assert (
        _client(Role.TRAINER, "plugin_api.bank_upload")
        .get("/beheer/extra/bank/upload/")
        .status_code
        == 200
    )
    assert Client().get("/beheer/extra/bank/upload/").status_code == 302


def test_groups_that_begin_with_a_right_get_it_once(bank: BankPlugin) -> None:
    right = Permission.objects.get(codename="bank_partners")
    assert set(right.group_set.values_list("name", flat=True)) == {
        Role.COORDINATOR.value,
        Role.ADMINISTRATOR.value,
    }
    Group.objects.get(name=Role.COORDINATOR.value).permissions.remove(right)
    screen_rights.keep_rights()
    assert list(right.group_set.values_list("name", flat=True)) == [Role.ADMINISTRATOR.value]
    assert _client(Role.COORDINATOR).get(LIST).status_code == 302
    assert _client(Role.ADMINISTRATOR).get(LIST).status_code == 200


def test_a_right_that_is_called_otherwise_keeps_its_holders(bank: BankPlugin) -> None:
    bank.partners.right = "Bank beheren"
    staff_screens._known.clear()
    staff_rights_forget()
    screen_rights.keep_rights()
    right = Permission.objects.get(codename="bank_partners")
    assert (right.name, right.group_set.count()) == ("Bank beheren", 2)


def staff_rights_forget() -> None:
    from courses.plugin_host import staff_rights

    staff_rights._read.clear()


def test_an_action_with_a_right_of_its_own_asks_both(bank: BankPlugin) -> None:
    partner = PartnerFactory(name="Anders")
    page = f"{LIST}delete/{partner.pk}/"
    one = _client(Role.TRAINER, RIGHT)
    assert (one.get(LIST).status_code, one.get(page).status_code) == (200, 302)
    only = _client(Role.TRAINER, f"{RIGHT}_delete")
    assert only.get(page).status_code == 302
    both = _client(Role.TRAINER, RIGHT, f"{RIGHT}_delete")
    assert both.post(page).status_code == 302
    assert not Partner.objects.filter(pk=partner.pk).exists()


def test_an_action_that_the_screens_do_not_have_is_for_nobody(bank: BankPlugin) -> None:
    bank.partners.actions = ("change",)
    staff_rights_forget()
    client = _client(Role.TRAINER, RIGHT)
    assert client.get(f"{LIST}new/").status_code == 302
    assert f"{LIST}new/" not in client.get(LIST).content.decode()


def test_only_rows_that_the_plugin_says_are_seen_changed_and_chosen(bank: BankPlugin) -> None:
    mine, other = PartnerFactory(name="Mijn club"), PartnerFactory(name="Andere club")
    bank.partners.seen = "Mijn"
    client = _client(Role.TRAINER, RIGHT, f"{RIGHT}_delete")
    for listing in (LIST, f"{LIST}?q=club", f"{LIST}?export=csv", f"{LIST}kies/"):
        answer = client.get(listing)
        shown = b"".join(answer) if answer.streaming else answer.content
        assert (b"Mijn club" in shown, b"Andere club" in shown) == (True, False), listing
    for what in ("edit", "delete", "inspect", "history", "usage", "copy"):
        found = [client.get(f"{LIST}{what}/{one.pk}/").status_code for one in (mine, other)]
        assert (what, found) == (what, [200, 404])
    assert [client.get(f"{LIST}kies/chosen/{one.pk}/").status_code for one in (mine, other)] == [
        200,
        404,
    ]
    client.post(f"{LIST}edit/{other.pk}/", {"name": "Gekaapt"})
    other.refresh_from_db()
    assert other.name == "Andere club"


def test_the_page_of_a_group_offers_the_rights(bank: BankPlugin) -> None:
    group = Group.objects.get(name=Role.TRAINER.value)
    client = Client()
    client.force_login(person_in_role(Role.ADMINISTRATOR, is_superuser=True))
    text = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    assert "Organisaties van de bank weggooien" in text
    right = Permission.objects.get(codename="bank_upload")
    assert f'value="{right.pk}"' in text


def test_who_may_what_names_the_rights(bank: BankPlugin) -> None:
    from courses.desk.access import table

    columns, rows = table()
    answers = {
        str(row.name): dict(zip(columns, (cell.answer for cell in row.cells), strict=True))
        for row in rows
    }
    assert answers["Organisaties van de bank"][Role.COORDINATOR.value] == "yes"
    assert set(answers["Lees in"].values()) == {"no"}


# --- What there is --------------------------------------------------------------------------


def test_rows_are_made_changed_found_and_exported(bank: BankPlugin) -> None:
    client = _client(Role.COORDINATOR)
    assert client.post(f"{LIST}new/", {"name": "Buurthuis"}).status_code == 302
    partner = Partner.objects.get(name="Buurthuis")
    client.post(f"{LIST}edit/{partner.pk}/", {"name": "Buurthuis Zuid"})
    assert "Buurthuis Zuid" in client.get(f"{LIST}?q=zuid").content.decode()
    exported = b"".join(client.get(f"{LIST}?export=csv"))
    assert b"Buurthuis Zuid" in exported


def test_an_older_page_undoes_nobodys_newer_change(bank: BankPlugin) -> None:
    page = f"{LIST}edit/{PartnerFactory(name='Eerst').pk}/"
    client = _client(Role.COORDINATOR)
    found = re.search(r'name="snapshot" value="([^"]*)"', client.get(page).content.decode())
    assert found is not None
    shown = unescape(found[1])
    Partner.objects.update(name="Door een ander")
    answer = client.post(page, {"name": "Van mij", "snapshot": shown})
    text = answer.content.decode()
    assert ("Door een ander" in text, "Van mij" in text) == (True, True)
    assert Partner.objects.get().name == "Door een ander"


def test_a_list_asks_as_much_for_one_row_as_for_three(bank: BankPlugin) -> None:
    bank.partners.seen = "Club"
    client = _client(Role.COORDINATOR)
    client.get(LIST)
    asked = []
    for number in range(3):
        PartnerFactory(name=f"Club {number}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[2]


def test_the_menu_has_what_somebody_may_open(bank: BankPlugin) -> None:
    coordinator, trainer = _client(Role.COORDINATOR), _client(Role.TRAINER)
    menus = [one.get("/beheer/").content.decode() for one in (coordinator, trainer)]
    assert [LIST in menu for menu in menus] == [True, False]
    assert "/beheer/extra/bank/upload/" not in menus[0]
    standing.switch(plugin="bank", on=False)
    assert LIST not in coordinator.get("/beheer/").content.decode()
    assert coordinator.get(LIST).status_code == 404


def test_a_form_keeps_what_was_typed_and_says_what_is_wrong(bank: BankPlugin) -> None:
    client = _client(Role.TRAINER, "plugin_api.bank_upload")
    page = "/beheer/extra/bank/upload/"
    assert "Kies een aantal." in client.get(page).content.decode()
    for typed, sentence in (("zes", "een geheel getal"), ("11", "Dat is te veel.")):
        answer = client.post(page, {"amount": typed})
        text = answer.content.decode()
        assert (answer.status_code, sentence in text, f'value="{typed}"' in text) == (
            422,
            True,
            True,
        )
    assert not Partner.objects.filter(name="Half").exists()
    answer = client.post(page, {"amount": "3"})
    assert (answer.status_code, answer["Location"]) == (302, f"{page}klaar/")


# --- Failures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "status", "text"),
    [
        ("weg", 404, ""),
        ("verboden", 302, ""),
        ("nee", 409, "Dat kan niet."),
        ("stuk", 404, "Dit scherm werkt nu niet."),
        ("tekst", 404, "Dit scherm werkt nu niet."),
    ],
)
def test_what_a_failing_view_costs_is_that_screen(
    bank: BankPlugin, way: str, status: int, text: str
) -> None:
    client = _client(Role.TRAINER, "plugin_api.bank_upload")
    answer = client.post(f"/beheer/extra/bank/upload/{way}/fout/")
    assert (answer.status_code, text in answer.content.decode()) == (status, True)
    assert not Partner.objects.filter(name__startswith="Geschreven").exists()
    faults = PluginFault.objects.filter(plugin="bank").count()
    assert faults == (way in {"stuk", "tekst"})
    assert client.get("/beheer/extra/bank/upload/").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"label": 42},
        {"given_to": ("iedereen",)},
        {"given_to": (Audience.EVERYONE,)},
        {"more_rights": {"Ja!": "x"}},
        {"more_rights": {"a" * 30 + "_b": "x", "z" * 200: "x"}},
        {"viewset": lambda: None},
        {"viewset": lambda: ModelViewSet("x")},
        {"viewset": lambda: FormViewSet.__mro__[1]("leeg")},
        {"chooser": lambda: "x"},
        {"chooser": lambda: ChooserViewSet("anders", model=Partner)},
    ],
)
def test_screens_that_cannot_be_made_cost_nobody_else(
    bank: BankPlugin, changes: dict[str, Any]
) -> None:
    for name, value in changes.items():
        setattr(bank.partners, name, value)
    staff_rights_forget()
    staff_screens._known.clear()
    client = _client(Role.COORDINATOR, "plugin_api.bank_upload")
    menu = client.get("/beheer/").content.decode()
    assert ("/beheer/extra/bank/upload/" in menu, LIST in menu) == (True, False)
    answer = client.get(LIST)
    assert (answer.status_code, "Dit scherm werkt nu niet." in answer.content.decode()) == (
        404,
        True,
    )
    assert PluginFault.objects.filter(plugin="bank", place="Screens partners").exists()
    assert len(staff_screens.urlpatterns()) >= 1


def test_reviewers_have_one_list_of_all_trainings(client: Client) -> None:
    address = reverse("praktijkopdracht_submissions:index")
    seen = {}
    for role in Role:
        client.force_login(person_in_role(role))
        seen[role] = client.get(address).status_code
    assert seen == {
        Role.VOLUNTEER: 302,
        Role.TRAINER: 200,
        Role.COORDINATOR: 200,
        Role.ADMINISTRATOR: 200,
    }
