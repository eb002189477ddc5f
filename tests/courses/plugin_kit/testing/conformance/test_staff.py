"""What the kit says of what a plugin brings for staff, and of what it does by itself."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django import forms
from django.http import Http404, HttpResponse
from django.urls import get_resolver, include, path
from django.utils.safestring import mark_safe
from wagtail.admin.auth import require_admin_access
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.utils.urlpatterns import decorate_urlpatterns

from courses.people.models import Partner
from courses.plugin_api.api import (
    DailyJob,
    FormViewSet,
    JobContext,
    LongTask,
    MailPlaceholders,
    PlaceholderContext,
    Screens,
    Slot,
    SlotContext,
    SlotPlace,
    TaskContext,
    TaskResult,
)
from courses.plugin_desk import staff_screens
from courses.plugin_kit.testing.world import standing_in
from tests.courses.plugin_kit.testing.faulty import Make, failing, gives, like, raises
from tests.factories import PartnerFactory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django.http import HttpRequest
    from pytest_django import Settings as DjangoSettings
    from wagtail.admin.viewsets.base import ViewSet

    from courses.plugin_api.api import CoursePlugin

pytestmark = pytest.mark.django_db


# --- Slots, placeholders, and work ----------------------------------------------------------


class Place(Slot):
    """A line on the page of a training."""

    name = "place"
    place = SlotPlace.TRAINING

    def render(self, ctx: SlotContext) -> Any:
        return {key: mark_safe("<p>Hoi.</p>") for key in ctx.keys}


class Words(MailPlaceholders):
    """A word for in a mail."""

    name = "words"
    placeholders: ClassVar[Any] = {"bring": "Wat je meeneemt"}

    def values(self, ctx: PlaceholderContext) -> Any:
        return {"bring": "Koffie"}


class Work(DailyJob):
    """Sees to it that an organisation is there."""

    name = "work"
    title = "Schrijf een organisatie op"

    def run(self, ctx: JobContext) -> Any:
        Partner.objects.get_or_create(name="Van elke dag")
        return "Opgeschreven."


class Task(LongTask):
    """Does nothing, and says so."""

    name = "task"
    title = "Denk na"

    def run(self, ctx: TaskContext) -> Any:
        ctx.tell(1, 1)
        return TaskResult("Klaar.")


def only_once(_self: DailyJob, _ctx: JobContext) -> None:
    """Work that cannot bear what it left behind before."""
    if Partner.objects.filter(name="Van elke dag").exists():
        raise LookupError
    Partner.objects.create(name="Van elke dag")


def html_of_nobody(_self: Slot, ctx: SlotContext) -> Mapping[int, str]:
    return {**{key: mark_safe("<p>Hoi.</p>") for key in ctx.keys}, -1: mark_safe("<p>Ik ook.</p>")}


RIGHT: Mapping[str, type[Any]] = {
    "its_slots_give_html": Place,
    "its_placeholders_have_values": Words,
    "its_daily_work_can_be_repeated": Work,
    "its_long_tasks_tell_what_came_of_them": Task,
}


def _failing(make: Make, kinds: Mapping[str, type[Any]]) -> set[str]:
    found = failing(make(*kinds.values(), form=None), task_data={"task": [{"some": "data"}]})
    return {name.removeprefix("test_") for name in found}


def test_what_is_right_fails_no_check(make: Make) -> None:
    assert _failing(make, RIGHT) == set()


@pytest.mark.parametrize(
    "parts",
    [
        {
            "its_slots_give_html": like(Place, render=lambda _s, ctx: dict.fromkeys(ctx.keys, "")),
            "its_placeholders_have_values": like(Words, values=gives({})),
            "its_daily_work_can_be_repeated": like(Work, run=only_once),
            "its_long_tasks_tell_what_came_of_them": like(Task, run=gives("Klaar.")),
        },
        {
            "its_slots_give_html": like(Place, render=html_of_nobody),
            "its_placeholders_have_values": like(Words, values=gives({"bring": 3})),
            "its_daily_work_can_be_repeated": like(Work, run=gives(3)),
            "its_long_tasks_tell_what_came_of_them": like(Task, run=gives(TaskResult(3))),  # type: ignore[arg-type]
        },
        {
            "its_slots_give_html": like(Place, render=raises),
            "its_placeholders_have_values": like(Words, values=raises),
            "its_daily_work_can_be_repeated": like(Work, run=raises),
            "its_long_tasks_tell_what_came_of_them": like(Task, run=raises),
        },
    ],
    ids=["of the wrong kind", "with something wrong in it", "fails"],
)
def test_what_is_wrong_fails_its_check_and_no_other(
    make: Make, parts: Mapping[str, type[Any]]
) -> None:
    assert _failing(make, parts) == set(parts)


# --- Screens --------------------------------------------------------------------------------


class OneWord(forms.Form):
    """Asks for a word."""

    word = forms.CharField(label="Woord")


class DeskViewSet(FormViewSet):
    form_class = OneWord
    title = "Balie"
    icon = "plus-inverse"

    def done(self, request: HttpRequest, form: forms.Form) -> str:
        return "/beheer/"


class Desk(Screens):
    """A form for staff."""

    name = "desk"
    label = "Balie"

    def viewset(self) -> ViewSet:
        return DeskViewSet()


def _nowhere(*_args: Any, **_kwargs: Any) -> Any:
    raise Http404


class LostViewSet(DeskViewSet):
    """The first address leads nowhere."""

    def get_urlpatterns(self) -> list[Any]:
        return [path("", _nowhere, name="index")]


class PartnersViewSet(ModelViewSet):
    """A list that can be shown while it is empty."""

    model = Partner
    icon = "group"
    form_fields = ("name",)
    list_display = ("name", Column("wrong", label="Fout", accessor=raises))
    search_backend_name = None


def _keep_a_partner(*_args: Any) -> None:
    PartnerFactory.create()


@pytest.fixture
def failing_screens(
    make: Make, monkeypatch: pytest.MonkeyPatch, settings: DjangoSettings
) -> Callable[..., set[str]]:
    """`failing_screens(Desk, *more)`: the checks that fail for a plugin with these screens on a
    site that has their addresses, after those of `more`."""

    def check(kind: type[Screens], *more: Any) -> set[str]:
        plugin: CoursePlugin = make(kind, form=None)
        urls: Any = ModuleType("tests.urls_with_screens_of_proef")
        with standing_in(plugin):
            own = decorate_urlpatterns(staff_screens.urlpatterns(), require_admin_access)
        urls.urlpatterns = [*more, path("beheer/", include(own)), *get_resolver().url_patterns]
        monkeypatch.setitem(sys.modules, urls.__name__, urls)
        settings.ROOT_URLCONF = urls.__name__
        found = failing(plugin, keep=_keep_a_partner)
        return {name.removeprefix("test_") for name in found}

    return check


def test_screens_that_are_right_pass(failing_screens: Callable[..., set[str]]) -> None:
    assert failing_screens(Desk) == set()


def test_screens_that_do_not_open_are_noticed(failing_screens: Callable[..., set[str]]) -> None:
    lost = like(Desk, viewset=lambda _self: LostViewSet())
    assert failing_screens(lost) == {"its_screens_open_for_who_has_the_right"}


def test_a_list_that_fails_at_its_first_row_is_noticed(
    failing_screens: Callable[..., set[str]],
) -> None:
    empty = like(Desk, viewset=lambda _self: PartnersViewSet())
    assert failing_screens(empty) == {"its_screens_show_rows"}


def test_screens_that_the_academy_cannot_close_are_noticed(
    failing_screens: Callable[..., set[str]],
) -> None:
    """A plugin that puts itself into the academy's own addresses, say."""
    always = path("beheer/extra/proef/desk/", lambda _request: HttpResponse("Hoi"))
    (for_staff,) = decorate_urlpatterns([always], require_admin_access)
    assert failing_screens(Desk, for_staff) == {"its_screens_are_closed_where_it_is_off"}
