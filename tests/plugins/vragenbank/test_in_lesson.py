"""Answering questions of a bank in a lesson, without a script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from courses.enrolment.models import Enrolment
from courses.learning.models import ExerciseAttempt
from plugins.vragenbank.models import BankQuestion, QuestionVersion
from tests.factories import EnrolmentFactory, TrainingFactory, make_lesson
from tests.pdf_files import read_pdf
from tests.plugins.vragenbank.kept import TWO, bank_with, bring, lesson_asking, version_of

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

PAGE = "/trainingen/luisteren/lessen/les/"
ANSWERS = f"{PAGE}opdracht/vragen/"
MANY = "\n\n".join(f"// [id:v{number}]\nStelling {number} is waar. {{T}}" for number in range(12))


@pytest.fixture
def training() -> TrainingPage:
    return TrainingFactory.create(slug="luisteren")


@pytest.fixture
def participant(client: Client, training: TrainingPage) -> Client:
    client.force_login(EnrolmentFactory.create(training=training).person)
    return client


def _page(client: Client, address: str = PAGE) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def _token(html: str) -> str:
    found = re.search(r'name="opdracht-vragen-asked"\s+value="([^"]+)"', html)
    return found[1] if found else ""


def _words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def _send(client: Client, html: str, to: str = ANSWERS, /, **fields: object) -> str:
    """Send the form that stands in a page; gives the page that follows."""
    posted = {f"opdracht-vragen-{name}": value for name, value in fields.items()}
    if token := _token(html):
        posted["opdracht-vragen-asked"] = token
    response = client.post(to, posted, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def _asked(html: str) -> list[str]:
    return list(dict.fromkeys(re.findall(r'name="opdracht-vragen-q(\d+)"', html)))


def test_a_participant_answers_chosen_questions(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with()
    chosen = [str(BankQuestion.objects.get(key=key).pk) for key in ("twee", "een")]
    lesson_asking(training, settings={"pass_mark": 50}, questions=chosen)
    one, two = version_of(bank, "een"), version_of(bank, "twee")
    html = _page(participant)
    assert _asked(html) == [str(two), str(one)]
    assert "Precies." not in html
    assert "Uitleg één." not in html
    button = r'<button[^>]*nl-button--(\w+)"[^>]*>(?:(?!</button>).)*Kijk na'
    assert re.findall(button, html) == ["primary"]
    html = _send(participant, html, **{f"q{one}": "0", f"q{two}": "3,55"})
    assert re.findall(button, html) == ["secondary"], "there is nothing left to look at"
    words = _words(html)
    assert "Goed gedaan! Dit is genoeg." in words
    assert "Je hebt 2 van de 2 punten." in words
    assert "Ja!" in words
    assert "Precies." in words
    assert "Uitleg één." in words
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of, attempt.finished) == (2, 2, True)


def test_what_is_left_open_is_named_and_the_rest_stays(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with()
    lesson_asking(training, bank=str(bank.pk))
    html = _send(participant, _page(participant), **{f"q{version_of(bank, 'twee')}": "7"})
    assert "Je hebt vraag 1 nog niet beantwoord." in _words(html)
    assert 'value="7"' in html
    assert "Reken nog eens." not in html
    html = _send(participant, html)
    assert "Je hebt nog niets ingevuld." in _words(html)


def test_what_counts_for_the_certificate_is_said_before_one_begins(
    participant: Client, training: TrainingPage
) -> None:
    counts = "Deze vragen horen bij je certificaat."
    bank = bank_with(MANY)
    lesson_asking(training, settings={"pass_mark": 50}, bank=str(bank.pk), number=5)
    first = _words(_page(participant))
    assert f"{counts} Je moet 3 van de 5 vragen goed hebben." in first
    begun = _words(_send(participant, _page(participant), begin="1"))
    assert f"{counts} Je moet 3 van de 5 vragen goed hebben." in begun
    assert "%" not in begun


def test_what_asks_nothing_for_the_certificate_says_nothing_of_it(
    participant: Client, training: TrainingPage
) -> None:
    lesson_asking(training, settings={"pass_mark": 0}, bank=str(bank_with().pk))
    assert "horen bij je certificaat" not in _words(_page(participant))


def test_a_question_that_nobody_judges_is_not_among_those_that_must_be_right(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(f"{TWO}\n\n// [id:drie]\nVertel. {{}}")
    lesson_asking(training, settings={"pass_mark": 100}, bank=str(bank.pk))
    assert "Je moet 2 van de 2 vragen goed hebben." in _words(_page(participant))


def test_a_long_answer_that_was_chosen_in_a_list_stands_below_it_in_full(
    participant: Client, training: TrainingPage
) -> None:
    long = "een groep mensen om je heen missen, ook al zie je elke dag iemand"
    bank = bank_with(f"// [id:paar]\nWat hoort waar? {{=Sociaal -> {long} =Anders -> iets}}")
    lesson_asking(training, bank=str(bank.pk))
    key = f"q{version_of(bank, 'paar')}"
    html = _page(participant)
    [right] = re.findall(rf'value="(\d+)"[^>]*>{long}', html)[:1]
    assert "Je koos:" not in html
    html = _send(participant, html, **{f"{key}-0": right, f"{key}-1": right})
    assert _words(html).count(f"Je koos: {long}") == 2


@pytest.mark.parametrize(("word", "points"), [("drie", 1), (" Three.", 1), ("vier", 0)])
def test_a_number_may_be_written_as_a_word(
    participant: Client, training: TrainingPage, word: str, points: int
) -> None:
    bank = bank_with("// [id:getal]\nHoeveel vormen? {#3}")
    lesson_asking(training, bank=str(bank.pk))
    _send(participant, _page(participant), **{f"q{version_of(bank, 'getal')}": word})
    assert ExerciseAttempt.objects.get().points == points


def test_the_best_attempt_is_kept(participant: Client, training: TrainingPage) -> None:
    bank = bank_with()
    lesson_asking(training, bank=str(bank.pk))
    one, two = (f"q{version_of(bank, key)}" for key in ("een", "twee"))
    html = _send(participant, _page(participant), **{one: "0", two: "3.5"})
    html = _send(participant, html, **{one: "1", two: "9"})
    words = _words(html)
    assert "Je hebt 0 van de 2 punten." in words
    assert "Een goed antwoord is: 3,5" in words
    assert "Reken nog eens." in words
    assert ExerciseAttempt.objects.get().points == 2


def test_a_draw_is_the_same_until_one_begins_again(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(MANY)
    lesson_asking(training, bank=str(bank.pk), number=4)
    first = _page(participant)
    assert "Je krijgt 4 vragen uit een grotere lijst." in _words(first)
    assert _asked(first) == []
    drawn = _asked(_send(participant, first, begin="1"))
    assert len(drawn) == 4
    assert _asked(_page(participant)) == drawn
    html = _send(participant, _page(participant), **{f"q{one}": "true" for one in drawn})
    assert "Je hebt 4 van de 4 punten." in _words(html)
    assert _asked(html) == drawn
    draws = set()
    for _time in range(6):
        participant.post(ANSWERS, {"opnieuw": "ja"}, follow=True)
        draws.add(tuple(_asked(_send(participant, _page(participant), begin="1"))))
    assert len(draws) > 1
    assert ExerciseAttempt.objects.get().points == 4


def test_nobody_chooses_other_questions_by_changing_the_form(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(MANY)
    lesson_asking(training, bank=str(bank.pk), number=1)
    html = _send(participant, _page(participant), begin="1")
    (drawn,) = _asked(html)
    changed = html.replace(_token(html), f"x{_token(html)}")
    assert "Er ging iets mis met deze vragen." in _words(
        _send(participant, changed, **{f"q{drawn}": "true"})
    )
    others = [str(one) for one in range(1, int(drawn) + 13) if str(one) != drawn]
    html = _send(participant, html, **{f"q{one}": "true" for one in others})
    assert "Je hebt nog niets ingevuld." in _words(html)


def test_what_one_lesson_asked_counts_for_nothing_in_another(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(MANY)
    chosen = BankQuestion.objects.get(key="v3")
    lesson_asking(training, questions=[str(chosen.pk)])
    lesson_asking(training, slug="toets", bank=str(bank.pk), number=10)
    easy = _page(participant)
    given = {f"q{version_of(bank, 'v3')}": "true"}
    html = _send(participant, easy, ANSWERS.replace("/les/", "/toets/"), **given)
    assert "punten" not in _words(html)
    assert len(_asked(html)) == 10
    assert list(ExerciseAttempt.objects.values_list("points", "finished")) == [(0, False)]


def test_what_another_training_asked_counts_for_nothing_here(
    participant: Client, training: TrainingPage
) -> None:
    other = TrainingFactory.create(slug="ander")
    theirs = bank_with(training=other, title="Ander")
    lesson_asking(other, bank=str(theirs.pk))
    bank = bank_with(MANY)
    lesson_asking(training, bank=str(bank.pk))
    EnrolmentFactory.create(training=other, person=Enrolment.objects.get().person)
    html = _page(participant, PAGE.replace("luisteren", "ander"))
    _send(participant, html, **{f"q{version_of(theirs, 'een')}": "0"})
    assert list(ExerciseAttempt.objects.values_list("out_of", "finished")) == [(12, False)]


def test_what_is_no_longer_all_there_is_not_finished(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(MANY)
    lesson_asking(training, bank=str(bank.pk))
    html = _page(participant)
    gone, *kept = _asked(html)
    QuestionVersion.objects.filter(pk=gone).delete()
    html = _send(participant, html, **{f"q{one}": "true" for one in kept})
    assert _asked(html) == kept
    assert ExerciseAttempt.objects.get().finished is False


def test_who_was_asked_an_older_version_is_judged_by_that(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with()
    lesson_asking(training, bank=str(bank.pk))
    html = _page(participant)
    one, two = (f"q{version_of(bank, key)}" for key in ("een", "twee"))
    bring(TWO.replace("{#3.5:0.1", "{#8:0"), bank)
    words = _words(_send(participant, html, **{one: "0", two: "3,5"}))
    assert "Je hebt 2 van de 2 punten." in words


def test_a_visitor_of_an_open_lesson_may_try_too(client: Client, training: TrainingPage) -> None:
    bank = bank_with(MANY)
    lesson = lesson_asking(training, bank=str(bank.pk), number=2)
    lesson.is_open = True
    lesson.save()
    html = _send(client, _page(client), begin="1")
    drawn = _asked(html)
    html = _send(client, html, **{f"q{one}": "true" for one in drawn})
    assert "Je hebt 2 van de 2 punten." in _words(html)
    assert ExerciseAttempt.objects.count() == 0


def test_banks_of_another_training_are_not_asked(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(training=TrainingFactory.create(title="Ander"))
    chosen = str(BankQuestion.objects.get(key="een").pk)
    lesson_asking(training, bank=str(bank.pk), questions=[chosen])
    assert "Er zijn hier nu geen vragen." in _words(_page(participant))


def test_options_stand_in_an_order_of_their_own_for_each_attempt(
    participant: Client, training: TrainingPage
) -> None:
    options = " ".join(f"~Fout {number}" for number in range(1, 8))
    bank = bank_with(f"// [id:mix]\nKies. {{=Goed {options}}}")
    lesson_asking(training, bank=str(bank.pk), number=1)
    name = f"opdracht-vragen-q{version_of(bank, 'mix')}"
    orders = set()
    for _time in range(4):
        html = _send(participant, _page(participant), begin="1")
        order = _options(html, name)
        assert sorted(order) == [str(one) for one in range(8)]
        assert _options(_page(participant), name) == order
        orders.add(tuple(order))
        html = _send(participant, html, **{f"q{version_of(bank, 'mix')}": "0"})
        assert "Deze vraag heb je goed." in _words(html)
        participant.post(ANSWERS, {"opnieuw": "ja"}, follow=True)
    assert len(orders) > 1


def test_options_that_keep_their_order_do(participant: Client, training: TrainingPage) -> None:
    answers = "".join(
        f'<answer fraction="{100 if one == 5 else 0}"><text>Optie {one}</text></answer>'
        for one in range(8)
    )
    bank = bank_with(
        "<quiz><question type='multichoice'><name><text>Vast</text></name>"
        "<questiontext format='html'><text>Kies.</text></questiontext><idnumber>vast</idnumber>"
        f"<single>true</single><shuffleanswers>false</shuffleanswers>{answers}</question></quiz>"
    )
    lesson_asking(training, bank=str(bank.pk))
    name = f"opdracht-vragen-q{version_of(bank, 'vast')}"
    assert _options(_page(participant), name) == [str(one) for one in range(8)]


def _options(html: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"\s+value="(\d)"', html)


KINDS = """
// [id:several]
Meer? {~%50%a#A! ~%50%b ~%-100%c}

// [id:match]
Bij elkaar? {=links -> rechts =boven -> onder = -> extra}

// [id:short]
Woord? {=Utrecht =%50%Utregt#Bijna ~}

// [id:order]
Volgorde? {>
eerst
dan
}

// [id:essay]
Schrijf. {####Dank.}
"""


def test_every_kind_of_question_is_asked_and_judged(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with(KINDS.replace(" ~}", "}"))
    lesson_asking(training, bank=str(bank.pk))
    keys = {
        key: f"q{version_of(bank, key)}" for key in ("several", "match", "short", "order", "essay")
    }
    given: dict[str, Any] = {
        keys["several"]: ["0"],
        f"{keys['match']}-0": "0",
        f"{keys['match']}-1": "2",
        keys["short"]: " utregt ",
        f"{keys['order']}-0": "1",
        f"{keys['order']}-1": "2",
        keys["essay"]: "Ik zou eerst luisteren.",
    }
    words = _words(_send(participant, _page(participant), **given))
    assert "Je hebt 2 van de 4 punten." in words
    assert "Een deel van een punt telt niet mee." in words
    for told in ("A!", "Bijna", "Dank.", "Hier hoort: onder", "Ik zou eerst luisteren."):
        assert told in words
    attempt = ExerciseAttempt.objects.get()
    assert (attempt.points, attempt.out_of) == (2, 4)


def test_on_paper_are_chosen_questions_to_answer_and_of_drawn_ones_the_same_for_everybody(
    participant: Client, training: TrainingPage
) -> None:
    make_lesson(training, slug="eerst", body=[("paragraph", "<p>Zet thee.</p>" * 60)])
    bank = bank_with()

    def last_pages() -> str:
        content = participant.get("/trainingen/luisteren/boekje/pdf/").content
        pages = read_pdf(content).pages[-2:]
        return " ".join(" ".join(one.extract_text() for one in pages).split())

    lesson_asking(training, questions=[str(BankQuestion.objects.get(key="een").pk)], slug="vast")
    chosen = last_pages()
    assert "Kies goed." in chosen
    lesson_asking(training, bank=str(bank.pk), number=1, slug="getrokken")
    both = last_pages()
    drawn = both[both.index("Kies goed.") + 1 :]
    assert "Vraag 1." in drawn
    assert both == last_pages()
    for untrue in ("niet op papier", "Wie opnieuw begint", "Antwoorden", "zo vaak doen"):
        assert untrue not in both


def test_on_paper_one_writes_what_belongs_to_what_in_an_order_that_tells_nothing(
    participant: Client, training: TrainingPage
) -> None:
    bank = bank_with("// [id:zoek]\nWat hoort bij elkaar? {=Zon -> Warm =IJs -> Koud}")
    lesson_asking(training, bank=str(bank.pk), number=1)
    page = participant.get("/trainingen/luisteren/boekje/").content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Wat hoort bij elkaar? Kies bij elke regel wat erbij hoort. Kies uit: Koud; Warm" in text
    assert page.count('class="va-write"') == 2
