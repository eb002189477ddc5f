"""Values that nobody types: every form and list answers them with words, and keeps the rest."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from wagtail.images.models import Image
from wagtail.models import Collection, GroupApprovalTask, Workflow, WorkflowTask

from courses.catalogue.models import LessonPage, TrainingPage
from courses.editions.models import Edition
from tests.academy.odd_values import (
    NUMBER,
    Page,
    named,
    odd_addresses,
    odd_answers,
    pages_from,
    without_menu,
)
from tests.factories import PersonFactory

if TYPE_CHECKING:
    from pytest_django import Settings

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

ClientOf = Callable[[str], Client]
PUBLIC = ["/", "/trainingen/", "/agenda/", "/certificaat/", "/account/login/", "/account/signup/"]


def _walk(client: Client, starts: list[str], most: int) -> list[str]:
    """The faults of one form of each shape, and of each list, on the pages from `starts`."""
    faults: list[str] = []
    shapes = set()
    for page in list(pages_from(client, starts, most)):
        for form in page.forms:
            if form.shape not in shapes and "logout" not in form.action:
                shapes.add(form.shape)
                faults += odd_answers(client, form)
    return faults


def test_no_form_of_a_visitor_or_participant_fails(world: World, client_of: ClientOf) -> None:
    lesson = f"/trainingen/{world.training.slug}/lessen/{world.closed_lesson.slug}/"
    own = ["/mijn/gegevens/", f"/inschrijven/{world.coming.pk}/", f"/evaluatie/{world.past.pk}/"]
    assert _walk(client_of("visitor"), PUBLIC, len(PUBLIC)) == []
    assert _walk(client_of("participant"), [*own, lesson, "/account/email/"], 5) == []


def test_no_form_of_the_administration_fails(world: World, client_of: ClientOf) -> None:
    add = f"/beheer/pages/add/catalogue/trainingpage/{world.training.get_parent().pk}/"
    forms = [
        "/beheer/uitvoeringen/new/",
        add,
        f"/beheer/pages/{world.open_lesson.pk}/edit/",
        f"/beheer/pages/{world.training.pk}/copy/",
        f"/beheer/uitvoeringen/{world.coming.pk}/kopieer/",
        f"/beheer/uitvoeringen/{world.coming.pk}/inschrijven/",
        f"/beheer/presentie/{world.past.pk}/",
        "/beheer/images/add/",
        "/beheer/redirects/add/",
        f"/beheer/users/edit/{PersonFactory.create().pk}/",
        "/beheer/users/add/",
        f"/beheer/workflows/edit/{Workflow.objects.get().pk}/",
    ]
    with without_menu():
        assert _walk(client_of("administrator"), forms, len(forms)) == []


def test_no_list_fails(world: World, client_of: ClientOf) -> None:
    lists = [
        "/beheer/uitvoeringen/",
        "/beheer/evaluaties/",
        "/beheer/certificaten/",
        "/beheer/presentie/",
        "/beheer/images/",
        "/beheer/users/",
        "/beheer/redirects/",
        "/beheer/pages/search/",
        "/beheer/choose-page/",
        "/beheer/choose-external-link/",
    ]
    client = client_of("administrator")
    faults: list[str] = []
    for path in lists:
        answer = client.get(path)
        # A chooser answers with JSON that holds its page.
        html = answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""
        with without_menu():
            faults += odd_addresses(client, Page(path, html))
    assert faults == []


@pytest.mark.both_databases
@pytest.mark.parametrize("odd", ["abc", NUMBER, "-1", str(2**31), "a\0b", ""])
def test_the_training_of_an_edition_that_is_none_is_told_at_the_field(
    world: World, client_of: ClientOf, odd: str
) -> None:
    before = Edition.objects.count()
    answer = client_of("coordinator").post(
        "/beheer/uitvoeringen/new/", {"training": odd, "note": "De Wissel", "trainers": [odd, odd]}
    )
    assert answer.status_code == 200
    assert "training" in answer.context["form"].errors
    assert "De Wissel" in answer.content.decode()
    assert Edition.objects.count() == before


@pytest.mark.both_databases
@pytest.mark.parametrize("odd", [NUMBER, "abc", "a\0b", "-1"])
def test_a_number_that_no_database_holds_belongs_to_nothing(
    world: World, client_of: ClientOf, odd: str
) -> None:
    client = client_of("administrator")
    person = PersonFactory.create()
    statuses = {
        path: client.get(path, {"p": odd, "training": odd, "group": odd, "q": odd}).status_code
        for path in ("/beheer/uitvoeringen/", "/beheer/users/", "/beheer/evaluaties/", "/agenda/")
    }
    assert set(statuses.values()) <= {200, 404}, statuses
    saved = client.post(
        f"/beheer/users/edit/{person.pk}/", {"groups": [odd, odd], "last_name": "X"}
    )
    assert saved.status_code == 200
    assert "groups" in saved.context["form"].errors
    if odd.lstrip("-").isdigit():
        number = int(odd)
        assert not TrainingPage.objects.filter(pk=number).exists()
        assert not Edition.objects.filter(training=number).exists()
        assert not Edition.objects.filter(training__in=[number]).exists()
        assert list(Edition.objects.filter(pk__in=[number, world.past.pk])) == [world.past]


@pytest.mark.parametrize("odd", ["abc", "1.5", "9" * 30, "a\0b", "\u0663x", "'"])
def test_a_key_in_an_address_that_is_none_is_a_wrong_request(client_of: ClientOf, odd: str) -> None:
    client = client_of("administrator")
    statuses = {
        path: client.get(path, {"id": odd}).status_code
        for path in (
            "/beheer/bulk/people/user/delete/",
            "/beheer/bulk/wagtailcore/page/publish/",
            "/beheer/documents/chooser/chosen-multiple/",
            "/beheer/images/chooser/chosen-multiple/",
            f"/beheer/images/chooser/chosen/{quote(odd, safe='')}/",
            "/beheer/choose-page/chosen-multiple/",
        )
    }
    assert set(statuses.values()) <= {200, 400, 404}, statuses


@pytest.mark.parametrize("data", [{}, {"url": ""}, {"external-link-chooser-url": ""}])
def test_the_dialogue_for_a_link_says_that_an_address_is_missing(
    client_of: ClientOf, data: dict[str, str]
) -> None:
    answer = client_of("trainer").post("/beheer/choose-external-link/", data)
    assert answer.status_code == 200
    assert "Dit is een verplicht veld." in answer.json()["html"]


@pytest.mark.parametrize("goal", ["abc", "home", NUMBER, "\0", "x" * 5000, "%zz", "\ud800"])
def test_the_language_switch_and_the_administration_forget_a_goal_that_is_none(
    world: World, client_of: ClientOf, goal: str
) -> None:
    body = b"language=en&next=" + goal.encode("utf-8", "surrogatepass")
    kind = "application/x-www-form-urlencoded"
    assert Client().post("/taal/", body, content_type=kind).status_code == 302
    path = f"/beheer/pages/{world.training.pk}/unpublish/"
    assert client_of("coordinator").post(path, body, content_type=kind).status_code == 302


def test_blocks_stay_when_a_form_miscounts_them(world: World, client_of: ClientOf) -> None:
    lesson = world.open_lesson
    client, address = client_of("coordinator"), f"/beheer/pages/{lesson.pk}/edit/"
    (form,) = [
        one
        for one in Page(address, client.get(address).content.decode()).forms
        if "slug" in one.values
    ]
    block = {
        "body-0-deleted": "",
        "body-0-type": "heading",
        "body-0-id": "",
        "body-0-value": "Zo begin je",
    }
    for wrong in ({"body-count": NUMBER}, {"body-count": "abc"}, {"body-0-order": "x"}, {}):
        data = {name: values[0] for name, values in form.values.items() if values}
        data.update({"body-count": "1", "body-0-order": "0", **block, **wrong})
        if not wrong:
            data.pop("body-count")
        answer = client.post(address, data)
        assert answer.status_code in (200, 302)
        draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
        texts = [str(one.value) for one in draft.body]
        assert texts == ["Zo begin je"], wrong


def test_a_text_that_the_editor_did_not_make_is_kept_as_plain_text(
    world: World, client_of: ClientOf
) -> None:
    client, address = client_of("coordinator"), f"/beheer/pages/{world.training.pk}/edit/"
    form = next(
        one
        for one in Page(address, client.get(address).content.decode()).forms
        if "introduction" in one.values
    )
    data = {name: values[0] for name, values in form.values.items() if values}
    answer = client.post(address, {**data, "introduction": "Zomaar <b>tekst</b>", "title": ""})
    assert answer.status_code == 200
    assert "Zomaar &lt;b&gt;tekst" in answer.context["form"]["introduction"].value()


# --- Pictures -------------------------------------------------------------------------------


def _picture(kind: str, size: tuple[int, int] = (60, 40)) -> bytes:
    written = BytesIO()
    Picture.effect_noise(size, 60).convert("RGB").save(written, kind)
    return written.getvalue()


def _damaged(settings: Settings) -> dict[str, BytesIO]:
    whole = {kind: _picture(kind) for kind in ("jpeg", "png", "gif", "webp")}
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 100_000
    files = {f"half.{kind}": content[: len(content) // 2] for kind, content in whole.items()}
    files["start.jpg"] = whole["jpeg"][:20]
    files["leeg.png"] = b""
    files["anders.png"] = whole["jpeg"]
    files["groot.png"] = _picture("png", (400, 300))
    files["x" * 5000 + ".jpg"] = whole["jpeg"][:20]
    return {name: named(name, content) for name, content in files.items()}


def test_a_damaged_picture_is_told_at_the_field_and_its_title_stays(
    client_of: ClientOf, settings: Settings
) -> None:
    client = client_of("trainer")
    collection = Collection.objects.get().pk
    for name, file in _damaged(settings).items():
        data = {"title": "Buurtfeest", "file": file, "collection": collection}
        answer = client.post("/beheer/images/add/", data)
        assert (name[:20], answer.status_code) == (name[:20], 200)
        assert answer.context["form"].errors.keys() == {"file"}, name[:20]
        assert 'value="Buurtfeest"' in answer.content.decode()
    for name, file in _damaged(settings).items():
        answer = client.post(
            "/beheer/images/multiple/add/",
            {"files[]": file, "collection": collection},
            headers={"x-requested-with": "XMLHttpRequest"},
        )
        assert (name[:20], answer.status_code in (200, 400)) == (name[:20], True)
        assert answer.status_code == 400 or not answer.json()["success"]
    assert not Image.objects.exists()


@pytest.mark.parametrize("kind", ["jpeg", "png", "gif", "webp"])
def test_a_whole_picture_is_taken(client_of: ClientOf, kind: str) -> None:
    file = SimpleUploadedFile(f"foto.{kind}", _picture(kind))
    data = {"title": "Buurtfeest", "file": file, "collection": Collection.objects.get().pk}
    answer = client_of("trainer").post("/beheer/images/add/", data)
    assert answer.status_code == 302
    assert (Image.objects.get().width, Image.objects.get().height) == (60, 40)


@pytest.mark.both_databases
@pytest.mark.parametrize("initial", ["1", "0"])
def test_a_step_without_its_key_that_is_there_already_is_told_at_the_form(
    admin_client: Client, initial: str
) -> None:
    """The key was emptied, or somebody else added the same step since."""
    workflow = Workflow.objects.create(name="Nakijken")
    task = GroupApprovalTask.objects.create(name="Een")
    step = WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    data = {
        "name": "Nakijken twee",
        "workflow_tasks-TOTAL_FORMS": "1",
        "workflow_tasks-INITIAL_FORMS": initial,
        "workflow_tasks-0-id": "",
        "workflow_tasks-0-task": str(task.pk),
        "workflow_tasks-0-ORDER": "1",
        "pages-TOTAL_FORMS": "0",
        "pages-INITIAL_FORMS": "0",
    }
    answer = admin_client.post(f"/beheer/workflows/edit/{workflow.pk}/", data)
    assert answer.status_code == 200
    assert len(answer.context["form"].formsets["workflow_tasks"].non_form_errors()) == 1
    assert 'value="Nakijken twee"' in answer.content.decode()
    assert list(workflow.workflow_tasks.values_list("pk", flat=True)) == [step.pk]
