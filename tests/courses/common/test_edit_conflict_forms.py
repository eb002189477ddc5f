"""Two people at one of Wagtail's own forms: the later one sees both, and undoes nothing unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.forms import modelform_factory
from django.test import Client, RequestFactory
from django.urls import reverse
from wagtail.admin.views.generic import EditView
from wagtail.admin.views.generic.mixins import CreateEditViewOptionalFeaturesMixin
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupApprovalTask, Site, Workflow, WorkflowTask
from wagtail.permission_policies import ModelPermissionPolicy

from courses.catalogue.models import TrainingPage
from courses.people.models import User
from tests.factories import TrainingFactory
from tests.parallel import all_at_once

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


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_the_same_moment_one_is_told() -> None:
    row, address, name, data = _redirect()
    clients = []
    for email in ("een@example.org", "twee@example.org"):
        client = Client()
        client.force_login(User.objects.create_superuser(email, "geheim-genoeg-12"))
        clients.append(client)
    forms = [
        {**data, name: f"https://example.org/{number}", "snapshot": _token(one.get(address))}
        for number, one in enumerate(clients)
    ]
    answers = all_at_once(
        [
            lambda: clients[0].post(address, forms[0]).status_code,
            lambda: clients[1].post(address, forms[1]).status_code,
        ]
    )
    assert sorted(answers, key=str) == [200, 302]
    row.refresh_from_db()
    assert row.redirect_link == f"https://example.org/{answers.index(302)}"


class DraftEditView(CreateEditViewOptionalFeaturesMixin, EditView):
    """As of a snippet with drafts; the academy has none of its own."""

    model = TrainingPage
    form_class = modelform_factory(TrainingPage, fields=("title", "summary"))
    view_name = "edit"
    permission_policy = ModelPermissionPolicy(TrainingPage)
    success_message = None
    # Of the screens of a snippet there is none here.
    template_name = "wagtailadmin/404.html"

    def get_edit_url(self) -> str:
        return "/beheer/"

    get_history_url = get_usage_url = get_delete_url = get_edit_url
    get_success_url = get_edit_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"form": kwargs.get("form") or self.get_form()}


def _edit(person: User, pk: int, **data: str) -> Any:
    request = RequestFactory().post("/", data) if data else RequestFactory().get("/")
    request.user = person
    vars(request).update(session={}, _messages=CookieStorage(request))
    return DraftEditView.as_view()(request, pk=pk)


@pytest.mark.both_databases
def test_of_a_thing_with_drafts_the_newest_draft_is_compared(administrator: Client) -> None:
    page = TrainingFactory.create(title="Luisteren", summary="Kort")
    page.save_revision()
    first, second = (User.objects.create_superuser(f"{one}@example.org", "x") for one in "ab")

    def newest() -> tuple[str, str]:
        draft = TrainingPage.objects.get(pk=page.pk).get_latest_revision_as_object()
        return draft.title, draft.summary

    def opened(person: User) -> dict[str, str]:
        form = _edit(person, page.pk).context_data["form"]
        revision = TrainingPage.objects.get(pk=page.pk).latest_revision
        return {
            "title": form["title"].value(),
            "summary": form["summary"].value(),
            "snapshot": form["snapshot"].value(),
            "loaded_revision_id": str(revision.pk),
            "loaded_revision_created_at": revision.created_at.isoformat(),
        }

    mine, theirs = opened(first), opened(second)
    assert _edit(second, page.pk, **theirs | {"summary": "Lang"}).status_code == 302
    answer = _edit(first, page.pk, **mine | {"title": "Luisteren en vragen"})
    assert answer.status_code == 200
    assert answer.context_data["form"].non_field_errors() == [
        "Iemand anders heeft dit intussen veranderd. Er is nog niets bewaard.",
        "Samenvatting: nu staat er “Lang”, jij vulde in “Kort”.",
    ]
    assert newest() == ("Luisteren", "Lang")
    again = opened(first) | {"snapshot": answer.context_data["form"]["snapshot"].value()}
    again |= {"title": "Luisteren en vragen", "summary": "Kort"}
    assert _edit(first, page.pk, **again).status_code == 302
    assert newest() == ("Luisteren en vragen", "Kort")


def test_what_ones_own_script_saved_of_a_draft_is_no_conflict(administrator: Client) -> None:
    person = User.objects.get()
    page = TrainingFactory.create(title="Luisteren", summary="Kort")
    page.save_revision()
    older = _edit(person, page.pk).context_data["form"]["snapshot"].value()
    page.summary = "Half getypt"
    revision = page.save_revision(user=person)
    typed = {"title": "Luisteren", "summary": "Helemaal getypt", "snapshot": older}
    typed["overwrite_revision_id"] = str(revision.pk)
    assert _edit(person, page.pk, **typed).status_code == 302
    draft = TrainingPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.summary == "Helemaal getypt"


def _privacy(client: Client, address: str, **data: Any) -> Any:
    return (client.post(address, data) if data else client.get(address)).json()


@pytest.mark.parametrize("of", ["page", "collection"])
def test_who_left_the_dialogue_of_privacy_open_makes_nothing_public(
    administrator: Client, of: str
) -> None:
    if of == "page":
        row: Any = TrainingFactory.create(title="Luisteren")
        address = reverse("wagtailadmin_pages:set_privacy", args=[row.pk])
    else:
        row = Collection.get_first_root_node().add_child(name="Foto's")
        address = reverse("wagtailadmin_collections:set_privacy", args=[row.pk])

    def found() -> list[str]:
        return [one.restriction_type for one in row.get_view_restrictions()]

    def snapshot(answer: dict[str, str]) -> str:
        text = re.search(r'name="snapshot" value="([^"]*)"', answer["html"])
        assert text is not None
        return text[1].replace("&quot;", '"')

    older = snapshot(_privacy(administrator, address))
    closing = {"restriction_type": "login", "snapshot": older}
    assert _privacy(administrator, address, **closing)["step"] == "set_privacy_done"
    answer = _privacy(administrator, address, restriction_type="none", snapshot=older)
    assert (answer["step"], found()) == ("set_privacy", ["login"])
    assert "Er is nog niets bewaard" in answer["html"]
    again = {"restriction_type": "none", "snapshot": snapshot(answer)}
    assert _privacy(administrator, address, **again)["step"] == "set_privacy_done"
    assert found() == []
