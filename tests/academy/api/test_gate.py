"""What happens around every question: who asks, how often, in which language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy.api import gate, limits
from academy.api.models import PersonalToken
from academy.api.v1 import api
from courses.common import clock
from courses.common.limits import Limit
from courses.people.enums import Role
from tests.academy.api.programs import BASE, Program, kind, token_of
from tests.factories import EditionFactory, PersonFactory, TrainingFactory, person_in_role

pytestmark = pytest.mark.django_db


def test_every_operation_that_is_not_public_asks_for_a_token_and_no_other_does() -> None:
    document = api.get_openapi_schema(path_prefix="/api/v1/")
    asked = {
        address
        for address, methods in document["paths"].items()
        if any("security" in one for one in methods.values())
    }
    assert asked == {one for one in document["paths"] if one.startswith(gate.OWN)}
    visitor = Program()
    for address, methods in document["paths"].items():
        for method in methods:
            if address in asked:
                place = (
                    address.replace("{key}", "1")
                    .replace("{code}", "1")
                    .replace("{plugin}/{name}", "bereik/growth")
                )
                response = visitor.client.generic(method.upper(), place)
                assert (address, response.status_code) == (address, 401)
                assert kind(response.json()) == "no-token"
                assert response["WWW-Authenticate"] == "Bearer"


def test_a_session_in_a_browser_counts_for_nothing() -> None:
    client = Client()
    client.force_login(person_in_role(Role.COORDINATOR))
    assert client.get(f"{BASE}/me").status_code == 401
    assert client.get(f"{BASE}/figures").status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer va_nee", "Bearer", "Basic eDp4", "Bearer va_" + "é" * 43]
)
def test_a_token_that_nobody_has_is_refused_everywhere(header: str) -> None:
    client = Client(headers={"authorization": header})
    response = client.get(f"{BASE}/trainings")
    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"
    assert response["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_a_token_ends_with_its_time_and_with_the_account() -> None:
    person = PersonFactory.create()
    program = Program(person)
    program.get("/me")
    with clock.at(clock.now() + timedelta(days=31)):
        assert kind(program.get("/me", 401)) == "no-token"
    person.is_active = False
    person.save()
    assert kind(program.get("/me", 401)) == "no-token"


def test_the_day_of_the_last_use_is_kept_and_no_more() -> None:
    program = Program(PersonFactory.create())
    assert PersonalToken.objects.get().last_used_on is None
    program.get("/me")
    assert PersonalToken.objects.get().last_used_on == clock.today()


def test_who_asks_too_often_hears_when_it_is_possible_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "VISITORS", Limit("api visitor", 2, 60))
    visitor = Program()
    visitor.get("/trainings")
    visitor.get("/trainings")
    response = visitor.client.get(f"{BASE}/trainings")
    assert (response.status_code, kind(response.json())) == (429, "too-often")
    assert 0 < int(response["Retry-After"]) <= 60
    # Who has a token is counted apart.
    Program(PersonFactory.create()).get("/me")


def test_changes_and_wrong_tokens_have_a_smaller_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CHANGES", Limit("api change", 1, 60))
    monkeypatch.setattr(limits, "MISSES", Limit("api wrong token", 1, 60))
    program = Program(PersonFactory.create())
    program.post("/me/enrolments", 403, edition=1)
    assert kind(program.post("/me/enrolments", 429, edition=1)) == "too-often"
    program.get("/me")
    stranger = Client(headers={"authorization": "Bearer nee"})
    assert [stranger.get(f"{BASE}/trainings").status_code for _one in range(2)] == [401, 429]


def test_what_is_public_can_be_kept_and_asked_again() -> None:
    edition = EditionFactory.create()
    address = f"{BASE}/editions/{edition.pk}"
    first = Client().get(address)
    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Vary"] == "Accept-Language, Authorization"
    again = Client().get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    own = Program(PersonFactory.create()).client.get(f"{BASE}/me")
    assert own["Cache-Control"] == "private, no-store"


def test_other_sites_may_read_what_is_public_without_a_token() -> None:
    public = Client().get(f"{BASE}/trainings", headers={"origin": "https://example.org"})
    assert public["Access-Control-Allow-Origin"] == "*"
    asked = Client().options(f"{BASE}/trainings")
    assert asked.status_code == 204
    assert asked["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Authorization" not in asked["Access-Control-Allow-Headers"]
    program = Program(PersonFactory.create()).client
    for response in (
        program.get(f"{BASE}/trainings"),
        program.get(f"{BASE}/me"),
        program.options(f"{BASE}/me"),
        Client().get(f"{BASE}/me"),
    ):
        assert "Access-Control-Allow-Origin" not in response


def test_the_language_is_the_one_that_is_asked_for_or_the_persons() -> None:
    visitor = Program()
    assert visitor.get("/trainings/x", 404)["title"] == "Dit is er niet."
    told = visitor.client.get(f"{BASE}/trainings/x", headers={"accept-language": "en-GB, nl;q=0.5"})
    assert told["Content-Language"] == "en"
    person = PersonFactory.create(language="en")
    program = Program(person)
    assert program.client.get(f"{BASE}/me")["Content-Language"] == "en"
    asked = program.client.get(f"{BASE}/me", headers={"accept-language": "nl"})
    assert asked["Content-Language"] == "nl"
    odd = visitor.client.get(f"{BASE}/trainings", headers={"accept-language": "xx, \x7f;q=9, *"})
    assert (odd.status_code, odd["Content-Language"]) == (200, "nl")


def test_an_address_that_leads_nowhere_and_a_method_that_is_not_there_are_problems() -> None:
    client = Client()
    for address in ("/api/v1/niets", "/api/v1/", "/api/v1", "/api/v1/trainings/"):
        response = client.get(address)
        assert (address, response.status_code) == (address, 404)
        assert kind(response.json()) == "not-found"
    wrong = client.post(f"{BASE}/trainings", {}, content_type="application/json")
    assert (wrong.status_code, wrong["Allow"], kind(wrong.json())) == (405, "GET", "wrong-method")


def test_the_head_of_an_answer_can_be_asked() -> None:
    TrainingFactory.create()
    response = Client().head(f"{BASE}/trainings")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == Client().get(f"{BASE}/trainings")["ETag"]


def test_what_is_too_large_or_no_json_is_refused() -> None:
    from academy.api.enums import Scope

    client = Program(PersonFactory.create(), Scope.ENROL).client

    def send(body: str, content_type: str = "application/json") -> tuple[int, str]:
        response = client.post(f"{BASE}/me/enrolments", body, content_type=content_type)
        return response.status_code, kind(response.json())

    assert send("{" + " " * gate.MOST_BYTES + "}") == (413, "too-large")
    assert send("{nee") == (400, "malformed")
    assert send("[]") == (422, "invalid")
    assert send('{"edition": 1, "more": 2}') == (422, "invalid")
    assert send('{"edition": "9' + "9" * 40 + '"}') == (422, "invalid")
    assert send('{"edition": 1}', "text/plain") == (404, "not-found")
    long = Client().get(f"{BASE}/trainings?q=" + "x" * 3000)
    assert (long.status_code, kind(long.json())) == (400, "malformed")
    odd = Client().get(f"{BASE}/trainings?q=%00")
    assert (odd.status_code, kind(odd.json())) == (400, "malformed")


def test_a_fault_of_ours_is_a_problem_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("courses.search.queries.find", broken)
    assert kind(Program().get("/trainings?q=x", 500)) == "broken"


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_token_that_somebody_makes_up_works(start: str, end: str) -> None:
    from academy.api.queries import working_token

    assert working_token(start + end) is None
    assert working_token(("va_" + start + end)[:46].ljust(46, "x")) is None


def test_a_real_token_with_one_letter_changed_does_not_work() -> None:
    from academy.api.queries import working_token

    token = token_of(PersonFactory.create())
    assert working_token(token) is not None
    other = "A" if token[10] != "A" else "B"
    assert working_token(token[:10] + other + token[11:]) is None
