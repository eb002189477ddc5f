"""A participant does a package: what is shown, kept, judged and begun again."""

from __future__ import annotations

import json
import re
from functools import partial
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from courses.catalogue.models import LessonPage
from courses.certificates.queries import progress
from courses.learning.models import ExerciseAttempt
from courses.people.enums import Role
from courses.people.queries import export_personal_data
from courses.plugin_api.api import ReportFilters
from plugins.scorm.criteria import PackagesDone
from plugins.scorm.privacy import OwnResults
from plugins.scorm.reports import Results
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role
from tests.parallel import all_at_once
from tests.plugins.scorm.made import simple, training_with, two_parts

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries
    from pytest_django.fixtures import Settings

    from courses.catalogue.models import TrainingPage
    from courses.enrolment.models import Enrolment
    from tests.responses import Response

pytestmark = pytest.mark.django_db

LESSON = "/trainingen/t/lessen/les/"


class Player:
    """A browser that opens parts and commits what a package says."""

    def __init__(self, client: Client, lesson: LessonPage) -> None:
        self.client = client
        self.url = f"/trainingen/t/p/scorm/les/{lesson.pk}/e1/"

    def open(self, part: str = "i1") -> Player:
        self.part = part
        response = self.client.get(f"{self.url}deel/{part}/")
        assert response.status_code == 200
        self.html = response.content.decode()
        self.name = json.loads(unescape(re.search(r'name="(\{[^"]*)"', self.html)[1]))  # type: ignore[index]
        self.answers_to = unescape(re.search(r'data-answers-to="([^"]*)"', self.html)[1])  # type: ignore[index]
        self.number = 0
        return self

    def commit(self, cmi: dict[str, Any], *, seconds: int = 60, **more: Any) -> Response:
        self.number += 1
        return self.send({"cmi": cmi, "seconds": seconds, "refused": [], **more})

    def send(self, state: Any, number: int | None = None) -> Response:
        body = {"kind": "kept", "number": number or self.number, "state": state}
        return self.client.post(self.answers_to, json.dumps(body), content_type="application/json")


def at(status: str, **score: str) -> dict[str, Any]:
    """What the run-time of 1.2 commits."""
    return {"core": {"lesson_status": status, "score": score}, "suspend_data": "bladzijde 4"}


@pytest.fixture
def enrolment(client: Client) -> Enrolment:
    training, _lesson, _package = training_with(simple())
    enrolment = EnrolmentFactory.create(training=training)
    client.force_login(enrolment.person)
    return enrolment


@pytest.fixture
def training(enrolment: Enrolment) -> TrainingPage:
    found: TrainingPage = enrolment.edition.training
    return found


@pytest.fixture
def player(client: Client, training: TrainingPage) -> Player:
    return Player(client, training.lessons[0])


def kept() -> Any:
    return ExerciseAttempt.objects.get().answer


def test_a_lesson_leads_to_the_package(client: Client, player: Player) -> None:
    html = client.get(LESSON).content.decode()
    assert "Begin met “Leren luisteren”" in html
    assert player.url in html
    assert "werkt alleen met JavaScript" in html
    assert client.get(player.url)["Location"] == f"{player.url}deel/i1/"


def test_it_goes_on_where_somebody_stopped(player: Player) -> None:
    opened = player.open()
    assert opened.name["state"] is None
    assert opened.name["settings"]["learner"]["name"] == "Deelnemer"
    assert opened.commit(at("incomplete")).status_code == 204
    again = player.open()
    assert again.name["state"] == {"cmi": at("incomplete"), "seconds": 60, "refused": []}
    assert "bezig" in again.html


def test_what_a_part_remembers_may_be_as_long_as_the_run_time_takes(player: Player) -> None:
    cmi = {**at("incomplete"), "suspend_data": "é" * 64_000}
    assert player.open().commit(cmi).status_code == 204
    assert player.open().name["state"]["cmi"] == cmi


def test_the_name_of_somebody_is_given_only_where_a_trainer_wants_that(client: Client) -> None:
    training, lesson, _package = training_with(simple(), gives_name=True)
    person = PersonFactory.create(first_name="Noor", last_name="Bakker")
    EnrolmentFactory.create(person=person, training=training)
    client.force_login(person)
    learner = Player(client, lesson).open().name["settings"]["learner"]
    assert (learner["name"], len(learner["id"])) == ("Noor Bakker", 16)


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_a_commit_that_is_no_progress_locks_nothing_and_asks_little(
    client: Client,
    settings: Settings,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    """Two hundred people may be at work: it reads, judges, and writes with one statement."""
    settings.PAGE_CACHE_SECONDS = 60
    training, lesson, _package = training_with(simple())
    client.force_login(EnrolmentFactory.create(training=training).person)
    player = Player(client, lesson).open()
    player.commit(at("incomplete"))
    player.commit(at("incomplete"))
    with django_assert_num_queries(9) as asked:
        assert player.commit(at("incomplete"), seconds=90).status_code == 204
    assert [one["sql"].split()[0] for one in asked.captured_queries] == ["SELECT"] * 8 + ["UPDATE"]
    assert not any("FOR UPDATE" in one["sql"] for one in asked.captured_queries)
    assert kept()["parts"]["i1"]["seconds"] == 90


@pytest.mark.django_db(transaction=True)
@pytest.mark.both_databases
def test_parts_that_commit_at_the_same_moment_are_all_kept(client: Client) -> None:
    training, lesson, _package = training_with(two_parts())
    person = EnrolmentFactory.create(training=training).person

    def work(part: str) -> list[int]:
        own = Client()
        own.force_login(person)
        player = Player(own, lesson).open(part)
        return [player.commit(at("incomplete"), seconds=second).status_code for second in (1, 2, 3)]

    client.force_login(person)
    Player(client, lesson).open("a").commit(at("incomplete"))
    found = all_at_once([partial(work, part) for part in ("a", "b")])
    assert found == [[204] * 3] * 2
    assert [kept()["parts"][part]["seconds"] for part in ("a", "b")] == [3, 3]


def test_a_score_counts_as_the_score_of_the_exercise(client: Client, player: Player) -> None:
    player.open().commit(at("completed", raw="7.5", max="10"))
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == (75, 100, True)
    html = client.get(LESSON).content.decode()
    assert "Score: 75 %." in html
    assert "Bekijk “Leren luisteren” nog eens" in html


def test_who_left_out_a_part_is_led_to_it_after_the_last(client: Client) -> None:
    training, lesson, _package = training_with(two_parts())
    client.force_login(EnrolmentFactory.create(training=training).person)
    player = Player(client, lesson)
    first, last = player.open("a").html, player.open("b").html
    assert "Doe ook nog" not in first, "the next part comes first"
    assert re.search(r"Doe ook nog: “[^”]+”.\s*<a [^>]*/deel/a/", last)
    player.open("a").commit(at("completed"))
    assert "Doe ook nog" not in player.open("b").html


def test_who_failed_a_part_is_led_to_that_part_and_told_when_all_is_right(client: Client) -> None:
    training, lesson, _package = training_with(two_parts())
    client.force_login(EnrolmentFactory.create(training=training).person)
    player = Player(client, lesson)
    assert "data-scorm-done hidden" in player.open("a").html
    player.commit(at("completed"))
    assert "Hierna komt “Oefenen”" in player.open("a").html
    assert "data-scorm-done hidden" not in player.html
    assert "Ga verder met “" in client.get(LESSON).content.decode()

    player.open("b").commit(at("failed", raw="50"))
    html = client.get(LESSON).content.decode()
    assert "niet gehaald" in html
    assert "Nog niet alles was goed." in html
    assert re.search("Doe “[^”]+” nog eens", html)
    assert client.get(player.url)["Location"] == f"{player.url}deel/b/"
    assert "data-scorm-done hidden" in player.open("b").html

    player.commit(at("passed", raw="100"))
    html = client.get(LESSON).content.decode()
    assert "Nog niet alles was goed." not in html
    assert re.search("Bekijk “[^”]+” nog eens", html)
    assert "Ga terug naar de les." in player.open("b").html


def test_without_a_score_the_parts_count(client: Client) -> None:
    training, lesson, _package = training_with(two_parts())
    client.force_login(EnrolmentFactory.create(training=training).person)
    player = Player(client, lesson)
    player.open("a").commit(at("completed"))
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == (1, 2, False)
    assert client.get(player.url)["Location"] == f"{player.url}deel/b/"
    player.open("b").commit(at("passed"))
    attempt.refresh_from_db()
    assert (attempt.points, attempt.out_of, attempt.finished) == (2, 2, True)
    assert "Je deed 2 van de 2 onderdelen." in client.get(LESSON).content.decode()


def test_parts_that_end_while_the_next_opens_lose_nothing(client: Client) -> None:
    """The last commit of a part may come when the page of the next one is made already."""
    training, lesson, _package = training_with(two_parts())
    client.force_login(EnrolmentFactory.create(training=training).person)
    first, second = Player(client, lesson), Player(client, lesson)
    first.open("a").commit(at("incomplete"))
    second.open("b")
    assert first.commit(at("completed")).status_code == 204
    assert second.commit(at("completed")).status_code == 204
    assert first.commit(at("passed")).status_code == 204
    assert ExerciseAttempt.objects.get().finished is True


def test_an_older_window_overwrites_nothing(client: Client, player: Player) -> None:
    player.open().commit(at("incomplete"))
    other = Player(client, _lesson_of(player)).open()
    other.commit(at("completed"))
    refused = player.commit(at("incomplete"))
    assert (refused.status_code, refused.json()) == (
        409,
        {"reason": "Je ging in een ander venster verder. Laad deze pagina opnieuw."},
    )
    assert kept()["parts"]["i1"]["cmi"]["core"]["lesson_status"] == "completed"


def test_the_same_commit_again_changes_nothing(player: Player) -> None:
    player.open().commit(at("completed"))
    before = ExerciseAttempt.objects.get()
    assert player.send({"cmi": at("incomplete"), "seconds": 1}, number=1).status_code == 204
    assert ExerciseAttempt.objects.get().answer == before.answer


@pytest.mark.parametrize("body", [b"", b"[]", b'{"kind": "x", "number": 1}', b"\xff"])
def test_what_cannot_be_read_is_refused(client: Client, player: Player, body: bytes) -> None:
    url = player.open().answers_to
    response = client.post(url, body, content_type="application/json")
    assert (response.status_code, sorted(response.json())) == (409, ["reason"])
    assert not ExerciseAttempt.objects.exists()


@pytest.mark.parametrize(
    "state", [None, [], "x", {"cmi": []}, {"cmi": {"suspend_data": "x" * 399_000}, "seen": "y"}]
)
def test_nonsense_is_refused_or_borne(player: Player, state: Any) -> None:
    assert player.open().send(state, number=1).status_code in {204, 409}
    assert player.open().html


def test_a_comma_in_a_score_is_told_kindly(player: Player) -> None:
    refused = [{"element": "cmi.core.score.raw", "value": "7,5"}]
    player.open()
    player.number = 1
    player.send({"cmi": at("completed"), "seconds": 3, "refused": refused})
    assert "De e-learning stuurde de score ‘7,5’ met een komma." in player.open().html


def test_beginning_again_keeps_the_best_result(client: Client, player: Player) -> None:
    player.open().commit(at("passed", raw="80"))
    old = player.answers_to
    asked = client.get(f"{player.url}opnieuw/").content.decode()
    assert "Je beste resultaat blijft staan: 80 van 100." in asked
    client.post(f"{player.url}opnieuw/")
    assert player.open().name["state"] is None
    player.commit(at("incomplete", raw="10"))
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.attempt, attempt.points, attempt.best_attempt) == (2, 80, 1)
    # What the window of before still sends belongs to the attempt that is over.
    player.answers_to = old
    late = player.commit(at("passed", raw="100"))
    assert late.status_code == 409
    assert "Je bent intussen opnieuw begonnen." in late.json()["reason"]


def test_staff_try_a_package_and_nothing_is_kept(client: Client, player: Player) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    opened = player.open()
    assert "Van wat je hier doet, bewaren we niets." in opened.html
    assert opened.commit(at("completed")).status_code == 204
    assert not ExerciseAttempt.objects.exists()


def test_who_does_not_take_part_opens_nothing(client: Client, player: Player) -> None:
    opened = player.open()
    client.force_login(PersonFactory.create())
    assert client.get(f"{player.url}deel/i1/").status_code == 403
    assert opened.commit(at("completed")).status_code == 403
    client.logout()
    assert client.get(player.url).status_code == 302


@pytest.mark.parametrize("path", ["les/1/e1/", "les/{}/x/", "les/{}/e1/deel/weg/"])
def test_what_is_not_there_is_not_found(
    client: Client, player: Player, training: TrainingPage, path: str
) -> None:
    url = f"/trainingen/t/p/scorm/{path.format(training.lessons[0].pk)}"
    assert client.get(url).status_code == 404


def test_a_lesson_that_is_not_published_is_for_staff(
    client: Client, player: Player, training: TrainingPage
) -> None:
    LessonPage.objects.filter(pk=training.lessons[0].pk).update(live=False)
    assert client.get(f"{player.url}deel/i1/").status_code == 404
    client.force_login(person_in_role(Role.COORDINATOR))
    assert client.get(f"{player.url}deel/i1/").status_code == 200


def test_what_says_nothing_itself_is_seen_with_a_button(client: Client) -> None:
    files = {**two_parts(), "imsmanifest.xml": two_parts()["imsmanifest.xml"]}
    content = files["imsmanifest.xml"]
    assert isinstance(content, bytes)
    files["imsmanifest.xml"] = content.replace(b'"sco"', b'"asset"')
    training, lesson, _package = training_with(files)
    client.force_login(EnrolmentFactory.create(training=training).person)
    url = Player(client, lesson).url
    assert "Ik heb dit gezien" in client.get(f"{url}deel/a/").content.decode()
    for part, following in (("a", "b"), ("b", "b")):
        response = client.post(f"{url}deel/{part}/gezien/")
        assert response["Location"] == f"{url}deel/{following}/"
    assert ExerciseAttempt.objects.get().finished is True


def _lesson_of(player: Player) -> LessonPage:
    lesson: LessonPage = LessonPage.objects.get(pk=int(player.url.split("/")[-3]))
    return lesson


# --- What others see of it ----------------------------------------------------------------------


def criterion_of(enrolment: Enrolment) -> list[tuple[str, str]]:
    return [(one.state.value, one.reason) for one in progress(enrolment) if one.key == "scorm_done"]


def test_a_certificate_asks_for_the_package(player: Player, enrolment: Enrolment) -> None:
    (before,) = criterion_of(enrolment)
    assert before[1] == "Rond eerst deze e-learning af: ‘Leren luisteren’."
    player.open().commit(at("completed"))
    (after,) = criterion_of(enrolment)
    assert (after[0] != before[0], after[1]) == (True, "")


@pytest.mark.parametrize(
    ("status", "done"), [("completed", False), ("failed", False), ("passed", True)]
)
def test_a_lesson_may_ask_to_pass(client: Client, status: str, done: bool) -> None:
    training, lesson, _package = training_with(simple(), needs="passed")
    enrolment = EnrolmentFactory.create(training=training)
    client.force_login(enrolment.person)
    Player(client, lesson).open().commit(at(status, raw="50"))
    assert ExerciseAttempt.objects.get().finished is done
    (found,) = criterion_of(enrolment)
    assert (found[1] == "") is done


def test_a_training_may_ask_nothing(client: Client) -> None:
    training, _lesson, _package = training_with(simple(), required_for_certificate=False)
    enrolment = EnrolmentFactory.create(training=training)
    (found,) = criterion_of(enrolment)
    assert found[1] == ""
    assert PackagesDone.label


def rows_for(person: Any, training: TrainingPage) -> list[list[str | None]]:
    filters = ReportFilters(person.pk, frozenset({training.pk}))
    return [[None if one is None else str(one) for one in row] for row in Results().rows(filters)]


def test_the_report_tells_how_far_each_is(
    player: Player, enrolment: Enrolment, training: TrainingPage
) -> None:
    refused = [{"element": "cmi.core.score.raw", "value": "7,5"}]
    player.open().commit(at("completed"), seconds=600, refused=refused)
    EnrolmentFactory.create(
        edition=enrolment.edition, person=PersonFactory.create(first_name="A", last_name="Aa")
    )
    coordinator = person_in_role(Role.COORDINATOR)
    first, second = rows_for(coordinator, training)
    assert (
        first == ["Aa, A", "Op bezoek", "Leren luisteren", "nog niet begonnen", "nee"] + [None] * 5
    )
    assert second[2:8] == ["Leren luisteren", "afgerond", "ja", None, "10", "1"]
    assert "met een komma" in str(second[9])


def test_a_trainer_sees_the_own_editions(enrolment: Enrolment, training: TrainingPage) -> None:
    trainer = person_in_role(Role.TRAINER)
    assert rows_for(trainer, training) == []
    EnrolmentFactory.create(edition=EditionFactory.create(training=training, trainers=[trainer]))
    assert len(rows_for(trainer, training)) == 1
    assert len(rows_for(person_in_role(Role.COORDINATOR), training)) == 2


@pytest.mark.parametrize("number", [1, 3])
def test_the_report_costs_the_same_for_any_number_of_people(
    client: Client,
    number: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    training, lesson, _package = training_with(simple())
    edition = EditionFactory.create(training=training)
    for _turn in range(number):
        enrolment = EnrolmentFactory.create(edition=edition)
        client.force_login(enrolment.person)
        Player(client, lesson).open().commit(at("completed"))
    coordinator = person_in_role(Role.COORDINATOR)
    with django_assert_num_queries(7):
        assert len(rows_for(coordinator, training)) == number


def test_somebody_reads_the_own_results(player: Player, enrolment: Enrolment) -> None:
    assert OwnResults().export(enrolment.person_id) is None
    player.open().commit(at("passed", raw="80"), seconds=600)
    (found,) = OwnResults().export(enrolment.person_id)
    assert {key: value for key, value in found.items() if key != "laatst bezig op"} == {
        "training": "Op bezoek",
        "les": "De les",
        "e-learning": "Leren luisteren",
        "stand": "gehaald",
        "score in procenten": 80,
        "tijd in minuten": 10,
        "poging": 1,
    }
    assert "Leren luisteren" in json.dumps(export_personal_data(enrolment.person), default=str)
