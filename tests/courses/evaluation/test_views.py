"""The pages on which people evaluate."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override
from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.queries import infopunt_of_default_site
from courses.common.words import count_words
from courses.evaluation.enums import OTHER
from courses.evaluation.forms import AnswersForm
from courses.evaluation.models import EvaluationForm, FormQuestion
from courses.evaluation.services import Answer
from courses.translations.models import ContentLanguage
from courses.translations.segments import Segment
from courses.translations.services import TypedText, save_texts
from tests.courses.evaluation.factories import close, counted, open_evaluation, texts
from tests.factories import PersonFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from django.test import Client

    from courses.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client: Client) -> User:
    person: User = PersonFactory.create()
    client.force_login(person)
    return person


@pytest.fixture
def evaluation(me: User) -> EvaluationForm:
    return open_evaluation(people=[me])


def url(evaluation: EvaluationForm, name: str = "form") -> str:
    return reverse(f"evaluation:{name}", args=[evaluation.edition_id])


def test_the_address_is_short(evaluation: EvaluationForm) -> None:
    assert url(evaluation) == f"/evaluatie/{evaluation.edition_id}/"
    assert url(evaluation, "thanks") == f"/evaluatie/{evaluation.edition_id}/bedankt/"


def test_the_training_has_its_name_in_the_readers_language(
    client: Client, evaluation: EvaluationForm
) -> None:
    english = ContentLanguage.objects.get(code="en")
    source = evaluation.subject
    typed = [TypedText(Segment("", source, "", is_html=False), "", "Listening well")]
    save_texts(language=english, page=None, typed=typed, actor=None)
    assert source in client.get(url(evaluation)).content.decode()
    client.cookies["taal"] = "en"
    client.post(url(evaluation), {"q0": "8"})
    for name in ("form", "thanks"):
        page = client.get(url(evaluation, name)).content.decode()
        assert ("Listening well" in page, f"{source}<" in page) == (True, False)


def test_a_question_without_english_says_that_it_is_dutch(
    client: Client, evaluation: EvaluationForm
) -> None:
    first = evaluation.questions.exclude(kind="intro").first()
    assert first is not None
    evaluation.questions.filter(pk=first.pk).update(text="Hoe was de koffie?", text_en="")
    for language, told in (("en", 1), ("nl", 0)):
        client.cookies["taal"] = language
        page = client.get(url(evaluation)).content.decode()
        with override(language):
            mark = f"({gettext('in het Nederlands')})"
        assert (page.count(mark), len(re.findall(r'data-question="\w+"\s+lang="nl"', page))) == (
            told,
            told,
        )


def test_visitors_are_asked_to_sign_in(client: Client) -> None:
    evaluation = open_evaluation(people=1)

    response = client.get(url(evaluation))

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", ["form", "thanks"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_was_not_invited_finds_nothing(
    client: Client, me: User, name: str, method: str
) -> None:
    evaluation = open_evaluation(people=1)

    response = getattr(client, method)(url(evaluation, name))

    assert response.status_code == (405 if (name, method) == ("thanks", "post") else 404)


def test_the_form_shows_every_question_and_says_that_it_is_anonymous(
    client: Client, evaluation: EvaluationForm
) -> None:
    page = client.get(url(evaluation)).content.decode()

    for question in evaluation.questions.all():
        assert question.text in page
    assert "Wie met deze website werkt, kan dus niet zien wie wat heeft ingevuld." in page


@pytest.mark.parametrize("name", ["form", "thanks"])
def test_no_shared_cache_keeps_the_pages(
    client: Client, evaluation: EvaluationForm, name: str
) -> None:
    assert "private" in client.get(url(evaluation, name))["Cache-Control"]


def test_sending_in_counts_and_says_thanks(client: Client, evaluation: EvaluationForm) -> None:
    response = client.post(
        url(evaluation),
        {"q0": "8", "q3": "Precies goed", "q5": ["Meer oefenen"], "q6": "Luisteren."},
        follow=True,
    )

    assert response.redirect_chain == [(url(evaluation, "thanks"), 302)]
    assert "Dank je wel voor je antwoorden" in response.content.decode()
    assert counted(evaluation) == {
        ("overall", "8"): 1,
        ("mix", "Precies goed"): 1,
        ("improve", "Meer oefenen"): 1,
    }
    assert texts(evaluation) == {"takeaway": ["Luisteren."]}


def test_words_after_otherwise_count_as_otherwise(
    client: Client, evaluation: EvaluationForm
) -> None:
    client.post(url(evaluation), {"q0": "8", "q5_other": "de koffie"})

    assert counted(evaluation) == {("overall", "8"): 1, ("improve", OTHER): 1}
    assert texts(evaluation) == {"improve": ["de koffie"]}


@pytest.mark.parametrize("typed", ["0", "11", "7,5", "acht", "-1", "8 ", "٨"])
def test_a_mark_that_is_none_is_explained(
    client: Client, evaluation: EvaluationForm, typed: str
) -> None:
    response = client.post(url(evaluation), {"q0": typed, "q6": "Luisteren."})

    assert response.status_code == 200
    assert response.context["form"].errors == {"q0": ["Geef een heel cijfer van 1 tot en met 10."]}
    assert counted(evaluation) == {}


def test_the_overall_mark_is_the_only_one_that_is_asked_of_everyone(
    client: Client, evaluation: EvaluationForm
) -> None:
    response = client.post(url(evaluation), {})

    assert response.context["form"].errors == {"q0": ["Geef een cijfer van 1 tot en met 10."]}


def test_a_text_that_is_too_long_is_explained_and_stays(
    client: Client, evaluation: EvaluationForm
) -> None:
    text = " ".join(f"woord{n}" for n in range(76))

    response = client.post(
        url(evaluation), {"q0": "8", "q3": "Precies goed", "q5": ["Meer oefenen"], "q6": text}
    )

    page = response.content.decode()
    assert response.context["form"].errors == {
        "q6": ["Je tekst heeft 76 woorden. Het mogen er 75 zijn."]
    }
    assert text in page
    for value in ("8", "Precies goed", "Meer oefenen"):
        inputs = [part for part in page.split("<input") if f'value="{value}"' in part]
        assert any("checked" in part.split(">")[0] for part in inputs)
    assert counted(evaluation) == {}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"q3": "Verzonnen"}, "q3"),
        ({"q5": ["Verzonnen"]}, "q5"),
        ({"q6": "a" * 2001}, "q6"),
        ({"q6": "nul\x00teken"}, "q6"),
        ({"q5_other": "woord " * 76}, "q5_other"),
    ],
)
def test_odd_input_is_explained(
    client: Client, evaluation: EvaluationForm, data: dict[str, Any], field: str
) -> None:
    response = client.post(url(evaluation), {"q0": "8", **data})

    assert list(response.context["form"].errors) == [field]


def test_who_answered_already_reads_so(client: Client, evaluation: EvaluationForm) -> None:
    client.post(url(evaluation), {"q0": "8"})

    again = client.get(url(evaluation))
    sent_again = client.post(url(evaluation), {"q0": "1"})

    assert "Je hebt dit formulier al ingevuld" in again.content.decode()
    assert "Je hebt dit formulier al ingevuld" in sent_again.content.decode()
    assert counted(evaluation) == {("overall", "8"): 1}


def test_a_closed_form_says_so_and_takes_nothing(
    client: Client, evaluation: EvaluationForm
) -> None:
    close(evaluation)

    page = client.get(url(evaluation))
    sent = client.post(url(evaluation), {"q0": "8", "q6": "Wat ik schreef"})

    assert "Dit formulier is gesloten" in page.content.decode()
    assert "Dit formulier is gesloten." in sent.content.decode()
    assert "Wat ik schreef" in sent.content.decode()
    assert counted(evaluation) == {}


def test_the_page_of_thanks_is_for_who_answered(client: Client, evaluation: EvaluationForm) -> None:
    assert client.get(url(evaluation, "thanks"))["Location"] == url(evaluation)


# --- The form by itself ---------------------------------------------------------------------


def form_for(data: dict[str, Any], **question: Any) -> AnswersForm:
    values = {"key": "k", "text": "Vraag?", "position": 0, **question}
    return AnswersForm(data, questions=[FormQuestion(**values)])


@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=600))
def test_a_text_fits_exactly_when_it_has_at_most_75_words(text: str) -> None:
    form = form_for({"q0": text}, kind="open")

    assert form.is_valid() is (count_words(text) <= 75)


@pytest.mark.parametrize(("words", "fits"), [(74, True), (75, True), (76, False)])
def test_the_word_limit_is_75(words: int, fits: bool) -> None:
    assert form_for({"q0": "\n".join(["woord"] * words)}, kind="open").is_valid() is fits


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, Answer()),
        ({"q0": "a"}, Answer(values=("a",))),
        ({"q0": OTHER, "q0_other": "x"}, Answer(values=(OTHER,), text="x")),
        ({"q0": OTHER}, Answer(values=(OTHER,))),
        ({"q0_other": "x"}, Answer(values=(OTHER,), text="x")),
    ],
)
def test_one_choice_with_otherwise(data: dict[str, str], expected: Answer) -> None:
    form = form_for(data, kind="choice", options=["a", "b"], other=True)

    assert form.is_valid()
    assert form.answers() == {"k": expected}


def test_own_words_beside_another_choice_are_asked_about() -> None:
    form = form_for({"q0": "a", "q0_other": "x"}, kind="choice", options=["a"], other=True)

    assert list(form.errors) == ["q0_other"]


def test_a_required_choice_is_satisfied_by_own_words() -> None:
    form = form_for({"q0_other": "x"}, kind="multiple", options=["a"], other=True, required=True)

    assert form.is_valid()
    assert form.answers() == {"k": Answer(values=(OTHER,), text="x")}


@pytest.mark.parametrize("kind", ["score", "choice", "multiple", "open"])
def test_what_is_required_must_be_answered(kind: str) -> None:
    options = ["a"] if kind in ("choice", "multiple") else []

    assert list(form_for({}, kind=kind, options=options, required=True).errors) == ["q0"]


def test_the_form_leads_to_itself_on_paper_and_says_where_that_goes(
    client: Client, me: User, evaluation: EvaluationForm
) -> None:
    ours = infopunt_of_default_site()
    ours.postal_address = "Academie\nKade 1"
    ours.save()
    page = client.get(url(evaluation)).content.decode()
    assert f'href="{url(evaluation, "paper")}"' in page
    assert "Stuur of breng die naar: Academie, Kade 1." in page
    assert "je antwoorden tellen één keer" in page
    response = client.get(url(evaluation, "paper"))
    assert (response["Content-Type"], response["Cache-Control"]) == (
        "application/pdf",
        "private, no-store",
    )
    reader = read_pdf(response.content)
    text = " ".join(" ".join(one.extract_text() for one in reader.pages).split())
    assert all(one.label in text for one in evaluation.questions.all())
    assert "stuur die naar: Academie, Kade 1. Zet nergens je naam op." in text
    assert "(030) 236 17 45" in text


def test_all_get_the_same_paper_and_nothing_on_it_says_whose_it_was(client: Client) -> None:
    people = [PersonFactory.create(first_name=name) for name in ("Wilhelmina", "Bartholomeus")]
    form = open_evaluation(people=people)
    papers = []
    for person in people:
        client.force_login(person)
        content = client.get(url(form, "paper")).content
        papers.append(" ".join(one.extract_text() for one in read_pdf(content).pages))
    assert papers[0] == papers[1]
    assert not [one for one in people if one.first_name in papers[0]]


def test_who_has_answered_or_was_not_asked_gets_no_paper(
    client: Client, evaluation: EvaluationForm
) -> None:
    client.post(url(evaluation), {"q0": "8"})
    assert client.get(url(evaluation, "paper"))["Location"] == url(evaluation)
    client.force_login(PersonFactory.create())
    assert client.get(url(evaluation, "paper")).status_code == 404
