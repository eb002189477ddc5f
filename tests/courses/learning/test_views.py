"""Reading lessons and answering exercises on the site."""

import json
import re
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import PageViewRestriction

from courses.catalogue.models import CoursePluginActivation, LessonPage
from courses.common import clock
from courses.common.public_version import version
from courses.editions.enums import Language
from courses.enrolment import services as enrolment_services
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.enums import Role
from courses.people.models import User
from tests.factories import (
    KNOWLEDGE_CHECK,
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)
from tests.responses import Response

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson() -> LessonPage:
    training = TrainingFactory.create(slug="t")
    return make_lesson(training, slug="les", body=[("knowledge_check", KNOWLEDGE_CHECK)])


@pytest.fixture
def participant(lesson: LessonPage, client: Client) -> User:
    enrolment = EnrolmentFactory.create(training=lesson.training)
    client.force_login(enrolment.person)
    return enrolment.person


def exercise_of(lesson: LessonPage) -> str:
    return str(lesson.body[0].id)


def answer_url(lesson: LessonPage) -> str:
    return f"/trainingen/t/lessen/les/opdracht/{exercise_of(lesson)}/"


def key_of(lesson: LessonPage, place: int) -> str:
    """The lasting key of an option, which its input has for a value."""
    return str(lesson.body[0].value["options"].bound_blocks[place].id)


def post(client: Client, lesson: LessonPage, **data: object) -> Response:
    prefix = f"opdracht-{exercise_of(lesson)}-"
    return client.post(
        answer_url(lesson), {prefix + name: value for name, value in data.items()}, follow=True
    )


@pytest.mark.parametrize(
    ("role", "is_led_there"),
    [(Role.TRAINER, True), (Role.COORDINATOR, True), (Role.VOLUNTEER, False)],
)
def test_who_may_read_a_lesson_without_taking_part_is_led_there_from_the_training(
    client: Client, lesson: LessonPage, role: Role, is_led_there: bool
) -> None:
    client.force_login(person_in_role(role))
    page = client.get(lesson.training.url).content.decode()
    assert (f'href="{lesson.url}"' in page) is is_led_there
    assert (client.get(lesson.url).status_code == 200) is is_led_there


def test_a_lesson_is_for_participants(client: Client, lesson: LessonPage) -> None:
    assert client.get(lesson.url)["Location"].startswith(
        "/account/login/?next=/trainingen/t/lessen/les/"
    )
    client.force_login(PersonFactory.create())
    response = client.get(lesson.url)
    assert response.status_code == 403
    assert "Schrijf je eerst in" in response.content.decode()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.COORDINATOR])
def test_staff_may_read_every_lesson(client: Client, lesson: LessonPage, role: Role) -> None:
    client.force_login(person_in_role(role))
    assert client.get(lesson.url).status_code == 200


def test_a_right_answer_is_kept_and_shown_again_later(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    page = post(client, lesson, option=key_of(lesson, 1)).content.decode()
    assert "Goed gekozen. <br>Precies." in page
    assert ExerciseAttempt.objects.get().points == 1
    assert "Goed gekozen. <br>Precies." in client.get(lesson.url).content.decode()


def test_a_wrong_answer_is_explained(client: Client, lesson: LessonPage, participant: User) -> None:
    page = post(client, lesson, option=key_of(lesson, 0)).content.decode()
    assert "Dit klopt niet. <br>Nee, het is een vraagteken." in page
    assert ExerciseAttempt.objects.get().points == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_a_lesson_that_an_editor_closed_takes_no_answers(
    client: Client, lesson: LessonPage, participant: User, htmx: bool
) -> None:
    PageViewRestriction.objects.create(
        page=lesson.training, restriction_type=PageViewRestriction.PASSWORD, password="geheim"
    )
    version.bump()
    headers = {"HX-Request": "true"} if htmx else {}
    for address, data in (
        (answer_url(lesson), {f"opdracht-{exercise_of(lesson)}-option": key_of(lesson, 1)}),
        (f"{lesson.url}klaar/", {}),
    ):
        response = client.post(address, data, headers=headers)
        where = response.headers["HX-Redirect" if htmx else "Location"]
        assert (response.status_code, where) == (200 if htmx else 302, lesson.url)
    assert (ExerciseAttempt.objects.count(), LessonProgress.objects.count()) == (0, 0)
    assert str(KNOWLEDGE_CHECK["question"]) not in client.get(lesson.url).content.decode()


def test_no_answer_gets_a_plain_message_and_keeps_the_earlier_one(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    post(client, lesson, option=key_of(lesson, 1))
    page = post(client, lesson).content.decode()
    assert "Kies een antwoord." in page
    assert ExerciseAttempt.objects.get().answer == {"chosen": [key_of(lesson, 1)]}


@pytest.mark.parametrize("option", ["²", "1; DROP", "x" * 65])
def test_a_tampered_answer_is_no_answer(
    client: Client, lesson: LessonPage, participant: User, option: str
) -> None:
    page = post(client, lesson, option=option).content.decode()
    assert "Er ging iets mis met je keuze. Kies opnieuw." in page
    assert ExerciseAttempt.objects.count() == 0


@pytest.mark.parametrize("option", ["99999", "-1", "x"])
def test_an_answer_that_is_not_in_the_list_asks_for_a_new_choice(
    client: Client, lesson: LessonPage, participant: User, option: str
) -> None:
    page = post(client, lesson, option=option).content.decode()
    assert "staat er niet meer bij. Kies opnieuw." in page
    assert "Dat is het nog niet." not in page
    assert ExerciseAttempt.objects.get().points == 0


@pytest.mark.parametrize("htmx", [False, True])
def test_beginning_again_is_asked_first_and_takes_no_result_back(
    client: Client, lesson: LessonPage, participant: User, htmx: bool
) -> None:
    headers = {"HX-Request": "true"} if htmx else {}

    def again(value: str) -> str:
        sent = client.post(answer_url(lesson), {"opnieuw": value}, follow=True, headers=headers)
        return " ".join(sent.content.decode().split())

    post(client, lesson, option=key_of(lesson, 1))
    asked = again("1")
    assert "Wil je opnieuw beginnen?" in asked
    assert "Je beste resultaat blijft staan: 1 van 1 punt." in asked
    assert ExerciseAttempt.objects.get().answer == {"chosen": [key_of(lesson, 1)]}
    kept = again("nee")
    assert "Goed gekozen" in kept
    assert "Wil je opnieuw beginnen?" not in kept
    emptied = again("ja")
    assert "Goed gekozen" not in emptied
    assert "Je beste resultaat tot nu toe: 1 van 1 punt." in emptied
    assert "Nu zie je poging" not in emptied
    assert ExerciseAttempt.objects.values_list("answer", "points").get() == (None, 1)
    worse = post(client, lesson, option=key_of(lesson, 0)).content.decode()
    assert "Dat was poging 1. Nu zie je poging 2." in " ".join(worse.split())
    assert "Je beste resultaat tot nu toe: 1 van 1 punt." in " ".join(worse.split())
    better = post(client, lesson, option=key_of(lesson, 1)).content.decode()
    assert "Je beste resultaat tot nu toe" not in better


def test_what_was_not_reached_leaves_nothing_when_somebody_begins_again(
    client: Client, lesson: LessonPage
) -> None:
    lesson.is_open = True
    lesson.save()
    client.force_login(PersonFactory.create())
    page = post(client, lesson, option=key_of(lesson, 1)).content.decode()
    assert "Begin opnieuw" in page
    assert (
        "Wil je opnieuw beginnen?"
        not in client.post(answer_url(lesson), {"opnieuw": "1"}).content.decode()
    )


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([0, 1], "Goed!"),
        ([0], "Nog niet helemaal."),
        ([0, 2], "Nog niet helemaal."),
        ([2], "Dat is het nog niet."),
    ],
)
def test_the_words_fit_how_much_of_an_answer_was_right(
    client: Client, chosen: list[int], sentence: str
) -> None:
    question = {
        **KNOWLEDGE_CHECK,
        "multiple": True,
        "options": [
            {"text": "Ja", "correct": True, "feedback": ""},
            {"text": "Ook", "correct": True, "feedback": ""},
            {"text": "Nee", "correct": False, "feedback": ""},
        ],
    }
    training = TrainingFactory.create(slug="t")
    lesson = make_lesson(training, slug="les", body=[("knowledge_check", question)], is_open=True)
    assert (
        sentence
        in post(client, lesson, option=[key_of(lesson, one) for one in chosen]).content.decode()
    )


def test_an_open_lesson_ends_with_the_way_on(client: Client, lesson: LessonPage) -> None:
    lesson.is_open = True
    lesson.save()
    version.bump()
    make_lesson(lesson.training, slug="dicht", title="Dichte les")
    EditionFactory.create(training=lesson.training)
    visitor = client.get(lesson.url).content.decode()
    assert 'href="/trainingen/t/#data"' in visitor
    assert f"/account/signup/?next={lesson.url}" in visitor
    assert "Volgende: Dichte les" not in visitor
    client.force_login(PersonFactory.create())
    known = client.get(lesson.url).content.decode()
    assert 'href="/trainingen/t/#data"' in known
    assert "/account/signup/" not in known
    client.force_login(EnrolmentFactory.create(training=lesson.training).person)
    assert "Hoe ga je verder?" not in client.get(lesson.url).content.decode()


def test_an_open_lesson_leads_to_the_list_for_a_new_date_where_nobody_can_enrol(
    client: Client, lesson: LessonPage
) -> None:
    lesson.is_open = True
    lesson.save()
    full = EditionFactory.create(training=lesson.training, capacity=1)
    EnrolmentFactory.create(edition=full)
    EditionFactory.create(
        training=lesson.training, starts_at=clock.now() - timedelta(hours=1), sessions=2
    )
    version.bump()
    dates, wish = 'href="/trainingen/t/#data"', 'href="/trainingen/t/nieuwe-datum/"'

    def shown() -> tuple[bool, bool]:
        content = client.get(lesson.url).content.decode()
        end = content.partition('id="verder"')[2].partition("</section>")[0]
        return dates in end, wish in end

    assert shown() == (False, True)
    EditionFactory.create(training=lesson.training)
    assert shown() == (True, False)
    # Who reads another language can ask for a date in it.
    client.cookies["taal"] = "en"
    wish = 'href="/trainingen/t/nieuwe-datum/?taal=en"'
    assert shown() == (True, True)
    EditionFactory.create(training=lesson.training, language=Language.ENGLISH)
    assert shown() == (True, False)


def test_an_open_lesson_leads_to_the_next_one_that_is_open_too(
    client: Client, lesson: LessonPage
) -> None:
    lesson.is_open = True
    lesson.save()
    make_lesson(lesson.training, slug="twee", title="Tweede", is_open=True)
    version.bump()
    page = client.get(lesson.url).content.decode()
    assert "Volgende: Tweede" in page
    assert "De volgende les kun je ook nu al lezen." in page


def test_the_way_on_at_the_end_is_to_say_that_the_lesson_is_done(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    make_lesson(lesson.training, slug="twee", title="Tweede")
    page = client.get(lesson.url).content.decode()
    assert "Volgende: Tweede" not in page
    finish, skip = page.index("Ik heb deze les gedaan"), page.index("Sla deze les nu over")
    assert finish < skip
    assert "Daarna ga je door naar de volgende les." in page
    assert 'href="/trainingen/t/klaar/"' in page
    assert client.post(f"{lesson.url}klaar/").headers["Location"].endswith("/twee/")
    page = client.get(lesson.url).content.decode()
    assert "Volgende: Tweede" in page
    assert "Sla deze les nu over" not in page


def test_one_lesson_is_counted_in_the_singular_and_done_is_told_once(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    assert "0 van 1 les gedaan" in client.get(lesson.url).content.decode()
    done = client.post(f"{lesson.url}klaar/", follow=True).content.decode()
    assert "Je hebt alle lessen van deze training gedaan." in done
    assert "Je hebt alle lessen gedaan." not in done
    assert "Je hebt alle lessen gedaan." in client.get("/trainingen/t/").content.decode()


def test_htmx_gets_the_exercise_alone(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    response = client.post(
        answer_url(lesson),
        {f"opdracht-{exercise_of(lesson)}-option": key_of(lesson, 1)},
        headers={"HX-Request": "true"},
    )
    content = response.content.decode()
    assert "Goed gekozen" in content
    assert "<html" not in content


def test_a_visitor_tries_an_open_lesson_and_nothing_is_kept(
    client: Client, lesson: LessonPage
) -> None:
    lesson.is_open = True
    lesson.save()
    page = post(client, lesson, option=key_of(lesson, 1)).content.decode()
    assert "Goed gekozen" in page
    assert ExerciseAttempt.objects.count() == 0


def test_finishing_goes_on_to_the_next_lesson_and_ends_at_the_training(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    make_lesson(lesson.training, slug="twee", title="Tweede")
    assert (
        client.post("/trainingen/t/lessen/les/klaar/")["Location"] == "/trainingen/t/lessen/twee/"
    )
    response = client.post("/trainingen/t/lessen/twee/klaar/", follow=True)
    assert "alle lessen van deze training gedaan" in response.content.decode()
    assert LessonProgress.objects.count() == 2


def test_who_went_back_is_told_that_the_lesson_that_comes_is_not_the_next_one(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    lesson.title = "Een"
    lesson.save()
    for slug in ("twee", "drie"):
        make_lesson(lesson.training, slug=slug, title=slug.capitalize())
    said = []
    before = client.get("/trainingen/t/lessen/twee/").content.decode()
    assert "Daarna ga je door naar de volgende les." not in before
    assert "Daarna ga je naar de les ‘Een’. Die heb je nog niet gedaan." in before
    for slug in ("twee", "les"):
        page = client.post(f"/trainingen/t/lessen/{slug}/klaar/", follow=True)
        said.append([str(message).split(" <a")[0] for message in page.context["messages"]])
        assert 'href="/trainingen/t/klaar/">Wat moet je nog doen' in page.content.decode()
    assert said == [
        ["Je hebt ‘Twee’ afgerond. De les ‘Een’ heb je nog niet gedaan."],
        ["Je hebt ‘Een’ afgerond. De les ‘Drie’ heb je nog niet gedaan."],
    ]
    client.post("/trainingen/t/lessen/les/klaar/", {"toch-niet": "1"})
    client.post("/trainingen/t/lessen/twee/klaar/", {"toch-niet": "1"})
    page = client.post("/trainingen/t/lessen/les/klaar/", follow=True)
    [message] = page.context["messages"]
    assert str(message).startswith("Je hebt ‘Een’ afgerond. Dit is de volgende les. <a")


def test_a_stranger_can_neither_answer_nor_finish(client: Client, lesson: LessonPage) -> None:
    client.force_login(PersonFactory.create())
    assert client.post("/trainingen/t/lessen/les/klaar/").status_code == 403
    assert client.post(answer_url(lesson), {}).status_code == 403
    assert (LessonProgress.objects.count(), ExerciseAttempt.objects.count()) == (0, 0)


def test_unknown_exercises_and_lessons_are_not_found(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    assert [
        client.post(path).status_code
        for path in (
            "/trainingen/t/lessen/les/opdracht/none/",
            "/trainingen/t/lessen/nee/opdracht/x/",
            "/trainingen/t/lessen/nee/klaar/",
            "/trainingen/anders/lessen/les/klaar/",
        )
    ] == [404] * 4


def test_a_plugin_that_is_off_for_the_training_leaves_a_placeholder(
    client: Client, participant: User, lesson: LessonPage
) -> None:
    body: Any = json.dumps([{"type": "signaleren_visit", "value": {}, "id": "bezoek"}])
    lesson.body = body
    lesson.save()
    assert "Dit onderdeel is nu niet beschikbaar." in client.get(lesson.url).content.decode()
    assert not CoursePluginActivation.objects.exists()
    assert client.post("/trainingen/t/lessen/les/opdracht/bezoek/").status_code == 404


def test_a_lesson_that_begins_with_an_exercise_has_a_heading_above_it(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    page = client.get(lesson.url).content.decode()
    main = page[page.index("<main") : page.index("</main")]
    levels = [int(level) for level in re.findall(r"<h([1-6])", main)]
    assert levels[:3] == [1, 2, 3]
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.fixture
def open_lesson(lesson: LessonPage) -> LessonPage:
    body = [("knowledge_check", KNOWLEDGE_CHECK), ("knowledge_check", KNOWLEDGE_CHECK)]
    return make_lesson(lesson.training, slug="open", title="Open", body=body, is_open=True)


def test_an_open_lesson_that_was_read_before_enrolling_counts_afterwards(
    client: Client, open_lesson: LessonPage
) -> None:
    person = PersonFactory.create()
    client.force_login(person)
    assert len(reading_steps(client, open_lesson)) > 1
    client.get(f"{open_lesson.url}?stap=2")
    assert "Stap 2 van" in client.get(open_lesson.url).content.decode()
    location = client.post(f"{open_lesson.url}klaar/").headers["Location"]
    address, _, place = location.partition("#")
    page = " ".join(client.get(address).content.decode().split())
    form = page.partition(f'id="{place}"')[2].partition("</form>")[0]
    assert "Je hebt deze les gedaan. Deze les telt mee als je je inschrijft." in form
    enrolled = EnrolmentFactory.create(training=open_lesson.training, person=person)
    assert [one.person for one in LessonProgress.objects.all()] == [enrolled.person]
    assert "Je hebt deze les gedaan." in client.get(f"{open_lesson.url}?stap=99").content.decode()


def reading_steps(client: Client, lesson: LessonPage) -> list[Any]:
    steps: list[Any] = client.get(lesson.url).context["steps"]
    return steps


def test_of_a_visitor_nothing_is_kept_and_one_press_says_it_after_enrolling(
    client: Client, open_lesson: LessonPage
) -> None:
    page = client.get(f"{open_lesson.url}?stap=99")
    assert "Nu onthouden we niets van wat je leest." in page.content.decode()
    assert settings.SESSION_COOKIE_NAME not in page.cookies
    assert client.post(f"{open_lesson.url}klaar/").status_code == 302
    assert not LessonProgress.objects.exists()
    # The first lesson of the training is not open: nobody read it before.
    person = EnrolmentFactory.create(training=open_lesson.training).person
    client.force_login(person)
    asked = "Die les heb ik al gelezen"
    assert asked not in client.get("/trainingen/t/").content.decode()
    client.post("/trainingen/t/lessen/les/klaar/")
    page = client.get("/trainingen/t/")
    assert asked in page.content.decode()
    assert f'action="{open_lesson.url}klaar/"' in page.content.decode()
    client.post(f"{open_lesson.url}klaar/")
    assert LessonProgress.objects.filter(lesson=open_lesson, person=person).exists()


def test_staff_who_read_a_closed_lesson_have_nothing_to_finish(
    client: Client, lesson: LessonPage
) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    page = client.get(lesson.url).content.decode()
    assert "Ik heb deze les gedaan" not in page
    assert client.post(f"{lesson.url}klaar/").status_code == 403


def test_who_has_the_certificate_is_asked_nothing_more(client: Client) -> None:
    training = TrainingFactory.create(lessons=1)
    enrolment = EnrolmentFactory.create(
        training=training, starts_at=clock.now() - timedelta(days=3)
    )
    client.force_login(enrolment.person)
    asked, may = "Begin met: ", "Lees ook: "
    before = client.get(training.url).content.decode()
    assert (asked in before, may in before, "Ja, je hebt het" in before) == (True, False, False)
    enrolment_services.complete(enrolment=enrolment)
    after = client.get(training.url).content.decode()
    assert (asked in after, may in after, "Ja, je hebt het" in after) == (False, True, True)
    assert "Wat je nog niet deed, mag nog. Het hoeft niet." in after
    assert ("mag nog, hoeft niet" in before, "mag nog, hoeft niet" in after) == (False, True)
    assert "Mag nog, hoeft niet: " in client.get("/mijn/").content.decode()


def test_going_on_stands_back_until_the_question_has_an_answer(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    """The style sheet looks for it, so that it follows an answer that a script put there too."""
    unanswered = "data-unanswered"
    assert client.get(lesson.url).content.decode().count(unanswered) == 1
    post(client, lesson, option=key_of(lesson, 1))
    assert client.get(lesson.url).content.decode().count(unanswered) == 0
