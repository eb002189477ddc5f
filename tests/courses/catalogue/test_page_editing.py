"""Withdrawing what was sent in leads to the editor, with what was typed saved as a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.models import Page, WorkflowState

from courses.people.enums import Role
from tests.academy import odd_values
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def training(trainer: User) -> TrainingPage:
    """A training that was sent in."""
    page = TrainingFactory.create(title="Luisteren", live=False, owner=trainer)
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    return page


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _opened(client: Client, page: Page) -> dict[str, list[str]]:
    shown = odd_values.Page(_edit(page), client.get(_edit(page)).content.decode())
    form = next(one for one in shown.forms if "title" in one.values)
    return {name: form.values[name] for name in form.values if name[:7] != "action-"}


def _withdraw(client: Client, page: Page, shown: dict[str, list[str]], **typed: str) -> Any:
    changed = {name: [text] for name, text in typed.items()}
    return client.post(_edit(page), {**shown, **changed, "action-cancel-workflow": ["1"]})


def _stands(page: Page) -> tuple[str, str, int]:
    """How sending in went, the title of the newest draft, and how many there are."""
    state = WorkflowState.objects.for_instance(page).latest("pk")
    draft = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    return state.status, draft.title, page.revisions.count()


def test_withdrawing_leads_to_the_editor(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    client.force_login(trainer)
    answer = _withdraw(client, training, _opened(client, training))
    assert (answer.status_code, answer["location"]) == (302, _edit(training))
    # It is no new draft that nobody changed anything.
    assert _stands(training) == ("cancelled", "Luisteren", 1)


def test_what_was_typed_before_withdrawing_is_saved(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    client.force_login(trainer)
    answer = _withdraw(client, training, _opened(client, training), title="Stil zijn")
    assert (answer.status_code, answer["location"]) == (302, _edit(training))
    assert _stands(training) == ("cancelled", "Stil zijn", 2)


def test_what_cannot_be_saved_is_shown_and_withdrawn(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    client.force_login(trainer)
    answer = _withdraw(client, training, _opened(client, training), title="", summary="Kort")
    assert answer.status_code == 200
    assert ">Kort</textarea>" in answer.content.decode().replace("\n", "")
    assert 'data-w-unsaved-force-value="true"' in answer.content.decode()
    assert _stands(training) == ("cancelled", "Luisteren", 1)


@pytest.mark.parametrize(
    ("typed", "status"), [({}, 302), ({"title": "Stil zijn"}, 200)], ids=["nothing", "a title"]
)
def test_what_somebody_else_saved_stays(
    client: Client, trainer: User, training: TrainingPage, typed: dict[str, str], status: int
) -> None:
    client.force_login(trainer)
    shown = _opened(client, training)
    training.title = "Luisteren en vragen"
    training.save_revision(user=person_in_role(Role.COORDINATOR))
    answer = _withdraw(client, training, shown, **typed)
    assert answer.status_code == status
    assert ("Iemand anders was je voor" in answer.content.decode()) == bool(typed)
    assert _stands(training) == ("cancelled", "Luisteren en vragen", 2)


def test_who_may_not_withdraw_does_not(
    client: Client, trainer: User, training: TrainingPage
) -> None:
    client.force_login(trainer)
    shown = _opened(client, training)
    WorkflowState.objects.update(requested_by=person_in_role(Role.COORDINATOR))
    other = person_in_role(Role.TRAINER)
    client.force_login(other)
    _withdraw(client, training, shown, title="Stil zijn")
    assert _stands(training) == ("in_progress", "Luisteren", 1)
