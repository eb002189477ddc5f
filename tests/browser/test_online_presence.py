"""A report of an online meeting becomes presence, on a phone without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from courses.attendance.enums import Mark
from courses.common import clock
from plugins.aanwezigheid_online.sample_reports import SampleJoin, as_teams
from tests.plugins.aanwezigheid_online.scene import a_scene

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page


def test_a_trainer_reads_in_a_report_on_a_phone(
    transactional_db: None,
    page_without_scripts: Page,
    sign_in: Any,
    no_sideways_scroll: Any,
    tmp_path: Path,
) -> None:
    start = (clock.now() - timedelta(hours=3)).replace(second=0, microsecond=0)
    scene = a_scene(("Anna", "de Wit"), ("Bram", "Kok"), start=start)
    report = tmp_path / "rapport.csv"
    report.write_bytes(
        as_teams(
            [
                SampleJoin("Anna de Wit", start, start + timedelta(minutes=120)),
                SampleJoin("iPhone van Bram", start, start + timedelta(minutes=20)),
            ]
        )
    )
    page = page_without_scripts
    page.set_viewport_size({"width": 320, "height": 640})
    sign_in(page, scene.trainer)
    page.goto(scene.url)
    no_sideways_scroll(page)
    page.get_by_label("Het rapport van Zoom of Teams").set_input_files(report)
    page.get_by_role("button", name="Lees het rapport").click()
    no_sideways_scroll(page)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("link", name="Kies wie dit is.").click()
    page.get_by_label("Wie is “iPhone van Bram”?").select_option(label="Kok, Bram")
    page.get_by_role("button", name="Verder").click()
    no_sideways_scroll(page)
    assert page.get_by_role("checkbox").count() == 2
    page.get_by_role("button", name="Ja, bewaar").click()
    page.get_by_text("De presentie van 2 deelnemers is ingevuld.").wait_for()
    assert scene.marks() == {"Anna": Mark.PRESENT, "Bram": Mark.ABSENT}
