"""Two people at one page: who saves from an older version is told, and undoes nothing unseen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.people.enums import Role
from tests.factories import TrainingFactory, person_in_role
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

AS_SCRIPT = {"accept": "application/json"}
TOLD = "Iemand anders was je voor"


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def coordinator() -> User:
    return person_in_role(Role.COORDINATOR, first_name="Ans", last_name="Bakker")


@pytest.fixture
def client(coordinator: User) -> Client:
    return _signed_in(coordinator)


@pytest.fixture
def other() -> Client:
    return _signed_in(person_in_role(Role.COORDINATOR, first_name="Ömer", last_name="Yılmaz"))


@pytest.fixture
def training(coordinator: User) -> TrainingPage:
    page = TrainingFactory.create(title="Luisteren", summary="Kort")
    page.save_revision(user=coordinator)
    return page


def _url(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _opened(client: Client, page: Page, **typed: str) -> dict[str, str]:
    """What the form of a page sends, as it was when it was opened, and as somebody filled it in."""
    return {**_sent(client.get(_url(page)), page), **typed}


def _sent(response: Any, page: Page) -> dict[str, str]:
    names = ("loaded_revision_id", "loaded_revision_created_at")
    text = response.content.decode()
    found = [re.search(rf'name="{name}" value="([^"]*)"', text) for name in names]
    return {
        "title": page.title,
        "slug": page.slug,
        "summary": "Kort",
        "minutes": "180",
        "attendance_required": "100",
        "kind": "training",
        "minimum": "0",
        "decide_days": "7",
        "withdraw_until_hours": "24",
        "goals-TOTAL_FORMS": "0",
        "goals-INITIAL_FORMS": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **{name: one[1] for name, one in zip(names, found, strict=True) if one},
    }


def _newest(page: Page) -> tuple[str, str]:
    newest = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    return newest.title, newest.summary


@pytest.mark.both_databases
@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}, {"action-submit": "1"}])
def test_who_saves_from_an_older_version_sees_both_and_keeps_what_was_typed(
    client: Client, other: Client, training: TrainingPage, action: dict[str, str]
) -> None:
    mine = _opened(client, training, title="Luisteren en vragen") | action
    assert other.post(_url(training), _opened(other, training, summary="Lang")).status_code == 302
    page = client.post(_url(training), mine)
    text = page.content.decode()
    assert (page.status_code, TOLD in text) == (200, True)
    assert _newest(training) == ("Luisteren", "Lang")
    assert Page.objects.get(pk=training.pk).title == "Luisteren"
    newer = page.context["newer_revision"]
    assert (newer.author, newer.is_own) == ("Ömer Yılmaz", False)
    assert {str(one.field_label()): str(one.htmldiff()) for one in newer.comparisons} == {
        "Titel": 'Luisteren<span class="addition"> en vragen</span>',
        "Samenvatting": '<span class="deletion">Lang</span><span class="addition">Kort</span>',
    }
    assert 'value="Luisteren en vragen"' in text
    assert client.get(newer.compare_url).status_code == 200

    again = {**mine, **_sent(page, training), "title": "Luisteren en vragen", **action}
    assert client.post(_url(training), again).status_code == 302
    assert _newest(training) == ("Luisteren en vragen", "Kort")


def test_what_is_not_right_yet_is_told_together_with_the_newer_version(
    client: Client, other: Client, training: TrainingPage
) -> None:
    mine = _opened(client, training, title="")
    other.post(_url(training), _opened(other, training, summary="Lang"))
    page = client.post(_url(training), mine)
    assert (page.status_code, TOLD in page.content.decode()) == (200, True)
    assert page.context["form"].errors.keys() == {"title"}
    assert _newest(training) == ("Luisteren", "Lang")


def test_who_types_what_was_saved_meanwhile_is_not_held_up(
    client: Client, other: Client, training: TrainingPage
) -> None:
    mine = _opened(client, training, summary="Lang")
    other.post(_url(training), mine)
    assert client.post(_url(training), mine).status_code == 302
    assert _newest(training) == ("Luisteren", "Lang")


def test_ones_own_other_window_is_called_so(client: Client, training: TrainingPage) -> None:
    older = _opened(client, training, title="Van eerst")
    client.post(_url(training), _opened(client, training, title="Van daarna"))
    page = client.post(_url(training), older).content.decode()
    assert ("Je bewaarde deze pagina ook in een ander venster" in page, TOLD in page) == (
        True,
        False,
    )
    assert _newest(training) == ("Van daarna", "Kort")


def test_wagtails_script_saves_by_itself_and_then_the_plain_form_does(
    client: Client, other: Client, training: TrainingPage
) -> None:
    mine = _opened(client, training)
    for title in ("Luisteren e", "Luisteren en vragen"):
        saved = client.post(_url(training), {**mine, "title": title}, headers=AS_SCRIPT).json()
        assert saved["success"]
        mine["overwrite_revision_id"] = str(saved["revision_id"])
    assert client.post(_url(training), {**mine, "title": "Klaar"}).status_code == 302
    assert _newest(training) == ("Klaar", "Kort")
    other.post(_url(training), _opened(other, training, title="Van de ander"))
    refused = client.post(_url(training), {**mine, "title": "Weer"}, headers=AS_SCRIPT)
    assert (refused.status_code, refused.json()["error_code"]) == (400, "invalid_revision")
    page = client.post(_url(training), {**mine, "title": "Weer"})
    assert (page.status_code, TOLD in page.content.decode()) == (200, True)
    assert "w-autosave-interval-value" not in page.content.decode()
    assert _newest(training) == ("Van de ander", "Kort")


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
    training = TrainingFactory.create(title="Luisteren", summary="Kort")
    training.save_revision()
    clients = [_signed_in(person_in_role(Role.COORDINATOR)) for _one in range(2)]
    forms = [_opened(one, training, title=title) for one, title in zip(clients, "AB", strict=True)]
    answers = all_at_once(
        [
            lambda: clients[0].post(_url(training), forms[0]).status_code,
            lambda: clients[1].post(_url(training), forms[1]).status_code,
        ]
    )
    assert sorted(answers, key=str) == [200, 302]
    assert _newest(training)[0] == "AB"[answers.index(302)]
    assert training.revisions.count() == 2
