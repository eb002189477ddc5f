"""The own questions on the evaluation form of a training."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from courses.catalogue.services import activate_plugin
from courses.evaluation.models import EvaluationForm
from courses.evaluation.queries import figures
from courses.evaluation.services import Answer
from courses.plugin_host import plugin_settings
from courses.plugin_host.models import PluginFault
from plugins.maatwerkvragen.forms import OwnQuestionsForm
from tests.courses.evaluation.factories import answer, close, mark, open_evaluation, tallied
from tests.factories import PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from django.test import Client

    from courses.catalogue.models import TrainingPage
    from courses.people.models import User

pytestmark = pytest.mark.django_db

QUESTIONS = {
    "text_1": "Hoe was de <zaal>?",
    "kind_1": "score",
    "text_3": "Hoe kwam je?",
    "kind_3": "choice",
    "options_3": "Fiets\r\nBus",
    "text_5": "Wat was grappig?",
    "kind_5": "open",
}


def ask(training: TrainingPage, typed: dict[str, str]) -> None:
    """Let a trainer fill in the settings of the plugin."""
    form = OwnQuestionsForm(typed)
    assert form.is_valid()
    activation = activate_plugin(training=training, plugin="maatwerkvragen")
    activation.settings = plugin_settings.cleaned(form)
    activation.save()


def own(form: EvaluationForm) -> list[Any]:
    return list(form.questions.filter(key__startswith="maatwerkvragen."))


@pytest.fixture
def training() -> TrainingPage:
    training = TrainingFactory.create()
    ask(training, QUESTIONS)
    return training


def test_the_form_has_them_in_order_and_nobody_has_to_answer(training: TrainingPage) -> None:
    form = open_evaluation(people=1, training=training)
    assert [(one.text, one.kind, one.options, one.required) for one in own(form)] == [
        ("Hoe was de <zaal>?", "score", [], False),
        ("Hoe kwam je?", "choice", ["Fiets", "Bus"], False),
        ("Wat was grappig?", "open", [], False),
    ]
    assert not PluginFault.objects.exists()


def test_other_trainings_are_asked_nothing_more(training: TrainingPage) -> None:
    assert own(open_evaluation(people=1)) == []


def test_where_the_plugin_is_off_nothing_more_is_asked(training: TrainingPage) -> None:
    activate_plugin(training=training, plugin="maatwerkvragen", active=False)
    assert own(open_evaluation(people=1, training=training)) == []


def test_where_nothing_was_written_nothing_more_is_asked() -> None:
    training = TrainingFactory.create()
    activate_plugin(training=training, plugin="maatwerkvragen")
    assert own(open_evaluation(people=1, training=training)) == []
    assert not PluginFault.objects.exists()


def test_a_participant_answers_them_on_the_page(client: Client, training: TrainingPage) -> None:
    person: User = PersonFactory.create()
    client.force_login(person)
    form = open_evaluation(people=[person], training=training)
    url = f"/evaluatie/{form.edition_id}/"
    page = client.get(url).content.decode()
    for text in ("Hoe was de &lt;zaal&gt;?", "Hoe kwam je?", "Bus", "Wat was grappig?"):
        assert text in page
    score, choice, own_words = own(form)
    overall = form.questions.get(key="overall")
    given = {overall: "8", score: "7", choice: "Bus", own_words: "De hond."}
    client.post(url, {f"q{question.position}": value for question, value in given.items()})
    said = tallied(form)
    assert (said[score].counts, said[choice].counts) == ({"7": 1}, {"Bus": 1})
    assert said[own_words].texts == ["De hond."]


def test_answers_add_up_over_editions_although_the_questions_changed_places(
    training: TrainingPage,
) -> None:
    def held(marks: list[int]) -> None:
        # One of six does not answer, else it would show what each one said.
        form = open_evaluation(people=6, training=training)
        key = own(form)[0 if own(form)[0].kind == "score" else 1].key
        answer(form, [{**mark(8), key: Answer(values=(str(one),))} for one in marks])
        close(form)

    held([6, 6, 6, 6, 6])
    ask(
        training,
        {
            "text_1": "Hoe kwam je?",
            "kind_1": "choice",
            "options_1": "Bus\nFiets",
            "text_2": "hoe was de <ZAAL>",
            "kind_2": "score",
        },
    )
    held([8, 8, 8, 8, 8])
    added = [
        (one.n, one.mean)
        for one in figures(EvaluationForm.objects.all()).questions
        if one.key.startswith("maatwerkvragen.") and one.kind == "score"
    ]
    assert added == [(10, Decimal(7))]
