"""Somebody opens units of a course, they say what was done, and that counts in the lesson."""

from __future__ import annotations

import base64
import json
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from courses.catalogue.models import LessonPage, TrainingPage
from courses.common import clock
from courses.learning.models import ExerciseAttempt
from courses.learning.services import forget_answer
from courses.people.enums import Role
from courses.people.merging import merge_people
from courses.plugin_api.api import CompletionContext, Met, NotYet, Refusal
from courses.plugin_files.models import PluginFile
from plugins.xapi.cmi5 import words
from plugins.xapi.cmi5.criteria import CoursesDone
from plugins.xapi.cmi5.exercises import CourseInLesson
from plugins.xapi.models import Consent, CoursePackage, CourseStatement, Registration, Session
from plugins.xapi.privacy import OwnCourses
from plugins.xapi.services import courses, sessions
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role
from tests.plugins.xapi.kit import a_store
from tests.plugins.xapi.made import Speaker, alone, block, course, package, unit

if TYPE_CHECKING:
    from courses.enrolment.models import Enrolment
    from plugins.xapi.models import RecordStore

pytestmark = pytest.mark.django_db

FAR = "https://elders.voorbeeld.nl/au/"
TWO = course(
    block(
        "deel",
        unit("lezen", f"{FAR}lezen?a=1", moveOn="Completed"),
        unit("toets", f"{FAR}toets", moveOn="Passed", masteryScore="0.8"),
    )
)
DURATION = "PT1M5.5S"
DONE: dict[str, Any] = {"completion": True, "duration": DURATION}


def place(training: TrainingPage, upload: Any, **more: object) -> tuple[LessonPage, str]:
    """A course in the first lesson; the id of its block."""
    made = courses.add_course(training_id=training.pk, upload=upload)
    lesson = LessonPage.objects.child_of(training).order_by("path")[0]
    value = {"title": made.title, "package": str(made.pk), "introduction": "", "needed": True}
    field: Any = LessonPage._meta.get_field("body")
    lesson.body = field.stream_block.normalize([("xapi_course", {**value, **more})])
    lesson.save()
    return lesson, str(LessonPage.objects.get(pk=lesson.pk).body.raw_data[0]["id"])


@pytest.fixture
def address(training: TrainingPage) -> str:
    """The page with the units of the course."""
    lesson, block_id = place(training, alone(TWO))
    return f"/trainingen/luisteren/p/xapi/les/{lesson.pk}/{block_id}/"


@pytest.fixture
def client(enrolment: Enrolment) -> Client:
    client = Client()
    client.force_login(enrolment.person)
    return client


def _open(client: Client, address: str, number: int = 0) -> Speaker:
    answer: Any = client.post(f"{address}open/{number}/")
    assert answer.status_code == 302
    speaker = Speaker(answer["Location"])
    speaker.begin()
    return speaker


def _attempt() -> tuple[object, ...]:
    return ExerciseAttempt.objects.values_list("points", "out_of", "finished").get()


# --- Opening --------------------------------------------------------------------------------------


def test_a_unit_gets_what_cmi5_says_and_no_name(
    client: Client, address: str, enrolment: Enrolment
) -> None:
    answer: Any = client.post(f"{address}open/0/")
    told = Speaker(answer["Location"])
    assert answer["Location"].startswith(f"{FAR}lezen?a=1&endpoint=")
    assert set(told.query) == {"a", "endpoint", "fetch", "actor", "registration", "activityId"}
    registration = Registration.objects.get()
    assert json.loads(told.query["actor"]) == {
        "objectType": "Agent",
        "account": {"homePage": "http://testserver/", "name": str(registration.subject)},
    }
    data = told.begin()
    assert (data["launchMode"], data["moveOn"], "masteryScore" in data) == (
        "Normal",
        "Completed",
        False,
    )
    assert told.publisher == "https://voorbeeld.nl/cursus/lezen"
    assert enrolment.person.first_name not in str(told.query) + str(data)
    (launched,) = CourseStatement.objects.all()
    assert launched.body["context"]["extensions"] == {
        words.MODE: "Normal",
        words.URL: f"{FAR}lezen?a=1",
        words.MOVE_ON: "Completed",
        words.SESSION: told.session,
    }
    assert launched.body["verb"]["display"] == {"nl": "opende", "en": "launched"}


def test_the_page_may_lead_on_to_where_the_course_is(client: Client, address: str) -> None:
    page: Any = client.get(address)
    assert (
        "form-action 'self' https: https://elders.voorbeeld.nl" in page["Content-Security-Policy"]
    )
    assert "Open “lezen” (nieuw tabblad)" in page.content.decode()


def test_a_slash_too_many_is_no_other_address(client: Client, address: str) -> None:
    told = _open(client, address)
    assert told.ask("GET", "/statements").status_code == 200
    asks: Any = Client().options("/p/xapi/lrs//statements")
    assert (asks.status_code, asks["Access-Control-Allow-Origin"]) == (204, "*")


def test_the_token_is_given_once(client: Client, address: str) -> None:
    told = _open(client, address)
    path = told.query["fetch"].removeprefix("http://testserver")
    again = Client().post(path)
    assert (again.status_code, again.json()["error-code"]) == (200, "1")
    assert Client().get(path).status_code == 405
    assert Client().post("/p/xapi/fetch/onzin").json()["error-code"] == "2"
    told.token = "eDp5"
    assert told.ask("GET", "statements").status_code == 401
    late = Speaker(client.post(f"{address}open/0/")["Location"])
    with clock.at(clock.now() + timedelta(hours=2)):
        assert Client().post(late.query["fetch"]).json()["error-code"] == "1"


def test_a_token_is_for_a_session_and_a_day(client: Client, address: str) -> None:
    told = _open(client, address)
    with clock.at(clock.now() + timedelta(hours=13)):
        assert told.ask("GET", "statements").status_code == 401
    Registration.objects.get().person.__class__.objects.update(is_active=False)
    assert told.ask("GET", "statements").status_code == 401


def test_scripts_of_other_sites_may_ask(client: Client, address: str) -> None:
    told = _open(client, address)
    asked = told.ask("OPTIONS", "statements")
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in asked["Access-Control-Allow-Headers"]
    assert told.ask("GET", "about").json() == {"version": ["1.0.3"]}
    assert "Access-Control-Allow-Credentials" not in asked


# --- What counts ----------------------------------------------------------------------------------


def test_what_a_course_says_counts_in_the_lesson(
    client: Client, address: str, enrolment: Enrolment, training: TrainingPage
) -> None:
    asked = CompletionContext(
        enrolment_id=enrolment.pk,
        person_id=enrolment.person_id,
        edition_id=enrolment.edition_id,
        training_id=training.pk,
        settings={},
    )
    assert CoursesDone().evaluate(asked) == NotYet("Nog niet af: Luisteren.")
    reading = _open(client, address)
    assert [reading.say(words.INITIALIZED), reading.say(words.COMPLETED, **DONE)] == [200, 200]
    assert reading.say(words.TERMINATED, duration=DURATION) == 200
    assert _attempt() == (1, 2, False)
    test = _open(client, address, 1)
    assert test.data["masteryScore"] == 0.8
    test.say(words.INITIALIZED)
    score = {"scaled": 0.9, "raw": 9, "min": 0, "max": 10}
    assert test.say(words.PASSED, success=True, duration=DURATION, score=score) == 200
    assert _attempt() == (90, 100, True)
    assert CoursesDone().evaluate(asked) == Met()
    satisfied = CourseStatement.objects.filter(verb=words.SATISFIED).order_by("stored_at", "at")
    assert sorted(one.body["object"]["definition"]["type"] for one in satisfied) == [
        words.BLOCK_TYPE,
        words.COURSE_TYPE,
    ]
    page = client.get(address).content.decode()
    assert "Je bent klaar met deze cursus." in page
    # What was done is looked back at: nothing counts any more.
    again = _open(client, address, 1)
    assert again.data["launchMode"] == "Review"
    again.say(words.INITIALIZED)
    assert again.say(words.PASSED, success=True, duration=DURATION) == 403


def test_a_session_that_ended_without_a_word_is_abandoned(client: Client, address: str) -> None:
    first = _open(client, address)
    first.say(words.INITIALIZED)
    _open(client, address, 1)
    (gone,) = CourseStatement.objects.filter(verb=words.ABANDONED)
    assert gone.body["result"]["duration"].startswith("PT")
    assert first.say(words.COMPLETED, **DONE) == 403
    assert Session.objects.filter(is_abandoned=True).count() == 1


def test_staff_look_around_and_get_no_result(address: str, training: TrainingPage) -> None:
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    told = _open(client, address)
    assert told.data["launchMode"] == "Browse"
    assert told.say(words.INITIALIZED) == 200
    assert told.say(words.COMPLETED, **DONE) == 403
    assert not ExerciseAttempt.objects.exists()


def test_who_begins_again_begins_another_registration(
    client: Client, address: str, enrolment: Enrolment
) -> None:
    told = _open(client, address)
    told.say(words.INITIALIZED)
    told.say(words.COMPLETED, **DONE)
    lesson = LessonPage.objects.get(pk=int(address.split("/")[6]))
    forget_answer(person=enrolment.person, lesson=lesson, exercise_id=address.split("/")[7])
    again = _open(client, address)
    assert again.query["registration"] != told.query["registration"]
    assert again.query["actor"] == told.query["actor"]
    again.say(words.INITIALIZED)
    assert again.say(words.COMPLETED, **DONE) == 200
    assert [one.attempt for one in Registration.objects.order_by("attempt")] == [1, 2]


def test_a_waived_unit_is_done(client: Client, address: str) -> None:
    _open(client, address)
    registration = Registration.objects.get()
    for number in (0, 0, 1):
        waived = registration.package.structure.units[number]
        sessions.waive(registration=registration, unit=waived)
    said = CourseStatement.objects.filter(verb=words.WAIVED)
    assert [one.body["result"]["extensions"][words.REASON] for one in said] == [
        "Administrative",
        "Administrative",
    ]
    assert _attempt() == (2, 2, True)


def test_nobody_gives_an_answer_but_the_course() -> None:
    exercise = CourseInLesson()
    for sent in ({"satisfied": True}, {"signed": "x:y:z"}, "x", None):
        with pytest.raises(Refusal):
            exercise.read_json(sent, None)
    with pytest.raises(Refusal):
        exercise.read_answer({}, None)


# --- What may be said -----------------------------------------------------------------------------


def test_a_statement_that_comes_twice_is_kept_once(client: Client, address: str) -> None:
    told = _open(client, address)
    made = told.statement(words.INITIALIZED)
    for _twice in range(2):
        assert (
            told.ask("PUT", "statements", content=made, statementId=made["id"]).status_code == 204
        )
    other = {**made, "timestamp": "2026-01-01T00:00:00Z"}
    assert told.ask("POST", "statements", content=[other]).status_code == 409
    assert CourseStatement.objects.filter(verb=words.INITIALIZED).count() == 1


def test_of_several_all_are_kept_or_none(client: Client, address: str) -> None:
    told = _open(client, address)
    begun, wrong = told.statement(words.INITIALIZED), told.statement(words.PASSED, success=False)
    assert told.ask("POST", "statements", content=[begun, wrong]).status_code == 403
    assert not CourseStatement.objects.filter(verb=words.INITIALIZED).exists()
    done = told.statement(words.COMPLETED, **DONE)
    answer = told.ask("POST", "statements", content=[begun, done])
    assert json.loads(answer.content) == [begun["id"], done["id"]]


def test_statements_are_read_back_within_the_registration(client: Client, address: str) -> None:
    told = _open(client, address)
    made = told.statement(words.INITIALIZED)
    told.ask("POST", "statements", content=made)
    one = told.ask("GET", "statements", statementId=made["id"]).json()
    assert (one["id"], one["version"], "stored" in one) == (made["id"], "1.0.0", True)
    found = told.ask("GET", "statements", verb=words.INITIALIZED).json()["statements"]
    assert [one["id"] for one in found] == [made["id"]]
    activity = told.query["activityId"]
    listed = told.ask("GET", "statements", activity=activity, ascending="true", limit="1").json()
    assert [one["verb"]["id"] for one in listed["statements"]] == [words.LAUNCHED]
    assert told.ask("GET", "statements", since="2999-01-01T00:00:00Z").json()["statements"] == []
    for wrong, status in (
        ({"statementId": str(uuid.uuid4())}, 404),
        ({"statementId": "x"}, 404),
        ({"registration": str(uuid.uuid4())}, 403),
        ({"since": "gisteren"}, 400),
        ({"since": "2999-99-99T00:00:00Z"}, 400),
        ({"limit": "-1"}, 400),
        ({"verb": "a:\0"}, 400),
    ):
        assert told.ask("GET", "statements", **wrong).status_code == status


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {}, 400),
        (b'"\\ud800"', {}, 400),
        (b'{"a": "\\u0000"}', {}, 400),
        (b"[]", {}, 200),
        (b"NaN", {}, 400),
        (b"3", {}, 400),
        (b"[3]", {}, 400),
        (b"{}", {"X-Experience-API-Version": ""}, 400),
        (b"{}", {"Content-Type": "text/plain"}, 400),
        (b"x" * 1_000_001, {}, 413),
    ],
)
def test_what_is_no_statement_is_refused(
    client: Client, address: str, content: bytes, headers: dict[str, str], status: int
) -> None:
    told = _open(client, address)
    kind = headers.pop("Content-Type", "application/json")
    answer: Any = told.client.post(
        "/p/xapi/lrs/statements",
        content,
        content_type=kind,
        headers={
            "Authorization": f"Basic {told.token}",
            "X-Experience-API-Version": "1.0.3",
            **headers,
        },
    )
    assert answer.status_code == status
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert told.ask("DELETE", "statements").status_code == 405


# --- Documents ------------------------------------------------------------------------------------


def test_a_unit_keeps_what_it_wants_to_go_on_with(client: Client, address: str) -> None:
    told = _open(client, address)
    state = "activities/state"
    kept = {"bladzijde": 3}
    assert told.ask("PUT", state, content=kept, stateId="plek").status_code == 204
    assert told.ask("POST", state, content={"b": 1}, stateId="plek").status_code == 204
    found = told.ask("GET", state, stateId="plek")
    assert found.json() == {"bladzijde": 3, "b": 1}
    stale = {"If-Match": '"iets"'}
    assert told.ask("PUT", state, content=kept, stateId="plek", headers=stale).status_code == 412
    fresh = {"If-None-Match": "*"}
    assert told.ask("PUT", state, content=kept, stateId="plek", headers=fresh).status_code == 412
    same = {"If-Match": found["ETag"]}
    assert told.ask("PUT", state, content=kept, stateId="plek", headers=same).status_code == 204
    # Another session of this unit finds it again; another unit does not.
    later = _open(client, address)
    assert later.ask("GET", state).json() == ["plek"]
    assert _open(client, address, 1).ask("GET", state).json() == []
    later = _open(client, address)
    assert later.ask("DELETE", state, stateId="plek").status_code == 204
    assert later.ask("GET", state, stateId="plek").status_code == 404


def test_what_is_not_the_units_own_it_cannot_have(client: Client, address: str) -> None:
    told = _open(client, address)
    state = "activities/state"
    for wrong, status in (
        ({"stateId": words.LAUNCH_DATA}, 403),
        ({"stateId": "x", "registration": str(uuid.uuid4())}, 403),
        ({"stateId": "x", "activityId": "https://iets.anders/"}, 403),
        ({"stateId": "x", "agent": '{"account": {"homePage": "x", "name": "y"}}'}, 403),
        ({"stateId": "x", "agent": "{"}, 400),
        ({"stateId": "x" * 256}, 400),
        ({}, 400),
    ):
        assert told.ask("PUT", state, content={}, **wrong).status_code == status
    assert told.ask("DELETE", state, stateId=words.LAUNCH_DATA).status_code == 403
    assert told.ask("PUT", state, content=b"x" * 500_001, stateId="x").status_code == 413
    told.ask("PUT", state, content=[1], stateId="lijst")
    assert told.ask("POST", state, content={}, stateId="lijst").status_code == 400


def test_preferences_are_read_and_not_changed(client: Client, address: str) -> None:
    told = _open(client, address)
    profile = "agents/profile"
    found = told.ask("GET", profile, profileId=words.PREFERENCES).json()
    assert found == {"languagePreference": "nl,en", "audioPreference": "on"}
    assert told.ask("GET", profile).json() == [words.PREFERENCES]
    assert told.ask("GET", profile, profileId="x").status_code == 404
    assert told.ask("PUT", profile, content={}, profileId=words.PREFERENCES).status_code == 403
    assert told.ask("GET", "activities/profile").json() == []
    assert told.ask("GET", "activities/profile", profileId="x").status_code == 404
    assert told.ask("PUT", "activities/profile", content={}, profileId="x").status_code == 403


def test_a_unit_begins_once_it_has_read_the_preferences(client: Client, address: str) -> None:
    """By cmi5 (11) it reads them first; who does not is refused, and may do so after all."""
    told = Speaker(client.post(f"{address}open/0/")["Location"])
    told.begin(reads_preferences=False)
    assert told.say(words.INITIALIZED) == 403
    told.ask("GET", "agents/profile", profileId=words.PREFERENCES)
    assert told.say(words.INITIALIZED) == 200


# --- Packages -------------------------------------------------------------------------------------


def test_a_unit_of_a_package_plays_in_a_frame_apart(
    client: Client, training: TrainingPage, enrolment: Enrolment
) -> None:
    xml = course(unit("een", "index.html?taal=nl", moveOn="Completed"))
    lesson, block_id = place(training, package(xml, index_html="<p>Hallo</p>"))
    address = f"/trainingen/luisteren/p/xapi/les/{lesson.pk}/{block_id}/"
    page: Any = client.post(f"{address}open/0/", follow=True)
    text = page.content.decode()
    frame = text.split('src="', 1)[1] if "<iframe" not in text else text.split("<iframe", 1)[1]
    source = frame.split('src="', 1)[1].split('"', 1)[0].replace("&amp;", "&")
    assert "index.html?taal=nl&endpoint=" in source
    document: Any = Client().get(source)
    assert "<p>Hallo</p>" in document.content.decode()
    assert "connect-src" in document["Content-Security-Policy"]
    assert "http://testserver/p/xapi/ " in document["Content-Security-Policy"]
    told = Speaker(source)
    told.begin()
    assert [told.say(words.INITIALIZED), told.say(words.COMPLETED, **DONE)] == [200, 200]
    assert _attempt() == (1, 1, True)
    # Whoever opens the page again begins again: the token was given.
    running = page.redirect_chain[-1][0]
    assert client.get(running).status_code == 302
    other = Client()
    other.force_login(EnrolmentFactory.create(edition=enrolment.edition).person)
    assert other.get(running).status_code == 404


def test_a_unit_that_wants_its_own_window_gets_one(
    client: Client, training: TrainingPage, enrolment: Enrolment, settings: Any
) -> None:
    assert enrolment.person_id
    settings.ACADEMY_CONTENT_HOST, settings.ALLOWED_HOSTS = "inhoud.voorbeeld.nl", ["*"]
    xml = course(unit("een", "index.html", launchMethod="OwnWindow", moveOn="Completed"))
    lesson, block_id = place(training, package(xml, index_html="<p>Hallo</p>"))
    address = f"/trainingen/luisteren/p/xapi/les/{lesson.pk}/{block_id}/"
    page = client.get(address)
    assert 'target="_blank" rel="noopener"' in page.content.decode()
    assert "(eigen venster)" in page.content.decode()
    # The button leads on to where packages are shown; browsers ask whether it may.
    assert "://inhoud.voorbeeld.nl" in page["Content-Security-Policy"]
    running = client.post(f"{address}open/0/")["Location"]
    source = client.get(running)["Location"]
    assert "://inhoud.voorbeeld.nl/" in source
    assert "index.html?endpoint=" in source
    document: Any = Client().get(source, headers={"host": "inhoud.voorbeeld.nl"})
    assert "<p>Hallo</p>" in document.content.decode()
    told = Speaker(source)
    assert told.begin()["launchMethod"] == "OwnWindow"
    assert [told.say(words.INITIALIZED), told.say(words.COMPLETED, **DONE)] == [200, 200]
    assert client.get(running)["Location"] == address


def test_who_did_a_unit_looks_back_and_reads_so(client: Client, address: str) -> None:
    told = _open(client, address)
    told.say(words.INITIALIZED)
    told.say(words.COMPLETED, **DONE)
    assert "Je resultaat blijft zoals het is." in client.get(address).content.decode()
    again = _open(client, address)
    assert again.data["launchMode"] == words.REVIEW
    again.say(words.INITIALIZED)
    assert again.say(words.COMPLETED, **DONE) == 403


def test_at_its_end_a_unit_leads_to_a_page_that_leads_on(client: Client, address: str) -> None:
    told = _open(client, address)
    path = told.data["returnURL"].removeprefix("http://testserver")
    assert address in client.get(path).content.decode()
    stranger = Client().get(path)
    assert (stranger.status_code, address in stranger.content.decode()) == (200, False)


def test_a_trainer_adds_and_removes_courses(training: TrainingPage) -> None:
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    address = "/trainingen/luisteren/p/xapi/beheer/"
    added = client.post(address, {"file": alone(TWO), "title": "Ver"}, follow=True)
    assert "De cursus is toegevoegd." in added.content.decode()
    wrong = client.post(address, {"file": alone(b"<"), "title": "x"})
    assert (wrong.status_code, "beschadigd" in wrong.content.decode()) == (422, True)
    assert client.post(address, {"title": ""}).status_code == 422
    place(training, alone(TWO))
    shown = client.get(address).content.decode()
    pks = [one for one in range(1, 9) if f"beheer/{one}/weg/" in shown]
    assert "In de lessen:" in shown
    assert client.post(f"{address}{pks[0]}/weg/").status_code == 302
    assert client.post(f"{address}{pks[0]}/weg/").status_code == 404


# --- Own data -------------------------------------------------------------------------------------


def test_the_own_data_are_shown_erased_and_merged(
    client: Client, address: str, enrolment: Enrolment
) -> None:
    told = _open(client, address)
    told.say(words.INITIALIZED)
    told.ask("PUT", "activities/state", content={"a": 1}, stateId="plek")
    (row,) = OwnCourses().export(enrolment.person_id)
    assert (row["cursus"], len(row["berichten"])) == ("Luisteren", 2)
    assert row["bewaard door de cursus"] == {"plek": '{"a": 1}'}
    other = PersonFactory.create()
    mine = Registration.objects.get()
    Registration.objects.create(
        person=other, package=mine.package, lesson=mine.lesson, block=mine.block
    )
    merge_people(stays=other, goes=enrolment.person, actor=person_in_role(Role.COORDINATOR))
    assert sorted(Registration.objects.values_list("person", "attempt")) == [
        (other.pk, 1),
        (other.pk, 2),
    ]
    OwnCourses().erase(other.pk)
    assert (Registration.objects.count(), CourseStatement.objects.count()) == (0, 0)
    assert OwnCourses().export(other.pk) is None


def test_who_does_not_take_part_opens_nothing(address: str) -> None:
    stranger = Client()
    stranger.force_login(PersonFactory.create())
    assert stranger.get(address).status_code == 403
    assert stranger.post(f"{address}open/0/").status_code == 403
    assert Session.objects.count() == 0


def test_a_course_that_is_gone_says_so(client: Client, address: str) -> None:
    assert client.post(f"{address}open/9/").status_code == 404
    Registration.objects.all().delete()
    CoursePackage.objects.all().delete()
    assert "Deze cursus is er niet meer." in client.get(address).content.decode()
    assert client.get(address.replace("/les/", "/les/9")).status_code == 404


# --- A newer version ------------------------------------------------------------------------------

THREE = course(
    block(
        "deel",
        unit("lezen", f"{FAR}lezen", moveOn="Completed"),
        unit("toets", f"{FAR}toets2", moveOn="Passed", masteryScore="0.5"),
    ),
    unit("meer", f"{FAR}meer", moveOn="Completed"),
)


def test_a_newer_version_takes_its_place_and_who_is_on_the_way_goes_on(
    client: Client, address: str
) -> None:
    reading = _open(client, address)
    reading.say(words.INITIALIZED)
    reading.say(words.COMPLETED, **DONE)
    package = CoursePackage.objects.get()
    staff = Client()
    staff.force_login(person_in_role(Role.COORDINATOR))
    page = f"/trainingen/luisteren/p/xapi/beheer/{package.pk}/nieuw/"
    assert "Nieuwe versie" in staff.get("/trainingen/luisteren/p/xapi/beheer/").content.decode()
    answer = staff.post(page, {"file": alone(THREE)}, follow=True)
    assert "De nieuwe versie staat klaar." in answer.content.decode()
    assert Session.objects.get().is_abandoned
    assert reading.say(words.TERMINATED, duration=DURATION) == 403
    test = _open(client, address, 1)
    assert test.address.startswith(f"{FAR}toets2?")
    assert test.data["masteryScore"] == 0.5
    assert test.query["registration"] == reading.query["registration"]
    _open(client, address, 2)
    assert _attempt() == (1, 3, False)


@pytest.mark.parametrize(
    ("upload", "words_"),
    [
        (course(unit("toets", f"{FAR}x"), unit("lezen", f"{FAR}y")), "de onderdelen anders"),
        (course(unit("lezen", f"{FAR}y")), "de onderdelen anders"),
        (TWO.replace(b'<course id="', b'<course id="x:'), "Dit is een andere cursus."),
        (b"<", "beschadigd"),
    ],
)
def test_what_is_no_newer_version_of_it_is_refused(
    training: TrainingPage, upload: bytes, words_: str
) -> None:
    place(training, alone(TWO))
    package = CoursePackage.objects.get()
    staff = Client()
    staff.force_login(person_in_role(Role.COORDINATOR))
    page = f"/trainingen/luisteren/p/xapi/beheer/{package.pk}/nieuw/"
    answer = staff.post(page, {"file": alone(upload)})
    assert (answer.status_code, words_ in answer.content.decode()) == (422, True)
    assert CoursePackage.objects.get().contents == package.contents
    assert staff.get(page.replace(f"/{package.pk}/", "/9999/")).status_code == 404


def test_the_files_of_the_older_version_go(training: TrainingPage) -> None:
    xml = course(unit("een", "index.html"))
    place(training, package(xml, index_html="<p>Oud</p>"))
    kept = CoursePackage.objects.get()
    newer = courses.replace_course(package=kept, upload=package(xml, index_html="<p>Nieuw</p>"))
    assert newer.file_id != kept.file_id
    assert [str(one.pk) for one in PluginFile.objects.filter(plugin="xapi")] == [newer.file_id]
    newer.delete()
    with pytest.raises(Refusal, match="intussen verwijderd"):
        courses.replace_course(package=kept, upload=package(xml, index_html="<p>Nieuw</p>"))
    assert PluginFile.objects.filter(plugin="xapi").count() == 1


# --- Asked where it begins ------------------------------------------------------------------------


@pytest.mark.parametrize(("choice", "stands"), [("yes", True), ("no", False)])
def test_who_was_not_asked_yet_is_asked_where_a_course_begins(
    client: Client, address: str, named: RecordStore, choice: str, stands: bool
) -> None:
    page = client.get(address).content.decode()
    assert "Gemeente Utrecht wil graag weten wat mensen hier leren." in page
    answer = client.post("/p/xapi/delen", {"choice": choice, "back": address}, follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert Consent.objects.get().stands is stands
    assert "Mogen wij delen wat je doet?" not in answer.content.decode()


def test_the_answer_leads_to_no_other_site(client: Client, named: RecordStore) -> None:
    for back in ("https://elders.voorbeeld.nl/", "//elders.voorbeeld.nl/", "/\\elders", ""):
        answer: Any = client.post("/p/xapi/delen", {"choice": "no", "back": back})
        assert answer["Location"] == "/p/xapi/delen"


def test_staff_and_who_has_no_store_are_not_asked(
    client: Client, address: str, training: TrainingPage
) -> None:
    assert "Mogen wij delen wat je doet?" not in client.get(address).content.decode()
    a_store()
    staff = Client()
    staff.force_login(person_in_role(Role.COORDINATOR))
    assert "Mogen wij delen wat je doet?" not in staff.get(address).content.decode()


# --- What others try ------------------------------------------------------------------------------

STATE = "activities/state"


@pytest.fixture
def victim(address: str, enrolment: Enrolment) -> Speaker:
    """Another participant, who is on the way in the same course."""
    client = Client()
    client.force_login(EnrolmentFactory.create(edition=enrolment.edition).person)
    speaker = _open(client, address)
    speaker.say(words.INITIALIZED)
    assert speaker.ask("PUT", STATE, content={"geheim": 1}, stateId="plek").status_code == 204
    return speaker


def _as(victim: Speaker, made: dict[str, Any], part: str) -> dict[str, Any]:
    """The same statement with a part of the other's."""
    theirs = victim.statement(words.COMPLETED, **DONE)
    if part == "session":
        made["context"]["extensions"] = theirs["context"]["extensions"]
    elif part == "registration":
        made["context"]["registration"] = theirs["context"]["registration"]
    elif part == "both":
        made["context"] = theirs["context"]
    else:
        made[part] = theirs[part]
    return made


@pytest.mark.parametrize("part", ["actor", "registration", "session", "both"])
def test_nobody_speaks_for_another(
    client: Client, address: str, victim: Speaker, part: str
) -> None:
    told = _open(client, address)
    told.say(words.INITIALIZED)
    made = _as(victim, told.statement(words.COMPLETED, **DONE), part)
    assert told.ask("POST", "statements", content=made).status_code == 403
    assert not CourseStatement.objects.filter(verb=words.COMPLETED).exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"mbox": "mailto:iemand@voorbeeld.nl"},
        {"objectType": "Group"},
        {"objectType": "Group", "member": []},
        {"openid": "https://iemand.voorbeeld.nl/"},
    ],
)
def test_an_actor_is_the_account_and_no_more(
    client: Client, address: str, changes: dict[str, Any]
) -> None:
    told = _open(client, address)
    made = told.statement(words.INITIALIZED)
    made["actor"] |= changes
    assert told.ask("POST", "statements", content=made).status_code == 403


def test_nobody_reads_or_changes_what_another_keeps(
    client: Client, address: str, victim: Speaker
) -> None:
    told = _open(client, address)
    theirs = victim.query
    for asked in (
        {"registration": theirs["registration"]},
        {"agent": theirs["actor"]},
        {"registration": theirs["registration"], "agent": theirs["actor"]},
    ):
        for method in ("GET", "PUT", "POST", "DELETE"):
            answer = told.ask(method, STATE, content={}, stateId="plek", **asked)
            assert answer.status_code == 403
    theirs_said = CourseStatement.objects.get(verb=words.INITIALIZED)
    assert told.ask("GET", "statements", statementId=str(theirs_said.pk)).status_code == 404
    assert told.ask("GET", "statements", agent=theirs["actor"]).json()["statements"] != []
    seen = told.ask("GET", "statements", agent=theirs["actor"]).content.decode()
    assert str(theirs_said.pk) not in seen
    # An id that another has used can be nobody's else.
    again = {**told.statement(words.INITIALIZED), "id": str(theirs_said.pk)}
    assert told.ask("POST", "statements", content=again).status_code == 409
    assert victim.ask("GET", STATE, stateId="plek").json() == {"geheim": 1}


def test_a_token_is_of_one_session_and_not_guessed(
    client: Client, address: str, victim: Speaker
) -> None:
    told = _open(client, address)
    key = told.word().partition(":")[0]
    for word in (
        f"{key}:{victim.word().partition(':')[2]}",
        f"{key}:",
        key,
        f"{key}:{'x' * 43}",
        f"{uuid.uuid4()}:{told.word().partition(':')[2]}",
        "",
    ):
        other = Speaker(told.address, token=base64.b64encode(word.encode()).decode())
        assert other.ask("GET", "statements").status_code == 401
    # Nor is one given at an address of somebody else's making.
    path = urlsplit(told.query["fetch"]).path
    for wrong in (path[:-1] + ("A" if path[-1] != "A" else "B"), f"{path}x", path):
        assert "auth-token" not in Client().post(wrong).json()


def test_an_old_tab_overwrites_nothing(client: Client, address: str) -> None:
    old = _open(client, address)
    old.ask("PUT", STATE, content={"a": 1}, stateId="plek")
    new = _open(client, address)
    for method in ("PUT", "POST", "DELETE"):
        assert old.ask(method, STATE, content={"a": 0}, stateId="plek").status_code == 403
    assert new.ask("GET", STATE, stateId="plek").json() == {"a": 1}
    sessions.close(session=Session.objects.get(pk=new.word().partition(":")[0]))
    assert new.ask("PUT", STATE, content={"a": 0}, stateId="plek").status_code == 403


@pytest.mark.parametrize(
    ("header", "value", "holds"),
    [
        ("If-Match", "{tag}", True),
        ("If-Match", '"x", {tag}', True),
        ("If-Match", "*", True),
        ("If-Match", "W/{tag}", False),
        ("If-Match", '"x"', False),
        ("If-None-Match", '"x"', True),
        ("If-None-Match", '"x", {tag}', False),
        ("If-None-Match", "*", False),
        ("If-Match", "onzin", False),
    ],
)
def test_a_condition_counts_for_whatever_is_changed(
    client: Client, address: str, header: str, value: str, holds: bool
) -> None:
    told = _open(client, address)
    told.ask("PUT", STATE, content={"a": 1}, stateId="plek")
    tag = told.ask("GET", STATE, stateId="plek")["ETag"]
    headers = {header: value.replace("{tag}", tag)}
    for method in ("POST", "DELETE", "PUT") if not holds else ("PUT",):
        answer = told.ask(method, STATE, content={"a": 2}, stateId="plek", headers=headers)
        assert answer.status_code == (204 if holds else 412)


@pytest.mark.parametrize("depth", [51, 800, 920, 100_000])
def test_things_within_things_have_an_end(client: Client, address: str, depth: int) -> None:
    told = _open(client, address)
    made = json.dumps(told.statement(words.INITIALIZED))
    deep = f'{made[:-1]}, "x": {"[" * depth}{"]" * depth}}}'.encode()
    assert told.ask("POST", "statements", content=deep).status_code == 400


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"attachments": [{"sha2": "x", "contentType": "text/plain"}]}, 400),
        ({"attachments": {}}, 400),
        ({"attachments": ["x"]}, 400),
        ({"attachments": [{"fileUrl": "https://elders.voorbeeld.nl/x"}]}, 200),
        ({"extra": "x" * 60_000}, 413),
    ],
)
def test_a_statement_brings_no_files_and_is_no_book(
    client: Client, address: str, more: dict[str, Any], status: int
) -> None:
    told = _open(client, address)
    made = {**told.statement(words.INITIALIZED), **more}
    assert told.ask("POST", "statements", content=made).status_code == status


def test_what_comes_again_with_what_a_store_adds_is_the_same(client: Client, address: str) -> None:
    told = _open(client, address)
    made = {**told.statement(words.INITIALIZED), "version": "1.0.3", "stored": "2020-01-01"}
    for _twice in range(2):
        assert told.ask("POST", "statements", content=made).status_code == 200
    assert CourseStatement.objects.get(verb=words.INITIALIZED).body["version"] == "1.0.0"


def test_when_it_is_over_only_its_last_word_comes_once_more(client: Client, address: str) -> None:
    told = _open(client, address)
    begun, over = (
        told.statement(words.INITIALIZED),
        told.statement(words.TERMINATED, duration="PT1S"),
    )
    for made in (begun, over, over):
        assert told.ask("POST", "statements", content=made).status_code == 200
    assert told.ask("POST", "statements", content=begun).status_code == 403
    assert told.say("a:b", defined=False) == 403
    for resource in ("statements", STATE, "agents/profile", "activities/profile"):
        assert told.ask("GET", resource).status_code == 403
    assert told.ask("PUT", STATE, content={}, stateId="plek").status_code == 403


def test_a_unit_that_lies_about_the_time_was_busy_no_longer_than_it_can(
    client: Client, address: str
) -> None:
    told = _open(client, address)
    made = {**told.statement(words.INITIALIZED), "timestamp": "9999-12-31T23:59:59Z"}
    assert told.ask("POST", "statements", content=made).status_code == 200
    _open(client, address)
    (gone,) = CourseStatement.objects.filter(verb=words.ABANDONED)
    assert gone.body["result"]["duration"] == "PT43200S"
