"""Making a form: the preview follows what is typed, and questions change places by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from courses.evaluation.enums import Purpose
from courses.evaluation.models import FormTemplate
from courses.evaluation.queries.templates import questions_of
from courses.people.enums import Role
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_form_is_made_by_keyboard_beside_its_preview(
    page: Page, sign_in: Callable[..., None]
) -> None:
    template = FormTemplate.objects.get(purpose=Purpose.SHORT)
    sign_in(page, person_in_role(Role.COORDINATOR))
    page.goto(f"/beheer/formulieren/edit/{template.pk}/")
    # What a kind of question does not have is out of sight.
    first, second = (page.locator(f"#inline_child_questions-{n}") for n in (0, 1))
    expect(first.get_by_label("Wat een 1 betekent")).to_be_visible()
    expect(first.get_by_label("Antwoorden", exact=True)).to_be_hidden()
    first.get_by_label("Vraag of tekst").fill("Zojuist getypt?")
    phone = page.frame_locator("iframe[name=form-preview]")
    expect(phone.get_by_text("Zojuist getypt?").first).to_be_visible()
    assert page.locator("iframe[name=form-preview]").evaluate("one => one.clientWidth") == 360
    first.get_by_label("Soort").select_option("open")
    expect(first.get_by_label("Wat een 1 betekent")).to_be_hidden()
    expect(first.get_by_label("Hoeveel woorden")).to_be_visible()
    second.get_by_role("button", name="Verplaats naar boven").press("Enter")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Bewaard. Formulieren die al open zijn")).to_be_visible()
    stored = questions_of(FormTemplate.objects.get(pk=template.pk))
    assert [(one.key, one.kind, one.text) for one in stored[:2]] == [
        ("short_use", "choice", "Heb je iets aan deze bijeenkomst?"),
        ("overall", "open", "Zojuist getypt?"),
    ]
