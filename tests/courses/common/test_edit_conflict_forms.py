"""Two people at one of Wagtail's own forms: the later one sees both, and undoes nothing unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupApprovalTask, Site, Workflow, WorkflowTask

from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("beheer@example.org", "geheim-genoeg-12"))
    return client


def _redirect() -> tuple[Any, str, str, dict[str, str]]:
    row = Redirect.objects.create(old_path="/oud", redirect_link="https://example.org/a")
    data = {"old_path": "/oud", "redirect_link": "https://example.org/a", "is_permanent": "on"}
    return row, reverse("wagtailredirects:edit", args=[row.pk]), "redirect_link", data


def _collection() -> tuple[Any, str, str, dict[str, str]]:
    row = Collection.get_first_root_node().add_child(name="Foto's")
    data = {"name": "Foto's", "parent": str(Collection.get_first_root_node().pk)}
    return row, reverse("wagtailadmin_collections:edit", args=[row.pk]), "name", data


def _document() -> tuple[Any, str, str, dict[str, str]]:
    from django.core.files.base import ContentFile

    row = get_document_model().objects.create(title="Folder", file=ContentFile(b"x", "a.txt"))
    data = {"title": "Folder", "collection": str(row.collection_id), "tags": ""}
    return row, reverse("wagtaildocs:edit", args=[row.pk]), "title", data


def _image() -> tuple[Any, str, str, dict[str, str]]:
    from wagtail.images.tests.utils import get_test_image_file

    row = get_image_model().objects.create(title="Foto", file=get_test_image_file())
    data = {"title": "Foto", "collection": str(row.collection_id), "tags": "", "description": ""}
    return row, reverse("wagtailimages:edit", args=[row.pk]), "title", data


KINDS = [_redirect, _collection, _document, _image]


def _token(page: Any) -> str:
    found = re.search(r'name="snapshot" value="([^"]*)"', page.content.decode())
    assert found is not None, (page.status_code, page.headers.get("Location"))
    return found[1].replace("&quot;", '"')


@pytest.mark.parametrize("make", KINDS)
def test_an_older_page_shows_both_and_keeps_what_was_typed(
    administrator: Client, make: Any
) -> None:
    row, address, name, data = make()
    value = {"redirect_link": "https://example.org/{}"}.get(name, "Naam {}")
    older = _token(administrator.get(address))
    theirs = {**data, name: value.format("ander"), "snapshot": older}
    assert administrator.post(address, theirs).status_code == 302
    mine = {**data, name: value.format("mijn"), "snapshot": older}
    page = administrator.post(address, mine)
    text = page.content.decode()
    assert page.status_code == 200
    row.refresh_from_db()
    assert getattr(row, name) == value.format("ander")
    assert "Iemand anders heeft dit intussen veranderd" in text
    assert f"nu staat er “{value.format('ander')}”" in text
    assert f'value="{value.format("mijn")}"' in text
    again = administrator.post(address, {**mine, "snapshot": _token(page)})
    assert again.status_code == 302
    row.refresh_from_db()
    assert getattr(row, name) == value.format("mijn")


@pytest.mark.parametrize("make", KINDS)
def test_who_changes_something_else_is_not_held_up(administrator: Client, make: Any) -> None:
    row, address, _name, data = make()
    older = _token(administrator.get(address))
    for _turn in range(2):
        assert administrator.post(address, {**data, "snapshot": older}).status_code == 302
    row.refresh_from_db()


def test_the_site_carries_what_it_showed(administrator: Client) -> None:
    assert _token(administrator.get(reverse("wagtailsites:edit", args=[Site.objects.get().pk])))


def _workflow() -> tuple[Workflow, GroupApprovalTask, GroupApprovalTask, WorkflowTask, str]:
    workflow = Workflow.objects.create(name="Nakijken")
    first, second = (GroupApprovalTask.objects.create(name=name) for name in ("Een", "Twee"))
    step = WorkflowTask.objects.create(workflow=workflow, task=first, sort_order=0)
    address = reverse("wagtailadmin_workflows:edit", args=[workflow.pk])
    return workflow, first, second, step, address


def _steps(*rows: tuple[int | str, int]) -> dict[str, str]:
    data = {
        "name": "Nakijken",
        "workflow_tasks-TOTAL_FORMS": str(len(rows)),
        "workflow_tasks-INITIAL_FORMS": str(len([key for key, _task in rows if key])),
        "pages-TOTAL_FORMS": "0",
        "pages-INITIAL_FORMS": "0",
    }
    for number, (key, task) in enumerate(rows):
        prefix = f"workflow_tasks-{number}"
        data |= {f"{prefix}-id": str(key), f"{prefix}-task": str(task)}
        data[f"{prefix}-ORDER"] = str(number + 1)
    return data


def test_steps_of_a_workflow_that_somebody_changed_are_shown(administrator: Client) -> None:
    _, first, second, step, address = _workflow()
    older = _token(administrator.get(address))
    WorkflowTask.objects.filter(pk=step.pk).update(task=second)
    page = administrator.post(address, {**_steps((step.pk, first.pk)), "snapshot": older})
    assert page.status_code == 200
    assert WorkflowTask.objects.get(pk=step.pk).task_id == second.pk
    assert "nu staat er “Twee”, jij vulde in “Een”" in page.content.decode()


def test_a_step_that_somebody_added_is_shown(administrator: Client) -> None:
    workflow, first, second, step, address = _workflow()
    older = _token(administrator.get(address))
    WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=1)
    third = GroupApprovalTask.objects.create(name="Drie")
    page = administrator.post(address, {**_steps((step.pk, third.pk)), "snapshot": older})
    assert page.status_code == 200
    assert WorkflowTask.objects.get(pk=step.pk).task_id == first.pk
    assert "nu staat er “Een; Twee”, jij vulde in “Drie”" in page.content.decode()


def test_a_step_that_somebody_removed_is_shown_and_can_be_kept(administrator: Client) -> None:
    workflow, first, _second, step, address = _workflow()
    older = _token(administrator.get(address))
    mine = {**_steps((step.pk, first.pk)), "snapshot": older}
    step.delete()
    page = administrator.post(address, mine)
    assert page.status_code == 200
    assert "nu staat er “(leeg)”, jij vulde in “Een”" in page.content.decode()
    again = administrator.post(address, {**mine, "snapshot": _token(page)})
    assert again.status_code == 302
    assert list(workflow.workflow_tasks.values_list("task", flat=True)) == [first.pk]


def test_steps_that_nobody_else_changed_are_saved(administrator: Client) -> None:
    workflow, first, second, step, address = _workflow()
    older = _token(administrator.get(address))
    data = {**_steps((step.pk, first.pk), ("", second.pk)), "snapshot": older}
    assert administrator.post(address, data).status_code == 302
    steps = workflow.workflow_tasks.order_by("sort_order").values_list("task", flat=True)
    assert list(steps) == [first.pk, second.pk]
