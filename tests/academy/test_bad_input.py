"""Odd input and wrong hands: a clear answer, never a 500, and nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.images.models import Image
from wagtail.models import Collection

from courses.catalogue.models import LessonPage
from courses.common import clock
from courses.editions.models import Edition
from courses.editions.services import cancel_edition
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.evaluation.models import Participation
from courses.learning.models import ExerciseAttempt, LessonProgress
from courses.people.models import User
from tests.academy.world import World, held_edition
from tests.courses.evaluation.factories import counted
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db

LONG = "x" * 20_000
ODD_VALUES = ["\x00", "a\x00b", LONG, "-1", "0", "999", "abc", "1e9", "٣", "💐", "' OR 1=1 --", "%"]


def signed_in(person: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


# --- Enrolling ------------------------------------------------------------------------------


def _enrol(client: Client, edition: Edition, **data: Any) -> Any:
    return client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol", **data})


def test_enrolling_twice_is_told_and_counts_once() -> None:
    person, edition = PersonFactory.create(), EditionFactory.create()
    client = signed_in(person)
    assert _enrol(client, edition).status_code == 302
    again = _enrol(client, edition)
    assert again.status_code == 409
    assert "Je bent al ingeschreven voor deze datum." in again.content.decode()
    assert Enrolment.objects.filter(person=person, edition=edition).count() == 1


def test_a_past_running_cancelled_or_unpublished_edition_refuses_with_the_reason() -> None:
    past = EditionFactory.create(starts_at=clock.now() - timedelta(days=3))
    running = EditionFactory.create(starts_at=clock.now() - timedelta(hours=1))
    closed = EditionFactory.create(enrol_until=clock.now() - timedelta(hours=1))
    cancelled = cancel_edition(edition=EditionFactory.create(), actor=None)
    draft = EditionFactory.create(publish=False)
    hidden = EditionFactory.create(training=TrainingFactory.create())
    hidden.training.unpublish()
    client = signed_in(PersonFactory.create())
    reasons = {
        past: "Deze datum is al geweest.",
        running: "Deze training is al begonnen.",
        closed: "De inschrijving voor deze datum is gesloten.",
        cancelled: "Deze datum gaat niet door.",
    }
    for edition, reason in reasons.items():
        response = _enrol(client, edition)
        assert (response.status_code, reason in response.content.decode()) == (409, True)
    assert [_enrol(client, one).status_code for one in (draft, hidden)] == [404, 404]
    assert not Enrolment.objects.exists()


def test_a_full_edition_gives_a_place_on_the_waiting_list() -> None:
    edition = EditionFactory.create(capacity=1)
    EnrolmentFactory.create(edition=edition)
    person = PersonFactory.create()
    response = _enrol(signed_in(person), edition)
    assert response.status_code == 302
    assert Enrolment.objects.get(person=person).status == EnrolmentStatus.WAITING


@pytest.mark.parametrize("action", ["", "fly", "complete", "\x00", LONG])
def test_an_unknown_action_changes_nothing(action: str) -> None:
    edition = EditionFactory.create()
    client = signed_in(PersonFactory.create())
    response = client.post(f"/inschrijven/{edition.pk}/", {"action": action})
    assert response.status_code == 400
    assert "Kies wat je wilt doen." in response.content.decode()
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("action", ["withdraw", "accept", "decline"])
def test_nobody_acts_on_an_enrolment_that_is_not_there(action: str) -> None:
    edition = EditionFactory.create()
    EnrolmentFactory.create(edition=edition)
    response = signed_in(PersonFactory.create()).post(
        f"/inschrijven/{edition.pk}/", {"action": action}
    )
    assert response.status_code == 409
    assert "Je bent niet ingeschreven." in response.content.decode()
    assert Enrolment.objects.get().status == EnrolmentStatus.CONFIRMED


def test_a_visitor_who_presses_enrol_is_sent_to_the_door_and_back() -> None:
    edition = EditionFactory.create()
    response = _enrol(Client(), edition)
    assert (response.status_code, response["Location"]) == (
        302,
        f"/account/login/?next=/inschrijven/{edition.pk}/",
    )


# --- Evaluating -----------------------------------------------------------------------------


@pytest.fixture
def invited() -> tuple[Client, str]:
    """Somebody with an open evaluation, and its address."""
    person = PersonFactory.create()
    edition = held_edition(TrainingFactory.create(), [person, PersonFactory.create()])
    return signed_in(person), f"/evaluatie/{edition.pk}/"


def _name_of(client: Client, address: str, key: str) -> str:
    form = client.get(address).context["form"]
    name: str = form.name_of_key(key)
    return name


@pytest.mark.parametrize("mark", ["0", "11", "7,5", "7.5", "acht", "-3", "", "\x00", LONG])
def test_a_mark_that_is_none_is_refused_and_what_was_typed_stays(
    invited: tuple[Client, str], mark: str
) -> None:
    client, address = invited
    names = {key: _name_of(client, address, key) for key in ("overall", "trainer", "remarks")}
    response = client.post(
        address,
        {names["overall"]: mark, names["trainer"]: "9", names["remarks"]: "Fijne groep & sfeer"},
    )
    page = response.content.decode()
    assert response.status_code in (200, 400, 422)
    assert response.context["form"].errors.keys() == {names["overall"]}
    assert "Fijne groep &amp; sfeer" in page
    assert response.context["form"][names["trainer"]].value() == "9"
    assert not Participation.objects.filter(answered=True).exists()


def test_seventy_six_words_are_refused_and_stay_typed(invited: tuple[Client, str]) -> None:
    client, address = invited
    overall, remarks = (_name_of(client, address, key) for key in ("overall", "remarks"))
    text = " ".join(f"woord{n}" for n in range(76))
    refused = client.post(address, {overall: "8", remarks: text})
    assert refused.context["form"].errors.keys() == {remarks}
    assert text in refused.content.decode()
    accepted = client.post(address, {overall: "8", remarks: text.rsplit(" ", 1)[0]})
    assert (accepted.status_code, accepted["Location"]) == (302, f"{address}bedankt/")


@pytest.mark.parametrize("text", ["\x00", "a\x00b", LONG, "💐" * 5000, " " * 5000])
def test_odd_text_in_an_evaluation_is_answered(invited: tuple[Client, str], text: str) -> None:
    client, address = invited
    overall, remarks = (_name_of(client, address, key) for key in ("overall", "remarks"))
    response = client.post(address, {overall: "8", remarks: text})
    assert response.status_code in (200, 302, 400, 422)


def test_evaluating_twice_counts_once(invited: tuple[Client, str]) -> None:
    client, address = invited
    overall = _name_of(client, address, "overall")
    assert client.post(address, {overall: "8"}).status_code == 302
    again = client.post(address, {overall: "10"})
    assert again.status_code in (200, 302, 409)
    assert counted(Participation.objects.get(answered=True).form) == {("overall", "8"): 1}


# --- Lessons and exercises ------------------------------------------------------------------

CHECK_ID = "5f5c3f0e-2f37-4c43-9f0e-0f3d1d4f5a10"
CHECK = {
    "title": "Even kijken",
    "question": "Wat doe je?",
    "multiple": False,
    "options": [
        {"text": "Luisteren", "correct": True, "feedback": "Ja."},
        {"text": "Weglopen", "correct": False, "feedback": "Nee."},
    ],
    "explanation": "<p>Luisteren helpt.</p>",
}


@pytest.fixture
def lesson(world: World) -> LessonPage:
    """A lesson with one question; the participant of the world may read it."""
    page = world.closed_lesson
    block = LessonPage._meta.get_field("body").stream_block
    page.body = block.to_python([{"type": "knowledge_check", "value": CHECK, "id": CHECK_ID}])
    page.save()
    return page


def test_a_wrong_exercise_answer_or_address_is_answered_kindly(
    world: World, client_of: Callable[[str], Client], lesson: LessonPage
) -> None:
    client = client_of("participant")
    base = f"/trainingen/{world.training.slug}/lessen/{lesson.slug}/opdracht/"
    statuses = {}
    for exercise_id in (CHECK_ID, "geen", "0", "%00", LONG[:500], "..%2F..", "💐"):
        for option in ("", "7", "-1", "abc", "\x00", LONG):
            answer = client.post(
                f"{base}{exercise_id}/", {f"opdracht-{exercise_id}-option": option}
            )
            statuses[exercise_id, option[:5]] = answer.status_code
    assert {status for (one, _option), status in statuses.items() if one == CHECK_ID} <= {200, 302}
    assert {status for (one, _option), status in statuses.items() if one != CHECK_ID} == {404}
    empty = client.post(f"{base}{CHECK_ID}/", follow=True)
    assert "Kies een antwoord." in empty.content.decode()


def test_answers_and_progress_are_for_who_takes_part(
    world: World, client_of: Callable[[str], Client], lesson: LessonPage
) -> None:
    LessonProgress.objects.all().delete()
    base = f"/trainingen/{world.training.slug}/lessen/{lesson.slug}/"
    answer = {f"opdracht-{CHECK_ID}-option": "0"}
    statuses = {
        role: (
            client_of(role).post(f"{base}opdracht/{CHECK_ID}/", answer).status_code,
            client_of(role).post(f"{base}klaar/").status_code,
        )
        for role in ("visitor", "stranger", "trainer", "participant")
    }
    # Staff may try an exercise out; only a participant's answer is kept.
    assert statuses == {
        "visitor": (302, 302),
        "stranger": (403, 403),
        "trainer": (200, 403),
        "participant": (302, 302),
    }
    participant = world.people["participant"]
    assert list(ExerciseAttempt.objects.values_list("person", flat=True)) == [participant.pk]  # type: ignore[union-attr]
    assert list(LessonProgress.objects.values_list("person", flat=True)) == [participant.pk]  # type: ignore[union-attr]


# --- Administration -------------------------------------------------------------------------


def test_a_file_that_is_no_picture_is_refused_in_plain_dutch(
    client_of: Callable[[str], Client],
) -> None:
    upload = SimpleUploadedFile("foto.jpg", b"dit is geen plaatje", content_type="image/jpeg")
    response = client_of("trainer").post(
        "/beheer/images/add/",
        {"title": "Mijn foto", "file": upload, "collection": Collection.objects.get().pk},
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "Mijn foto" in page
    assert "Upload een geldige afbeelding." in page
    assert not Image.objects.exists()


def test_the_page_for_many_pictures_refuses_too(client_of: Callable[[str], Client]) -> None:
    upload = SimpleUploadedFile("foto.png", b"<svg onload=alert(1)>", content_type="image/png")
    response = client_of("trainer").post(
        "/beheer/images/multiple/add/",
        {"files[]": upload, "collection": Collection.objects.get().pk},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    answer = response.json()
    assert response.status_code == 200
    assert not answer["success"]
    assert "Upload een geldige afbeelding." in answer["error_message"]
    assert not Image.objects.exists()


def test_odd_values_in_the_plan_of_an_edition_stay_in_the_form(
    world: World, client_of: Callable[[str], Client]
) -> None:
    data = {
        "training": world.training.pk,
        "sessions-TOTAL_FORMS": "1",
        "sessions-INITIAL_FORMS": "0",
        "sessions-MIN_NUM_FORMS": "1",
        "sessions-MAX_NUM_FORMS": "1000",
        "sessions-0-title": "Eerste keer",
        "sessions-0-starts_at": "31-02-2027 25:00",
        "sessions-0-ends_at": "morgen",
        "capacity": "0",
        "place": "venue",
        "location": "",
        "note": "Dorpsstraat 1",
        "online_link": "geen adres",
    }
    before = Edition.objects.count()
    response = client_of("trainer").post("/beheer/uitvoeringen/new/", data)
    page = response.content.decode()
    assert response.status_code == 200
    for typed in ("Eerste keer", "31-02-2027 25:00", "Dorpsstraat 1", "geen adres"):
        assert typed in page
    assert {"capacity", "location", "online_link"} <= response.context["form"].errors.keys()
    assert Edition.objects.count() == before


@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_marks_on_an_attendance_sheet_are_answered(
    world: World, client_of: Callable[[str], Client], value: str
) -> None:
    session = world.past.sessions.get()
    response = client_of("trainer").post(
        f"/beheer/presentie/{world.past.pk}/",
        {"shown": value, f"session_{session.pk}": value},
    )
    assert response.status_code in (302, 422)


@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_filters_in_the_administration_are_answered(
    client_of: Callable[[str], Client], value: str
) -> None:
    client = client_of("coordinator")
    fields = ("q", "p", "ordering", "van", "tot", "training", "from", "until", "status", "export")
    query = urlencode(dict.fromkeys(fields, value[:3000]))
    statuses = {
        address: client.get(f"{address}?{query}").status_code
        for address in (
            "/beheer/evaluaties/",
            "/beheer/uitvoeringen/",
            "/beheer/presentie/",
            "/beheer/certificaten/",
        )
    }
    assert {status for status in statuses.values() if status not in (200, 404)} == set(), statuses


# --- Public addresses -----------------------------------------------------------------------

PUBLIC = ["/", "/trainingen/", "/agenda/", "/agenda.ics", "/leerlijnen/", "/lezingen/"]
PUBLIC += ["/moeilijke-woorden/"]
FIELDS = ["q", "thema", "van", "tot", "vorm", "vrij", "pagina", "code", "aan", "next"]


@pytest.mark.both_databases
@pytest.mark.parametrize("value", ODD_VALUES)
def test_odd_values_in_public_addresses_are_answered(value: str) -> None:
    EditionFactory.create()
    client = Client(raise_request_exception=False)
    query = urlencode(dict.fromkeys(FIELDS, value))
    statuses = {
        address: client.get(f"{address}?{query}").status_code
        for address in [*PUBLIC, "/certificaat/", "/account/login/", "/account/signup/"]
    }
    assert {status for status in statuses.values() if status not in (200, 302)} == set(), statuses


@pytest.mark.parametrize("number", ["abc", "-1", "0", "999", "1.5", "\x00", "٢"])
@pytest.mark.parametrize("address", ["/trainingen/", "/agenda/", "/lezingen/"])
def test_a_page_number_that_is_none_gives_the_nearest_page(address: str, number: str) -> None:
    training = TrainingFactory.create()
    EditionFactory.create(training=training)
    response = Client().get(address, {"pagina": number})
    assert response.status_code == 200
    assert response.context["page_obj"].number == 1


@pytest.mark.parametrize(
    ("query", "stays"),
    [
        ({"van": "31-02-2027"}, "31-02-2027"),
        ({"van": "gisteren"}, "gisteren"),
        ({"tot": "2027-13-45"}, "2027-13-45"),
    ],
)
@pytest.mark.parametrize("address", ["/trainingen/", "/agenda/"])
def test_a_date_that_is_none_is_told_and_stays_typed(
    address: str, query: dict[str, str], stays: str
) -> None:
    response = Client().get(address, query)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Vul een datum in, bijvoorbeeld" in page
    assert f'value="{stays}"' in page


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    address=st.sampled_from([*PUBLIC, "/certificaat/"]),
    query=st.dictionaries(
        st.sampled_from(FIELDS) | st.text(max_size=8), st.text(max_size=40), max_size=4
    ),
)
def test_no_question_in_an_address_breaks_a_public_page(
    db: None, address: str, query: dict[str, str]
) -> None:
    response = Client(raise_request_exception=False).get(
        f"{address}?{urlencode(query, errors='replace')}"
    )
    assert response.status_code in (200, 302, 404, 429)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=60))
def test_no_raw_bytes_in_an_address_break_a_public_page(db: None, raw: bytes) -> None:
    client = Client(raise_request_exception=False)
    text = raw.decode("latin-1")
    response = client.generic("GET", "/trainingen/", QUERY_STRING=text)
    assert response.status_code in (200, 400)


@pytest.mark.both_databases
@pytest.mark.parametrize("path", ["/%00/", "/trainingen/%00/", "/certificaat/%00/", "/%FF%FE/"])
def test_odd_paths_are_not_found(path: str) -> None:
    assert Client(raise_request_exception=False).get(path).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**30])
@pytest.mark.parametrize(
    "path", ["/inschrijven/{}/", "/inschrijven/{}/afmelden/", "/evaluatie/{}/"]
)
def test_a_number_that_belongs_to_nothing_is_not_found(path: str, number: int) -> None:
    client = signed_in(PersonFactory.create())
    assert client.get(path.format(number)).status_code == 404


@pytest.mark.parametrize("number", [0, 2**63, 10**30])
@pytest.mark.parametrize(
    "path",
    [
        "/beheer/presentie/{}/",
        "/beheer/presentie/{}/deelnemers.csv",
        "/beheer/evaluaties/training/{}/",
        "/beheer/evaluaties/uitvoering/{}/",
        "/beheer/uitvoeringen/{}/publiceer/",
        "/beheer/uitvoeringen/{}/annuleer/",
        "/beheer/certificaten/{}/",
    ],
)
def test_a_number_that_belongs_to_nothing_is_not_found_in_the_administration(
    client_of: Callable[[str], Client], path: str, number: int
) -> None:
    assert client_of("coordinator").get(path.format(number)).status_code == 404


WRONG_METHODS = {
    "/agenda/": "post",
    "/agenda.ics": "put",
    "/gezond/": "post",
    "/taal/": "get",
    "/mijn/": "post",
    "/lesweergave/": "get",
    "/trainingen/{training}/klaar/": "post",
    "/inschrijven/{coming}/": "delete",
    "/inschrijven/{past}/afmelden/": "post",
    "/trainingen/{training}/lessen/{open_lesson}/klaar/": "get",
    "/trainingen/{training}/lessen/{open_lesson}/opdracht/x/": "get",
    "/evaluatie/{past}/": "put",
    "/evaluatie/{past}/bedankt/": "post",
    "/certificaat/": "post",
    "/certificaat/{code}/": "delete",
    "/certificaat/{code}/pdf/": "post",
}


def test_the_wrong_method_is_refused(world: World, client_of: Callable[[str], Client]) -> None:
    client = client_of("participant")
    addresses = world.addresses()
    assert {
        path: getattr(client, method)(path.format(**addresses)).status_code
        for path, method in WRONG_METHODS.items()
    } == dict.fromkeys(WRONG_METHODS, 405)


def test_the_language_switch_leads_nowhere_else() -> None:
    for target in (
        "https://elders.example/",
        "//elders.example",
        "javascript:alert(1)",
        "\x00",
        "",
    ):
        response = Client().post("/taal/", {"language": "en", "next": target})
        assert (response.status_code, response["Location"]) == (302, "/")
    unknown = Client().post("/taal/", {"language": "klingon", "next": "/agenda/"})
    assert (unknown["Location"], "taal" in unknown.cookies) == ("/agenda/", False)


# --- Signing up -----------------------------------------------------------------------------


@pytest.mark.parametrize("value", ["\x00", LONG, "💐", "<script>", " "])
def test_odd_details_at_signing_up_are_told_at_the_field(value: str) -> None:
    client = Client(raise_request_exception=False)
    response = client.post(
        "/account/signup/",
        {
            "first_name": value,
            "last_name": "Jansen",
            "email": value,
            "background": value,
            "partner": value,
        },
    )
    assert response.status_code == 200
    assert "email" in response.context["form"].errors
    assert 'value="Jansen"' in response.content.decode()
    assert not User.objects.exists()


@pytest.mark.parametrize("code", ["", "000000", "\x00", LONG, "💐"])
def test_a_wrong_code_lets_nobody_in(code: str) -> None:
    person = PersonFactory.create()
    client = Client(raise_request_exception=False)
    client.post("/account/login/code/", {"email": person.email})
    response = client.post("/account/login/code/confirm/", {"code": code})
    assert response.status_code in (200, 302)
    assert client.get("/mijn/").status_code == 302
