"""Answering without an account: by a link, by the code of a letter, and in the room."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.common import clock
from courses.evaluation import codes, limits, links
from tests.courses.evaluation.factories import held_edition, open_evaluation
from tests.factories import PersonFactory
from tests.mails import found_in_mail
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from courses.evaluation.models import EvaluationForm, Participation
    from tests.responses import Response

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@pytest.fixture
def form() -> EvaluationForm:
    people = [PersonFactory.create(first_name=name) for name in ("Zoë", "Mo", "An")]
    return open_evaluation(people=people)


def invitation(form: EvaluationForm, name: str = "Zoë") -> Participation:
    return form.participations.select_related("person").get(person__first_name=name)


def link(form: EvaluationForm, name: str = "Zoë") -> str:
    token = links.token_of(invitation(form, name))
    return reverse("evaluation:personal_form", args=[token])


def kept(response: Response) -> None:
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS
    assert response.cookies.keys() == set()


def test_a_link_works_as_often_as_it_is_opened_until_it_was_used_once(
    form: EvaluationForm,
) -> None:
    address, scanner = link(form), Client(enforce_csrf_checks=True)
    # The site makes its own settings the first time that they are asked for.
    scanner.get("/")
    for method in ("head", "get", "head", "get"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            looked = getattr(scanner, method)(address)
        assert looked.status_code == 200
        kept(looked)
        assert [one["sql"][:6] for one in queries if one["sql"][:6] != "SELECT"] == []
    reader = Client(enforce_csrf_checks=True)
    page = reader.get(address).content.decode()
    person = invitation(form).person
    assert person is not None
    assert "Zoë" in page
    assert person.last_name not in page
    assert str(person.email) not in page

    sent = reader.post(address, {"q0": "8"}, follow=True)
    assert sent.redirect_chain == [(f"{address}bedankt/", 302)]
    kept(sent)
    assert "Dank je wel voor je antwoorden" in sent.content.decode()
    assert "_auth_user_id" not in reader.session
    assert invitation(form).answered
    again = reader.post(address, {"q0": "1"})
    assert "Je hebt dit formulier al ingevuld" in again.content.decode()
    assert [invitation(form, name).answered for name in ("Mo", "An")] == [False, False]


def test_a_link_says_whose_form_it_is_to_who_is_signed_in_as_somebody_else(
    form: EvaluationForm, client: Client
) -> None:
    mo = invitation(form, "Mo").person
    assert mo is not None
    client.force_login(mo)
    said = {
        name: "ingelogd als iemand anders" in client.get(link(form, name)).content.decode()
        for name in ("Zoë", "Mo")
    }
    assert said == {"Zoë": True, "Mo": False}
    client.post(link(form), {"q0": "8"})
    assert [invitation(form, name).answered for name in ("Zoë", "Mo")] == [True, False]


def test_a_link_speaks_the_language_of_its_person_until_another_is_chosen(
    form: EvaluationForm, client: Client
) -> None:
    person = invitation(form).person
    assert person is not None
    person.language = "en"
    person.save()
    words = "What mark do you give the training?"
    assert words in client.get(link(form)).content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "nl"
    assert words not in client.get(link(form)).content.decode()


def test_a_link_ends_with_the_form_and_with_the_account(
    form: EvaluationForm, client: Client
) -> None:
    with clock.at(form.closes_at):
        closed = client.get(link(form))
        sent = client.post(link(form), {"q0": "8", "q6": "Wat ik schreef."})
    assert "Dit formulier is gesloten" in closed.content.decode()
    assert "Wat ik schreef." in sent.content.decode()
    assert not invitation(form).answered
    address, broken = link(form), link(form)[:-3] + "/"
    assert client.get(broken).status_code == 404
    assert "Deze link werkt niet" in client.get(broken).content.decode()
    invitation(form).person.delete()  # type: ignore[union-attr]
    assert client.get(address).status_code == 404


def test_the_code_of_a_letter_leads_to_the_form_and_guessing_ends(
    form: EvaluationForm, client: Client
) -> None:
    code = links.readable(links.code_of(invitation(form)))
    kept(client.get("/evaluatie/"))
    found = client.post("/evaluatie/", {"code": f" {code}."})
    assert (found.status_code, found["Location"]) == (302, link(form))
    wrong = [
        client.post("/evaluatie/", {"code": f"{n}12345678"}).status_code
        for n in range(1, limits.MISSES.times + 2)
    ]
    assert wrong == [404] * limits.MISSES.times + [429]
    blocked = client.post("/evaluatie/", {"code": code})
    assert blocked.status_code == 429
    kept(blocked)
    # Who has a link goes on.
    assert client.get(link(form)).status_code == 200


def test_the_code_in_the_room_leads_who_is_signed_in_to_the_form(
    form: EvaluationForm, client: Client
) -> None:
    edition = form.edition
    assert edition is not None
    code = codes.code_of_edition(edition.pk)
    here = reverse("evaluation:room", args=[code])
    typed = client.post("/evaluatie/", {"code": code})
    assert typed["Location"] == here
    visitor = client.get(here)
    kept(visitor)
    assert edition.training.title in visitor.content.decode()
    mo = invitation(form, "Mo").person
    assert mo is not None
    client.force_login(mo)
    assert client.get(here)["Location"] == f"/evaluatie/{edition.pk}/"
    client.force_login(PersonFactory.create())
    assert "ingelogd als iemand anders" in client.get(here).content.decode()
    assert client.get(reverse("evaluation:room", args=["123"])).status_code == 404


def test_before_the_form_is_open_the_code_says_when_it_opens(client: Client) -> None:
    edition = held_edition(people=1)
    page = client.get(reverse("evaluation:room", args=[codes.code_of_edition(edition.pk)]))
    assert "Het formulier is nog niet open" in page.content.decode()


def test_in_the_room_a_link_comes_by_mail_and_nobody_learns_who_takes_part(
    form: EvaluationForm, client: Client
) -> None:
    assert form.edition_id is not None
    here = reverse("evaluation:room", args=[codes.code_of_edition(form.edition_id)])
    email = str(invitation(form).person.email)  # type: ignore[union-attr]
    mail.outbox.clear()
    pages = {client.post(here, {"email": one}).content for one in (email.upper(), "x@example.org")}
    assert len(pages) == 1
    assert [one.to for one in mail.outbox] == [[email]]
    address = found_in_mail(r"http://testserver(/evaluatie/link/\S+)$")
    assert address == link(form)
    assert Client().post(address, {"q0": "8"}).status_code == 302
    tries = [
        client.post(here, {"email": email}).status_code for _one in range(limits.MAILS_TO_ONE.times)
    ]
    assert tries == [200] * (limits.MAILS_TO_ONE.times - 1) + [429]


def test_a_link_leads_to_the_form_on_paper_that_tells_nothing_of_it(form: EvaluationForm) -> None:
    address, reader = link(form), Client()
    assert f'href="{address}papier/"' in reader.get(address).content.decode()
    paper = reader.get(f"{address}papier/")
    kept(paper)
    text = " ".join(one.extract_text() for one in read_pdf(paper.content).pages)
    assert "Zoë" not in text
    assert reader.get(reverse("evaluation:personal_paper", args=["x"])).status_code == 404
