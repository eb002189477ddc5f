"""The screens on which forms are made, and those that say which training uses which."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.evaluation.enums import Kind, Occasion, Purpose
from courses.evaluation.models import FormTemplate, TemplateQuestion
from courses.evaluation.queries.templates import questions_of, standard_form, template_for
from courses.evaluation.services import templates as services
from courses.people.enums import Role
from tests.courses.evaluation.factories import open_evaluation
from tests.factories import EditionFactory, TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from tests.responses import Response

pytestmark = pytest.mark.django_db

LIST = "/beheer/formulieren/"
SHOWN = (
    *("kind", "text", "text_en", "options", "options_en", "low_end", "high_end"),
    *("low_end_en", "high_end_en", "word_limit"),
)


@pytest.fixture
def coordinator(client: Client) -> Client:
    client.force_login(person_in_role(Role.COORDINATOR))
    return client


def standard(purpose: Purpose = Purpose.END) -> FormTemplate:
    found = standard_form(purpose)
    assert found is not None
    return found


def as_sent(question: TemplateQuestion) -> dict[str, Any]:
    """What a browser sends of a question."""
    values = {name: getattr(question, name) for name in SHOWN}
    for name in ("options", "options_en"):
        values[name] = "\r\n".join(values[name])
    ticked = {name: "on" for name in ("other", "required") if getattr(question, name)}
    return {"id": question.pk or "", **values, **ticked}


def data_of(template: FormTemplate, rows: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    """What a browser sends of the page of a form."""
    rows = rows or [as_sent(one) for one in questions_of(template)]
    initial = sum(bool(row["id"]) for row in rows)
    sent: dict[str, Any] = nested_form_data(
        {"title": template.title, "questions": inline_formset(rows, initial=initial)}
    )
    return sent


def edit(client: Client, template: FormTemplate, **changes: dict[str, Any]) -> Response:
    """Send the page of a form, with changes by the key of a question."""
    stored = questions_of(FormTemplate.objects.get(pk=template.pk))
    rows = [{**as_sent(one), **changes.get(one.key, {})} for one in stored]
    return client.post(f"{LIST}edit/{template.pk}/", data_of(template, rows))


def wordings(template: FormTemplate) -> dict[str, tuple[int, str]]:
    rows = TemplateQuestion.objects.filter(template=template)
    return {one.key: (one.wording, one.text) for one in rows}


def test_a_form_with_every_kind_of_question_is_made(coordinator: Client) -> None:
    rows = [
        {"kind": Kind.INTRO, "text": "Welkom", "text_en": "Welcome", "word_limit": 75},
        {
            "kind": Kind.SCORE,
            "text": "Welk cijfer?",
            "word_limit": 75,
            "required": "on",
            "low_end": "slecht",
            "high_end": "goed",
        },
        {
            "kind": Kind.MULTIPLE,
            "text": "Wat?",
            "word_limit": 75,
            "other": "on",
            "options": " Dit \n\nDat\n",
            "options_en": "This\nThat",
        },
        {"kind": Kind.OPEN, "text": "En nu?", "word_limit": 40},
    ]
    sent = data_of(FormTemplate(title="Peiling"), [{"id": "", **row} for row in rows])
    response = coordinator.post(f"{LIST}new/", {**sent, "purpose": Purpose.SURVEY})
    made = FormTemplate.objects.get(title="Peiling")
    assert response["Location"] == f"{LIST}edit/{made.pk}/"
    found = questions_of(made)
    assert [(one.kind, one.text, one.required) for one in found] == [
        (Kind.INTRO, "Welkom", False),
        (Kind.SCORE, "Welk cijfer?", True),
        (Kind.MULTIPLE, "Wat?", False),
        (Kind.OPEN, "En nu?", False),
    ]
    assert (found[2].options, found[2].options_en, found[2].other) == (
        ["Dit", "Dat"],
        ["This", "That"],
        True,
    )
    assert (found[3].word_limit, len({one.key for one in found})) == (40, 4)
    page = coordinator.get(response["Location"]).content.decode()
    assert (made.purpose, "Kijk hier nog eens naar" in page) == (Purpose.SURVEY, False)


WRONG: tuple[tuple[dict[str, object], str], ...] = (
    ({"kind": Kind.CHOICE, "options": "Dit"}, "ten minste twee antwoorden"),
    ({"kind": Kind.CHOICE, "options": "Dit\ndit"}, "Twee regels zijn hetzelfde"),
    ({"kind": Kind.CHOICE, "options": "a\nb", "options_en": "a"}, "een Engels antwoord"),
    ({"kind": Kind.CHOICE, "options": "a\n" + "b" * 201}, "is te lang"),
    ({"kind": Kind.CHOICE, "options": "\n".join("abcdefghijklm")}, "ten hoogste 12 regels"),
    ({"kind": Kind.SCORE, "low_end": "goed", "high_end": "goed"}, "betekenen hetzelfde"),
    ({"kind": Kind.OPEN, "word_limit": 5}, "minstens 10 is"),
    ({"kind": Kind.OPEN, "word_limit": ""}, "verplicht"),
)


def test_what_is_wrong_with_a_question_stands_there_and_nothing_typed_is_lost(
    coordinator: Client,
) -> None:
    rows = [
        {"id": "", "text": "Wat?", "word_limit": 75, **row, "text_en": f"English {number}"}
        for number, (row, _error) in enumerate(WRONG)
    ]
    form = {"purpose": Purpose.SURVEY}
    page = coordinator.post(f"{LIST}new/", {**data_of(FormTemplate(title="P"), rows), **form})
    text = unescape(page.content.decode())
    assert [error for _row, error in WRONG if error not in text] == []
    assert [row["text_en"] for row in rows if f'value="{row["text_en"]}"' not in text] == []
    only_text = [{"id": "", "kind": Kind.INTRO, "text": "Welkom", "word_limit": 75}]
    data = {**data_of(FormTemplate(title="P"), only_text), **form}
    assert "vraagt nog niets" in coordinator.post(f"{LIST}new/", data).content.decode()
    assert FormTemplate.objects.filter(title="P").count() == 0


def test_other_words_of_a_used_question_ask_what_was_changed(coordinator: Client) -> None:
    template = standard()
    open_evaluation(people=1)
    ask = "Wat heb je veranderd?"
    assert ask not in coordinator.get(f"{LIST}edit/{template.pk}/").content.decode()
    typed = {"text": "Welk cijfer geef je deze training?"}
    # What people choose from is another version in any case, so nothing is asked there.
    other = {"options": "Weinig\nVeel", "options_en": ""}
    page = edit(coordinator, template, overall=typed, mix=other).content.decode()
    assert (page.count(ask), typed["text"] in page) == (1, True)
    assert wordings(template)["overall"] == (1, "Welk cijfer geef je de training?")
    edit(coordinator, template, overall={**typed, "change": "typo"})
    assert wordings(template)["overall"] == (1, typed["text"])
    edit(coordinator, template, overall={"text": "Welk cijfer?", "change": "version"}, mix=other)
    found = wordings(template)
    assert (found["overall"], found["mix"][0]) == ((3, "Welk cijfer?"), 2)
    # Nobody was asked the new words yet: they may change without a question.
    edit(coordinator, template, overall={"text": "Geef een cijfer"})
    assert wordings(template)["overall"] == (3, "Geef een cijfer")


def test_order_copies_and_questions_that_go(coordinator: Client) -> None:
    template = standard()
    rows = [as_sent(one) for one in questions_of(template)]
    for place, row in enumerate(rows):
        row["ORDER"] = len(rows) - place
    rows[0]["DELETE"] = "on"
    data = data_of(template, rows)
    for place, row in enumerate(rows):
        data[f"questions-{place}-ORDER"] = row["ORDER"]
    coordinator.post(f"{LIST}edit/{template.pk}/", data)
    keys = [one.key for one in questions_of(FormTemplate.objects.get(pk=template.pk))]
    assert keys == ["remarks", "takeaway", "improve", "practice", "mix", "content", "trainer"]
    question = TemplateQuestion.objects.get(template=template, key="mix")
    coordinator.post(f"{LIST}{template.pk}/kopieer-vraag/", {"question": question.pk})
    assert [one.text for one in questions_of(template)].count(question.text) == 2
    for odd in ("", "abc", "9" * 60, "1"):
        coordinator.post(f"{LIST}{template.pk}/kopieer-vraag/", {"question": odd})
    assert template.questions.count() == 8
    copied = coordinator.post(f"{LIST}{template.pk}/kopieer/")
    copy = FormTemplate.objects.latest("pk")
    assert (copied["Location"], copy.title) == (
        f"{LIST}edit/{copy.pk}/",
        "Kopie van Na een training",
    )


def test_two_coordinators_at_one_form_undo_nothing(coordinator: Client) -> None:
    template = standard()
    address = f"{LIST}edit/{template.pk}/"
    shown = re.search(r'name="snapshot" value="([^"]*)"', coordinator.get(address).content.decode())
    assert shown is not None
    edit(coordinator, template, remarks={"text": "Nog iets?"})
    rows = [as_sent(one) for one in questions_of(template)]
    rows[-1]["text"], rows[0]["text"] = "Wil je nog iets vertellen?", "Getypt"
    token = shown[1].replace("&quot;", '"')
    page = coordinator.post(address, {**data_of(template, rows), "snapshot": token})
    text = page.content.decode()
    assert ("Iemand anders was je voor" in text, "Getypt" in text) == (True, True)
    assert wordings(template)["remarks"][1] == "Nog iets?"


def test_suspect_questions_are_named_and_stay(coordinator: Client) -> None:
    template = standard()
    question = {"text": "Vind je ook niet dat dit goed was?", "change": "version"}
    edit(coordinator, template, takeaway=question)
    page = coordinator.get(f"{LIST}edit/{template.pk}/").content.decode()
    assert ("Kijk hier nog eens naar" in page, "stuurt naar één antwoord" in page) == (True, True)
    assert wordings(template)["takeaway"][1] == question["text"]


def test_the_preview_is_the_form_of_participants_in_both_languages(coordinator: Client) -> None:
    template = standard()
    address = f"{LIST}{template.pk}/voorbeeld/"
    response = coordinator.get(address)
    page = response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert ("Welk cijfer geef je de trainer?" in page, 'type="radio"' in page) == (True, True)
    english = coordinator.get(f"{address}?taal=en").content.decode()
    assert ("What mark do you give the trainer?" in english, "Just right" in english) == (True,) * 2
    # What is typed is shown, and is stored nowhere.
    rows = [as_sent(one) for one in questions_of(template)]
    for row, text in zip(rows, ("Zojuist getypt", "", "Weg"), strict=False):
        row["text"] = text
    rows[2]["DELETE"] = "on"
    typed = coordinator.post(address, data_of(template, rows)).content.decode()
    assert ("Zojuist getypt" in typed, "Weg" in typed) == (True, False)
    assert wordings(template)["overall"][1] == "Welk cijfer geef je de training?"
    # Filling it in shows how it works.
    assert "Geef een cijfer van 1" in coordinator.post(address, {}).content.decode()
    assert "Er is niets verstuurd." in coordinator.post(address, {"q0": "8"}).content.decode()


def test_the_list_is_searched_and_filtered_and_says_what_is_used(coordinator: Client) -> None:
    # Once before, for what is asked in a process once.
    coordinator.get(LIST)
    with CaptureQueriesContext(connection) as few:
        coordinator.get(LIST)
    old = services.copy_template(template=standard(), actor=None, title="Oud formulier")
    services.archive_template(template=old, actor=None)
    own = services.make_own_form(
        training=TrainingFactory.create(title="Luisteren"), occasion=Occasion.END, actor=None
    )
    open_evaluation(people=1, training=own.training)

    def listed(query: str) -> list[str]:
        response = coordinator.get(f"{LIST}?{query}")
        return [one.title for one in response.context["object_list"]]

    with CaptureQueriesContext(connection) as more:
        everything = listed("")
    assert len(more) == len(few)
    assert (everything[-1], len(everything)) == ("Oud formulier", 7)
    assert listed("q=luisteren") == [own.title]
    assert listed("q=gouden") == ["Ledenpeiling"]
    assert listed("archive=archived") == ["Oud formulier"]
    assert listed("purpose=survey&archive=in_use") == ["Ledenpeiling"]
    assert listed("q=bestaatniet") == []
    page = coordinator.get(LIST).content.decode()
    assert (page.count("1 keer, het laatst"), f"{LIST}delete/{own.pk}/" in page) == (1, False)
    assert f"{LIST}delete/{old.pk}/" in page
    assert coordinator.get(f"{LIST}delete/{own.pk}/").status_code == 404
    coordinator.post(f"{LIST}delete/{old.pk}/")
    assert FormTemplate.objects.filter(pk=old.pk).exists() is False


def test_a_training_gets_its_own_form_and_a_trainer_only_looks(client: Client) -> None:
    trainer, other = person_in_role(Role.TRAINER), person_in_role(Role.TRAINER)
    training = TrainingFactory.create(title="Luisteren")
    EditionFactory.create(training=training, trainers=[trainer])
    page_of = f"/beheer/trainingen/{training.pk}/formulieren/"
    preview = f"{page_of}end/voorbeeld/"
    seen = {}
    for name, person in (
        ("coordinator", person_in_role(Role.COORDINATOR)),
        ("trainer", trainer),
        ("other", other),
    ):
        client.force_login(person)
        page = client.get(page_of)
        seen[name] = (
            page.status_code,
            client.get(preview).status_code,
            escape("Maak een eigen formulier") in page.content.decode(),
            client.post(f"{page_of}end/eigen/").status_code,
            template_for(training, Occasion.END) == standard(),
        )
        services.use_standard_form(training=training, occasion=Occasion.END, actor=None)
    assert seen == {
        "coordinator": (200, 200, True, 302, False),
        "trainer": (200, 200, False, 302, True),
        "other": (302, 302, False, 302, True),
    }
    client.force_login(person_in_role(Role.COORDINATOR))
    client.post(f"{page_of}end/eigen/")
    assert "Luisteren: na een training</a>" in client.get(page_of).content.decode()
    client.post(f"{page_of}end/standaard/")
    client.post(f"{page_of}year/vragen/")
    client.post(f"{page_of}ten_weeks/niet-vragen/")
    shown = client.get(page_of).content.decode()
    assert (shown.count("(standaard)"), shown.count("Vraag dit niet")) == (3, 1)
    client.post(f"{page_of}end/niet-vragen/")
    for wrong in ("survey/eigen/", "later/eigen/", "end/weg/", "survey/voorbeeld/"):
        address = f"{page_of}{wrong}"
        assert client.post(address).status_code == 404


def test_what_is_mended_in_the_standard_is_offered_to_copies(coordinator: Client) -> None:
    open_evaluation(people=1)
    training = TrainingFactory.create()
    own = services.make_own_form(training=training, occasion=Occasion.END, actor=None)
    address = f"/beheer/formulieren/{own.pk}/verbeteringen/"
    edited = f"/beheer/formulieren/edit/{own.pk}/"
    assert "De standaard is gewijzigd" not in coordinator.get(edited).content.decode()
    # A typing error that was mended; and other words, which make another question.
    for key, typos in (("takeaway", True), ("remarks", False)):
        form = FormTemplate.objects.get(pk=standard().pk)
        question = next(one for one in form.questions.all() if one.key == key)
        question.text += " Zeg het maar."
        form.questions = [
            question if one.pk == question.pk else one for one in form.questions.all()
        ]
        services.save_template(template=form, actor=None, typos=[question.pk] if typos else ())
    page = coordinator.get(edited).content.decode()
    assert ("De standaard is gewijzigd" in page, page.count("Standaard: “")) == (True, 1)
    before = wordings(own)
    coordinator.post(address)
    after = wordings(own)
    assert {key for key in after if after[key] != before[key]} == {"takeaway"}
    assert after["takeaway"] == (1, before["takeaway"][1] + " Zeg het maar.")
    assert services.take_over_mended(template=own, actor=None) == 0
    assert services.take_over_mended(template=standard(), actor=None) == 0
