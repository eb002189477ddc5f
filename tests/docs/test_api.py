"""What docs/api.md says is so: each command is given, and answers what stands below it."""

from __future__ import annotations

import json
import re
import shlex
from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from academy.api.enums import Scope
from academy.api.problems import TITLES
from academy.webhooks import payloads, services, signing
from academy.webhooks.enums import TEST, WebhookEvent
from courses.catalogue.models import TrainingGoal
from courses.common import clock
from tests.academy.api.programs import token_of
from tests.factories import (
    EditionFactory,
    PartnerFactory,
    PersonFactory,
    TrainingFactory,
    make_theme,
)

pytestmark = pytest.mark.django_db

GUIDE = (Path(__file__).parents[2] / "docs" / "api.md").read_text()
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
ANYTHING = "…"


def typed(command: str, known: dict[str, str]) -> tuple[int, Any]:
    """What a command with curl gets from the academy."""
    parser = ArgumentParser()
    parser.add_argument("-X", dest="method", default="GET")
    parser.add_argument("-H", dest="headers", action="append", default=[])
    parser.add_argument("-d", dest="body", default="")
    parser.add_argument("-I", dest="head", action="store_true")
    parser.add_argument("url")
    words = [_filled_in(word, known) for word in shlex.split(command)]
    assert words[0] == "curl"
    given = parser.parse_args(words[1:])
    headers = dict(one.split(": ", 1) for one in given.headers)
    response = Client().generic(
        "HEAD" if given.head else given.method,
        given.url,
        given.body,
        content_type=headers.pop("Content-Type", "application/octet-stream"),
        headers=headers,
    )
    return response.status_code, None if given.head else json.loads(response.content)


def _filled_in(text: str, known: dict[str, str]) -> str:
    return re.sub(r"\$([A-Z]+)", lambda found: known[found[1]], text)


def fits(shown: Any, told: Any) -> bool:
    """Whether what was told is what the guide shows."""
    if shown == ANYTHING:
        return True
    if isinstance(shown, dict) and isinstance(told, dict):
        return shown.keys() == told.keys() and all(fits(shown[one], told[one]) for one in shown)
    if isinstance(shown, list) and isinstance(told, list):
        return len(shown) == len(told) and all(map(fits, shown, told))
    return bool(shown == told)


def test_each_command_answers_what_stands_below_it() -> None:
    training = TrainingFactory.create(
        title="Luisteren",
        slug="luisteren",
        theme=make_theme(),
        partner=PartnerFactory.create(name="NIZU"),
    )
    TrainingGoal.objects.create(training=training, text="Vragen stellen", sort_order=0)
    person = PersonFactory.create(first_name="Zoë", last_name="de Vries")
    known = {
        "ACADEMY": "",
        "EDITION": str(EditionFactory.create(training=training).pk),
        "TOKEN": token_of(person, Scope.ENROL),
    }
    given, told = 0, None
    for language, text in BLOCKS:
        if language == "sh":
            status, told = typed(text, known)
            given += 1
            assert (text, status) == (text, status if status < 500 else 0)
        elif language == "json":
            assert fits(json.loads(text), told), f"{text}\n\n{told}"
    assert given == 8


def test_the_guide_checks_signatures_as_they_are() -> None:
    (code,) = [text for language, text in BLOCKS if language == "python"]
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - it stands in our own guide
    key, body = uuid4(), services.content_of(payloads.of_test())
    headers = signing.headers(message_id=uuid4(), moment=clock.now(), content=body, keys=[key])
    is_genuine, secret = names["is_genuine"], signing.secret_of(key)
    assert is_genuine(secret, headers, body)
    assert not is_genuine(secret, headers, body + b" ")
    assert not is_genuine(signing.secret_of(uuid4()), headers, body)
    assert not is_genuine(secret, {**headers, "webhook-timestamp": "1000"}, body)


def test_the_guide_names_every_event_and_the_kinds_of_problems() -> None:
    for event in (*WebhookEvent.values, TEST):
        assert f"| `{event}` |" in GUIDE
    told = {one for one in TITLES if f"`{one}`" in GUIDE}
    assert set(TITLES) - told == {"wrong-method", "broken", "not-now"}
