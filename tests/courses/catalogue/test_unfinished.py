"""Who writes a page reads what is still to be done while it is a draft, and not only when it is
sent in."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from wagtail.blocks import StreamValue
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file_jpeg

from courses.catalogue.blocks import PictureBlock
from courses.catalogue.media_blocks import SoundBlock, VideoBlock
from courses.catalogue.unfinished_views import faults
from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.test import Client

    from courses.catalogue.models import LessonPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

BLOCK = str(uuid.UUID(int=9))
MISSING = "Uitgeschreven tekst: Schrijf uit wat er wordt gezegd."
VIDEO = {
    "title": "Luisteren",
    "file": None,
    "link": "https://www.youtube.com/watch?v=abcdefghijk",
    "captions": None,
    "transcript": "",
    "poster": None,
}


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def lesson(trainer: User) -> LessonPage:
    """A draft with a video of which nobody wrote out yet what is said."""
    training = TrainingFactory.create(owner=trainer)
    page = make_lesson(training, slug="film", live=False, owner=trainer)
    keep_video(page, VIDEO)
    return page


def make_image(title: str, name: str) -> Any:
    file = get_test_image_file_jpeg(filename=name)
    return get_image_model().objects.create(title=title, file=file)


def keep_video(page: LessonPage, value: Mapping[str, object]) -> None:
    raw = [{"type": "video", "id": BLOCK, "value": value}]
    page.body = StreamValue(page.body.stream_block, raw, is_lazy=True)
    page.save()
    page.save_revision(clean=False)


def test_the_fields_say_what_is_needed_before_sending_in() -> None:
    film = str(VideoBlock().child_blocks["transcript"].field.help_text)
    sound = str(SoundBlock().child_blocks["transcript"].field.help_text)
    assert "nodig voor je de les instuurt" in sound
    assert "In een concept mag het nog ontbreken." in film
    assert ["eigen video" in one for one in (film, sound)] == [True, False]


def test_the_checks_of_the_editor_name_what_is_missing(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    client.force_login(trainer)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[lesson.pk])).content.decode()
    checks = page.split("Nog te doen voor je instuurt", 1)[1].split("</ul>", 1)[0]
    assert f"Video: {MISSING}" in checks
    assert f'href="/beheer/pages/{lesson.pk}/edit/#block-{BLOCK}-section"' in checks


@pytest.mark.parametrize(
    ("words", "is_told"),
    [
        ("IMG_2041", True),
        ("foto", True),
        ("foto.jpg", True),
        ("", True),
        ("Twee mensen drinken koffie", False),
        ("Koffie", False),
    ],
)
def test_a_picture_that_is_described_by_its_file_name_is_not_described(
    words: str, is_told: bool
) -> None:
    picture = make_image("foto", "foto.jpg")
    picture.contextual_alt_text, picture.decorative = words, False
    block = PictureBlock()
    if is_told:
        with pytest.raises(StructBlockValidationError) as refused:
            block.clean(picture)
        assert list(refused.value.block_errors) == ["alt_text"]
    else:
        assert block.clean(picture) == picture
    picture.decorative = True
    assert block.clean(picture) == picture


def test_the_checks_follow_what_was_saved_since(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    client.force_login(trainer)
    address = reverse("unfinished", args=[lesson.pk])
    assert f"Video: {MISSING}" in client.get(address).content.decode()
    keep_video(lesson, {**VIDEO, "transcript": "<p>Wat er wordt gezegd.</p>"})
    assert "alles wat nodig is, is ingevuld. Je kunt" in client.get(address).content.decode()


def test_only_who_may_change_a_page_reads_what_is_to_be_done(
    client: Client, lesson: LessonPage
) -> None:
    address = reverse("unfinished", args=[lesson.pk])
    client.force_login(person_in_role(Role.TRAINER))
    assert client.get(address).headers["Location"] == "/beheer/"
    home = lesson.get_ancestors().first()
    client.force_login(person_in_role(Role.COORDINATOR))
    assert client.get(reverse("unfinished", args=[home.pk])).status_code == 404


def test_a_draft_is_kept_and_says_what_is_to_come(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    client.force_login(trainer)
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    part = {
        "type": "video",
        "order": "0",
        "deleted": "",
        "id": BLOCK,
        "value-title": "Kijken",
        "value-link": VIDEO["link"],
        "value-transcript": "null",
        "value-file": "",
        "value-captions": "",
        "value-poster": "",
    }
    data = {
        "title": "Film",
        "slug": "film",
        "summary": "",
        "minutes": "15",
        "body-count": "1",
        **{f"body-0-{name}": value for name, value in part.items()},
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    page = client.post(address, data, follow=True, headers={"accept": "text/html"})
    said = [str(one) for one in page.context["messages"]]
    (told,) = [one for one in said if "Nog te doen voor je instuurt:" in one]
    assert (MISSING.rstrip(".") in told, ".." in told) == (True, False)
    assert "‘Film’ is bewaard." in said[0]
    # Opened again later it still stands there.
    again = client.get(address, headers={"accept": "text/html"})
    assert [str(one) for one in again.context["messages"]] == [told]
    lesson.refresh_from_db()
    assert lesson.get_latest_revision_as_object().body[0].value["title"] == "Kijken"
    # Sending in says it at the field, and sends nothing.
    refused = client.post(address, {**data, "action-submit": "1"}, headers={"accept": "text/html"})
    assert (refused.status_code, MISSING.partition(": ")[2] in refused.content.decode()) == (
        200,
        True,
    )
    assert not lesson.workflow_in_progress


def test_all_that_is_missing_in_a_block_is_said_at_once(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    keep_video(lesson, {**VIDEO, "title": "", "link": ""})
    assert [(one.place, one.why) for one in faults(lesson)] == [
        ("Video: Of een eigen bestand", "Kies een bestand, of vul een link in."),
        (
            "Video: Uitgeschreven tekst",
            "Schrijf uit wat er wordt gezegd. Of kies een bestand met ondertitels.",
        ),
        ("Video: Titel", "Dit is een verplicht veld."),
    ]


def test_the_checks_say_nothing_of_what_nobody_looked_at(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    client.force_login(trainer)
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    page = client.get(edit).content.decode()
    checks = page.split('data-side-panel="checks"', 1)[1].split('data-side-panel="', 1)[0]
    assert ("data-unfinished" in checks, "Mooi: er zijn geen tips." in checks) == (True, True)
    # Wagtail's own, which need its script in the preview.
    for name in ("data-content-word-count", "data-content-checker-count", "data-checks-panel"):
        assert name not in page


def test_the_checks_count_the_tips_on_plain_dutch(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    client.force_login(trainer)
    address = reverse("unfinished", args=[lesson.pk])
    lesson.summary = "Desalniettemin kan het."
    lesson.save_revision(clean=False)
    checks = client.get(address).content.decode()
    assert " tip om het makkelijker te lezen te maken." in checks
    assert f'href="/beheer/taalhulp/{lesson.pk}/"' in checks


def test_who_looks_at_what_was_sent_in_is_not_told_to_send_it_in(
    client: Client, trainer: User, lesson: LessonPage
) -> None:
    keep_video(lesson, {**VIDEO, "transcript": "<p>Wat er wordt gezegd.</p>"})
    lesson.get_workflow().start(lesson, trainer)
    client.force_login(person_in_role(Role.COORDINATOR))
    checks = client.get(reverse("unfinished", args=[lesson.pk])).content.decode()
    assert "Nog te doen voor dit op de site kan" in checks
    assert "insturen" not in checks


def test_what_was_filled_in_beforehand_is_shown_to_be_checked_in_a_new_training(
    client: Client, trainer: User
) -> None:
    training = TrainingFactory.create(owner=trainer, live=False, minutes=180)
    training.save_revision(user=trainer)
    client.force_login(trainer)
    for address in (f"/beheer/nog-te-doen/{training.pk}/", reverse("send_in", args=[training.pk])):
        shown = client.get(address).content.decode()
        for words in (
            "De bijeenkomsten duren samen 3 uur.",
            "iemand bij 100% van de bijeenkomsten.",
            "Voor het certificaat doet iemand alle lessen.",
        ):
            assert words in shown
    training.save_revision().publish()
    assert "duren samen" not in client.get(f"/beheer/nog-te-doen/{training.pk}/").content.decode()


def test_a_change_of_what_is_on_the_site_says_that_it_is_not_there_yet(
    client: Client, trainer: User
) -> None:
    training = TrainingFactory.create(owner=trainer)
    client.force_login(trainer)
    address = f"/beheer/nog-te-doen/{training.pk}/"
    assert "data-not-yet" not in client.get(address).content.decode()
    training.summary = "Gezellig samen eten"
    training.save_revision(user=trainer)
    assert "Op de site staat nog de vorige versie." in client.get(address).content.decode()
