"""The reports and panels of plugins, as people see them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.safestring import mark_safe
from playwright.sync_api import Page, expect

from courses.people.enums import Role
from courses.plugin_api.contributions.base import Audience
from courses.plugin_api.contributions.screens import Column
from tests.browser.screens import on_phone_and_desktop
from tests.courses.reports.counting import PAGE, Counter, Talks, install, switch_on
from tests.factories import EditionFactory, EnrolmentFactory, TrainingFactory, person_in_role

pytestmark = pytest.mark.django_db(transaction=True)

Install = Callable[[Any], Any]
# Wagtail's own frame around our pages; what we made ourselves has to pass.
WAGTAILS_OWN = ("region", "landmark-unique", "heading-order", "landmark-one-main")
DISTRICTS = ("Overvecht", "Lombok", "Zuilen", "Leidsche Rijn", "Hoograven", "Wittevrouwen")


def _report() -> Talks:
    report = Talks()
    report.title = "Gesprekken per wijk"
    report.description = (
        "Hoeveel gesprekken deelnemers hebben genoteerd, per wijk. Geteld zijn gesprekken in de "
        "gekozen periode, van 12 van de 15 deelnemers."
    )
    report.columns = (
        Column("Wijk"),
        Column("Laatste gesprek"),
        Column("Gesprekken", is_number=True),
        Column("Gemiddelde duur in minuten", is_number=True),
    )
    report.give = [
        [name, date(2026, 3, number + 1), 10 * number, Decimal("12.5") + number]
        for number, name in enumerate(DISTRICTS * 5)
    ]
    return report


@on_phone_and_desktop
def test_a_coordinator_reads_and_filters_a_report(
    page: Page,
    sign_in: Callable[..., None],
    install_plugin: Install,
    screenshot: Callable[[str], Any],
    axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None],
) -> None:
    report = _report()
    install(install_plugin, report)
    training = switch_on(TrainingFactory.create(title="Bellen"))
    sign_in(page, person_in_role(Role.COORDINATOR))

    page.goto(PAGE)
    screenshot("plugin-report")
    axe(page, without=WAGTAILS_OWN)
    no_sideways_scroll(page)
    page.get_by_label("Vanaf").fill("2026-03-01")
    page.get_by_label("Tot en met").fill("")
    page.get_by_label("Training", exact=True).select_option("Bellen")
    page.get_by_role("button", name="Toon", exact=True).click()
    expect(page.get_by_text("Periode: vanaf 1 maart 2026.")).to_be_visible()
    assert report.asked[-1].training_ids == frozenset({training.pk})
    page.get_by_role("link", name="Volgende").click()
    expect(page.get_by_text("Pagina 2 van 2")).to_be_visible()

    report.give = [*report.give[:3], None]
    page.goto(PAGE)
    expect(page.get_by_text("Hier ging iets mis.")).to_be_visible()
    screenshot("plugin-report-broken")
    axe(page, without=WAGTAILS_OWN)


def test_the_menu_leads_to_a_report(
    page: Page, sign_in: Callable[..., None], install_plugin: Install
) -> None:
    install(install_plugin, _report())
    switch_on(TrainingFactory.create())
    sign_in(page, person_in_role(Role.COORDINATOR))

    page.goto("/beheer/")
    page.get_by_role("button", name="Rapporten").click()
    page.get_by_role("link", name="Gesprekken per wijk").click()

    expect(page.get_by_role("heading", name="Gesprekken per wijk")).to_be_attached()


@on_phone_and_desktop
def test_a_report_that_is_on_nowhere_explains_itself(
    page: Page,
    sign_in: Callable[..., None],
    install_plugin: Install,
    screenshot: Callable[[str], Any],
    axe: Callable[..., None],
) -> None:
    install(install_plugin, _report())
    sign_in(page, person_in_role(Role.COORDINATOR))

    page.goto(PAGE)

    expect(page.get_by_text("Deze uitbreiding staat in geen enkele training aan.")).to_be_visible()
    screenshot("plugin-report-nowhere")
    axe(page, without=WAGTAILS_OWN)


class OwnCounter(Counter):
    name = "own"


@on_phone_and_desktop
def test_panels_stand_on_the_first_pages(
    page: Page,
    sign_in: Callable[..., None],
    install_plugin: Install,
    screenshot: Callable[[str], Any],
    axe: Callable[..., None],
    no_sideways_scroll: Callable[[Page], None],
) -> None:
    mine, staff = OwnCounter(), Counter()
    staff.audience = Audience.TRAINER
    for panel in (mine, staff):
        panel.give = mark_safe(
            "<p>Je hebt deze maand vier gesprekken genoteerd. Dat zijn er twee meer dan in de "
            "maand ervoor.</p><ul><li>Overvecht: 3</li><li>Lombok: 1</li></ul>"
            '<p><a href="/">Schrijf een gesprek op</a></p>'
        )
    install(install_plugin, mine, staff)
    trainer = person_in_role(Role.TRAINER, first_name="Thijs")
    training = switch_on(TrainingFactory.create(title="Bellen", lessons=2))
    EditionFactory.create(training=training, trainers=[trainer])
    EnrolmentFactory.create(person=trainer, training=training)
    sign_in(page, trainer)

    page.goto("/mijn/")
    expect(page.get_by_role("heading", name="Gesprekken tot nu toe", level=2)).to_be_visible()
    screenshot("mine-with-panel")
    axe(page)
    no_sideways_scroll(page)
    page.goto("/beheer/")
    expect(page.get_by_role("heading", name="Gesprekken tot nu toe", level=2)).to_be_visible()
    screenshot("staff-with-panel")
    axe(page, without=WAGTAILS_OWN)
