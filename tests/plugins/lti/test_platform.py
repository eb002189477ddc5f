"""Tools of others in our lessons: who goes there, what they hear, and what they tell us."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, urlsplit

import jwt
import pytest
from django.test import Client

from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.plugin_api.api import CompletionContext, Met, NotAsked, NotYet
from plugins.lti import addresses, keys, names, tokens
from plugins.lti.criteria import ToolsDone
from plugins.lti.enums import Shared
from plugins.lti.models import Tool, ToolAccount, ToolContent, ToolResult, ToolVisit
from plugins.lti.privacy import OtherSystems
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_lesson,
    person_in_role,
)
from tests.plugins.lti.others import a_tool, fields_of, gone_to, nonce, signed

if TYPE_CHECKING:
    from courses.catalogue.models import LessonPage, TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

RETURN = "https://oefenhuis.voorbeeld.nl/"


class House:
    """A training with a tool in a lesson, somebody who takes part, and the tool's own programs."""

    def __init__(self, **block: Any) -> None:
        self.tool = a_tool()
        self.content = ToolContent.objects.create(
            tool=self.tool, title="Een oefening", custom={"oefening": "3"}, most=10
        )
        self.training: TrainingPage = TrainingFactory.create(title="Luisteren", slug="luisteren")
        value = {
            "content": str(self.content.key),
            "explanation": "Doe de oefening.",
            "needed": True,
            "least": None,
            **block,
        }
        body = [{"type": "lti_tool", "id": "oefening", "value": value}]
        self.lesson: LessonPage = make_lesson(
            self.training, title="Doen", slug="doen", body=json.dumps(body)
        )
        activate_plugin(training=self.training, plugin="lti")
        self.edition = EditionFactory.create(training=self.training)
        self.person: User = EnrolmentFactory.create(
            edition=self.edition, person=PersonFactory.create(first_name="Anna", last_name="Bos")
        ).person
        self.page = f"/trainingen/luisteren/p/lti/openen/{self.lesson.pk}/oefening/"
        self.part = f"/p/lti/resultaten/{self.lesson.pk}/oefening"
        self.token = ""

    def browser(self, person: User | None = None) -> Client:
        client = Client()
        client.force_login(person or self.person)
        return client

    def begin(self, client: Client | None = None) -> dict[str, str]:
        """Somebody presses the button; gives what the tool hears first."""
        address = gone_to((client or self.browser()).post(self.page))
        assert address.startswith(f"{self.tool.login_url}?")
        query = parse_qs(urlsplit(address).query)
        return {name: values[0] for name, values in query.items()}

    def ask(self, begun: dict[str, str], client: Client | None = None, **changes: str) -> Any:
        """The tool asks who it is."""
        sent = {
            "scope": "openid",
            "response_type": "id_token",
            "response_mode": "form_post",
            "prompt": "none",
            "client_id": self.tool.client_id,
            "redirect_uri": RETURN,
            "login_hint": begun["login_hint"],
            "lti_message_hint": begun["lti_message_hint"],
            "nonce": "woord",
            "state": "stand",
            **changes,
        }
        sent = {name: value for name, value in sent.items() if value}
        return (client or self.browser()).get("/p/lti/auth", sent)

    def launch(self, client: Client | None = None) -> dict[str, Any]:
        """What the tool is told of somebody in the end."""
        answer = self.ask(self.begin(client), client)
        assert "form-action 'self' https:" in answer["Content-Security-Policy"]
        action, fields = fields_of(answer)
        assert (action, fields["state"]) == (RETURN, "stand")
        return verified(fields["id_token"], self.tool)

    def subject(self, person: User | None = None) -> str:
        account, _new = ToolAccount.objects.get_or_create(
            tool=self.tool, person=person or self.person
        )
        return str(account.subject)

    def assertion(self, **changes: Any) -> str:
        now = int(clock.now().timestamp())
        told = {
            "iss": self.tool.client_id,
            "sub": self.tool.client_id,
            "aud": addresses.token(),
            "iat": now,
            "exp": now + 60,
            "jti": nonce(),
            **changes,
        }
        return signed({name: value for name, value in told.items() if value is not None})

    def ask_token(self, assertion: str | None = None, **changes: str) -> Any:
        sent = {
            "grant_type": "client_credentials",
            "client_assertion_type": names.ASSERTION_TYPE,
            "client_assertion": self.assertion() if assertion is None else assertion,
            "scope": " ".join(
                [names.SCORE, names.LINE_ITEM_READ, names.RESULT_READ, names.MEMBERS_READ]
            ),
            **changes,
        }
        return Client().post("/p/lti/token", sent)

    def bearer(self) -> dict[str, str]:
        if not self.token:
            self.token = self.ask_token().json()["access_token"]
        return {"Authorization": f"Bearer {self.token}"}

    def get(self, path: str = "", **query: str) -> Any:
        return Client().get(self.part + path, query, headers=self.bearer())

    def send(self, **changes: Any) -> Any:
        """The tool tells how somebody did."""
        told = {
            "userId": self.subject(),
            "scoreGiven": 8,
            "scoreMaximum": 10,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "timestamp": clock.now().isoformat(),
            **changes,
        }
        told = {name: value for name, value in told.items() if value is not None}
        return Client().post(
            f"{self.part}/kolom/scores",
            json.dumps(told),
            content_type=names.SCORE_TYPE,
            headers=self.bearer(),
        )

    def criterion(self) -> Met | NotYet:
        enrolment = Enrolment.objects.get(person=self.person)
        return ToolsDone().evaluate(
            CompletionContext(
                person_id=self.person.pk,
                training_id=self.training.pk,
                edition_id=self.edition.pk,
                enrolment_id=enrolment.pk,
                settings={},
            )
        )


def verified(token: str, tool: Tool) -> dict[str, Any]:
    """A token of ours, checked as a tool does: by the keys that we publish."""
    published = Client().get("/p/lti/keys.json").json()["keys"]
    kid = jwt.get_unverified_header(token)["kid"]
    key = jwt.PyJWK(next(one for one in published if one["kid"] == kid))
    found: dict[str, Any] = jwt.decode(
        token, key, algorithms=["RS256"], audience=tool.client_id, issuer="http://testserver"
    )
    return found


@pytest.fixture
def house() -> House:
    return House()


# --- Going there ------------------------------------------------------------------------------


def test_the_lesson_leads_to_a_page_that_says_what_the_tool_hears(house: House) -> None:
    client = house.browser()
    lesson = client.get("/trainingen/luisteren/lessen/doen/?alles=1").content.decode()
    assert house.page in lesson
    assert "Doe de oefening." in lesson
    page = client.get(house.page).content.decode()
    assert "Niet hoe je heet, en niet je e-mailadres." in page
    assert "Wat Oefenhuis van je hoort" in page
    assert "Opent Oefenhuis niet, of blijft het tabblad leeg?" in page
    house.tool.shared = Shared.NAME_AND_MAIL.value
    house.tool.save()
    page = client.get(house.page).content.decode()
    assert "Je e-mailadres, als wij dat hebben." in page
    assert "Niet hoe je heet" not in page
    assert not ToolAccount.objects.exists()


def test_a_tool_hears_a_number_and_nothing_of_who_it_is(house: House) -> None:
    told = house.launch()
    assert {name: told[name] for name in told if not name.startswith("http")}.keys() == {
        "iss",
        "aud",
        "azp",
        "sub",
        "nonce",
        "iat",
        "exp",
        "jti",
    }
    assert told["sub"] == house.subject()
    assert told["nonce"] == "woord"
    assert told[names.VERSION] == "1.3.0"
    assert told[names.MESSAGE_TYPE] == names.RESOURCE_REQUEST
    assert told[names.DEPLOYMENT_ID] == "1"
    assert told[names.TARGET_LINK_URI] == house.tool.launch_url
    assert told[names.RESOURCE_LINK] == {
        "id": f"{house.lesson.pk}-oefening",
        "title": "Een oefening",
    }
    assert told[names.ROLES] == [names.LEARNER]
    assert told[names.CUSTOM] == {"oefening": "3"}
    assert told[names.AGS]["lineitem"] == f"http://testserver{house.part}/kolom"
    everything = json.dumps(told)
    assert "Anna" not in everything
    assert house.person.email is not None
    assert house.person.email not in everything


def test_another_tool_knows_somebody_by_another_number(house: House) -> None:
    other = a_tool(name="Ander")
    accounts = [
        str(ToolAccount.objects.create(tool=tool, person=house.person).subject)
        for tool in (house.tool, other)
    ]
    assert accounts[0] != accounts[1]
    assert house.launch()["sub"] == house.launch()["sub"] == accounts[0]


@pytest.mark.parametrize(
    ("shared", "told"),
    [
        (Shared.NAME, {"given_name": "Anna", "family_name": "Bos", "name": "Anna Bos"}),
        (
            Shared.NAME_AND_MAIL,
            {
                "given_name": "Anna",
                "family_name": "Bos",
                "name": "Anna Bos",
                "email": "anna@voorbeeld.nl",
            },
        ),
    ],
)
def test_a_name_goes_along_where_it_was_decided(
    house: House, shared: Shared, told: dict[str, str]
) -> None:
    house.person.email = "anna@voorbeeld.nl"
    house.person.save()
    house.tool.shared = shared.value
    house.tool.save()
    found = house.launch()
    names_told = ("given_name", "family_name", "name", "email")
    assert {name: found[name] for name in names_told if name in found} == told


def test_who_gives_the_training_comes_as_such(house: House) -> None:
    assert house.launch(house.browser(person_in_role(Role.COORDINATOR)))[names.ROLES] == [
        names.INSTRUCTOR
    ]


def test_the_page_is_for_who_takes_part(house: House) -> None:
    assert Client().get(house.page).status_code == 302
    stranger = house.browser(PersonFactory.create())
    assert stranger.get(house.page).status_code == 403
    assert stranger.post(house.page).status_code == 403
    other = f"/trainingen/luisteren/p/lti/openen/{house.lesson.pk}/ander/"
    assert house.browser().get(other).status_code == 404
    assert not ToolVisit.objects.exists()


def test_a_tool_that_is_off_is_not_opened(house: House) -> None:
    house.tool.is_active = False
    house.tool.save()
    assert house.browser().get(house.page).status_code == 404
    lesson = house.browser().get("/trainingen/luisteren/lessen/doen/?alles=1")
    assert lesson.status_code == 200


# --- Who may ask who it is --------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"client_id": "anders"},
        {"redirect_uri": "https://kwaad.voorbeeld.nl/"},
        {"redirect_uri": RETURN + "x"},
        {"redirect_uri": ""},
        {"lti_message_hint": "verzonnen"},
        {"lti_message_hint": ""},
        {"login_hint": "verzonnen"},
        {"nonce": ""},
        {"scope": "openid email"},
        {"response_type": "code"},
        {"response_mode": "query"},
        {"prompt": "login"},
    ],
)
def test_what_is_not_asked_as_it_should_be_is_refused(
    house: House, changes: dict[str, Any]
) -> None:
    answer = house.ask(house.begin(), **changes)
    assert answer.status_code == 400
    assert "id_token" not in answer.content.decode()
    assert ToolVisit.objects.count() == 1


def test_a_visit_counts_once_and_not_for_long(house: House) -> None:
    begun = house.begin()
    assert house.ask(begun).status_code == 200
    assert house.ask(begun).status_code == 400
    begun = house.begin()
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert house.ask(begun).status_code == 400


def test_a_visit_is_of_one_person_and_one_tool(house: House) -> None:
    begun = house.begin()
    other = house.browser(PersonFactory.create())
    assert house.ask(begun, other).status_code == 400
    tool = a_tool(name="Ander")
    assert house.ask(begun, client_id=tool.client_id).status_code == 400
    # A form from the tool's own page comes without our cookie.
    assert house.ask(begun, Client()).status_code == 200


def test_who_lost_the_account_does_not_go(house: House) -> None:
    begun = house.begin()
    house.person.is_active = False
    house.person.save()
    assert house.ask(begun, Client()).status_code == 400


# --- Access -----------------------------------------------------------------------------------


def test_a_tool_that_proves_who_it_is_gets_a_token_for_what_it_may(house: House) -> None:
    answer = house.ask_token(scope=f"{names.SCORE} iets.anders")
    told = answer.json()
    assert (answer.status_code, told["token_type"], told["expires_in"]) == (200, "Bearer", 3600)
    assert told["scope"] == names.SCORE
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"client_assertion_type": "x"}, 400, "invalid_request"),
        ({"scope": "iets.anders"}, 400, "invalid_scope"),
        ({"scope": ""}, 400, "invalid_scope"),
        ({"client_assertion": "x.y.z"}, 401, "invalid_client"),
    ],
)
def test_what_is_not_asked_well_gets_no_token(
    house: House, changes: dict[str, str], status: int, error: str
) -> None:
    answer = house.ask_token(**changes)
    assert (answer.status_code, answer.json()) == (status, {"error": error})


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "iemand"},
        {"sub": "iemand"},
        {"sub": None},
        {"jti": None},
        {"exp": None},
        {"aud": "https://anders.voorbeeld.nl"},
        {"exp": 1},
    ],
)
def test_an_assertion_that_is_not_right_gets_no_token(house: House, changes: Any) -> None:
    assert house.ask_token(house.assertion(**changes)).status_code == 401


def test_an_assertion_counts_once_and_only_with_the_tools_own_key(house: House) -> None:
    assertion = house.assertion()
    assert house.ask_token(assertion).status_code == 200
    assert house.ask_token(assertion).status_code == 401
    claims = jwt.decode(house.assertion(), options={"verify_signature": False})
    assert house.ask_token(signed(claims, "vreemd")).status_code == 401
    assert house.ask_token(signed(claims, "vreemd", kid="een")).status_code == 401


def test_without_a_token_or_with_another_nothing_is_told(house: House) -> None:
    address = f"{house.part}/kolom"
    wrong = ["", "Bearer", "Bearer x", "Bearer é", "Basic abc", "Bearer " + "A" * 5000]
    for header in wrong:
        answer = Client().get(address, headers={"Authorization": header})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    only_score = house.ask_token(scope=names.SCORE).json()["access_token"]
    answer = Client().get(address, headers={"Authorization": f"Bearer {only_score}"})
    assert answer.status_code == 403


def test_a_tool_sees_its_own_places_only(house: House) -> None:
    house.bearer()
    other = a_tool(name="Ander")
    ToolContent.objects.update(tool=other)
    assert house.get("/kolom").status_code == 404
    assert house.send().status_code == 404
    house.part = "/p/lti/resultaten/999999/oefening"
    assert house.get("/kolom").status_code == 404


def test_a_token_ends_with_the_tool(house: House) -> None:
    house.bearer()
    house.tool.is_active = False
    house.tool.save()
    assert house.get("/kolom").status_code == 401


# --- Results ----------------------------------------------------------------------------------


def test_there_is_one_column_of_results_for_each_place(house: House) -> None:
    item = {
        "id": f"http://testserver{house.part}/kolom",
        "label": "Een oefening",
        "scoreMaximum": 10.0,
        "resourceLinkId": f"{house.lesson.pk}-oefening",
    }
    assert house.get("/kolom").json() == item
    assert house.get().json() == [item]
    assert house.get(resource_link_id=f"{house.lesson.pk}-oefening").json() == [item]
    assert house.get(resource_link_id="anders").json() == []
    assert house.get()["Content-Type"] == names.LINE_ITEMS_TYPE
    assert Client().put(f"{house.part}/kolom", headers=house.bearer()).status_code == 405


def test_a_score_counts_for_the_certificate_and_is_shown(house: House) -> None:
    assert house.criterion() == NotYet("Nog niet af: Een oefening.")
    assert house.send(comment="Goed gedaan").status_code == 200
    result = ToolResult.objects.get()
    assert (result.person, result.points, result.out_of, result.done) == (house.person, 8, 10, True)
    assert house.criterion() == Met()
    page = house.browser().get(house.page).content.decode()
    assert "Je resultaat is 8 van 10." in page
    assert "Goed gedaan" in page
    (told,) = house.get("/kolom/results").json()
    assert (told["userId"], told["resultScore"], told["resultMaximum"], told["comment"]) == (
        house.subject(),
        8.0,
        10.0,
        "Goed gedaan",
    )
    assert house.get("/kolom/results", user_id="iemand").json() == []


def test_a_percentage_may_be_needed() -> None:
    house = House(least=80)
    house.send(scoreGiven=7.9)
    assert isinstance(house.criterion(), NotYet)
    house.send(scoreGiven=8)
    assert house.criterion() == Met()
    house.send(scoreGiven=None, gradingProgress="PendingManual")
    assert isinstance(house.criterion(), NotYet)


def test_what_is_not_needed_is_not_asked() -> None:
    assert House(needed=False).criterion() == NotAsked()


def test_the_newest_score_counts(house: House) -> None:
    early, late = clock.now() - timedelta(hours=1), clock.now()
    assert house.send(timestamp=late.isoformat()).status_code == 200
    assert house.send(timestamp=early.isoformat(), scoreGiven=1).status_code == 409
    assert house.send(timestamp=late.isoformat(), scoreGiven=1).status_code == 409
    assert ToolResult.objects.get().points == 8


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"userId": "verzonnen"}, 404),
        ({"userId": None}, 404),
        ({"userId": {"a": 1}}, 404),
        ({"userId": "00000000-0000-4000-8000-000000000000"}, 404),
        ({"scoreGiven": -1}, 400),
        ({"scoreGiven": "8"}, 400),
        ({"scoreGiven": True}, 400),
        ({"scoreGiven": float("nan")}, 400),
        ({"scoreGiven": 1e300}, 400),
        ({"scoreMaximum": 0}, 400),
        ({"scoreMaximum": None}, 400),
        ({"activityProgress": "Klaar"}, 400),
        ({"gradingProgress": None}, 400),
        ({"timestamp": None}, 400),
        ({"timestamp": "gisteren"}, 400),
        ({"timestamp": "2026-02-30T10:00:00Z"}, 400),
        ({"timestamp": "0001-01-01T00:00:00+14:00"}, 400),
        ({"timestamp": "9999-12-31T23:59:59Z"}, 400),
        ({"timestamp": 3}, 400),
        ({"activityProgress": ["a"]}, 400),
    ],
)
def test_what_is_no_score_is_not_kept(house: House, changes: dict[str, Any], status: int) -> None:
    assert house.send(**changes).status_code == status
    assert not ToolResult.objects.exists()


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"[" * 10_000, 400),
        (b"\xff", 400),
        (b"x" * 30_000, 413),
    ],
)
def test_what_is_no_json_is_not_kept(house: House, content: bytes, status: int) -> None:
    answer = Client().post(
        f"{house.part}/kolom/scores",
        content,
        content_type=names.SCORE_TYPE,
        headers=house.bearer(),
    )
    assert answer.status_code == status


def test_points_for_extra_and_odd_comments_are_no_reason(house: House) -> None:
    assert house.send(scoreGiven=12, comment="a\x00b").status_code == 200
    result = ToolResult.objects.get()
    assert (result.points, result.comment) == (12, "")


def test_who_takes_part_no_more_gets_no_score(house: House) -> None:
    house.subject()
    Enrolment.objects.update(status="withdrawn")
    assert house.send().status_code == 404


# --- Names ------------------------------------------------------------------------------------


def test_a_tool_hears_who_opened_it_by_number(house: House) -> None:
    opened = house.subject()
    EnrolmentFactory.create(edition=house.edition)
    house.subject(PersonFactory.create())
    house.part = f"/p/lti/deelnemers/{house.lesson.pk}/oefening"
    told = house.get()
    assert told["Content-Type"] == names.MEMBERS_TYPE
    assert told.json() == {
        "id": f"http://testserver{house.part}",
        "context": {"id": str(house.training.pk), "title": "Luisteren"},
        "members": [{"user_id": opened, "status": "Active", "roles": [names.LEARNER]}],
    }
    house.tool.shared = Shared.NAME.value
    house.tool.save()
    # More than what was read when it was opened is told only once it is opened again.
    (member,) = house.get().json()["members"]
    assert "name" not in member
    house.browser().post(house.page)
    (member,) = house.get().json()["members"]
    assert (member["name"], "email" in member) == ("Anna Bos", False)
    house.tool.shared = Shared.NOTHING.value
    house.tool.save()
    (member,) = house.get().json()["members"]
    assert "name" not in member


@pytest.mark.parametrize(
    ("role", "number"), [(names.LEARNER, 1), ("Learner", 1), (names.INSTRUCTOR, 0), ("x", 0)]
)
def test_names_are_given_of_the_role_that_is_asked_for(
    house: House, role: str, number: int
) -> None:
    house.subject()
    house.part = f"/p/lti/deelnemers/{house.lesson.pk}/oefening?role={quote(role)}"
    house.bearer()
    assert len(house.get().json()["members"]) == number


@pytest.mark.parametrize("people", [1, 3])
def test_names_cost_the_same_however_many_there_are(
    house: House, people: int, django_assert_num_queries: Any
) -> None:
    for _number in range(people):
        house.subject(EnrolmentFactory.create(edition=house.edition).person)
    house.part = f"/p/lti/deelnemers/{house.lesson.pk}/oefening"
    house.bearer()
    house.get()
    with django_assert_num_queries(11):
        assert len(house.get().json()["members"]) == people


# --- Choosing ---------------------------------------------------------------------------------

CHOICES = "/trainingen/luisteren/p/lti/kiezen/"


def _trainer(house: House) -> Client:
    return house.browser(person_in_role(Role.COORDINATOR))


def _asked_to_choose(house: House) -> dict[str, Any]:
    """What a tool is told when a trainer is going to choose there."""
    client = _trainer(house)
    address = gone_to(client.post(CHOICES, {"choose": str(house.tool.pk)}))
    query = parse_qs(urlsplit(address).query)
    begun = {name: values[0] for name, values in query.items()}
    assert begun["target_link_uri"] == house.tool.choice_url
    _action, fields = fields_of(house.ask(begun, client))
    return verified(fields["id_token"], house.tool)


def _chosen(house: House, told: dict[str, Any], **changes: Any) -> str:
    now = int(clock.now().timestamp())
    claims = {
        "iss": house.tool.client_id,
        "aud": "http://testserver",
        "iat": now,
        "exp": now + 60,
        "nonce": nonce(),
        names.VERSION: "1.3.0",
        names.MESSAGE_TYPE: names.DEEP_RESPONSE,
        names.DEPLOYMENT_ID: "1",
        names.DATA: told[names.DEEP_LINKING]["data"],
        names.CONTENT_ITEMS: [
            {
                "type": "ltiResourceLink",
                "title": "Nieuwe oefening",
                "url": "https://oefenhuis.voorbeeld.nl/o/4",
                "custom": {"oefening": "4", "leeg": None},
                "lineItem": {"scoreMaximum": 20},
            },
            {"type": "file", "url": "https://oefenhuis.voorbeeld.nl/a.pdf"},
        ],
        **changes,
    }
    return signed({name: value for name, value in claims.items() if value is not None})


def test_a_trainer_chooses_something_of_a_tool(house: House) -> None:
    told = _asked_to_choose(house)
    assert told[names.MESSAGE_TYPE] == names.DEEP_REQUEST
    assert told[names.DEEP_LINKING]["deep_link_return_url"] == "http://testserver/p/lti/gekozen"
    assert told[names.ROLES] == [names.INSTRUCTOR]
    token = _chosen(house, told)
    answer = Client().post("/p/lti/gekozen", {"JWT": token})
    assert "Nieuwe oefening" in answer.content.decode()
    made = ToolContent.objects.get(title="Nieuwe oefening")
    assert (made.tool, made.url, made.custom, made.most) == (
        house.tool,
        "https://oefenhuis.voorbeeld.nl/o/4",
        {"oefening": "4"},
        20,
    )
    assert ToolContent.objects.count() == 2
    # Once.
    assert Client().post("/p/lti/gekozen", {"JWT": token}).status_code == 400
    assert ToolContent.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "iemand"}, "issuer"),
        ({"aud": "http://anders"}, "audience"),
        ({"nonce": None}, "claims"),
        ({"exp": 1}, "expired"),
        ({names.DEPLOYMENT_ID: "2"}, "deployment"),
        ({names.MESSAGE_TYPE: names.DEEP_REQUEST}, "claims"),
        ({names.DATA: "verzonnen"}, "state"),
        ({names.DATA: None}, "state"),
    ],
)
def test_a_choice_that_was_not_asked_for_is_refused(
    house: House, changes: dict[str, Any], code: str
) -> None:
    token = _chosen(house, _asked_to_choose(house), **changes)
    answer = Client().post("/p/lti/gekozen", {"JWT": token})
    assert answer.status_code == 400
    assert f"<code>{code}</code>" in answer.content.decode()
    assert ToolContent.objects.count() == 1


@pytest.mark.parametrize(
    "items",
    [
        None,
        "tekst",
        [],
        ["tekst", None, 3],
        [{"type": "ltiResourceLink", "url": "javascript:alert(1)"}],
        [{"type": "ltiResourceLink", "url": "http://10.0.0.1/"}],
        [{"type": "html", "html": "<b>x</b>"}],
    ],
)
def test_what_fits_in_no_lesson_is_left_out(house: House, items: Any) -> None:
    token = _chosen(house, _asked_to_choose(house), **{names.CONTENT_ITEMS: items})
    answer = Client().post("/p/lti/gekozen", {"JWT": token})
    assert answer.status_code == 200
    assert "Er is niets gekozen" in answer.content.decode()
    assert ToolContent.objects.count() == 1


def test_a_link_without_an_address_opens_the_tool_itself(house: House) -> None:
    items = [{"type": "ltiResourceLink"}]
    token = _chosen(house, _asked_to_choose(house), **{names.CONTENT_ITEMS: items})
    Client().post("/p/lti/gekozen", {"JWT": token})
    made = ToolContent.objects.latest("pk")
    assert (made.title, made.url, made.most) == ("Oefenhuis", "", None)


def test_a_trainer_writes_something_down_for_a_tool_that_offers_no_choice(house: House) -> None:
    client = _trainer(house)
    assert "Een oefening" in client.get(CHOICES).content.decode()
    sent = {"tool": str(house.tool.pk), "title": "Zelf", "url": "http://10.0.0.1/", "most": ""}
    refused = client.post(CHOICES, sent)
    assert refused.status_code == 422
    assert "Vul een adres in dat begint met https://" in refused.content.decode()
    sent["url"] = "https://oefenhuis.voorbeeld.nl/z"
    assert client.post(CHOICES, sent).status_code == 302
    assert ToolContent.objects.get(title="Zelf").url == "https://oefenhuis.voorbeeld.nl/z"


def test_choosing_is_for_who_gives_the_training(house: House) -> None:
    assert house.browser().get(CHOICES).status_code == 403
    assert house.browser().post(CHOICES, {"choose": str(house.tool.pk)}).status_code == 403
    assert _trainer(house).post(CHOICES, {"choose": "999999"}).status_code == 409
    house.tool.choice_url = ""
    house.tool.save()
    assert _trainer(house).post(CHOICES, {"choose": str(house.tool.pk)}).status_code == 409


# --- Keys and data ----------------------------------------------------------------------------


def test_a_key_that_was_replaced_is_published_for_a_month(house: House) -> None:
    old = keys.current_key()
    token = tokens.signed(old, {"iss": "http://testserver", "aud": house.tool.client_id})
    new = keys.rotate()
    assert keys.current_key().kid == new.kid != old.kid
    assert [one["kid"] for one in keys.published()] == [new.kid, old.kid]
    assert verified(token, house.tool)["iss"] == "http://testserver"
    with clock.at(clock.now() + timedelta(days=31)):
        assert [one["kid"] for one in keys.published()] == [new.kid]
        keys.forget_old_keys()
    assert [one["kid"] for one in keys.published()] == [new.kid]
    told = json.dumps(Client().get("/p/lti/keys.json").json())
    assert not {'"d"', '"p"', '"q"'} & set(told.replace(":", " ").split())


def test_with_another_secret_of_the_site_a_new_key_is_made(settings: Any) -> None:
    old = keys.current_key()
    settings.SECRET_KEY = "een heel ander geheim van de site, lang genoeg"
    new = keys.current_key()
    assert new.kid != old.kid
    assert {one["kid"] for one in keys.published()} == {old.kid, new.kid}


def test_what_a_tool_knows_is_shown_and_forgotten(house: House) -> None:
    house.send(comment="Mooi")
    house.begin()
    shown = OtherSystems().export(house.person.pk)
    assert isinstance(shown, dict)
    assert [one["systeem"] for one in shown["nummers"]] == ["Oefenhuis"]
    assert [(one["resultaat"], one["opmerking"]) for one in shown["resultaten"]] == [
        ("8 / 10", "Mooi")
    ]
    OtherSystems().erase(house.person.pk)
    assert OtherSystems().export(house.person.pk) is None
    assert not ToolVisit.objects.exists()
