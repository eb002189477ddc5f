"""From the trainer's list to a certificate that anybody can check, in a real browser."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Page, expect

from courses.attendance.models import Attendance
from courses.certificates.models import Certificate
from courses.certificates.services import revoke
from courses.common import clock
from courses.people.enums import Role
from tests.browser.screens import on_phone_and_desktop
from tests.courses.certificates.people import make_certificate
from tests.factories import EditionFactory, EnrolmentFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from courses.enrolment.models import Enrolment

pytestmark = pytest.mark.django_db(transaction=True)

# Wagtail's own frame around our pages; what we made ourselves has to pass.
WAGTAILS_OWN = ("region", "landmark-unique", "heading-order", "landmark-one-main")


def an_edition_of_last_week(trainer: Any) -> list[Enrolment]:
    begin = clock.now() - timedelta(days=7)
    with clock.at(begin - timedelta(days=20)):
        edition = EditionFactory.create(starts_at=begin, trainers=[trainer])
        return [
            EnrolmentFactory.create(
                edition=edition, person=PersonFactory.create(first_name=name, last_name="Bos")
            )
            for name in ("Anna", "Bilal")
        ]


@on_phone_and_desktop
def test_a_trainer_marks_who_was_there_and_they_get_certificates(
    page: Page, sign_in: Callable[..., None], axe: Any, screenshot: Any
) -> None:
    trainer = person_in_role(Role.TRAINER)
    anna, bilal = an_edition_of_last_week(trainer)
    sign_in(page, trainer)

    page.goto("/beheer/presentie/")
    screenshot("attendance-list")
    whole_list = re.compile(f"Hele lijst.*{anna.edition.training.title}")
    page.get_by_role("link", name=whole_list).click()
    page.get_by_label("Anna Bos was bij bijeenkomst 1").check()
    screenshot("attendance-sheet")
    axe(page, without=WAGTAILS_OWN)
    page.get_by_role("button", name="Bewaar de presentie").click()

    expect(page.get_by_text("De presentie is bewaard.")).to_be_visible()
    assert dict(Attendance.objects.values_list("enrolment_id", "mark")) == {
        anna.pk: "present",
        bilal.pk: "absent",
    }
    assert [one.enrolment_id for one in Certificate.objects.all()] == [anna.pk]


def test_marking_works_without_scripts(
    page_without_scripts: Page, sign_in: Callable[..., None]
) -> None:
    trainer = person_in_role(Role.TRAINER)
    anna, bilal = an_edition_of_last_week(trainer)
    page = page_without_scripts
    sign_in(page, trainer)

    page.goto(f"/beheer/presentie/{anna.edition_id}/")
    page.get_by_label("Bilal Bos was bij bijeenkomst 1").check()
    page.get_by_role("button", name="Bewaar de presentie").click()

    expect(page.get_by_label("Bilal Bos was bij bijeenkomst 1")).to_be_checked()
    assert dict(Attendance.objects.values_list("enrolment_id", "mark")) == {
        anna.pk: "absent",
        bilal.pk: "present",
    }


@on_phone_and_desktop
def test_anybody_checks_a_certificate(
    page: Page, axe: Any, screenshot: Any, no_sideways_scroll: Any
) -> None:
    certificate = make_certificate()

    page.goto("/certificaat/")
    axe(page)
    page.get_by_label("Code van het certificaat").fill("dat weet ik niet")
    page.get_by_role("button", name="Controleer").click()
    axe(page)
    screenshot("certificate-wrong-code")
    page.get_by_label("Code van het certificaat").fill(certificate.code.lower())
    page.get_by_role("button", name="Controleer").click()

    expect(page.get_by_text("Dit certificaat is echt en geldig")).to_be_visible()
    expect(page.get_by_text("Fatima van der Berg")).to_be_visible()
    axe(page)
    no_sideways_scroll(page)
    screenshot("certificate-check")

    revoke(certificate=certificate, reason="Op de verkeerde naam", actor=None)
    page.reload()
    expect(page.get_by_text("Dit certificaat is ingetrokken")).to_be_visible()
    axe(page)
    screenshot("certificate-revoked")

    page.goto("/certificaat/AAAA-AAAA-AAAA-AAAA/")
    axe(page)
    no_sideways_scroll(page)
    screenshot("certificate-unknown")


def test_a_coordinator_takes_a_certificate_back(
    page: Page, sign_in: Callable[..., None], axe: Any, screenshot: Any
) -> None:
    certificate = make_certificate()
    sign_in(page, person_in_role(Role.COORDINATOR))

    page.goto("/beheer/certificaten/")
    screenshot("certificates-list")
    page.get_by_role("link", name="Fatima van der Berg").click()
    axe(page, without=WAGTAILS_OWN)
    page.get_by_label("Reden").fill("Op de verkeerde naam")
    page.get_by_label("Ik weet zeker").check()
    screenshot("certificate-admin")
    page.get_by_role("button", name="Ja, trek dit certificaat in").click()

    expect(page.get_by_text("Het certificaat is ingetrokken.")).to_be_visible()
    certificate.refresh_from_db()
    assert certificate.revoke_reason == "Op de verkeerde naam"
