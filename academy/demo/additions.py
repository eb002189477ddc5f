"""What plugins add to the demo's trainings: switched on, with settings and something to see."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile

from academy.demo import cmi5_course, e_learning
from courses.catalogue.models import LessonPage, TrainingPage
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common import addresses, clock
from courses.enrolment.enums import TAKES_PART
from courses.enrolment.models import Enrolment
from courses.people.models import Partner
from courses.plugin_host import registry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from academy.demo.people import Cast
    from plugins.xapi.models import CoursePackage

QUESTIONS = Path(__file__).with_name("vragen_signaleren.gift.txt")

TEST = {
    "title": "Wat zie je nu?",
    "introduction": "Vier vragen over signalen.",
    "questions": [
        {
            "text": "Om drie uur doet je buurman open. Zijn stem is schor. Wat kan dat zijn?",
            "multiple": False,
            "options": [
                {"text": "Misschien heeft hij vandaag nog niemand gesproken.", "correct": True},
                {"text": "Dan is hij zeker ziek.", "correct": False},
                {"text": "Dat zegt niets.", "correct": False},
            ],
            "explanation": "Een schorre stem is een signaal, geen bewijs. Vraag hoe zijn dag was.",
        },
        {
            "text": "Wat hoort bij eenzaamheid?",
            "multiple": True,
            "options": [
                {"text": "Je mist iemand die heel dichtbij staat.", "correct": True},
                {"text": "Je mist een kring van mensen om je heen.", "correct": True},
                {"text": "Je woont alleen.", "correct": False},
            ],
            "explanation": "Alleen wonen is iets anders dan je eenzaam voelen.",
        },
        {
            "text": "Iemand wil er niet over praten. Wat doe je?",
            "multiple": False,
            "options": [
                {
                    "text": "Je blijft vragen. Je zegt dat praten beter voor haar is.",
                    "correct": False,
                },
                {"text": "Je laat het rusten en zegt dat je nog eens langskomt.", "correct": True},
            ],
            "explanation": "Een nee mag. Dan ben je later weer welkom.",
        },
        {
            "text": "Je maakt je zorgen over wat je zag. Wat doe je?",
            "multiple": False,
            "options": [
                {"text": "Je bespreekt het met je organisatie of het Infopunt.", "correct": True},
                {"text": "Je lost het zelf op.", "correct": False},
                {"text": "Je wacht af.", "correct": False},
            ],
            "explanation": "Je hoeft het niet alleen te doen.",
        },
    ],
}

ASSIGNMENT = {
    "title": "Een kaartje voor een moeilijke dag",
    "task": (
        "<p>Bedenk bij wie in jouw omgeving er binnenkort een moeilijke dag is. Schrijf wat je op "
        "een kaartje zou zetten. Gebruik geen echte namen.</p>"
    ),
    "file": "optional",
}


def switch_on(trainings: Mapping[str, TrainingPage], cast: Cast) -> None:
    """Switch plugins on before there are people, so that what they make is there too."""
    partner = Partner.objects.filter(name="Zin in Utrecht").first()
    _on(
        trainings.get("zingeving"),
        "huisstijl",
        cast,
        partner=partner.pk if partner else None,
        together_with="Vrijwilligersacademie",
        signer_name="Samira el Hassouni",
        signer_role="Trainer",
        own_text="Dank je wel dat je er wilt zijn voor een ander.",
    )
    for training in trainings.values():
        _on(training, "openbadges", cast)
    for key, goal in (("signaleren", 60), ("rouw_en_verlies", 40), ("zingeving", None)):
        _on(trainings.get(key), "bereik", cast, goal=goal)
    _on(trainings.get("bellen"), "bereik", cast)
    _on(
        trainings.get("rouw_en_verlies"),
        "herinneringen",
        cast,
        bring="Neem een foto of een voorwerp mee dat je aan iemand doet denken.",
    )
    _on(trainings.get("signaleren"), "herinneringen", cast)
    _on(
        trainings.get("signaleren"),
        "maatwerkvragen",
        cast,
        text_1="Welk signaal let je vanaf nu beter op?",
        kind_1="open",
        text_2="Weet je waar je met een signaal heen gaat?",
        kind_2="choice",
        options_2="Ja\nNog niet helemaal\nNee",
    )


def add_lessons(trainings: Mapping[str, TrainingPage], cast: Cast) -> None:
    """Add what plugins bring to lessons, after the people of years ago; and a rule at the end."""
    if _on(trainings.get("signaleren"), "kennistoets", cast):
        _add_lesson(
            trainings["signaleren"],
            cast,
            title="Toets jezelf",
            slug="toets-jezelf",
            summary="Vier vragen over wat je las.",
            minutes=5,
            body=[("kennistoets_test", TEST)],
        )
    if _on(trainings.get("rouw_en_verlies"), "praktijkopdracht", cast):
        _add_lesson(
            trainings["rouw_en_verlies"],
            cast,
            title="Doe het in het echt",
            slug="doe-het-in-het-echt",
            summary="Een kleine opdracht voor thuis. De trainer kijkt mee.",
            body=[("praktijkopdracht_assignment", ASSIGNMENT)],
        )
        _hand_in(trainings["rouw_en_verlies"], cast)
    if _on(trainings.get("bellen"), "scorm", cast, required_for_certificate=False):
        _add_e_learning(trainings["bellen"], cast)
    _ask_from_bank(trainings, cast)
    if _on(trainings.get("bellen"), "lti", cast):
        _connect_systems(trainings["bellen"], cast)
    if _on(trainings.get("zingeving"), "xapi", cast):
        _add_course(trainings["zingeving"], cast)
    first = trainings.get("signaleren")
    if first is not None:
        _on(trainings.get("zingeving"), "voorkennis", cast, trainings=[first.pk])


def _add_e_learning(training: TrainingPage, cast: Cast) -> None:
    """A lesson with e-learning that a partner could have made."""
    # Here, because the plugin may not be there.
    from plugins.scorm.services import add_package  # noqa: PLC0415 - see above

    upload = ContentFile(e_learning.package(), name="luisteren-aan-de-telefoon.zip")
    added = add_package(training_id=training.pk, upload=upload)
    value = {
        "title": added.title,
        "package": str(added.pk),
        "introduction": "Om te lezen: er is geen geluid bij. Je bent in vijf minuten klaar.",
        "needs": "completed",
    }
    _add_lesson(
        training,
        cast,
        title="Luisteren aan de telefoon",
        slug="luisteren-aan-de-telefoon",
        summary="Wat helpt bij luisteren? Drie tips om te lezen, en twee vragen.",
        minutes=5,
        body=[("scorm_package", value)],
    )


def _ask_from_bank(trainings: Mapping[str, TrainingPage], cast: Cast) -> None:
    """A bank for all trainings, brought in from a file as staff do, and a lesson that asks it."""
    if not _on(trainings.get("signaleren"), "vragenbank", cast, pass_mark=50):
        return
    # Here, because the plugin may not be there.
    from plugins.vragenbank import services  # noqa: PLC0415 - see above

    bank = services.make_bank(actor=cast.coordinator, title="Signalen van eenzaamheid")
    file = ContentFile(QUESTIONS.read_bytes(), name=QUESTIONS.name)
    held = services.hold_file(actor=cast.coordinator, bank=bank, upload=file)
    services.take_over(actor=cast.coordinator, held=held, numbers=None)
    _add_lesson(
        trainings["signaleren"],
        cast,
        title="Vijf vragen over signalen",
        slug="vijf-vragen",
        summary="Kijk wat je nu weet.",
        minutes=5,
        body=[
            (
                "vragenbank_questions",
                {
                    "title": "Wat weet je nu?",
                    "introduction": "Vijf vragen over wat je las.",
                    "questions": [],
                    "bank": str(bank.pk),
                    "number": 5,
                },
            )
        ],
    )


def _on(training: TrainingPage | None, plugin: str, cast: Cast, **settings: object) -> bool:
    """Switch a plugin on with these settings, if both are there; whether they are."""
    if training is None or registry.find(plugin) is None:
        return False
    activate_plugin(training=training, plugin=plugin, actor=cast.coordinator)
    if settings:
        save_plugin_settings(
            training=training, plugin=plugin, settings=settings, actor=cast.coordinator
        )
    return True


def _add_lesson(
    training: TrainingPage,
    cast: Cast,
    *,
    body: list[tuple[str, object]],
    minutes: int = 10,
    **fields: str,
) -> None:
    lesson = LessonPage(minutes=minutes, owner=cast.trainer, **fields)
    lesson.body = LessonPage._meta.get_field("body").stream_block.normalize(body)
    TrainingPage.objects.get(pk=training.pk).add_child(instance=lesson)
    lesson.save_revision(user=cast.trainer).publish()


def _connect_systems(training: TrainingPage, cast: Cast) -> None:
    """A tool in a lesson and a platform that may use the training. Neither exists (`.example`):
    in the place of the tool the demo itself opens a page, and says so."""
    # Here, because the plugin may not be there.
    from plugins.lti.models import OfferedTraining, Platform, Tool  # noqa: PLC0415 - see above
    from plugins.lti.services import systems  # noqa: PLC0415

    house = "https://oefenhuis.example"
    tool = Tool.objects.create(
        name="Oefenhuis (voorbeeld)",
        login_url=addresses.DEMO_TOOL,
        launch_url=f"{house}/start",
        return_urls=f"{house}/start",
        choice_url=f"{house}/kies",
        jwks_url=f"{house}/keys",
    )
    content = systems.add_content(tool=tool, title="Oefengesprek aan de telefoon", most=10)
    value = {
        "content": str(content.key),
        "explanation": "Dit is een voorbeeld van een opdracht bij een ander systeem. In deze demo "
        "opent een bladzijde om zelf te oefenen, hardop. Voor je "
        "certificaat hoeft dit gesprek niet. De les lezen hoort er wel bij.",
        "needed": False,
        "least": None,
    }
    _add_lesson(
        training,
        cast,
        title="Oefen met bellen",
        slug="oefen-met-bellen",
        summary="Oefen het begin van een telefoontje, zo vaak als je wilt.",
        minutes=5,
        body=[("lti_tool", value)],
    )
    moodle = "https://moodle.partner.example"
    platform = Platform.objects.create(
        name="Moodle van een partner (voorbeeld)",
        issuer=moodle,
        client_id="voorbeeld",
        deployments="1",
        auth_url=f"{moodle}/mod/lti/auth.php",
        token_url=f"{moodle}/mod/lti/token.php",
        jwks_url=f"{moodle}/mod/lti/certs.php",
    )
    OfferedTraining.objects.create(platform=platform, training=training)


def _add_course(training: TrainingPage, cast: Cast) -> None:
    """A lesson with a course that a partner could have made, and a record store that asks for
    consent. It does not exist: `.example`."""
    # Here, because the plugin may not be there.
    from plugins.xapi.enums import Version  # noqa: PLC0415 - see above
    from plugins.xapi.services import courses, stores  # noqa: PLC0415

    stores.save_store(
        name="Leerregister van de gemeente (voorbeeld)",
        endpoint="https://leerregister.example/xapi/",
        key="voorbeeld",
        secret="voorbeeld",  # noqa: S106 - of nothing
        version=Version.V1,
        is_on=True,
    )
    upload = ContentFile(cmi5_course.package(), name="stil-zijn.zip")
    added = courses.add_course(training_id=training.pk, upload=upload)
    value = {
        "title": added.title,
        "package": str(added.pk),
        "introduction": "Eén minuut stil zijn. Merk wat dat met je doet.",
        "needed": False,
    }
    _add_lesson(
        training,
        cast,
        title="Stil zijn met iemand",
        slug="stil-zijn-met-iemand",
        summary="Niets zeggen, en er toch zijn: hoe doe je dat?",
        minutes=5,
        body=[("xapi_course", value)],
    )
    _begin_course(training, added)


def _begin_course(training: TrainingPage, package: CoursePackage) -> None:
    """One participant need not do it any more, and of another it still stands open: both for staff
    to see. Reconstructed; nobody of them exists."""
    # Here, because the plugin may not be there.
    from plugins.xapi.cmi5 import placing, words  # noqa: PLC0415 - see above
    from plugins.xapi.enums import Reason  # noqa: PLC0415
    from plugins.xapi.services import sessions  # noqa: PLC0415

    (placed,) = placing.placed_in(training.pk)
    (unit, *_more) = package.structure.units
    taking_part = Enrolment.objects.filter(
        edition__training=training, status__in=TAKES_PART
    ).order_by("pk")
    for number, enrolment in enumerate(taking_part.select_related("person")[:2]):
        registration = sessions.register(person=enrolment.person, placed=placed, package=package)
        if number == 0:
            sessions.waive(registration=registration, unit=unit, reason=Reason.EQUIVALENT_UNIT)
        else:
            sessions.launch(
                registration=registration, unit=unit, mode=words.NORMAL, url=unit.path, base=""
            )


def _hand_in(training: TrainingPage, cast: Cast) -> None:
    """Two participants of the edition that is going on did the assignment; one still waits."""
    # Here, because the plugin may not be there.
    from plugins.praktijkopdracht import assignments, services  # noqa: PLC0415 - see above

    (assignment,) = assignments.assignments_in(training.pk)
    now = clock.now()
    texts = (
        "Vandaag denk ik aan je, en aan hem. Als je wilt praten: ik zet de koffie klaar.",
        "Ik weet niet goed wat ik moet zeggen. Maar ik ben er wel, ook volgende week.",
    )
    for person, text in zip(cast.forty[28:30], texts, strict=True):
        with clock.at(now - timedelta(days=1)):
            handed_in = services.hand_in(person=person, assignment=assignment, text=text)
    with clock.at(now - timedelta(hours=3)):
        services.review(
            submission=handed_in,
            reviewer=cast.trainer,
            judgement="approved",
            remark="Mooi. Je belooft niets groots en je komt terug.",
            revision=handed_in.revision,
        )
