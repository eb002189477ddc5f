"""Letters to print: what was printed leaves the list at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from courses.enrolment import services as enrolment
from courses.notices.queries import letters_to_print
from courses.people.enums import Role
from tests.factories import EditionFactory, PersonFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext
    from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.django_db(transaction=True)


def test_letters_leave_the_list_when_they_are_printed(
    open_context: Callable[..., BrowserContext],
    live_server: LiveServer,
    sign_in: Callable[..., None],
    axe: Callable[..., None],
) -> None:
    edition = EditionFactory.create()
    address = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}
    for name in ("Wim", "Nel"):
        person = PersonFactory.create(email=None, first_name=name, **address)
        enrolment.enrol(person=person, edition=edition, actor=person_in_role(Role.COORDINATOR))
    waiting = letters_to_print().count()
    assert waiting == 2
    page = open_context(accept_downloads=True).new_page()
    sign_in(page, person_in_role(Role.COORDINATOR))
    page.goto("/beheer/brieven/")
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(waiting)
    with page.expect_download() as kept:
        page.get_by_role("button", name="Print de gekozen brieven").click()
    assert kept.value.path().read_bytes()[:5] == b"%PDF-"
    expect(page.get_by_text("Geprint en dus verstuurd.")).to_be_visible()
    expect(boxes).to_have_count(0)
    assert not letters_to_print()
    # A message comes in slowly, and pale.
    page.evaluate("() => Promise.all(document.getAnimations().map(one => one.finished))")
    axe(page)
    with page.expect_download():
        page.get_by_role("button", name="nog een keer").first.click()
