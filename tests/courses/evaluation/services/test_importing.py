"""Taking over evaluations that were held elsewhere, and what readers see of them."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses.common import clock
from courses.common.errors import Refusal
from courses.common.invariants import provided
from courses.editions.services.reporting import report_edition
from courses.evaluation.answer_files import read_file
from courses.evaluation.answer_plans import plan_import
from courses.evaluation.enums import Kind, Occasion, Tool
from courses.evaluation.models import (
    AnswerCount,
    EvaluationForm,
    ImportedEvaluation,
    Participation,
    TextAnswer,
)
from courses.evaluation.queries import figures, without_answers
from courses.evaluation.services.importing import (
    About,
    ReportedQuestion,
    fingerprint_of,
    import_answers,
    remove_import,
    report_figures,
)
from courses.evaluation.services.opening import questions_at
from courses.people.enums import Role
from tests.courses.evaluation.builder.test_surveys import inputs
from tests.courses.evaluation.factories import closed_evaluation, held_edition
from tests.factories import TrainingFactory, person_in_role

if TYPE_CHECKING:
    from django.test import Client

    from courses.editions.models import Edition
    from courses.evaluation.models import FormQuestion

pytestmark = pytest.mark.django_db

FILE = "Welk cijfer geef je de training?;Wat kan beter?;Slotvraag\n" + "\n".join(
    f"{mark};Het tempo;Woorden {number}" for number, mark in enumerate((7, 8, 8, 9, 9))
)


def asked(edition: Edition) -> dict[str, FormQuestion]:
    """What the training asks, by key."""
    questions = questions_at(edition.training, Occasion.END)[1]
    for position, one in enumerate(questions):
        one.position = position
    return {one.key: one for one in questions}


def imported(edition: Edition, text: str = FILE, **about: Any) -> EvaluationForm:
    file = read_file(text.encode())
    return import_answers(
        about=About(source="map bij VCU", edition=edition, occasion=Occasion.END, **about),
        plan=plan_import(file, list(asked(edition).values())),
        tool=file.tool,
        fingerprint=fingerprint_of(file),
        actor=None,
    )


@pytest.mark.both_databases
def test_imported_answers_count_as_counters_that_say_nothing_of_who() -> None:
    edition = held_edition(people=6)
    form = imported(edition, invited=12)
    assert (form.status, form.invited_count, form.answered_count) == ("closed", 12, 5)
    assert Participation.objects.count() == 0
    found = figures(EvaluationForm.objects.all())
    overall = found.question("overall")
    assert overall is not None
    assert overall.sums is not None
    assert (overall.mean, overall.n, overall.reported, overall.sums.reported) == (
        *(Decimal("8.2"), 5, 5),
        5,
    )
    assert (found.sources, found.invited, found.answered) == (("map bij VCU",), 12, 5)
    texts = sorted(TextAnswer.objects.values_list("text", flat=True))
    assert texts == [f"Woorden {number}" for number in range(5)]
    # Neither the desk nor the audit misses anything.
    assert (list(without_answers(now=clock.now())), list(violations())) == ([], [])
    # The same file twice is the same form, also with its rows in another order.
    head, *rows = FILE.split("\n")
    assert imported(edition, "\n".join([head, *reversed(rows)])) == form
    with pytest.raises(Refusal, match="al overgenomen"):
        imported(held_edition(people=5))
    remove_import(form=form, actor=None)
    left = (EvaluationForm, ImportedEvaluation, AnswerCount, TextAnswer)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]
    assert imported(edition).pk != form.pk


def test_what_does_not_fit_is_refused_and_nothing_is_kept() -> None:
    edition = held_edition(people=6)
    with pytest.raises(Refusal) as few:
        imported(edition, invited=4)
    assert few.value.field == "invited"
    with pytest.raises(Refusal, match="geen antwoord dat meetelt"):
        imported(edition, "Naam;E-mail\nAn;an@example.org\n")
    coming = held_edition(people=5, starts_at=clock.now() + timedelta(days=3))
    with pytest.raises(Refusal, match="nog niet voorbij"):
        imported(coming)
    evaluated = closed_evaluation(marks=[7, 8, 9, 8, 8])
    assert evaluated.edition is not None
    with pytest.raises(Refusal, match="al een evaluatie"):
        imported(evaluated.edition)
    # What was held here stays; and so does what somebody did something with.
    with pytest.raises(Refusal, match="hier gehouden"):
        remove_import(form=evaluated, actor=None)
    form = imported(edition)
    Participation.objects.create(form=form)
    with pytest.raises(Refusal, match="al op gereageerd"):
        remove_import(form=form, actor=None)
    survey = About(source="map", title="Leden", ended_at=clock.now() + timedelta(days=1))
    for about, field in (
        (survey, "ended_on"),
        (About(source=" "), "source"),
        (About(source="map"), "title"),
    ):
        with pytest.raises(Refusal) as refusal:
            report_figures(
                about=about,
                reported=[told(edition, "overall", 8, mean="7.2")],
                answered=8,
                actor=None,
            )
        assert refusal.value.field == field
    assert EvaluationForm.objects.count() == 2


def violations() -> list[object]:
    """What breaks what must be so of evaluations."""
    own = [one for one in provided() if one.name.startswith("evaluation_")]
    return [one for invariant in own for one in invariant.find()]


def told(
    edition: Edition, key: str, n: int, mean: str | None = None, **counts: int
) -> ReportedQuestion:
    values = {name.removeprefix("m"): count for name, count in counts.items()}
    return ReportedQuestion(asked(edition)[key], n, values, None if mean is None else Decimal(mean))


@pytest.mark.parametrize(
    ("key", "n", "mean", "counts", "sentence"),
    [
        ("overall", 12, "8.3", {}, "meer antwoorden dan mensen"),
        ("overall", 11, None, {"m8": 9}, "De verdeling telt op tot 9."),
        ("improve", 4, None, {"Het tempo": 5}, "De verdeling telt op tot 5."),
        ("overall", 11, None, {}, "Vul de verdeling in"),
        ("overall", 11, "10.5", {}, "tussen 1 en 10"),
        ("overall", 4, "8.3", {}, "laten we niet zien"),
        # A ten of everybody is what each one said, and nobody knows that somebody stayed silent.
        ("overall", 11, "10", {}, "laten we niet zien"),
    ],
)
def test_figures_that_cannot_be_are_refused(
    key: str, n: int, mean: str | None, counts: dict[str, int], sentence: str
) -> None:
    edition = held_edition(people=6)
    with pytest.raises(Refusal, match=sentence) as refusal:
        report_figures(
            about=About(source="verslag", edition=edition, occasion=Occasion.END),
            reported=[told(edition, key, n, mean, **counts)],
            answered=11,
            actor=None,
        )
    assert refusal.value.field == key


def test_a_mean_alone_stands_apart_and_a_distribution_counts_with_all_others(
    client: Client,
) -> None:
    """8,3 from 11 of 12 people with the marks known; 8,5 from 66 without."""
    coordinator = person_in_role(Role.COORDINATOR)
    client.force_login(coordinator)
    training = TrainingFactory.create(title="Signaleren")
    first = report_edition(
        training=training,
        day=clock.today() - timedelta(days=800),
        participants=12,
        source="verslag van 2020",
        actor=coordinator,
    )
    seven = report_edition(
        training=training,
        day=clock.today() - timedelta(days=400),
        participants=66,
        source="jaarverslag",
        actor=coordinator,
    )
    report_figures(
        about=About(source="verslag", edition=first, occasion=Occasion.END, invited=12),
        reported=[told(first, "overall", 11, m7=1, m8=6, m9=4)],
        answered=11,
        actor=coordinator,
    )
    report_figures(
        about=About(source="jaarverslag", edition=seven, occasion=Occasion.END),
        reported=[told(seven, "overall", 66, mean="8.5")],
        answered=66,
        actor=coordinator,
    )
    closed_evaluation(marks=[6, 6, 7, 7, 7], training=training)
    page = client.get("/beheer/evaluaties/?since=")
    whole = page.context["whole"]
    # 91 + 33 over 11 + 5 people; the 66 are in no sum, and the editions of others are not ours.
    assert (whole.marks.total, whole.marks.n, whole.marks.reported) == (124, 16, 11)
    assert (whole.held.editions, whole.response.invited, whole.response.answered) == (1, 17, 16)
    assert list(violations()) == []
    text = page.content.decode()
    shown = ["waarvan 11 volgens opgave", "(11 volgens opgave)", "Van 11 mensen is het volgens"]
    shown += ["Gemiddelden volgens opgave, zonder verdeling", "jaarverslag", ", volgens opgave"]
    assert [one for one in shown if one not in text] == []
    for edition in (first, seven):
        assert (
            "Dit is niet hier ingevuld"
            in client.get(f"/beheer/evaluaties/uitvoering/{edition.pk}/").content.decode()
        )
    export = b"".join(client.get("/beheer/evaluaties/?since=&export=csv")).decode()
    assert export.count("Volgens opgave, niet hier ingevuld. Bron:") == 2
    own = b"".join(client.get(f"/beheer/evaluaties/uitvoering/{seven.pk}/?export=csv")).decode()
    assert "Gemiddelde volgens opgave, zonder verdeling;66;;;8,5" in own


CODES = "submitdate;overall;G01Q02\n" + "\n".join(
    f"1980-01-01;{mark};{code}"
    for mark, code in zip("88977", ("A1", "A2") * 2 + ("A1",), strict=True)
)


def test_a_file_is_looked_at_before_it_counts(client: Client) -> None:
    edition = held_edition(people=6)
    client.force_login(person_in_role(Role.COORDINATOR))
    url = f"/beheer/evaluatie/uitvoering/{edition.pk}/overnemen/"
    upload = SimpleUploadedFile("antwoorden.csv", FILE.encode())
    filled = {"occasion": "end", "source": "map bij VCU"}
    page = client.post(url, {**filled, "file": upload}).content.decode()
    assert ("Van 5 mensen tellen antwoorden mee." in page, "Wij bewaren" in page) == (True, False)
    hidden = inputs(page)
    # Another choice than what was seen is shown first.
    other = client.post(url, {**hidden, "column-2": "", "import": "1"}).content.decode()
    assert ("Je koos iets anders." in other, EvaluationForm.objects.count()) == (True, 0)
    response = client.post(url, {**inputs(other), "column-2": "", "import": "1"})
    form = EvaluationForm.objects.get()
    assert response["Location"] == f"/beheer/evaluatie/overgenomen/{form.pk}/"
    assert [one.key for one in form.questions.all()] == ["overall", "improve"]
    assert form.imported.tool == Tool.OTHER
    # The list, one of it, and undoing it; for nobody but who asks people.
    assert "map bij VCU" in client.get("/beheer/evaluatie/overgenomen/").content.decode()
    client.force_login(person_in_role(Role.TRAINER))
    codes = [client.get(path).status_code for path in (response["Location"], url)]
    assert codes == [302, 302]
    client.force_login(person_in_role(Role.COORDINATOR))
    client.post(response["Location"])
    assert EvaluationForm.objects.count() == 0
    # Codes are asked what they mean.
    in_codes = SimpleUploadedFile("limesurvey.csv", CODES.encode())
    page = client.post(url, {**filled, "file": in_codes}).content.decode()
    assert "A1 (3 keer) betekent" in page
    said = {"column-1": "q:practice", "code-1-0": "Ja", "code-1-1": "Nee", "look": "1"}
    page = client.post(url, {**inputs(page), **said}).content.decode()
    assert [one for one in ("<li>Ja: 3</li>", "<li>Nee: 2</li>") if one not in page] == []
    # What comes back broken is no file.
    broken = client.post(url, {**filled, "answers": '{"rows": 3}'}).content.decode()
    assert "Kies een bestand." in broken


def test_figures_are_typed_in_for_a_survey(client: Client) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    url = "/beheer/evaluatie/overnemen/cijfers/"
    names = {field.label: field.name for field in client.get(url).context["form"]}
    mean = next(name for name in names.values() if name.startswith("mean_"))
    filled = {
        "title": "Ledenenquête",
        "ended_on": f"{clock.today() - timedelta(days=300):%Y-%m-%d}",
        "source": "rapport",
        "invited": "211",
        "answered": "23",
        mean: "7,2",
    }
    client.post(url, {**filled, mean.replace("mean", "n"): "24"})
    assert EvaluationForm.objects.count() == 0
    client.post(url, filled)
    form = EvaluationForm.objects.get()
    question = form.questions.get()
    assert (question.kind, question.answered, question.reported_mean.mean) == (
        *(Kind.SCORE, 23),
        Decimal("7.20"),
    )
    page = client.get(f"/beheer/evaluaties/enquete/{form.pk}/").content.decode()
    assert [one for one in ("211 uitgenodigd", "23 antwoorden", "7,2") if one not in page] == []
