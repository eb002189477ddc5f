"""A question in a lesson that has no field says that one need not write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.factories import TrainingFactory, make_lesson

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

SAID = "Denk er even over na. Je hoeft niets op te schrijven."
CASE = {"title": "Op de trap", "text": "<p>Yusuf belt aan.</p>", "face": ""}


def lesson_with(client: Client, *body: tuple[str, object]) -> str:
    training = TrainingFactory.create()
    page = make_lesson(training, title="Les", slug="les", body=list(body), is_open=True)
    return client.get(page.url).content.decode()


@pytest.mark.parametrize(
    "block",
    [
        ("reflection", {"question": "Wie bel jij?", "hint": ""}),
        ("case", {**CASE, "question": "Wat ging goed?"}),
    ],
)
def test_a_question_without_a_field_says_that_thinking_is_enough(
    client: Client, block: tuple[str, object]
) -> None:
    assert SAID in lesson_with(client, block)


def test_a_case_that_asks_nothing_says_nothing_of_it(client: Client) -> None:
    assert SAID not in lesson_with(client, ("case", {**CASE, "question": ""}))
