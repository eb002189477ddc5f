"""Who types a sentence in the editor can read all of it, and it is kept as one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from courses.catalogue.models import LessonPage
from courses.common.fields import GrowingLine
from courses.people.enums import Role
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


def test_sentences_in_blocks_grow_and_names_do_not() -> None:
    of_lessons = LessonPage._meta.get_field("body").stream_block.child_blocks
    question = of_lessons["knowledge_check"].child_blocks
    answer = question["options"].child_block.child_blocks
    grow = {
        name: isinstance(block.field.widget, GrowingLine)
        for name, block in (
            ("answer", answer["text"]),
            ("feedback", answer["feedback"]),
            ("picture", of_lessons["picture"].child_blocks["alt_text"]),
            ("tip", of_lessons["tips"].child_blocks["items"].child_block),
            ("title", question["title"]),
        )
    }
    assert grow == {"answer": True, "feedback": True, "picture": True, "tip": True, "title": False}
    # How long it may be is still said to the browser.
    assert answer["text"].field.widget.attrs["maxlength"] == "250"


def test_summaries_grow_in_the_editor(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create()
    for page in (training, make_lesson(training)):
        form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).context["form"]
        assert isinstance(form.fields["summary"].widget, GrowingLine)
        assert form.fields["summary"].widget.attrs["maxlength"] == "250"


def test_what_is_typed_over_several_lines_is_kept_as_one() -> None:
    widget = GrowingLine()
    assert widget.value_from_datadict({"text": "Eten\r\nen drinken"}, {}, "text") == (
        "Eten en drinken"
    )
    assert widget.value_from_datadict({}, {}, "text") is None
