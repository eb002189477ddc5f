"""The plugin's pages: what they show, and to whom."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.models import TrainingPage
from courses.catalogue.services import activate_plugin
from courses.enrolment.models import Enrolment
from courses.enrolment.services import withdraw
from courses.people.enums import Role
from courses.plugin_files.models import PluginFile
from courses.plugin_host.models import PluginFault
from plugins.praktijkopdracht.blocks import AssignmentBlock
from plugins.praktijkopdracht.enums import State
from plugins.praktijkopdracht.files import HANDED_IN
from plugins.praktijkopdracht.models import Submission
from plugins.praktijkopdracht.privacy import Submissions
from plugins.praktijkopdracht.queries import left_to_hand_in
from tests.factories import EnrolmentFactory, PersonFactory, person_in_role
from tests.plugins.praktijkopdracht.written import (
    PDF,
    SLUG,
    a_participant,
    a_trainer,
    a_training,
    assignment_block,
    handed_in,
    judged,
    upload,
)

if TYPE_CHECKING:
    from courses.editions.models import Edition
    from courses.people.models import User

pytestmark = pytest.mark.django_db

BASE = "/trainingen/luisteren/p/praktijkopdracht/"
OWN = f"{BASE}opdracht/gesprek/"
LIST = f"{BASE}nakijken/"


class Scene(NamedTuple):
    """A training with an assignment, two trainers each with an edition, and participants."""

    training: TrainingPage
    edition: Edition
    people: dict[str, User | None]

    def browser(self, who: str) -> Client:
        client = Client()
        person = self.people[who]
        if person is not None:
            client.force_login(person)
        return client

    @property
    def anna(self) -> User:
        anna = self.people["anna"]
        assert anna is not None
        return anna

    @property
    def trainer(self) -> User:
        trainer = self.people["trainer"]
        assert trainer is not None
        return trainer


@pytest.fixture
def scene() -> Scene:
    training = a_training()
    trainer, edition = a_trainer(training)
    other_trainer, other_edition = a_trainer(training)
    people = {
        "visitor": None,
        "stranger": PersonFactory.create(),
        "anna": a_participant(edition, first_name="Anna", last_name="Bos"),
        "bob": a_participant(other_edition, first_name="Bob", last_name="Smit"),
        "trainer": trainer,
        "other_trainer": other_trainer,
        "trainer_elsewhere": a_trainer(a_training(title="Bellen", slug="elders"))[0],
        "coordinator": person_in_role(Role.COORDINATOR),
    }
    return Scene(training, edition, people)


def _text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _status(client: Client, address: str) -> int:
    return client.get(address).status_code


def _file_status(client: Client, address: str) -> int:
    """As `_status`, at the end of the way to a file."""
    answer = client.get(address)
    goal = answer.headers.get("Location", "")
    return _status(client, goal) if "/bestanden/" in goal else answer.status_code


def _content(client: Client, address: str) -> bytes:
    """What is in the file to which an address leads."""
    answer: Any = client.get(address, follow=True)
    assert answer.status_code == 200
    return bytes(answer.getvalue())


# --- Who may see what -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("visitor", [302, 302, 302]),
        ("stranger", [403, 409, 403]),
        ("anna", [200, 200, 403]),
        ("bob", [200, 200, 403]),
        ("trainer", [200, 200, 200]),
        ("other_trainer", [200, 200, 200]),
        ("trainer_elsewhere", [403, 409, 403]),
        ("coordinator", [200, 200, 200]),
    ],
)
def test_each_set_of_pages_is_for_its_own_people(
    scene: Scene, who: str, statuses: list[int]
) -> None:
    browser = scene.browser(who)
    assert [_status(browser, address) for address in (BASE, OWN, LIST)] == statuses


def test_a_stranger_reads_for_whom_an_assignment_is_and_not_the_assignment(scene: Scene) -> None:
    browser = scene.browser("stranger")
    for response in (browser.get(OWN), browser.post(OWN, {"text": "x"})):
        text = _text(response)
        assert "Alleen deelnemers van deze training leveren een opdracht in." in text
        assert "kwartier" not in text
    assert browser.get(f"{OWN}intrekken/")["Location"] == OWN
    assert browser.post(f"{OWN}intrekken/").status_code == 409
    assert list(PluginFault.objects.all()) == []


@pytest.mark.parametrize(
    ("who", "page", "file"),
    [
        ("visitor", 302, 302),
        ("stranger", 403, 403),
        ("anna", 403, 403),
        ("bob", 403, 403),
        ("trainer", 200, 200),
        ("other_trainer", 404, 404),
        ("trainer_elsewhere", 403, 403),
        ("coordinator", 200, 200),
    ],
)
def test_a_submission_is_for_the_trainers_of_its_group(
    scene: Scene, who: str, page: int, file: int
) -> None:
    one = handed_in(scene.anna, scene.training, upload=upload())
    browser = scene.browser(who)
    address = f"{LIST}{one.pk}/bestand/"
    assert (_status(browser, f"{LIST}{one.pk}/"), _file_status(browser, address)) == (page, file)
    # Also who knows where the file itself is.
    kept = HANDED_IN.find(str(one.file))
    assert kept is not None
    may = {200: 200, 302: 302}.get(file, 403) if who != "anna" else 200
    assert _status(browser, kept.url) == may


@pytest.mark.parametrize("who", ["other_trainer", "anna", "bob", "stranger", "trainer_elsewhere"])
def test_nobody_else_can_judge(scene: Scene, who: str) -> None:
    one = handed_in(scene.anna, scene.training)
    data = {"revision": 1, "judgement": "approved", "remark": ""}
    response = scene.browser(who).post(f"{LIST}{one.pk}/", data)
    assert response.status_code in {403, 404}
    assert Submission.objects.get().state == State.HANDED_IN


def test_a_submission_is_not_found_through_another_training(scene: Scene) -> None:
    one = handed_in(scene.anna, scene.training, upload=upload())
    browser = scene.browser("coordinator")
    elsewhere = f"/trainingen/elders/p/praktijkopdracht/nakijken/{one.pk}/"
    assert [_status(browser, elsewhere), _status(browser, f"{elsewhere}bestand/")] == [404, 404]
    assert "Bos" not in _text(browser.get("/trainingen/elders/p/praktijkopdracht/nakijken/"))


def test_a_participant_never_gets_the_file_of_another(scene: Scene) -> None:
    handed_in(scene.anna, scene.training, upload=upload())
    statuses = [
        _file_status(scene.browser(who), f"{OWN}bestand/")
        for who in ("anna", "bob", "trainer", "coordinator", "stranger", "visitor")
    ]
    assert statuses == [200, 404, 404, 404, 404, 302]


@pytest.mark.parametrize(
    "path",
    [
        "opdracht/bestaat-niet/",
        "opdracht/bestaat-niet/bestand/",
        "opdracht/gesprek/bestand/",
        "opdracht/kop/",
        "opdracht/%00/",
        "opdracht/a%2Fb/",
        f"opdracht/{'a' * 500}/",
        "nakijken/0/",
        "nakijken/99999999999999999999/",
        "nakijken/99999999999999999999/bestand/",
        "nakijken/x/",
        "weg/",
    ],
)
def test_what_is_not_there_is_not_found(scene: Scene, path: str) -> None:
    assert _status(scene.browser("coordinator"), BASE + path) == 404
    assert list(PluginFault.objects.all()) == []


def test_where_the_plugin_is_off_everything_is_closed(scene: Scene) -> None:
    one = handed_in(scene.anna, scene.training, upload=upload())
    activate_plugin(training=scene.training, plugin=SLUG, active=False)
    pages = [_status(scene.browser("anna"), address) for address in (BASE, OWN, f"{OWN}bestand/")]
    pages += [_status(scene.browser("trainer"), f"{LIST}{one.pk}/")]
    assert pages == [404] * 4


def test_links_stand_on_the_page_of_the_training(scene: Scene) -> None:
    def links(who: str) -> list[str]:
        html = scene.browser(who).get("/trainingen/luisteren/").content.decode()
        return [path for path in (f'"{BASE}"', f'"{LIST}"') if path in html]

    found = {who: links(who) for who in ("visitor", "stranger", "anna", "trainer")}
    assert found == {
        "visitor": [],
        "stranger": [],
        "anna": [f'"{BASE}"'],
        "trainer": [f'"{BASE}"', f'"{LIST}"'],
    }


# --- The lesson -------------------------------------------------------------------------------


def test_a_lesson_shows_each_assignment_with_the_way_to_it() -> None:
    blocks = (assignment_block("een", "Bel iemand"), assignment_block("twee", "Bel iemand"))
    _trainer, edition = a_trainer(a_training(*blocks))
    client = Client()
    client.force_login(a_participant(edition))
    html = client.get("/trainingen/luisteren/lessen/doen/?alles=1").content.decode()
    assert re.findall(rf'href="{BASE}(opdracht/[^"]*)"', html) == [
        "opdracht/een/",
        "opdracht/twee/",
    ]
    assert html.count("Praat een <b>kwartier</b>.") == 2


def test_the_block_can_be_shown_outside_a_lesson() -> None:
    block = AssignmentBlock()
    html = block.render(block.to_python(assignment_block("x")["value"]))
    assert ("Voer een gesprek" in html, "href" in html) == (True, False)


# --- A participant ----------------------------------------------------------------------------


def test_handing_in_on_the_site(scene: Scene) -> None:
    browser = scene.browser("anna")
    response = browser.post(OWN, {"text": "Gedaan", "file": upload("Verslag.pdf")}, follow=True)
    assert response.redirect_chain == [(OWN, 302)]
    text = _text(response)
    assert text.count("De trainer kijkt je opdracht na.") == 1
    assert "Je opdracht is ingeleverd." in text
    assert "Verslag.pdf" in text
    assert "Trek je opdracht in" in text
    file: Any = browser.get(f"{OWN}bestand/", follow=True)
    assert (file.getvalue(), file["Content-Disposition"], file["Cache-Control"]) == (
        PDF,
        'attachment; filename="Verslag.pdf"',
        "private, no-store",
    )
    assert file["X-Content-Type-Options"] == "nosniff"


def test_what_is_wrong_stands_with_the_form_and_the_text_stays(scene: Scene) -> None:
    response = scene.browser("anna").post(
        OWN, {"text": "Mijn lange verhaal", "file": upload("verslag.pdf", b"<html>")}
    )
    assert response.status_code == 200
    text = _text(response)
    assert "Dit bestand is niet wat de naam zegt, of het is beschadigd." in text
    assert "Mijn lange verhaal" in text
    assert Submission.objects.count() == 0


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (upload("leeg.pdf", b""), "Dit bestand is leeg. Kies een ander bestand."),
        (upload("verslag.exe"), "Dit soort bestand kan niet."),
    ],
)
def test_a_file_that_will_not_do_is_said_in_words(scene: Scene, file: Any, words: str) -> None:
    assert words in _text(scene.browser("anna").post(OWN, {"text": "x", "file": file}))


def test_a_text_that_is_too_long_asks_to_choose_the_file_again(scene: Scene) -> None:
    response = scene.browser("anna").post(OWN, {"text": "a" * 5001, "file": upload()})
    assert "Kies je bestand opnieuw." in _text(response)


def test_a_file_with_a_name_of_thousands_of_characters_takes_nothing_of_the_text(
    scene: Scene,
) -> None:
    file = BytesIO(PDF)
    file.name = "v" * 5000 + ".pdf"
    answer = scene.browser("anna").post(OWN, {"text": "Mijn lange verhaal", "file": file})
    submission = Submission.objects.get()
    assert (answer.status_code, submission.text) == (302, "Mijn lange verhaal")
    assert (len(submission.file_name) < 256, submission.file_name[-4:]) == (True, ".pdf")


def test_an_assignment_without_a_file_offers_none_and_takes_none() -> None:
    _trainer, edition = a_trainer(a_training(assignment_block("gesprek", file="none")))
    client = Client()
    client.force_login(a_participant(edition))
    assert 'type="file"' not in client.get(OWN).content.decode()
    client.post(OWN, {"text": "Gedaan", "file": upload()})
    assert (Submission.objects.count(), PluginFile.objects.count()) == (1, 0)


def test_a_participant_sees_the_answer_and_hands_in_again(scene: Scene) -> None:
    one = judged(handed_in(scene.anna, scene.training), scene.trainer, State.IMPROVE, "Meer <i>")
    browser = scene.browser("anna")
    html = browser.get(OWN).content.decode()
    assert ("Meer &lt;i&gt;" in html, "Opnieuw inleveren" in html) == (True, True)
    browser.post(OWN, {"text": "Beter"})
    one.refresh_from_db()
    assert (one.text, one.state) == ("Beter", State.HANDED_IN)


def test_withdrawing_asks_first(scene: Scene) -> None:
    handed_in(scene.anna, scene.training, upload=upload())
    browser = scene.browser("anna")
    asked = browser.get(f"{OWN}intrekken/")
    assert (asked.status_code, Submission.objects.count()) == (200, 1)
    response = browser.post(f"{OWN}intrekken/", follow=True)
    assert response.redirect_chain == [(OWN, 302)]
    assert (Submission.objects.count(), PluginFile.objects.count()) == (0, 0)


def test_withdrawing_what_is_reviewed_is_refused_in_words(scene: Scene) -> None:
    judged(handed_in(scene.anna, scene.training), scene.trainer, State.APPROVED)
    browser = scene.browser("anna")
    assert browser.get(f"{OWN}intrekken/").status_code == 302
    response = browser.post(f"{OWN}intrekken/")
    assert response.status_code == 409
    assert "Er is niets dat je kunt intrekken." in _text(response)
    assert Submission.objects.count() == 1


def test_staff_see_the_assignment_and_cannot_hand_in(scene: Scene) -> None:
    browser = scene.browser("trainer")
    html = browser.get(OWN).content.decode()
    assert ("kwartier" in html, "<textarea" in html) == (True, False)
    assert "Alleen deelnemers van deze training" in _text(browser.post(OWN, {"text": "x"}))
    assert Submission.objects.count() == 0


def test_what_was_handed_in_stays_to_be_seen_when_the_assignment_is_gone(scene: Scene) -> None:
    judged(handed_in(scene.anna, scene.training), scene.trainer, State.IMPROVE, "Meer")
    lesson = scene.training.lessons[0]
    lesson.live = False
    lesson.save()
    browser = scene.browser("anna")
    html = browser.get(OWN).content.decode()
    assert ("Ik heb geluisterd." in html, "<textarea" in html) == (True, False)
    assert browser.post(OWN, {"text": "Beter"}).status_code == 404
    assert _status(scene.browser("bob"), OWN) == 404


def test_pages_with_what_somebody_wrote_are_not_kept(scene: Scene) -> None:
    assert scene.browser("anna").get(OWN)["Cache-Control"] == "private, no-store"


# --- Who has left -----------------------------------------------------------------------------


def _leave(person: User) -> None:
    withdraw(enrolment=Enrolment.objects.get(person=person), actor=person)


def test_who_has_left_still_finds_what_was_handed_in(scene: Scene) -> None:
    handed_in(scene.anna, scene.training, upload=upload())
    _leave(scene.anna)
    browser = scene.browser("anna")
    text = _text(browser.get(OWN))
    shown = [words in text for words in ("Ik heb geluisterd.", "Je doet niet meer mee", "kwartier")]
    assert shown == [True, True, False]
    assert _content(browser, f"{OWN}bestand/") == PDF
    assert browser.post(OWN, {"text": "Toch nog"}).status_code == 409
    assert _status(scene.browser("bob"), f"{OWN}bestand/") == 404


def test_who_has_left_takes_back_what_was_handed_in(scene: Scene) -> None:
    handed_in(scene.anna, scene.training, upload=upload())
    _leave(scene.anna)
    browser = scene.browser("anna")
    asked = _text(browser.get(f"{OWN}intrekken/"))
    assert ("Ja, trek in" in asked, "opnieuw inleveren" in asked) == (True, False)
    response = browser.post(f"{OWN}intrekken/", follow=True)
    assert response.redirect_chain == [("/trainingen/luisteren/", 302)]
    assert "Je hebt de opdracht ingetrokken." in _text(response)
    assert (Submission.objects.count(), PluginFile.objects.count()) == (0, 0)
    assert [_status(browser, OWN), _status(browser, f"{OWN}bestand/")] == [409, 404]


def test_the_export_says_where_a_file_is_and_there_its_owner_gets_it(scene: Scene) -> None:
    handed_in(scene.anna, scene.training, upload=upload())
    _leave(scene.anna)
    export: Any = Submissions().export(scene.anna.pk)
    (own,) = export["ingeleverd"]
    address = own["bestand ophalen op"]
    assert address == f"http://testserver{OWN}bestand/"
    assert _content(scene.browser("anna"), address.removeprefix("http://testserver")) == PDF


# --- A trainer --------------------------------------------------------------------------------


def test_the_list_has_what_waits_for_this_trainer(scene: Scene) -> None:
    bob = scene.people["bob"]
    assert bob is not None
    handed_in(scene.anna, scene.training)
    handed_in(bob, scene.training)

    def names(who: str, query: str = "") -> list[str]:
        text = _text(scene.browser(who).get(LIST + query))
        return [name for name in ("Anna Bos", "Bob Smit") if name in text]

    assert names("trainer") == ["Anna Bos"]
    assert names("other_trainer") == ["Bob Smit"]
    assert names("coordinator") == ["Anna Bos", "Bob Smit"]
    judged(Submission.objects.get(person=scene.anna), scene.trainer, State.APPROVED)
    assert names("trainer") == []
    assert names("trainer", "?toon=alles") == ["Anna Bos"]


@pytest.mark.parametrize("query", ["?pagina=x", "?pagina=-1", "?pagina=999", "?toon=x&pagina=0"])
def test_odd_page_numbers_give_a_page(scene: Scene, query: str) -> None:
    handed_in(scene.anna, scene.training)
    assert "Anna Bos" in _text(scene.browser("trainer").get(LIST + query))


def test_the_list_has_pages_of_twenty(scene: Scene) -> None:
    for number in range(21):
        Submission.objects.create(
            person=a_participant(scene.edition) if number < 3 else PersonFactory.create(),
            training=scene.training,
            assignment="gesprek",
            title="Voer een gesprek",
            text="x",
        )
    browser = scene.browser("coordinator")
    rows = [
        len(browser.get(f"{LIST}?pagina={number}").context["page_obj"].object_list)
        for number in (1, 2)
    ]
    assert rows == [20, 1]


def test_a_trainer_reviews_on_the_site(scene: Scene) -> None:
    one = handed_in(scene.anna, scene.training, upload=upload("mijn verslag.pdf"))
    browser = scene.browser("trainer")
    html = browser.get(f"{LIST}{one.pk}/").content.decode()
    assert ("Ik heb geluisterd." in html, "mijn verslag.pdf" in html) == (True, True)
    assert _content(browser, f"{LIST}{one.pk}/bestand/") == PDF
    data = {"revision": 1, "judgement": "improve", "remark": ""}
    assert "Schrijf op wat er beter kan." in _text(browser.post(f"{LIST}{one.pk}/", data))
    response = browser.post(f"{LIST}{one.pk}/", {**data, "remark": "Meer graag"}, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "Je oordeel over de opdracht van Anna Bos is bewaard." in _text(response)
    one.refresh_from_db()
    assert (one.state, one.remark, one.reviewed_by) == (
        State.IMPROVE,
        "Meer graag",
        scene.trainer,
    )


def test_a_judgement_of_an_older_version_is_not_kept(scene: Scene) -> None:
    one = judged(handed_in(scene.anna, scene.training), scene.trainer, State.IMPROVE, "Meer")
    handed_in(scene.anna, scene.training)
    data = {"revision": 2, "judgement": "approved", "remark": ""}
    response = scene.browser("trainer").post(f"{LIST}{one.pk}/", data)
    assert "Deze opdracht is intussen veranderd." in _text(response)
    one.refresh_from_db()
    assert one.state == State.HANDED_IN


def test_two_people_who_judge_at_once_see_both_and_choose(scene: Scene) -> None:
    one = judged(handed_in(scene.anna, scene.training), scene.trainer, State.IMPROVE, "Meer")
    browser = scene.browser("coordinator")
    data = {"revision": 1, "judgement": "approved", "remark": "Mooi gedaan"}
    page = browser.post(f"{LIST}{one.pk}/", data)
    one.refresh_from_db()
    assert (one.state, one.remark) == (State.IMPROVE, "Meer")
    assert ("Meer" in _text(page), "Mooi gedaan" in _text(page)) == (True, True)
    again = {**data, "revision": page.context["form"]["revision"].value()}
    assert browser.post(f"{LIST}{one.pk}/", again).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.remark) == (State.APPROVED, "Mooi gedaan")


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"revision": "x", "judgement": "approved"},
        {"revision": 9**40, "judgement": "approved"},
        {"revision": 1, "judgement": "handed_in"},
        {"revision": 1, "judgement": "approved", "remark": "\x00"},
    ],
)
def test_odd_values_in_the_review_form_are_no_judgement(scene: Scene, data: Any) -> None:
    one = handed_in(scene.anna, scene.training)
    assert scene.browser("trainer").post(f"{LIST}{one.pk}/", data).status_code == 200
    assert Submission.objects.get().state == State.HANDED_IN
    assert (list(PluginFault.objects.all()), mail.outbox) == ([], [])


def test_a_trainer_who_takes_part_does_not_find_the_own_work(scene: Scene) -> None:
    EnrolmentFactory.create(person=scene.trainer, edition=scene.edition)
    one = handed_in(scene.trainer, scene.training)
    browser = scene.browser("trainer")
    assert _status(browser, f"{LIST}{one.pk}/") == 404
    assert _status(scene.browser("coordinator"), f"{LIST}{one.pk}/") == 200
    assert "Ingeleverd" in _text(browser.get(OWN))


# --- How many queries -------------------------------------------------------------------------


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_three_submissions_cost_no_more_queries_than_one(scene: Scene) -> None:
    handed_in(scene.anna, scene.training)
    browser = scene.browser("trainer")
    _queries(browser, LIST)
    one = _queries(browser, LIST)
    for name in ("Cor", "Dia"):
        handed_in(a_participant(scene.edition, first_name=name), scene.training)
    _queries(browser, LIST)
    assert (_queries(browser, LIST), one < 30) == (one, True)


def test_three_assignments_cost_no_more_queries_than_one() -> None:
    counts = []
    for slug, number in (("een", 1), ("drie", 3)):
        blocks = [assignment_block(f"o{place}", f"Opdracht {place}") for place in range(number)]
        training = a_training(*blocks, slug=slug)
        _trainer, edition = a_trainer(training)
        person = a_participant(edition)
        for place in range(number):
            handed_in(person, training, f"o{place}")
        client = Client()
        client.force_login(person)
        address = f"/trainingen/{slug}/p/praktijkopdracht/"
        _queries(client, address)
        counts.append(_queries(client, address))
    assert counts[0] == counts[1]


def test_ones_own_page_says_what_is_left_to_hand_in_at_a_fixed_cost() -> None:
    person = PersonFactory.create()
    counts, found = [], []
    for number in range(3):
        blocks = [assignment_block(f"{name}-{number}", name) for name in ("een", "twee", "drie")]
        training = a_training(*blocks, title=f"Training {number}", slug=f"t-{number}")
        trainer, edition = a_trainer(training)
        EnrolmentFactory.create(person=person, edition=edition)
        handed_in(person, training, f"een-{number}")
        judged(handed_in(person, training, f"twee-{number}"), trainer, State.IMPROVE, "Vertel meer")
        on = list(TrainingPage.objects.values_list("pk", flat=True))
        with CaptureQueriesContext(connection) as asked:
            found = left_to_hand_in(person.pk, on)
        counts.append(len(asked))
    assert counts == [3, 3, 3]
    assert [(one.title, one.url) for one in found[:2]] == [
        (name, f"/trainingen/t-0/p/praktijkopdracht/opdracht/{name}-0/")
        for name in ("twee", "drie")
    ]
    assert len(found) == 6


def test_the_list_of_all_trainings_leads_to_where_one_judges(client: Client) -> None:
    training = a_training()
    trainer, edition = a_trainer(training)
    mine = handed_in(a_participant(edition), training)
    _other_trainer, elsewhere = a_trainer(training)
    theirs = handed_in(a_participant(elsewhere), training)
    client.force_login(trainer)
    text = client.get("/beheer/extra/praktijkopdracht/submissions/").content.decode()
    assert [f"/p/praktijkopdracht/nakijken/{one.pk}/" in text for one in (mine, theirs)] == [
        True,
        False,
    ]
