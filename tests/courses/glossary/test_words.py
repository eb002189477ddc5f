"""The list of hard words: who keeps it, where it is read, and in lessons."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override
from wagtail.models import ModelLogEntry

from courses.catalogue.models import TrainingGoal, TrainingPage
from courses.glossary import queries, services
from courses.glossary.first_words import first_words
from courses.glossary.models import GlossaryWord
from courses.people.enums import Role
from courses.translations.models import ContentLanguage
from courses.translations.segments import Segment
from courses.translations.services import TypedText, save_texts
from tests.factories import KNOWLEDGE_CHECK, TrainingFactory, make_lesson, person_in_role

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

ADMIN = "/beheer/moeilijke_woorden/"
ROUW = {"word": "rouw", "meaning": "Wat je voelt als je iemand kwijt bent.", "language": "nl"}


def word(text: str = "rouw", **fields: str) -> GlossaryWord:
    made: GlossaryWord = GlossaryWord.objects.create(**{**ROUW, "word": text, **fields})
    return made


def test_who_looks_for_a_word_comes_at_what_was_found(client: Client) -> None:
    word()
    html = client.get("/moeilijke-woorden/?q=rouw").content.decode()
    assert '<form method="get" action="#gevonden"' in html
    assert html.index("</form>") < html.index('id="gevonden"') < html.index("1 woord gevonden")


def test_coordinators_keep_the_list_and_trainers_do_not(client: Client) -> None:
    client.force_login(person_in_role(Role.TRAINER))
    for address in ("new/", "om-te-beginnen/"):
        client.post(f"{ADMIN}{address}", ROUW)
    assert GlossaryWord.objects.count() == 0
    client.force_login(person_in_role(Role.COORDINATOR))
    client.post(f"{ADMIN}new/", {**ROUW, "word": " rouw  hebben ", "other_forms": "rouwt,, rouwde"})
    made = GlossaryWord.objects.get()
    assert (made.word, made.other_forms) == ("rouw hebben", "rouwt, rouwde")
    page = client.get(ADMIN).content.decode()
    assert f"{ADMIN}om-te-beginnen/" in page
    sheet = client.get(f"{ADMIN}?export=csv").getvalue().decode()
    assert "rouw hebben" in sheet


@pytest.mark.both_databases
def test_a_word_stands_once_in_each_language() -> None:
    word("Rouw")
    word("rouw", language="en")
    with pytest.raises(ValidationError) as refused:
        GlossaryWord(**{**ROUW, "word": "rOUW"}).full_clean()
    assert refused.value.messages == ["Dit woord staat er al."]
    with pytest.raises(IntegrityError), transaction.atomic():
        word("ROUW")
    with pytest.raises(ValidationError):
        GlossaryWord(**{**ROUW, "word": "123"}).full_clean()


def test_the_words_to_begin_with_come_once_and_leave_alone_what_is_there(client: Client) -> None:
    own = word("Rouw", meaning="Onze eigen uitleg.")
    client.force_login(person_in_role(Role.COORDINATOR))
    shown = client.get(f"{ADMIN}om-te-beginnen/").content.decode()
    total = len(first_words()) - 1
    assert f"Voeg {total} woorden toe" in " ".join(shown.split())
    assert client.post(f"{ADMIN}om-te-beginnen/").status_code == 302
    own.refresh_from_db()
    assert (own.meaning, GlossaryWord.objects.count()) == ("Onze eigen uitleg.", total + 1)
    assert ModelLogEntry.objects.filter(action="wagtail.create").count() == total
    assert services.add_first_words() == 0
    assert "staan al in de lijst" in client.get(f"{ADMIN}om-te-beginnen/").content.decode()


def test_the_page_with_all_words_is_in_the_order_of_a_dictionary(client: Client) -> None:
    for text in ("zingeving", "coördinator", "Dementie", "contact"):
        word(text)
    page = client.get("/moeilijke-woorden/")
    assert [(letter, [one.word for one in words]) for letter, words in page.context["letters"]] == [
        ("C", ["contact", "coördinator"]),
        ("D", ["Dementie"]),
        ("Z", ["zingeving"]),
    ]
    unaccented = client.get("/moeilijke-woorden/?q=coordinatoren")
    assert [one.word for one in unaccented.context["page_obj"]] == ["coördinator"]
    found = client.get("/moeilijke-woorden/?q=dement")
    assert [one.word for one in found.context["page_obj"]] == ["Dementie"]
    assert 'content="noindex"' in found.content.decode()
    word("privacy", meaning="Anderen vertellen het niet zomaar door.")
    assert not client.get("/moeilijke-woorden/?q=zomaar").context["page_obj"].object_list
    none = client.get("/moeilijke-woorden/?q=<b>").content.decode()
    assert "Dit woord staat er niet bij." in none
    assert 'value="&lt;b&gt;"' in none


def test_a_lesson_explains_each_word_once_and_lists_it_for_paper(client: Client) -> None:
    made = word("rouw", in_english="grief")
    word("grief", language="en", meaning="Not for this text.")
    body = [
        {"type": "heading", "value": "Over rouw", "id": "a"},
        {"type": "paragraph", "value": '<p><a href="/">rouw</a> Na rouwen.</p>', "id": "b"},
        {"type": "paragraph", "value": "<p>Rouw duurt lang.</p>", "id": "c"},
    ]
    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(body), is_open=True)
    page = client.get(lesson.url).content.decode()
    assert page.count("popovertarget=") == 2, "one to open it, one to close it"
    assert (
        'Na <span class="va-word__whole"><button type="button" class="va-word" '
        f'popovertarget="woord-1-{made.pk}">'
    ) in page
    assert "Moeilijke woorden in deze les" in page
    GlossaryWord.objects.all().delete()
    assert "popovertarget=" not in client.get(lesson.url).content.decode()


def training_with_words(slug: str, texts: int = 1) -> TrainingPage:
    made: TrainingPage = TrainingFactory.create(
        slug=slug,
        summary="Over rouw.",
        introduction="<p>Rouw <a href='/'>en rouw</a> na verlies.</p>" * texts,
        for_whom="<p>Wie rouwt om een verlies.</p>",
    )
    for number in range(texts):
        TrainingGoal.objects.create(training=made, text="Je weet wat verlies is.")
        make_lesson(made, title="Rouw", slug=f"les{number}", summary="Grenzen stellen.")
    return made


def test_the_page_of_a_training_explains_each_word_once_in_each_part(client: Client) -> None:
    rouw, verlies, grenzen = word("rouw"), word("verlies"), word("grenzen stellen")
    made = training_with_words("rouw", texts=3)
    page = client.get(f"/trainingen/{made.slug}/").content.decode()
    assert re.findall(r'class="va-word" popovertarget="([^"]+)"', page) == [
        f"woord-kop-{rouw.pk}",
        f"woord-tekst-{rouw.pk}",
        f"woord-tekst-{verlies.pk}",
        f"woord-lessen-{grenzen.pk}",
    ]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    GlossaryWord.objects.all().delete()
    assert "va-word" not in client.get(f"/trainingen/{made.slug}/").content.decode()


def test_the_page_of_a_training_asks_once_for_words_however_many_texts_it_has(
    client: Client,
) -> None:
    word("rouw")

    def asked(slug: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert "va-word" in client.get(f"/trainingen/{slug}/").content.decode()
        return len([one for one in captured if "glossary" in one["sql"]])

    training_with_words("een", texts=1)
    training_with_words("drie", texts=3)
    assert [asked("een"), asked("drie")] == [1, 1]


def test_a_training_in_english_has_words_of_english(client: Client) -> None:
    dutch, english = word("rouw"), word("grief", language="en", meaning="What you feel.")
    made = training_with_words("rouw")
    save_texts(
        language=ContentLanguage.objects.get(code="en"),
        page=made,
        typed=[TypedText(Segment("", "Over rouw.", ""), "", "About grief, not rouw.")],
        actor=None,
    )
    client.cookies["taal"] = "en"
    page = client.get(f"/trainingen/{made.slug}/").content.decode()
    explained = re.findall(r'class="va-word" popovertarget="woord-(\w+-\d+)"', page)
    assert explained == [f"kop-{english.pk}", f"tekst-{dutch.pk}"]


def test_the_summary_of_a_lesson_explains_its_words_and_the_text_below_not_again(
    client: Client,
) -> None:
    made = word("rouw")
    lesson = make_lesson(
        TrainingFactory.create(),
        summary="Over rouw.",
        body=[("paragraph", "<p>Rouw doet pijn.</p>")],
        is_open=True,
    )
    page = client.get(lesson.url).content.decode()
    explained = re.findall(r'class="va-word" popovertarget="woord-1-(\d+)"', page)
    assert explained == [str(made.pk)]
    assert page.index("Over <span") < page.index("Rouw doet pijn.")
    assert "Moeilijke woorden in deze les" in page


def test_every_step_leads_to_all_words_and_these_back_to_the_step(client: Client) -> None:
    body = [("heading", "Een"), ("paragraph", "<p>a</p>"), ("heading", "Twee")] * 2
    lesson = make_lesson(TrainingFactory.create(), body=body, is_open=True)
    step = f"{lesson.url}?stap=2"
    assert "/moeilijke-woorden/?les=" not in client.get(step).content.decode()
    word("rouw")
    page = client.get(step).content.decode()
    way = re.search(r'href="(/moeilijke-woorden/\?les=[^"]*)"', page)
    assert way is not None
    words = client.get(way[1]).content.decode()
    assert f'href="{step}"' in words
    assert 'content="noindex"' in words


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "/beheer/", "javascript:a"]
)
def test_all_words_lead_back_to_lessons_alone(client: Client, address: str) -> None:
    page = client.get("/moeilijke-woorden/", {"les": address}).content.decode()
    assert "Terug naar de les" not in page
    assert address not in page.split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("count", [1, 3])
def test_words_in_an_exercise_are_explained_also_in_what_becomes_of_an_answer(
    client: Client, count: int
) -> None:
    made = [word(one) for one in ("signaal", "bewijs", "vraagteken")]
    lesson = make_lesson(
        TrainingFactory.create(), body=[("knowledge_check", KNOWLEDGE_CHECK)] * count, is_open=True
    )
    [first, *_others] = lesson.body
    key = first.value["options"].bound_blocks[0].id
    client.get(f"{lesson.url}?alles=1")
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"{lesson.url}?alles=1&x=1").content.decode()
    assert len([one for one in captured if "glossary" in one["sql"]]) == 1
    assert f"woord-{first.id}-v-{made[0].pk}" in page
    assert page.count('<span class="va-word__behind">') == 2 * count
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    labels = re.findall(r"<(?:label|legend).*?</(?:label|legend)>", page, re.DOTALL)
    assert not [one for one in labels if "<button" in one]
    sent = client.post(
        f"{lesson.url}opdracht/{first.id}/",
        {f"opdracht-{first.id}-option": key},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert f"woord-{first.id}-v-{made[2].pk}" in sent, "in what is said of the choice"


def test_own_forms_go_before_those_of_a_rule() -> None:
    verliezen, verlies = word("verliezen"), word("verlies", other_forms="verloor")
    known = queries.vocabulary("nl").singles
    assert (known["verlies"].key, known["verloor"].key) == (verlies.pk, verlies.pk)
    assert known["verliezen"].key == verliezen.pk


def test_a_word_of_its_own_is_no_form_of_another() -> None:
    """Whoever made a list before may still have it as a form of the other."""
    verlies = word("verlies", other_forms="verloren, verloor")
    verloren = word("verloren")
    known = queries.vocabulary("nl").singles
    assert (known["verloren"].key, known["verloor"].key) == (verloren.pk, verlies.pk)


@pytest.mark.parametrize("text", ["verloren", "vertrouwd", "emotioneel", "zinvol", "veroordelen"])
def test_who_reads_an_adjective_or_a_verb_is_not_told_of_a_noun(text: str) -> None:
    services.add_first_words()
    assert queries.vocabulary("nl").singles[text].word == text


def test_a_list_of_words_costs_one_query() -> None:
    costs = []
    for text in ("rouw", "verlies", "zin"):
        word(text)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            queries.vocabulary("nl")
        costs.append(len(asked))
    assert costs == [1, 1, 1]


def test_who_reads_english_finds_words_in_english_first_and_then_those_in_dutch_only(
    client: Client,
) -> None:
    word("aandacht", meaning="Dat je goed luistert.")
    word("zorg", language="en", meaning="Help for somebody.")
    dutch = client.get("/moeilijke-woorden/").content.decode()
    with override("en"):
        heading = gettext("Woorden uit lessen in het Nederlands")
    assert gettext("Woorden uit lessen in het Nederlands") not in dutch
    order = ["Dat je goed luistert.", "Woorden uit lessen in een andere taal", "Help for somebody."]
    assert [dutch.index(one) for one in order] == sorted(dutch.index(one) for one in order)
    client.cookies["taal"] = "en"
    page = client.get("/moeilijke-woorden/").content.decode()
    order = ["Help for somebody.", heading, "Dat je goed luistert."]
    assert [page.index(one) for one in order] == sorted(page.index(one) for one in order)


def test_in_a_lesson_that_is_translated_in_part_each_text_has_words_of_its_own_language(
    client: Client,
) -> None:
    dutch, english = word("rouw"), word("grief", language="en", meaning="What you feel.")
    # A Dutch word that is an English one too says nothing of an English text.
    other = word("list", meaning="Een slimme truc.")
    body = [
        {"type": "paragraph", "value": "<p>Rouw doet pijn.</p>", "id": "a"},
        {"type": "paragraph", "value": "<p>Rouw is een list.</p>", "id": "b"},
    ]
    lesson = make_lesson(TrainingFactory.create(), body=json.dumps(body), is_open=True)
    segment = Segment("", "Rouw doet pijn.", "", is_html=False)
    save_texts(
        language=ContentLanguage.objects.get(code="en"),
        page=lesson,
        typed=[TypedText(segment, "", "Grief hurts. Make a list.")],
        actor=None,
    )
    client.cookies["taal"] = "en"
    page = client.get(lesson.url).content.decode()
    explained = re.findall(r'class="va-word" popovertarget="woord-1-(\d+)"', page)
    assert explained == [str(one.pk) for one in (english, dutch, other)]
    assert page.index("Grief<span") < page.index("Make a list.") < page.index("Rouw<span")


def test_words_that_stopped_readers_are_explained_with_their_english() -> None:
    services.add_first_words()
    known = queries.vocabulary("nl").singles
    for text in (
        "benieuwd",
        "eettafel",
        "gescheiden",
        "juist",
        "juiste",
        "kring",
        "ruimte",
        "terechtkunt",
        "zomaar",
    ):
        assert known[text].in_english, text


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Er bellen veel oplichters aan de deur.", "oplichter"),
        ("Dan is dat geen afwijzing.", "afwijzing"),
        ("‘Komt het nu gelegen?’", "gelegen"),
        ("Tijd om te schakelen.", "schakelen"),
        ("Wanneer schakel je iemand in?", "inschakelen"),
        ("Hij werd wakker uit een dutje.", "dutje"),
        ("Yusuf ziet ertegen op.", "tegenop zien"),
        ("Als je tegen het bezoek opziet.", "tegenop zien"),
        ("Voor als het gesprek stilvalt.", "stilvallen"),
        ("Het is een opluchting.", "opluchting"),
        ("Gooi het versnipperd weg.", "versnipperen"),
        ("Als een gesprek je raakt.", "iets raakt je"),
        ("Raakt het je? Wat raakt je dan?", "iets raakt je"),
        ("Je sust haar.", "sussen"),
        ("U mag het nagaan.", "nagaan"),
        ("Fijn dat we het even nagingen.", "nagaan"),
        ("Wat zij zelf aandroeg.", "aandragen"),
        ("Dat is geen blunder.", "blunder"),
        ("Iemand kijkt terug, met trots.", "trots"),
        ("De trotse vader.", "trots"),
        ("Er is spijt.", "spijt"),
        ("Zij is betrouwbaar.", "betrouwbaar"),
        ("Een betrouwbare buur.", "betrouwbaar"),
        ("Vriendelijk stoppen, grenzen stellen.", "grenzen stellen"),
        ("Grenzen zijn niet onaardig.", "grens"),
        ("Hij keek wantrouwend.", "wantrouwen"),
        ("Neemt er niemand op? Probeer het later.", "opnemen"),
        ("Wat doe je als iemand niet opneemt?", "opnemen"),
        ("Ik bel om kennis te maken.", "kennismaken"),
        ("Buren en kennissen.", "kennis"),
        ("Geef geen raad waar niemand om vraagt.", "raad geven"),
        ("Waar hoor ik bij?", "erbij horen"),
        ("Doe ik er voor hem nog toe?", "ertoe doen"),
    ],
)
def test_hard_words_are_found_as_they_stand_in_a_sentence(text: str, word: str) -> None:
    services.add_first_words()
    found = queries.vocabulary("nl").found_in(text, 0, len(text))
    assert [meaning.word for *_, meaning in found] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "De lijst gaat na de pauze rond.",
        "Vertel hoe je verdwaald raakt.",
        "Zonder naam moet ze raden.",
        "Een gang hoort bij een huis.",
    ],
)
def test_words_that_only_look_like_a_hard_one_are_left_alone(text: str) -> None:
    services.add_first_words()
    assert not list(queries.vocabulary("nl").found_in(text, 0, len(text)))
