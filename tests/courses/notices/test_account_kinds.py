"""The code to take over an account, by letter and in a call: told, and kept nowhere."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.core import serializers
from wagtail.models import ModelLogEntry

from courses.common import clock
from courses.notices import queries, scripts, services
from courses.notices.enums import NoticeState
from courses.notices.models import Notice
from courses.people.claiming import DAYS, claimed_by, code_of, make_claim_code
from courses.people.enums import ContactWay, Role
from courses.people.models import User
from tests.factories import PersonFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def test_who_staff_made_an_account_for_gets_the_code_in_a_letter_or_a_call(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    by_letter = PersonFactory.create(
        email=None, first_name="Riet", street="Kade 1", postcode="3511 AA", city="Utrecht"
    )
    by_call = PersonFactory.create(email=None, first_name="Wim", telephone="0612345678")
    client.force_login(coordinator)
    for one in (by_letter, by_call):
        assert client.post(f"/beheer/personen/{one.pk}/code/", {"tell": "1"}).status_code == 302
        one.refresh_from_db()
    letter, call = (Notice.objects.get(person=one) for one in (by_letter, by_call))
    assert (letter.way, call.way) == (ContactWay.LETTER, ContactWay.TELEPHONE)
    code = code_of(by_letter)
    assert code is not None
    assert claimed_by(code, person=PersonFactory.create()) == by_letter
    (page,) = read_pdf(services.print_letters(notices=[letter], actor=coordinator)).pages
    assert code in page.extract_text()
    script = scripts.script_of(call)
    assert script is not None
    assert any(f"Vul dan deze code in: {code_of(by_call)}" in line for line in script.say)
    kept = [*Notice.objects.all(), *ModelLogEntry.objects.all(), *User.objects.all()]
    told = json.dumps(serializers.serialize("python", kept), default=str) + caplog.text
    for secret in (code, str(code_of(by_call))):
        assert (secret in told, secret.replace("-", "") in told) == (False, False)


def test_a_code_that_holds_no_more_is_told_to_nobody() -> None:
    coordinator = person_in_role(Role.COORDINATOR)
    person = PersonFactory.create(email=None, telephone="0612345678")
    make_claim_code(person=person, actor=coordinator, tell=True)
    with clock.at(clock.now() + timedelta(hours=2)):
        # Another code takes the place of the first.
        make_claim_code(person=person, actor=coordinator, tell=True)
        services.drop_stale()
        (left,) = queries.call_list()
        assert scripts.script_of(left) is not None
    with clock.at(clock.now() + timedelta(days=DAYS + 1)):
        services.drop_stale()
    assert set(Notice.objects.values_list("state", flat=True)) == {NoticeState.DROPPED}
