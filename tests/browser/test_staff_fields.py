"""Wagtail's fields and lists in forms start on screens of staff, which run no script in the page.

That nothing of a page is against its policy is looked at in each test of the browser.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from courses.editions.models import Location
from courses.people.enums import Role
from tests.factories import EditionFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor(page: Page, sign_in: Callable[..., None]) -> Page:
    sign_in(page, person_in_role(Role.COORDINATOR))
    return page


def test_dates_choosers_and_lists_start_also_in_what_is_added(editor: Page) -> None:
    edition = EditionFactory.create()
    Location.objects.create(name="Huis in de wijk")
    editor.goto(f"/beheer/uitvoeringen/edit/{edition.pk}/")
    rows = editor.locator("#id_sessions-FORMS > [data-inline-panel-child]")
    before = rows.count()
    editor.locator("#id_sessions-ADD").click()
    expect(rows).to_have_count(before + 1)
    # The field for a moment, in the row that is there since now.
    editor.locator(f"#id_sessions-{before}-starts_at").click()
    picker = editor.locator(".xdsoft_datetimepicker:visible")
    expect(picker).to_have_count(1)
    editor.keyboard.press("Escape")
    # And its chooser.
    place = editor.locator(f"#id_sessions-{before}-location-chooser")
    place.get_by_role("button").first.click()
    editor.get_by_role("link", name="Huis in de wijk").click()
    expect(place).to_contain_text("Huis in de wijk")


def test_on_a_phone_what_is_chosen_from_has_the_whole_width_and_row(editor: Page) -> None:
    title = "Eenzaamheid signaleren en bespreekbaar maken"
    training = TrainingFactory.create(title=title)
    editor.set_viewport_size({"width": 360, "height": 740})
    editor.goto("/beheer/uitvoeringen/new/")
    chooser = editor.locator("#id_training-chooser")
    chooser.get_by_role("button").first.click()
    name = editor.locator(".modal td.title", has_text=title)
    expect(name).to_be_visible()
    width, height, of_row = name.evaluate(
        "one => [one.clientWidth, one.clientHeight, one.parentElement.clientWidth]"
    )
    assert width > 0.9 * of_row
    # Beside the letters, at the end of the last line.
    name.click(position={"x": width - 4, "y": height - 3})
    expect(chooser).to_contain_text(training.title)
    # Who presses a day means an evening, and not the minute of now.
    begins = editor.locator("#id_sessions-0-starts_at")
    begins.click()
    editor.locator(
        ".xdsoft_datetimepicker:visible td.xdsoft_date:not(.xdsoft_disabled)"
    ).last.click()
    expect(begins).to_have_value(re.compile(r" 19:00$"))


def test_the_calendar_stays_away_from_who_types_before_it_opens(editor: Page) -> None:
    """It opens a tenth of a second after a field is reached."""
    editor.goto("/beheer/uitvoeringen/new/")
    picker = editor.locator(".xdsoft_datetimepicker:visible")
    begins = editor.locator("#id_sessions-0-starts_at")
    begins.evaluate("""field => {
      field.focus();
      field.value = "06-03-2031 15:00";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }""")
    # Longer than it waits: whatever it set off has happened.
    begins.evaluate("() => new Promise(done => setTimeout(done, 300))")
    expect(picker).to_have_count(0)
    begins.click()
    expect(picker).to_have_count(1)


def test_a_filter_with_a_day_starts_its_picker(editor: Page) -> None:
    editor.goto(reverse("wagtailadmin_reports:workflow"))
    assert editor.evaluate("Boolean(jQuery('#id_created_at_0').data('xdsoft_datetimepicker'))")


def test_html_that_comes_through_starts_fields_and_nothing_else(editor: Page) -> None:
    editor.goto("/beheer/")
    editor.evaluate("""() => {
      window.asked = [];
      window.strange = (...values) => window.asked.push(values);
      document.getElementById("main").innerHTML = `
        <academy-start call="strange" for="a"></academy-start>
        <academy-start call="alert" for="a"></academy-start>
        <academy-start call="constructor" for="a"></academy-start>`;
    }""")
    expect(editor.locator("academy-start[call]")).to_have_count(0)
    assert editor.evaluate("window.asked") == []
