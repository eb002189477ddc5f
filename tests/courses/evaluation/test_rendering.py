"""The form on paper, and the code on the sheet that people sign."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from wagtail.models import Site

from courses.attendance.rendering import sign_in_sheet
from courses.catalogue.models import InfopuntSettings
from courses.common import clock
from courses.evaluation import codes, links, rendering
from courses.evaluation.services import open_form
from courses.people.enums import Role
from tests.courses.evaluation.factories import held_edition
from tests.factories import EditionFactory, EnrolmentFactory, person_in_role
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from courses.editions.models import Edition

pytestmark = pytest.mark.django_db


def words(content: bytes) -> str:
    pages = read_pdf(content).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def code_of(edition: Edition) -> str:
    return links.readable(codes.code_of_edition(edition.pk))


def test_a_trainer_prints_the_same_form_before_and_after_it_is_open_in_two_languages() -> None:
    trainer = person_in_role(Role.TRAINER)
    edition = held_edition(people=2, trainers=[trainer])
    client = Client()
    client.force_login(trainer)
    here = f"/beheer/evaluatie/uitvoering/{edition.pk}/"
    before = words(client.get(f"{here}papier-nl.pdf").content)
    assert edition.ends_at is not None
    with clock.at(edition.ends_at):
        form = open_form(edition=edition)
    after = client.get(f"{here}papier-nl.pdf")
    asked = [question.text for question in form.questions.all()]
    assert [text for text in asked if text not in before] == []
    assert [text for text in asked if text not in words(after.content)] == []
    assert f"Code van dit formulier: {code_of(edition)}" in before
    # Its last page is not half empty: there is room for who has more to say.
    assert "Te weinig plaats? Schrijf hier verder" in words(after.content)
    # That it is tagged, and says its language, is looked at by whatever reads it.
    assert "/MarkInfo" in read_pdf(after.content).root_object
    english = words(client.get(f"/beheer/evaluatie/formulier/{form.pk}/papier-en.pdf").content)
    assert "What mark do you give the training?" in english
    names = [one.person.last_name for one in form.participations.all() if one.person]
    assert [name for name in names if name in words(after.content)] == []


def test_a_form_says_where_it_goes_by_post_or_whom_to_call() -> None:
    paper = rendering.of_form(open_form(edition=held_edition(people=1)))

    def said(*, in_envelope: bool) -> str:
        return words(rendering.paper_form(paper, language="nl", in_envelope=in_envelope))

    assert "Bel ons, dan zeggen we waar hij heen gaat." in said(in_envelope=True)
    assert "Nam je het mee naar huis? Bel ons." in said(in_envelope=False)
    ours = InfopuntSettings.for_site(Site.objects.get(is_default_site=True))
    ours.postal_address = "Academie\n\nKade 1 \n3511 AA Utrecht"
    ours.save()
    where = "naar: Academie, Kade 1, 3511 AA Utrecht."
    assert f"Doe dit formulier in een envelop, en stuur die {where}" in said(in_envelope=True)
    assert f"Nam je het mee naar huis? Stuur het dan {where}" in said(in_envelope=False)


def test_a_usual_group_with_the_code_of_the_evaluation_has_one_sheet_to_sign() -> None:
    edition = EditionFactory.create()
    for _ in range(12):
        EnrolmentFactory.create(edition=edition)
    content = sign_in_sheet(edition.sessions.get())
    assert code_of(edition) in words(content)
    assert len(read_pdf(content).pages) == 1


def test_only_the_sheet_of_the_last_session_has_the_code_of_the_evaluation() -> None:
    edition = EditionFactory.create(sessions=2)
    first, last = edition.sessions.order_by("starts_at")
    shown = [code_of(edition) in words(sign_in_sheet(one)) for one in (first, last)]
    assert shown == [False, True]
