"""What the kit says of what a plugin answers."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms

from courses.common import pdf
from courses.plugin_api.api import (
    CertificateContext,
    CertificateHtml,
    CertificateTemplate,
    MailText,
    NotificationKind,
    NotYet,
    Question,
    QuestionKind,
    Training,
    TrainingDraft,
)
from tests.courses.plugin_kit.testing.faulty import (
    Criterion,
    Documents,
    Files,
    Handler,
    Mails,
    Make,
    Panel,
    Questions,
    Rule,
    Sheets,
    Table,
    failed_checks,
    failing,
    gives,
    like,
    raises,
    wrong,
)

pytestmark = pytest.mark.django_db


class Grows(Training):
    """A training with a block that does not exist."""

    name = "grows"

    def build(self, draft: TrainingDraft) -> None:
        draft.title, draft.slug, draft.summary = "Groeien", "groeien", "Kort."
        draft.lesson("een", "Een", summary="Kort.", minutes=5, body=[("bestaat_niet", "x")])


class BadForm(forms.Form):
    """Fails on what is no number."""

    number = forms.CharField(initial="3", required=False, label="Getal")

    def clean_number(self) -> int:
        return int(self.cleaned_data["number"])


class NoJsonForm(forms.Form):
    """Cleans to what cannot be kept."""

    number = forms.CharField(initial="3", label="Getal")

    def clean_number(self) -> object:
        return object()


class PoorCertificate(CertificateTemplate):
    """A certificate without a name on it."""

    name = "poor"

    def render(self, ctx: CertificateContext) -> CertificateHtml:
        return CertificateHtml('<html lang="nl"><title>Certificaat</title><p>Gefeliciteerd.</p>')


@wrong(
    {
        "its_trainings_can_be_installed": Grows,
        "its_rules_answer": like(Rule, check=gives(True)),
        "its_criteria_answer_for_somebody_who_just_began": like(Criterion, evaluate=gives(False)),
        "its_questions_are_accepted": like(
            Questions, questions=gives([Question("a", QuestionKind.CHOICE, "Wat?")])
        ),
        "its_mails_can_be_written": like(
            Mails, templates=gives({NotificationKind.MOVED: MailText("{% hoi %}")})
        ),
        "its_reports_have_rows_of_their_columns": like(Table, rows=gives([("iets",)])),
        "its_files_fit_in_a_certificate": like(Files, attach=gives(["woord.txt"])),
        "its_files_are_for_who_may": like(Sheets, may_read=gives(True)),
        "its_documents_are_for_everybody": like(Documents, document=gives("hoi")),
        "its_panels_give_html_or_nothing": like(Panel, render=gives("<p>")),
        "its_handlers_can_be_repeated": like(Handler, handle=raises),
        "its_settings_form_bears_anything": {"form": BadForm},
    },
    {
        "its_criteria_answer_for_somebody_who_just_began": like(
            Criterion, evaluate=gives(NotYet(" "))
        ),
        "its_questions_are_accepted": like(Questions, questions=gives([])),
        "its_files_are_for_who_may": like(Sheets, kinds=("pdf", "exe")),
        "its_reports_have_rows_of_their_columns": like(Table, columns=()),
        "its_settings_form_bears_anything": {"form": NoJsonForm},
    },
)
def test_what_is_wrong_fails_its_check_and_no_other(make: Make, parts: dict[str, Any]) -> None:
    assert failed_checks(make, parts) == set(parts)


def test_a_certificate_without_a_name_is_refused(make: Make) -> None:
    try:
        pdf.load()
    except pdf.PdfUnavailable:
        pytest.skip("this machine cannot make PDFs")
    found = failing(make(PoorCertificate, form=None))
    assert set(found) == {"test_its_certificate_has_everything"}
