"""What somebody sends when the session has ended: nothing that was written is lost."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from courses.catalogue.models import LessonPage
from courses.common import clock
from courses.learning import unsent
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.models import User
from tests.factories import KNOWLEDGE_CHECK, EnrolmentFactory, TrainingFactory, make_lesson
from tests.plugins.praktijkopdracht.written import a_participant, a_trainer, a_training
from tests.responses import Response

pytestmark = pytest.mark.django_db

WAITING = "/verder/"
LETTER = "\nLieve buurvrouw,\r\n\r\n<b>Dag</b> & tot gauw."


class Fields(HTMLParser):
    """The textareas of a page, as a browser sends them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._name = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "textarea":
            self._name = dict(attrs)["name"] or ""
            self.values[self._name] = ""

    def handle_data(self, data: str) -> None:
        if self._name:
            self.values[self._name] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves the first line break out.
            self.values[self._name] = self.values[self._name].removeprefix("\n")
            self._name = ""


@pytest.fixture
def lesson() -> LessonPage:
    training = TrainingFactory.create(slug="t")
    return make_lesson(training, slug="les", body=[("knowledge_check", KNOWLEDGE_CHECK)])


@pytest.fixture
def participant(lesson: LessonPage) -> User:
    return EnrolmentFactory.create(training=lesson.training).person


def answer_url(lesson: LessonPage) -> str:
    return f"/trainingen/t/lessen/les/opdracht/{lesson.body[0].id}/"


def option_of(lesson: LessonPage) -> dict[str, str]:
    check = lesson.body[0]
    return {f"opdracht-{check.id}-option": check.value["options"].bound_blocks[1].id}


def send_on(client: Client, page: str) -> Response:
    """Press "Verstuur het nu": the browser sends the same form on."""
    return client.post(WAITING, Fields(page).values, follow=True)


@pytest.mark.parametrize("htmx", [False, True])
def test_an_answer_waits_until_somebody_signed_in_again(
    client: Client, lesson: LessonPage, participant: User, htmx: bool
) -> None:
    headers = {"HX-Request": "true"} if htmx else {}
    response = client.post(answer_url(lesson), option_of(lesson), headers=headers)
    where = response.headers["HX-Redirect" if htmx else "Location"]
    assert where == f"/account/login/?next={WAITING}"
    assert response.content == b""
    assert "wat je invulde, is er nog" in client.get(where).content.decode()

    client.force_login(participant)
    page = client.get(WAITING).content.decode()
    assert "Dit is nog niet verstuurd" in page
    assert "Precies." in send_on(client, page).content.decode()
    assert ExerciseAttempt.objects.get().answer == {"chosen": list(option_of(lesson).values())}
    assert unsent.KEY not in client.session
    assert client.get(WAITING).headers["Location"] == "/mijn/"


def test_signing_in_with_the_form_leads_to_what_waits(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    participant.set_password("een-lang-wachtwoord")
    participant.save()
    EmailAddress.objects.create(
        user=participant, email=participant.email, verified=True, primary=True
    )
    where = client.post(answer_url(lesson), option_of(lesson)).headers["Location"]
    response = client.post(
        where, {"login": participant.email, "password": "een-lang-wachtwoord"}, follow=True
    )
    assert "Dit is nog niet verstuurd" in response.content.decode()
    client.post("/verder/weg/")
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_an_answer_to_an_open_lesson_waits_when_it_was_somebodys(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    lesson.is_open = True
    lesson.save_revision().publish()
    as_visitor = client.post(answer_url(lesson), option_of(lesson))
    assert "Precies." in as_visitor.content.decode()
    client.force_login(participant)
    assert 'name="ingelogd"' in client.get(lesson.url).content.decode()
    client.logout()
    assert 'name="ingelogd"' not in client.get(lesson.url).content.decode()
    response = client.post(answer_url(lesson), option_of(lesson) | {"ingelogd": "1"})
    assert response.headers["Location"] == f"/account/login/?next={WAITING}"


def test_finishing_a_lesson_when_signed_out_leads_back_to_the_lesson(
    client: Client, lesson: LessonPage, participant: User
) -> None:
    where = client.post(f"{lesson.url}klaar/").headers["Location"]
    assert where == f"/account/login/?next={lesson.url}"
    client.force_login(participant)
    assert client.get(lesson.url).status_code == 200
    assert not LessonProgress.objects.exists()


def test_a_text_for_a_page_of_a_plugin_comes_over_to_the_letter(client: Client) -> None:
    training = a_training()
    _trainer, edition = a_trainer(training)
    participant = a_participant(edition)
    address = f"/trainingen/{training.slug}/p/praktijkopdracht/opdracht/gesprek/"
    client.post(address, {"text": LETTER})
    client.force_login(participant)
    page = client.get(WAITING).content.decode()
    assert "&lt;b&gt;Dag&lt;/b&gt; &amp; tot gauw." in page
    assert Fields(page).values["text"].split() == LETTER.split()
    assert client.get(address).status_code == 200
    response = send_on(client, page)
    assert response.redirect_chain[0] == (address, 307)
    assert "tot gauw" in response.content.decode()


def test_it_can_be_thrown_away(client: Client, lesson: LessonPage, participant: User) -> None:
    client.post(answer_url(lesson), option_of(lesson))
    client.force_login(participant)
    assert client.get("/verder/weg/").status_code == 405
    assert client.post("/verder/weg/").headers["Location"] == lesson.url
    assert unsent.KEY not in client.session
    assert not ExerciseAttempt.objects.exists()


def test_it_waits_for_an_hour_and_nobody_sees_it_who_is_not_signed_in(
    client: Client, lesson: LessonPage, participant: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post(answer_url(lesson), option_of(lesson))
    assert client.get(WAITING).headers["Location"].startswith("/account/login/")
    assert client.post("/verder/weg/").headers["Location"].startswith("/account/login/")
    session = Session.objects.get()
    assert session.expire_date <= clock.now() + unsent.LASTS
    later = clock.now() + unsent.LASTS + timedelta(seconds=1)
    client.force_login(participant)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.post(WAITING, option_of(lesson)).headers["Location"] == "/mijn/"
    assert not ExerciseAttempt.objects.exists()


def test_too_much_to_wait_in_a_session_is_given_back_on_the_page(
    client: Client, lesson: LessonPage
) -> None:
    text = "x" * unsent.MOST_CHARACTERS
    response = client.post(answer_url(lesson), option_of(lesson) | {"text": text})
    assert response.status_code == 403
    assert Fields(response.content.decode()).values["text"].strip() == text
    assert unsent.KEY not in client.session


def test_another_site_cannot_have_something_sent(lesson: LessonPage, participant: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(participant)
    assert browser.post(WAITING, option_of(lesson)).status_code == 403
    assert browser.post("/verder/weg/").status_code == 403
