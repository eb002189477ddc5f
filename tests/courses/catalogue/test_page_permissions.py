"""What a trainer can do beside a page never reaches visitors without a coordinator."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Collection, Page, PageViewRestriction

from courses.catalogue.models import LectureIndexPage, LecturePage, LessonPage, TrainingPage
from courses.common import clock
from courses.people.enums import Role
from tests.factories import EditionFactory, TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def live(trainer: User) -> TrainingPage:
    page = TrainingFactory.create(title="Luisteren", slug="luisteren", owner=trainer, lessons=1)
    LessonPage.objects.child_of(page).update(owner=trainer)
    return page


def client_of(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@pytest.fixture
def image(trainer: User) -> Image:
    image: Image = Image.objects.create(
        title="Voor", file=get_test_image_file(), uploaded_by_user=trainer
    )
    return image


@pytest.fixture
def document(trainer: User) -> Document:
    document: Document = Document.objects.create(
        title="Voor", file=ContentFile(b"een", name="een.txt"), uploaded_by_user=trainer
    )
    return document


def change(person: User, file: Any) -> str:
    """The file's title after this person tried to change it."""
    kind = "images" if isinstance(file, Image) else "documents/edit"
    data = {"title": "Na", "collection": Collection.get_first_root_node().pk, "tags": ""}
    client_of(person).post(f"/beheer/{kind}/{file.pk}/", data)
    file.refresh_from_db()
    return str(file.title)


def lecture(recording: Document) -> None:
    LectureIndexPage.objects.get().add_child(
        instance=LecturePage(
            title="Lezing",
            slug="lezing",
            summary="Kort",
            transcript="<p>Ja</p>",
            recording=recording,
        )
    )


def test_an_own_file_changes_until_it_stands_on_a_public_page(
    trainer: User, image: Image, document: Document
) -> None:
    TrainingFactory.create(owner=trainer, live=False, image=image)
    assert (change(trainer, image), change(trainer, document)) == ("Na", "Na")


def test_a_file_on_a_public_page_is_changed_by_a_coordinator_only(
    trainer: User,
    live: TrainingPage,
    image: Image,
    document: Document,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        live.image = image
        live.save()
        lecture(document)
    other = person_in_role(Role.TRAINER)
    for person in (trainer, other):
        assert (change(person, image), change(person, document)) == ("Voor", "Voor")
        for place in (f"images/{image.pk}/delete/", f"documents/delete/{document.pk}/"):
            client_of(person).post(f"/beheer/{place}")
        for kind, file in (("image", image), ("document", document)):
            client_of(person).post(f"/beheer/bulk/wagtail{kind}s/{kind}/delete/?id={file.pk}")
            client_of(person).post(f"/beheer/bulk/wagtaildocs/document/delete/?id={document.pk}")
    assert (Image.objects.count(), Document.objects.count()) == (1, 1)
    coordinator = person_in_role(Role.COORDINATOR)
    assert (change(coordinator, image), change(coordinator, document)) == ("Na", "Na")


def test_a_file_of_a_training_can_still_be_chosen(
    trainer: User, live: TrainingPage, image: Image
) -> None:
    live.image = image
    live.save()
    assert client_of(trainer).get(f"/beheer/images/chooser/chosen/{image.pk}/").status_code == 200


LESSON = {
    "title": "Nieuw",
    "slug": "nieuw",
    "summary": "",
    "minutes": "5",
    "body-count": "0",
    "comments-TOTAL_FORMS": "0",
    "comments-INITIAL_FORMS": "0",
}


@pytest.mark.parametrize(
    ("who", "made"),
    [
        ("maker", 1),
        ("gives it", 1),
        ("plans it", 0),
        ("another", 0),
        (Role.COORDINATOR, 1),
        (Role.VOLUNTEER, 0),
    ],
)
def test_a_lesson_is_added_by_who_made_or_gives_the_training(
    trainer: User, live: TrainingPage, who: Any, made: int
) -> None:
    person = trainer
    if who != "maker":
        person = person_in_role(who if isinstance(who, Role) else Role.TRAINER)
    if who in ("gives it", "plans it"):
        EditionFactory.create(training=live, trainers=[person], publish=who == "gives it")
    client_of(person).post(f"/beheer/pages/add/catalogue/lessonpage/{live.pk}/", LESSON)
    assert LessonPage.objects.filter(slug="nieuw").count() == made


def test_a_draft_is_not_moved_or_copied_into_a_training_of_somebody_else(
    live: TrainingPage,
) -> None:
    other = person_in_role(Role.TRAINER)
    own = TrainingFactory.create(owner=other, live=False)
    draft = make_lesson(own, slug="los", live=False, owner=other)
    client = client_of(other)
    client.post(f"/beheer/pages/{draft.pk}/move/{live.pk}/confirm/")
    client.post(
        f"/beheer/pages/{draft.pk}/copy/",
        {"new_title": "Los", "new_slug": "kopie", "new_parent_page": live.pk},
    )
    for action in ("copy", "move", "create_alias"):
        address = f"/beheer/api/main/pages/{draft.pk}/action/{action}/"
        answer = client.post(address, {"destination_page_id": live.pk, "slug": "kopie"})
        assert (action, answer.status_code) == (action, 403)
    assert [page.slug for page in LessonPage.objects.child_of(live)] == ["les-1"]


def test_nothing_else_of_a_live_training_changes_by_its_maker_alone(
    trainer: User, live: TrainingPage
) -> None:
    """Privacy, order, moving, deleting, unpublishing, aliases and schedules: Wagtail asks for the
    right to publish, and this keeps it so."""
    lesson = LessonPage.objects.child_of(live).get()
    second = make_lesson(live, slug="les-2", owner=trainer)
    own = TrainingFactory.create(owner=trainer, live=False)
    client = client_of(trainer)
    shown = ("path", "slug", "live", "title", "expire_at")
    before = list(Page.objects.live().order_by("path").values(*shown))
    later = (clock.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    for place, data in (
        (f"{live.pk}/privacy/", {"restriction_type": "login"}),
        (f"{lesson.pk}/set_position/?position=1", {}),
        (f"{live.pk}/unpublish/", {}),
        (f"{live.pk}/delete/", {}),
        (f"{lesson.pk}/delete/", {}),
        (f"{second.pk}/move/{own.pk}/confirm/", {}),
        (f"{lesson.pk}/lock/", {}),
        (f"{live.pk}/convert_alias/", {}),
        (
            f"{lesson.pk}/edit/",
            {**LESSON, "expire_at": later, "go_live_at": later, "action-publish": "1"},
        ),
        (
            f"{lesson.pk}/copy/",
            {
                "new_title": "Kopie",
                "new_slug": "kopie",
                "new_parent_page": live.pk,
                "alias": "on",
                "publish_copies": "on",
            },
        ),
    ):
        client.post(f"/beheer/pages/{place}", data)
    for action in ("publish", "unpublish", "delete"):
        client.post(f"/beheer/bulk/wagtailcore/page/{action}/?id={live.pk}&id={lesson.pk}")
    where = {"destination_page_id": live.get_parent().pk, "slug": "kopie", "keep_live": "true"}
    for action in ("copy", "create_alias", "delete", "move", "publish", "unpublish"):
        for page in (live, lesson):
            client.post(f"/beheer/api/main/pages/{page.pk}/action/{action}/", where)
    assert list(Page.objects.live().order_by("path").values(*shown)) == before
    assert not PageViewRestriction.objects.exists()
    for place in (
        "redirects/add",
        "themas/new",
        "partners/new",
        "settings/catalogue/infopuntsettings",
    ):
        assert client.get(f"/beheer/{place}/").status_code == 302
