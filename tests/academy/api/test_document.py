"""The document is valid, tells what is so, and whatever is sent by it is answered as it says."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator import validate as validate_document
from schemathesis.generation import GenerationMode

from academy.api import limits
from academy.api.enums import Scope
from academy.api.problems import TITLES
from courses.common.limits import Limit
from tests.academy.api.programs import token_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from schemathesis import Case

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/openapi.json"


def document(language: str = "nl") -> dict[str, Any]:
    client = Client()
    client.cookies["taal"] = language
    found: dict[str, Any] = client.get(DOCUMENT).json()
    return found


def test_the_document_is_valid_openapi_3_1() -> None:
    told = document()
    assert told["openapi"] == "3.1.0"
    validate_document(told, cls=OpenAPIV31SpecValidator)


def test_each_operation_has_a_name_of_its_own_and_a_summary_in_both_languages() -> None:
    def operations(language: str) -> list[dict[str, Any]]:
        paths = document(language)["paths"].values()
        return [operation for methods in paths for operation in methods.values()]

    dutch, english = operations("nl"), operations("en")
    names = [one["operationId"] for one in dutch]
    assert len(set(names)) == len(names) == 23
    assert all(one["summary"] for one in dutch)
    assert [one["operationId"] for one in english] == names


def test_every_kind_of_problem_is_on_the_page_where_its_type_leads() -> None:
    page = Client().get("/api/").content.decode()
    assert [kind for kind in TITLES if f'id="{kind}"' not in page] == []
    assert DOCUMENT in page
    # Nothing of other sites, such as a script that shows the document.
    assert re.findall(r'(?:src|<link[^>]*href)="(?:https?:)?//[^"]*"', page) == []


# How many questions each operation gets, of what the document allows and of what it does not.
EXAMPLES = {GenerationMode.POSITIVE: 3, GenerationMode.NEGATIVE: 3}


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests end without closing the connection in whose transaction the test is. Django's own
    client does so too, and undoes it after each request."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", list(EXAMPLES))
def test_whatever_is_sent_is_answered_as_the_document_says(
    world: World, monkeypatch: pytest.MonkeyPatch, mode: GenerationMode
) -> None:
    for name in ("VISITORS", "TOKENS", "CHANGES", "MISSES"):
        monkeypatch.setattr(limits, name, Limit(f"test {name}", 100_000, 60))
    person = world.people["coordinator"]
    assert person is not None
    headers = {"Authorization": f"Bearer {token_of(person, Scope.ENROL)}"}
    app = get_wsgi_application()
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(document())))
    schema.app = app
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES[mode],
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case) -> None:
            nonlocal asked
            response = case.call(headers=headers)
            asked += 1
            case.validate_response(response, headers=headers)

        with one_connection():
            ask()
    assert asked > 40
