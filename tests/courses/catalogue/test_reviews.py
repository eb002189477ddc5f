"""What a reviewer says stands where the trainer works, and yes and no read differently."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.compare import get_comparison_class_for_block
from wagtail.blocks import BooleanBlock
from wagtail.models import TaskState

from courses.common import formats
from courses.people.enums import Role
from tests.academy.odd_values import Page, send
from tests.factories import TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.core.mail import EmailMessage
    from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

REMARK = "Noem ook <het> Infopunt."
SHOWN = "Noem ook &lt;het&gt; Infopunt."


@pytest.fixture
def trainer() -> User:
    return person_in_role(Role.TRAINER, first_name="Ans", email="ans@example.org")


@pytest.fixture
def training(trainer: User) -> TrainingPage:
    page = TrainingFactory.create(title="Luisteren", slug="luisteren", live=False, owner=trainer)
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    return page


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def review(training: TrainingPage, action: str, capture: Any) -> None:
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=(training.pk, action, state.pk))
    coordinator = person_in_role(Role.COORDINATOR, first_name="Bo", last_name="Kijker")
    with capture(execute=True):
        client_of(coordinator).post(address, {"comment": REMARK})


@pytest.mark.parametrize(
    ("action", "word", "subject", "sentence"),
    [
        (
            "reject",
            "Nog niet goed: pas iets aan",
            "Pas iets aan: ‘Luisteren’ staat nog niet op de site",
            "is nog niet goedgekeurd",
        ),
        (
            "approve",
            "Goedgekeurd: staat op de site",
            "Goedgekeurd: ‘Luisteren’ staat op de site",
            "is goedgekeurd en staat op de site",
        ),
    ],
)
def test_the_remark_stands_in_the_editor_on_the_desk_and_in_the_mail(
    action: str,
    word: str,
    subject: str,
    sentence: str,
    training: TrainingPage,
    trainer: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    review(training, action, django_capture_on_commit_callbacks)
    mail = next(one for one in mailoutbox if one.to == [trainer.email])
    assert mail.subject == subject
    assert (sentence in mail.body, REMARK in mail.body) == (True, True)
    for address in ("/beheer/", reverse("wagtailadmin_pages:edit", args=[training.pk])):
        page = client_of(trainer).get(address).content.decode()
        assert (word in page, "Bo Kijker" in page, SHOWN in page) == (True, True, True)


def test_what_is_looked_at_now_says_so(training: TrainingPage, trainer: User) -> None:
    page = client_of(trainer).get("/beheer/").content.decode()
    day = formats.day(TaskState.objects.get().started_at)
    assert f"Ingestuurd, wacht op beoordeling sinds {day}" in page


def test_others_see_nothing_of_it_on_their_desk(
    training: TrainingPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    review(training, "reject", django_capture_on_commit_callbacks)
    page = client_of(person_in_role(Role.TRAINER)).get("/beheer/").content.decode()
    assert SHOWN not in page


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_costs_the_same_for_any_number(
    number: int, trainer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from courses.catalogue.reviews import reviews_for

    for _number in range(number):
        page = TrainingFactory.create(live=False, owner=trainer)
        page.save_revision(user=trainer)
        page.get_workflow().start(page, trainer)
    reviews_for(trainer)
    with django_assert_num_queries(2):
        assert len(reviews_for(trainer)) == number


NOT_APPROVED = "‘Luisteren’ is niet goedgekeurd. De maker leest je opmerking boven de pagina."


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("approve", "‘Luisteren’ is goedgekeurd en staat op de site."),
        ("reject", NOT_APPROVED),
    ],
)
def test_who_decides_in_the_list_is_told_what_came_of_it(
    training: TrainingPage, action: str, sentence: str
) -> None:
    client = client_of(person_in_role(Role.COORDINATOR))
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    address = reverse("wagtailadmin_pages:workflow_action", args=(training.pk, action, state.pk))
    client.post(address, {"comment": REMARK})
    assert sentence in client.get("/beheer/").content.decode()


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        # What the coordinator changed is a version that nobody has approved.
        (
            "approve",
            "‘Luisteren’ staat nog niet op de site: "
            "de nieuwste versie moet nog worden goedgekeurd.",
        ),
        ("reject", NOT_APPROVED),
    ],
)
def test_who_decides_in_the_editor_is_told_what_came_of_it(
    training: TrainingPage, action: str, sentence: str
) -> None:
    client = client_of(person_in_role(Role.COORDINATOR))
    address = reverse("wagtailadmin_pages:edit", args=[training.pk])
    page = Page(address, client.get(address).content.decode())
    form = next(one for one in page.forms if "title" in one.values)
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    chosen = {"action-workflow-action": ["true"], "workflow-action-name": [action]}
    assert send(client, form, {**shown, **chosen, "summary": ["Zelf veranderd"]}) == 302
    desk = client.get("/beheer/").content.decode()
    assert (sentence in desk, "is bewaard" in desk) == (True, False)


def test_what_the_editor_saves_along_without_a_change_is_approved_with_it(trainer: User) -> None:
    """It marks each paragraph of a page that it had not saved before, which makes a new version."""
    page = TrainingFactory.create(
        title="Luisteren", live=False, owner=trainer, for_whom="<p>Voor iedereen.</p>"
    )
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    client = client_of(person_in_role(Role.COORDINATOR))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = next(
        one
        for one in Page(address, client.get(address).content.decode()).forms
        if "title" in one.values
    )
    shown = {name: form.values[name] for name in form.values if name[:7] != "action-"}
    chosen = {"action-workflow-action": ["true"], "workflow-action-name": ["approve"]}
    written = '{"blocks":[{"key":"a","text":"Voor iedereen.","type":"unstyled"}],"entityMap":{}}'
    assert send(client, form, {**shown, **chosen, "for_whom": [written]}) == 302
    page.refresh_from_db()
    assert (page.live, page.workflow_in_progress, page.has_unpublished_changes) == (
        True,
        False,
        False,
    )
    assert "data-block-key" in page.for_whom
    desk = client.get("/beheer/").content.decode()
    assert "‘Luisteren’ is goedgekeurd en staat op de site." in desk


def test_who_judges_a_page_that_is_on_the_site_is_led_to_what_changes(trainer: User) -> None:
    page = TrainingFactory.create(title="Luisteren", slug="luisteren", owner=trainer)
    first = page.save_revision(user=trainer)
    page.title = "Goed luisteren"
    page.save_revision(user=trainer)
    page.get_workflow().start(page, trainer)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    changes = f"/beheer/pages/{page.pk}/revisions/compare/live...{page.latest_revision_id}/"

    judging = client_of(person_in_role(Role.COORDINATOR))
    told = [str(one) for one in judging.get(edit).context["messages"]]
    assert [changes in one for one in told] == [True]
    assert 'class="addition"' in judging.get(changes).content.decode()
    # An older version is not what waits.
    older = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    told = [str(one) for one in judging.get(older).context["messages"]]
    assert ["oordeel" in one for one in told] == [False]
    others = [str(one) for one in client_of(trainer).get(edit).context["messages"]]
    assert [changes in one for one in others] == [False]


@pytest.fixture
def changed(trainer: User) -> LessonPage:
    """A lesson on the site, of which a change waits: it is to be open for everybody."""
    lesson = make_lesson(TrainingFactory.create(owner=trainer), title="Rouw", owner=trainer)
    lesson.save_revision(user=trainer).publish()
    lesson.refresh_from_db()
    lesson.is_open = True
    lesson.save_revision(user=trainer)
    lesson.get_workflow().start(lesson, trainer)
    return lesson


def comparison(page: LessonPage) -> str:
    return reverse(
        "wagtailadmin_pages:revisions_compare", args=[page.pk, "live", page.latest_revision_id]
    )


def test_a_tick_box_is_compared_in_words(changed: LessonPage, trainer: User) -> None:
    shown = client_of(trainer).get(comparison(changed)).content.decode()
    said = '<span class="deletion">nee</span> → <span class="addition">ja</span>'
    assert (said in shown, "True" in shown) == (True, False)


def test_of_parts_that_were_only_saved_again_nothing_is_shown(trainer: User) -> None:
    lesson = make_lesson(TrainingFactory.create(owner=trainer), owner=trainer)
    stream = lesson.body.stream_block

    def shown(tip: str) -> str:
        value = {"title": "Zo doe je dat", "items": [tip], "on_card": True}
        lesson.body = stream.to_python([{"type": "tips", "value": value, "id": "t1"}])
        lesson.save_revision(user=trainer)
        return client_of(trainer).get(comparison(lesson)).content.decode()

    # As the academy began: without ids for rows, and without what was asked only later.
    first = {"title": "Zo doe je dat", "items": ["Luister"]}
    lesson.body = stream.to_python([{"type": "tips", "value": first, "id": "t1"}])
    lesson.save()
    said = ["Inhoud:" in shown(tip) for tip in ("Luister", "Luister goed")]
    assert said == [False, True]


def test_so_is_one_in_a_block() -> None:
    block = BooleanBlock()
    compared = get_comparison_class_for_block(block)(block, True, True, True, False)
    assert compared.htmldiff() == (
        '<span class="deletion">ja</span> → <span class="addition">nee</span>'
    )
    assert compared.htmlvalue(True) == "ja"


def test_who_compares_can_approve_there_and_is_led_to_what_is_on_the_site(
    changed: LessonPage, trainer: User
) -> None:
    address = comparison(changed)
    assert "oordeel" not in client_of(trainer).get(address).content.decode()

    judging = client_of(person_in_role(Role.COORDINATOR))
    page = Page(address, judging.get(address).content.decode())
    form = next(one for one in page.forms if "/approve/" in one.action)
    assert send(judging, form, form.values) == 302
    changed.refresh_from_db()
    assert changed.is_open
    told = judging.get("/beheer/").content.decode()
    assert "‘Rouw’ is goedgekeurd en staat op de site." in told
    assert re.search(rf'href="{re.escape(changed.get_url())}"[^>]*>\s*Bekijk op de site', told)


def test_of_an_older_version_nothing_is_to_be_judged(changed: LessonPage) -> None:
    first = changed.revisions.order_by("pk").first()
    older = reverse("wagtailadmin_pages:revisions_compare", args=[changed.pk, "live", first.pk])
    judging = client_of(person_in_role(Role.COORDINATOR))
    assert "/approve/" not in judging.get(older).content.decode()


def test_of_a_new_page_there_is_nothing_to_compare(training: TrainingPage) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[training.pk])
    page = client_of(person_in_role(Role.COORDINATOR)).get(edit).content.decode()
    assert "Bekijk wat er verandert" not in page


def test_the_mail_that_asks_to_judge_says_so_in_plain_words(
    trainer: User,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    person_in_role(Role.COORDINATOR, email="carla@example.org")
    page = TrainingFactory.create(title="Luisteren", slug="luisteren", live=False, owner=trainer)
    page.save_revision(user=trainer)
    with django_capture_on_commit_callbacks(execute=True):
        page.get_workflow().start(page, trainer)
    (mail,) = [one for one in mailoutbox if one.to == ["carla@example.org"]]
    assert mail.subject == "‘Luisteren’ wacht op jouw oordeel"
    for words in ("Keur het goed, of stuur het terug", "Zo komt het eruit te zien:"):
        assert words in mail.body
