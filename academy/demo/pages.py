"""The demo's learning path and lectures."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from courses.catalogue.models import (
    CataloguePage,
    LearningPathIndexPage,
    LearningPathPage,
    LearningPathStep,
    LectureIndexPage,
    LecturePage,
    LessonPage,
    Theme,
    TrainingPage,
)

if TYPE_CHECKING:
    from academy.demo.people import Cast

LECTURES = [
    (
        "Alleen zijn of eenzaam zijn?",
        "alleen-of-eenzaam",
        "Wat is het verschil? En wat kun jij doen als je merkt dat iemand zich eenzaam voelt?",
        date(2026, 3, 11),
        40,
        "<h3>Welkom</h3><p>Goedemiddag allemaal. Fijn dat jullie er zijn. Vandaag praten we over "
        "een woord dat veel mensen niet graag hardop zeggen: eenzaam.</p>"
        "<h3>Twee verschillende dingen</h3><p>Alleen zijn is een feit. Er is niemand bij je. "
        "Eenzaam zijn is een gevoel. Je mist iets. Je kunt alleen zijn en tevreden. En je kunt "
        "eenzaam zijn op een vol verjaardagsfeest.</p><p>Er zijn drie vormen. Soms mis je één "
        "mens die heel dichtbij staat. Soms mis je een kring van mensen om je heen. En soms voelt "
        "het leven leeg, ook als er mensen zijn.</p>"
        "<h3>Het hoort erbij, en toch schamen we ons</h3><p>Bijna iedereen kent het gevoel. In "
        "Utrecht zegt ongeveer één op de drie volwassenen dat zij een hechte band missen. Tien "
        "van de honderd voelen zich ernstig eenzaam. Maar weinig mensen vertellen het. Ze denken "
        "dat het hun eigen schuld is.</p>"
        "<h3>Wat kun jij doen?</h3><ul><li>Kijk. Wat is er anders dan vorige week?</li><li>Zeg "
        "wat je ziet, zonder oordeel.</li><li>Vraag, en wacht op het antwoord. Stilte mag.</li>"
        "<li>Los het niet op. Ga naast iemand staan.</li><li>Vraag ook eens iets terug. Wie iets "
        "kan geven, telt mee.</li></ul>"
        "<h3>Vraag uit de zaal</h3><p><b>En als iemand geen hulp wil?</b> Dan is dat zijn goed "
        "recht. Zeg dat je er bent. En kom nog eens langs.</p>",
    ),
    (
        "Ouder worden ver van je geboorteland",
        "ouder-worden-ver-van-huis",
        "Oudere migranten zeggen zelden het woord ‘eenzaam’. Hoe kom je toch in gesprek?",
        date(2026, 9, 24),
        45,
        "<h3>Een ander woord</h3><p>In veel talen is er geen goed woord voor eenzaam. Of het is "
        "een woord waar je je voor schaamt. Mensen zeggen dan: ik ben moe. Mijn hoofd doet zeer. "
        "De dagen duren lang. Luister dus naar wat eronder zit.</p>"
        "<h3>Wat er speelt</h3><p>Wie oud wordt in een ander land, heeft vaak al veel verloren: "
        "een huis, een straat, een taal waarin alles vanzelf gaat. Kinderen hebben het druk. De "
        "buurt verandert. En soms is er weinig geld om op bezoek te gaan.</p>"
        "<h3>Zo begin je</h3><ul><li>Neem de tijd. Drink eerst thee.</li><li>Vraag naar vroeger: "
        "welk gerecht, welke muziek, welk feest?</li><li>Spreek rustig. Gebruik korte zinnen. "
        "Praat niet kinderachtig.</li><li>Zoek iemand die de taal spreekt, als dat helpt. Kies "
        "niet zomaar een kind als tolk.</li><li>Ga de eerste keer samen naar een activiteit.</li>"
        "</ul><h3>Vraag uit de zaal</h3><p><b>Mag ik over geloof praten?</b> Ja, als de ander "
        "erover begint. Vraag wat het voor hem of haar betekent. Je hoeft het zelf niet te "
        "geloven om te luisteren.</p>",
    ),
]


def make_learning_path(trainings: dict[str, TrainingPage]) -> None:
    """The path *Eenzaamheid*: the four trainings in an order that makes sense."""
    steps = [
        ("signaleren", "Begin hier: wat is eenzaamheid, en hoe zie je het?"),
        ("bellen", "Oefen een gesprek. Bellen is een goede eerste stap."),
        ("rouw_en_verlies", "Verlies is een van de grootste oorzaken van eenzaamheid."),
        ("zingeving", "Voor wie verder wil: praten over wat het leven waard maakt."),
    ]
    page = LearningPathPage(
        title="Eenzaamheid",
        slug="eenzaamheid",
        summary="Vier trainingen over zien, praten en er zijn. Doe ze in jouw tempo.",
        introduction="<p>Je mag overal beginnen. Deze volgorde werkt voor de meeste mensen goed. "
        "Na elke training krijg je een eigen certificaat.</p>",
    )
    page.steps = [
        LearningPathStep(training=trainings[key], why=why, sort_order=order)
        for order, (key, why) in enumerate(steps)
        if key in trainings
    ]
    LearningPathIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()


def make_lectures() -> None:
    """Two lectures that were held in the demo's academy, written out; nobody recorded them."""
    above = LectureIndexPage.objects.get()
    above.introduction = "Lees een lezing terug, wanneer het jou uitkomt."
    above.save_revision().publish()
    for title, slug, summary, day, minutes, transcript in LECTURES:
        page = LecturePage(
            title=title,
            slug=slug,
            summary=summary,
            recorded_on=day,
            minutes=minutes,
            transcript=transcript,
        )
        LectureIndexPage.objects.get().add_child(instance=page)
        page.save_revision().publish()


def make_submitted_training(cast: Cast) -> None:
    """A training that a trainer has submitted and a coordinator has yet to approve."""
    theme, _created = Theme.objects.get_or_create(
        name="Communicatie", defaults={"slug": "communicatie"}
    )
    page = TrainingPage(
        title="Basistraining communicatie",
        slug="basistraining-communicatie",
        summary="Luisteren, vragen stellen en samenvatten: de basis van elk goed gesprek.",
        introduction="<p>Een goed gesprek begint met luisteren. Je oefent in kleine groepen.</p>",
        for_whom="<p>Voor alle vrijwilligers.</p>",
        theme=theme,
        minutes=150,
        owner=cast.trainer,
        live=False,
    )
    CataloguePage.objects.get().add_child(instance=page)
    page.save_revision(user=cast.trainer)
    lesson = LessonPage(
        title="Luisteren met aandacht",
        slug="luisteren",
        summary="Wat doe je als je echt luistert?",
        minutes=20,
        owner=cast.trainer,
        live=False,
        body=[
            ("heading", "Luisteren is meer dan stil zijn"),
            (
                "paragraph",
                "<p>Leg je telefoon weg. Kijk de ander aan. Vat kort samen wat je hoort. Vraag of "
                "dat klopt.</p>",
            ),
            (
                "reflection",
                {
                    "question": "Wie luistert er goed naar jou? Waar merk je dat aan?",
                    "hint": "Denk aan iets kleins.",
                },
            ),
        ],
    )
    TrainingPage.objects.get(pk=page.pk).add_child(instance=lesson)
    lesson.save_revision(user=cast.trainer)
    workflow = page.get_workflow()
    if workflow is not None:
        workflow.start(page, cast.trainer)
