"""An exercise can be tried before its lesson is on the site."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from courses.learning.models import ExerciseAttempt
from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import LessonPage

pytestmark = pytest.mark.django_db

QUESTION: dict[str, Any] = {
    "title": "Weet je het nog?",
    "question": "Wat doe je eerst?",
    "multiple": False,
    "options": [
        {
            "type": "item",
            "id": "bellen",
            "value": {"text": "Bellen", "correct": True, "feedback": "Zo schrikt niemand."},
        },
        {
            "type": "item",
            "id": "gaan",
            "value": {"text": "Gaan", "correct": False, "feedback": "Dan schrikt iemand."},
        },
    ],
    "explanation": "",
}
RAW = [{"type": "knowledge_check", "value": QUESTION, "id": "v1"}]


@pytest.fixture
def lesson(client: Client) -> LessonPage:
    """A lesson that is not on the site, which its maker looks at."""
    trainer = person_in_role(Role.TRAINER)
    page = make_lesson(TrainingFactory.create(owner=trainer), live=False, owner=trainer)
    page.body = page.body.stream_block.to_python(RAW)
    page.save()
    page.save_revision(user=trainer)
    client.force_login(trainer)
    return page


def addresses(page: LessonPage) -> list[str]:
    """Where a version of it is shown before it is on the site."""
    draft = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    version = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, page.latest_revision_id])
    return [draft, version]


@pytest.mark.parametrize(
    ("key", "said"), [("bellen", "Zo schrikt niemand."), ("gaan", "Dan schrikt iemand.")]
)
def test_an_answer_is_marked_and_kept_nowhere(
    client: Client, lesson: LessonPage, key: str, said: str
) -> None:
    for address in addresses(lesson):
        shown = client.get(address).content.decode()
        assert 'action="?opdracht=v1#opdracht-v1"' in shown
        assert "Je antwoorden worden niet bewaard." in shown
        marked = client.post(f"{address}?opdracht=v1", {"opdracht-v1-option": key})
        assert said in marked.content.decode()
        assert said not in client.get(address).content.decode()
    assert not ExerciseAttempt.objects.exists()


def test_who_chose_nothing_is_told_so_and_may_begin_again(
    client: Client, lesson: LessonPage
) -> None:
    address = f"{addresses(lesson)[0]}?opdracht=v1"
    assert "Kies een antwoord." in client.post(address).content.decode()
    again = client.post(address, {"opdracht-v1-option": "gaan", "opnieuw": "1"}).content.decode()
    assert "Dan schrikt iemand." not in again


def test_what_stands_in_the_form_is_marked_as_it_stands_there(
    client: Client, lesson: LessonPage
) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[lesson.pk])
    assert client.post(address, form(lesson, "Omdat het zo hoort.")).json()["is_available"]
    marked = client.post(f"{address}?opdracht=v1", {"opdracht-v1-option": "bellen"})
    assert "Omdat het zo hoort." in marked.content.decode()
    # The panel beside the form shows it in a frame.
    assert marked["X-Frame-Options"] == "SAMEORIGIN"


def test_others_can_try_nothing(client: Client, lesson: LessonPage) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    for address in addresses(lesson):
        tried = client.post(f"{address}?opdracht=v1", {"opdracht-v1-option": "bellen"})
        assert tried.status_code == 302
        assert b"Zo schrikt" not in tried.content


def form(lesson: LessonPage, feedback: str) -> dict[str, Any]:
    start = "body-0-value"
    options: dict[str, Any] = {f"{start}-options-count": "2"}
    for place, one in enumerate(QUESTION["options"]):
        value = {**one["value"], "feedback": feedback}
        options |= {
            f"{start}-options-{place}-deleted": "",
            f"{start}-options-{place}-order": str(place),
            f"{start}-options-{place}-type": "item",
            f"{start}-options-{place}-id": one["id"],
            f"{start}-options-{place}-value-text": value["text"],
            f"{start}-options-{place}-value-feedback": value["feedback"],
        }
        if value["correct"]:
            options[f"{start}-options-{place}-value-correct"] = "on"
    return {
        "title": lesson.title,
        "slug": lesson.slug,
        "summary": "",
        "minutes": "10",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "knowledge_check",
        "body-0-id": "v1",
        f"{start}-title": QUESTION["title"],
        f"{start}-question": QUESTION["question"],
        f"{start}-explanation": "null",
        **options,
    }
