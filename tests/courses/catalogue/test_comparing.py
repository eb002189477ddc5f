"""A draft that is what visitors read already is no change, however it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import RequestFactory
from django.urls import reverse
from wagtail.models import Comment, Page, WorkflowState

from courses.catalogue import comparing
from courses.catalogue.models import LessonPage, TrainingGoal, TrainingPage
from courses.catalogue.standings import standings
from courses.people.enums import Role
from tests.academy import odd_values
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db

PART = "8b6f3a52-0000-4000-8000-000000000001"
CASE = {"title": "Twee buren", "question": "Wie is eenzaam?", "face": "older-man"}
AS_BEGUN: list[dict[str, Any]] = [
    {
        "type": "paragraph",
        "value": '<p>Eerst\ndit.</p>\n<p>Bel <b><a href="tel:113">113</a></b>.</p>',
    },
    {"type": "case", "value": {**CASE, "text": "<p>Hij is 81.</p>"}},
]
"""As the academy began: without what the editor gives to parts and paragraphs."""
AS_SAVED: list[dict[str, Any]] = [
    {
        "type": "paragraph",
        "id": PART,
        "value": '<p data-block-key="o8so7">Eerst dit.</p>'
        '<p data-block-key="xyxyx">Bel <a href="tel:113"><b>113</b></a>.</p>',
    },
    {
        "type": "case",
        "id": "8b6f3a52-0000-4000-8000-000000000002",
        "value": {
            **CASE,
            "text": '<p data-block-key="aaaaa">Hij is 81.</p>',
            "describe_face": False,
        },
    },
]


def changed_once(change: dict[str, Any]) -> list[dict[str, Any]]:
    first, second = AS_SAVED
    return [first, {**second, "value": {**second["value"], **change}}]


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER)


@pytest.fixture
def lesson(trainer: User) -> LessonPage:
    return make_lesson(
        TrainingFactory.create(owner=trainer), title="Eenzaam", owner=trainer, body=AS_BEGUN
    )


def draft_of(page: LessonPage, trainer: User, body: list[dict[str, Any]]) -> LessonPage:
    draft: LessonPage = LessonPage.objects.get(pk=page.pk)
    draft.body = draft.body.stream_block.to_python(body)
    draft.save_revision(user=trainer, log_action=True)
    return draft


def asked(trainer: User, **headers: str) -> Any:
    request = RequestFactory().post("/", headers=headers)
    request.user = trainer
    return request


def is_change(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).has_unpublished_changes)


@pytest.mark.parametrize(
    ("body", "differs"),
    [
        (AS_SAVED, False),
        (changed_once({"title": "Twee mensen"}), True),
        (changed_once({"text": '<p data-block-key="aaaaa">Hij is <b>81</b>.</p>'}), True),
        (changed_once({"text": '<p data-block-key="aaaaa">Hij is 82.</p>'}), True),
        (changed_once({"describe_face": True}), True),
        (changed_once({"face": ""}), True),
        (AS_SAVED[::-1], True),
        (AS_SAVED[:1], True),
    ],
    ids=["saved again", "words", "bold", "other text", "ticked", "emptied", "moved", "removed"],
)
def test_saving_a_lesson_again_is_no_change_and_anything_to_see_is(
    lesson: LessonPage, trainer: User, body: list[dict[str, Any]], differs: bool
) -> None:
    draft = draft_of(lesson, trainer, body)
    comparing.forget_no_change(asked(trainer), draft)
    assert (is_change(lesson), draft.has_unpublished_changes) == (differs, differs)


def test_lines_as_a_browser_sends_them_are_the_same_lines() -> None:
    """Only the ends that it gives to lines are others."""
    training = TrainingFactory.create(for_whom="<p>Eerst dit.</p>", introduction="")
    request = asked(person_in_role(Role.COORDINATOR))
    draft = TrainingPage.objects.get(pk=training.pk)
    draft.for_whom = '<p data-block-key="aaaaa">Eerst dit.</p>\r\n'
    draft.introduction = '<p data-block-key="bbbbb"></p>'
    assert comparing.reads_the_same(request, training, draft)
    draft.for_whom = "<p>Eerst dat.</p>"
    assert not comparing.reads_the_same(request, training, draft)


def test_rows_are_compared_by_what_stands_in_them_and_by_their_order() -> None:
    training = TrainingFactory.create()
    for number, text in enumerate(("Luisteren", "Vragen")):
        TrainingGoal.objects.create(training=training, text=text, sort_order=number)
    request = asked(person_in_role(Role.COORDINATOR))

    def is_same(*rows: tuple[str, int]) -> bool:
        draft = TrainingPage.objects.get(pk=training.pk)
        # As of a version that is put back: with other keys.
        draft.goals = [TrainingGoal(pk=900 + n, text=text, sort_order=n) for text, n in rows]
        return comparing.reads_the_same(request, TrainingPage.objects.get(pk=training.pk), draft)

    assert is_same(("Luisteren", 0), ("Vragen", 1))
    assert not is_same(("Luisteren", 1), ("Vragen", 0))
    assert not is_same(("Luisteren", 0))
    assert not is_same(("Luisteren", 0), ("Zwijgen", 1))


def test_a_comment_keeps_the_version_in_which_it_has_a_place(
    lesson: LessonPage, trainer: User
) -> None:
    draft = draft_of(lesson, trainer, AS_SAVED)
    comment = Comment.objects.create(
        page=lesson, user=trainer, text="Klopt dit?", contentpath=f"body.{PART}"
    )
    comparing.forget_no_change(asked(trainer), draft)
    assert is_change(lesson)
    Comment.objects.filter(pk=comment.pk).update(contentpath="summary")
    comparing.forget_no_change(asked(trainer), draft)
    assert not is_change(lesson)


def test_what_somebody_saved_meanwhile_stays_a_change(
    lesson: LessonPage, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(lesson, trainer, AS_SAVED)
    compare = comparing.reads_the_same

    def meanwhile(*args: Any) -> bool:
        draft_of(lesson, trainer, changed_once({"title": "Anders"}))
        return compare(*args)

    monkeypatch.setattr(comparing, "reads_the_same", meanwhile)
    comparing.forget_no_change(asked(trainer), draft)
    assert is_change(lesson)


@pytest.fixture
def sent_back(lesson: LessonPage, trainer: User) -> LessonPage:
    """The lesson with a change that a coordinator sent back."""
    draft = draft_of(lesson, trainer, changed_once({"title": "Anders"}))
    draft.get_workflow().start(draft, trainer)
    draft.current_workflow_task_state.reject(user=person_in_role(Role.COORDINATOR))
    return draft


def test_a_change_that_was_sent_back_and_undone_is_over(
    lesson: LessonPage, trainer: User, sent_back: LessonPage
) -> None:
    draft = draft_of(lesson, trainer, AS_SAVED)
    # While somebody types it may be like that for a moment.
    comparing.forget_no_change(asked(trainer, accept="application/json"), draft)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
    draft = draft_of(lesson, trainer, AS_SAVED)
    comparing.forget_no_change(asked(trainer, accept="text/html"), draft)
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED
    page = LessonPage.objects.get(pk=lesson.pk)
    assert standings([page])[page.pk] == "Staat op de site"


def form_of(client: Client, page: Page) -> tuple[odd_values.Form, dict[str, Any]]:
    address = reverse("wagtailadmin_pages:edit", args=(page.pk,))
    shown = odd_values.Page(address, client.get(address).content.decode())
    form = next(one for one in shown.forms if "title" in one.values)
    return form, {name: form.values[name] for name in form.values if name[:7] != "action-"}


@pytest.mark.parametrize(("title", "is_sent"), [("Eenzaam", False), ("Eenzaam zijn", True)])
def test_what_stands_on_the_site_as_it_is_is_not_sent_in(
    client: Client, trainer: User, title: str, is_sent: bool
) -> None:
    lesson = make_lesson(TrainingFactory.create(owner=trainer), title="Eenzaam", owner=trainer)
    client.force_login(trainer)
    form, values = form_of(client, lesson)
    send_in = {**values, "title": [title], "action-submit": ["1"]}
    assert odd_values.send(client, form, send_in) == 302
    assert (WorkflowState.objects.exists(), is_change(lesson)) == (is_sent, is_sent)
    told = [str(one).strip() for one in client.get("/beheer/").context["messages"]]
    said = "Er is niets om in te sturen: ‘Eenzaam’ staat zo al op de site."
    assert (said in told) == (not is_sent)


def test_typed_back_by_hand_it_is_no_change_and_nothing_is_left_to_do(
    client: Client, trainer: User
) -> None:
    lesson = make_lesson(TrainingFactory.create(owner=trainer), title="Eenzaam", owner=trainer)
    client.force_login(trainer)
    seen = []
    for title in ("Anders", "Eenzaam"):
        form, values = form_of(client, lesson)
        odd_values.send(client, form, {**values, "title": [title]})
        to_do = client.get(reverse("unfinished", args=[lesson.pk])).content.decode()
        seen.append(
            (
                is_change(lesson),
                "Op de site staat nog de vorige versie." in to_do,
                "Niets: dit is gelijk aan wat op de site staat." in to_do,
            )
        )
    assert seen == [(True, True, False), (False, False, True)]


def test_of_a_draft_that_is_no_change_the_history_says_nothing(
    client: Client, lesson: LessonPage, trainer: User
) -> None:
    draft = draft_of(lesson, trainer, AS_SAVED)
    client.force_login(trainer)
    history = reverse("wagtailadmin_pages:history", args=(lesson.pk,))
    said = ["Nieuwste concept" in client.get(history).content.decode()]
    comparing.forget_no_change(asked(trainer), draft)
    said.append("Nieuwste concept" in client.get(history).content.decode())
    assert said == [True, False]
