"""Mails about a training in a plugin's words, and in the academy's own when the plugin fails."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from wagtail.models import Site

import tests.courses.enrolment as this_package
from courses.catalogue import mail_texts
from courses.catalogue.models import InfopuntSettings
from courses.catalogue.queries import infopunt_of_default_site
from courses.catalogue.services import activate_plugin
from courses.common import clock
from courses.common.mail import Letter
from courses.editions import services as edition_services
from courses.editions.models import Edition
from courses.enrolment import services
from courses.enrolment.models import Enrolment
from courses.plugin_api.contributions.messages import (
    MailText,
    NotificationContext,
    NotificationKind,
    NotificationTexts,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host import standing
from courses.plugin_host.models import PluginFault
from tests.courses.certificates.people import BEGIN, make_certificate
from tests.factories import EditionFactory, PersonFactory, TrainingFactory

if TYPE_CHECKING:
    from pytest_django import DjangoAssertNumQueries

    from courses.catalogue.models import TrainingPage

pytestmark = pytest.mark.django_db

CONFIRMED = NotificationKind.CONFIRMED
Commit = Callable[..., Any]


class Words(NotificationTexts):
    """Texts that are what `make` makes; keeps what it was asked."""

    name = "words"

    def __init__(self) -> None:
        self.make: Callable[[NotificationContext], Any] = lambda ctx: {
            CONFIRMED: MailText("Dag {{ first_name }}!", "Welkom bij {{ training }}")
        }
        self.asked: list[NotificationContext] = []

    def templates(self, ctx: NotificationContext) -> Mapping[NotificationKind, MailText]:
        self.asked.append(ctx)
        made: Mapping[NotificationKind, MailText] = self.make(ctx)
        return made


class Plugin(CoursePlugin):
    name = "tests.courses.enrolment"
    label = "own_words"
    slug = "own_words"
    title = "Eigen woorden"

    words: Words

    def contributions(self) -> list[NotificationTexts]:
        return [self.words]


class SecondPlugin(Plugin):
    label = "second_words"
    slug = "second_words"


def add(install_plugin: Callable[[Any], Any], kind: type[Plugin]) -> Words:
    plugin = kind("tests.courses.enrolment", this_package)
    plugin.words = Words()
    install_plugin(plugin)
    return plugin.words


@pytest.fixture
def words(install_plugin: Callable[[Any], Any]) -> Words:
    return add(install_plugin, Plugin)


@pytest.fixture
def training(words: Words) -> TrainingPage:
    """A training in which the plugin is on."""
    training = TrainingFactory.create(title="Rouw & verlies")
    activate_plugin(training=training, plugin="own_words")
    return training


@pytest.fixture
def enrol(django_capture_on_commit_callbacks: Commit) -> Callable[..., Any]:
    """`enrol(training)`: the mail that somebody gets who enrols in an edition of it."""

    def enrol(training: TrainingPage, *, edition: Edition | None = None, **person: Any) -> Any:
        mail.outbox.clear()
        somebody = PersonFactory.create(**{"first_name": "Sanne", **person})
        with django_capture_on_commit_callbacks(execute=True):
            services.enrol(
                person=somebody, edition=edition or EditionFactory.create(training=training)
            )
        (message,) = mail.outbox
        return message

    return enrol


def faults() -> list[tuple[str, str, str]]:
    return list(PluginFault.objects.values_list("plugin", "place", "error"))


def body(source: str, subject: str = "") -> Callable[[NotificationContext], Any]:
    return lambda ctx: {CONFIRMED: MailText(source, subject)}


def html_of(message: Any) -> str:
    (html, kind), *_calendar = message.alternatives
    assert kind == "text/html"
    return str(html)


# --- Where it is on -----------------------------------------------------------------------------


def test_a_plugin_that_is_on_writes_the_mail(
    training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    message = enrol(training)
    assert (message.subject, message.body) == ("Welkom bij Rouw & verlies", "Dag Sanne!\n")
    assert [name for name, _content, _kind in message.attachments] == ["training.ics"]


def test_the_html_version_is_the_same_text(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = body("Dag <b>{{ first_name }}</b>,\n\nKijk op {{ url }}", "1 < 2")
    message = enrol(training)
    html = html_of(message)
    assert "Dag <b>Sanne</b>," in message.body
    assert "<p>Dag &lt;b&gt;Sanne&lt;/b&gt;,</p>" in html
    assert html.count("1 &lt; 2") == 2
    assert 'href="http://testserver/inschrijven/' in html


def test_a_training_where_it_is_off_has_the_academys_own(
    words: Words, enrol: Callable[..., Any]
) -> None:
    message = enrol(TrainingFactory.create(title="Bellen"))
    assert message.subject == "Je bent ingeschreven: Bellen"
    assert words.asked == []


def test_a_plugin_that_is_switched_off_for_the_site_is_not_asked(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    standing.switch(plugin="own_words", on=False)
    standing.forget()
    assert enrol(training).subject == "Je bent ingeschreven: Rouw & verlies"
    assert words.asked == []


def test_a_kind_that_the_plugin_leaves_out_keeps_the_academys_text(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = lambda ctx: {NotificationKind.OFFERED: MailText("Snel zijn!")}
    assert enrol(training).subject == "Je bent ingeschreven: Rouw & verlies"
    assert faults() == []


def test_of_two_plugins_the_first_that_has_the_kind_counts(
    words: Words,
    training: TrainingPage,
    install_plugin: Callable[[Any], Any],
    enrol: Callable[..., Any],
) -> None:
    second = add(install_plugin, SecondPlugin)
    second.make = body("Van de tweede")
    activate_plugin(training=training, plugin="second_words")
    bodies = [enrol(training).body]
    words.make = lambda ctx: {}
    bodies.append(enrol(training).body)
    assert bodies == ["Dag Sanne!\n", "Van de tweede\n"]


def test_where_no_plugin_is_on_only_that_is_asked(
    words: Words, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    training = TrainingFactory.create()

    def choose() -> None:
        mail_texts.letter_about(
            CONFIRMED,
            training_id=training.pk,
            language="nl",
            facts=mail_texts.Facts("Sanne", "Bellen", "https://example.org/"),
            own=Letter("Dag", "Dag Sanne"),
        )

    choose()  # learns which plugins are switched off
    with django_assert_num_queries(1):
        choose()


# --- What a text can tell -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "day", "start", "end"),
    [
        ("nl", "dinsdag 5 januari 2027, 19:00–22:00", "Beste Sanne,", "Vriendelijke groet,"),
        ("en", "Tuesday 5 January 2027, 19:00–22:00", "Dear Sanne,", "Kind regards,"),
    ],
)
def test_a_text_has_the_facts_in_the_readers_language(
    words: Words,
    training: TrainingPage,
    enrol: Callable[..., Any],
    language: str,
    day: str,
    start: str,
    end: str,
) -> None:
    words.make = body(
        "{{ first_name }}|{{ training }}|{{ url }}|{{ when }}|{{ where }}\n{{ core }}",
        "{{ core_subject }} ({{ first_name }})",
    )
    edition = EditionFactory.create(
        training=training, starts_at=BEGIN.replace(year=2027, month=1, day=5)
    )
    with clock.at(BEGIN.replace(year=2026, month=12, day=1)):
        message = enrol(training, edition=edition, language=language)
    first, *core = message.body.splitlines()
    assert first.split("|") == [
        "Sanne",
        {"nl": "Rouw & verlies", "en": "Grief & loss"}[language],
        f"http://testserver/inschrijven/{edition.pk}/?bericht",
        day,
        "Buurthuis De Wissel, Dorpsstraat 1, Utrecht",
    ]
    assert (core[0], core[-2]) == (start, end)
    assert (
        message.subject
        == {
            "nl": "Je bent ingeschreven: Rouw & verlies (Sanne)",
            "en": "You are enrolled: Grief & loss (Sanne)",
        }[language]
    )
    assert [(one.language, one.training_id) for one in words.asked] == [(language, training.pk)]


def test_when_has_a_line_for_each_meeting(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = body("{{ when }}")
    edition = EditionFactory.create(training=training, sessions=3)
    assert len(enrol(training, edition=edition).body.splitlines()) == 3


def test_only_who_takes_part_reads_the_link(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = lambda ctx: dict.fromkeys(NotificationKind, MailText("{{ where }}"))
    edition = EditionFactory.create(
        training=training, capacity=1, online_link="https://example.org/kamer"
    )
    bodies = [enrol(training, edition=edition).body for _turn in range(2)]
    assert bodies == ["Online: https://example.org/kamer\n", "Online\n"]


def test_a_text_gets_the_settings_of_the_training(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    training.plugin_activations.update(settings={"greeting": "Hoi"})
    words.make = lambda ctx: {CONFIRMED: MailText(ctx.settings["greeting"])}
    message = enrol(training)
    assert (message.subject, message.body) == ("Je bent ingeschreven: Rouw & verlies", "Hoi\n")


def test_what_somebody_is_called_is_no_template(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = body("Dag {{ first_name }}")
    assert enrol(training, first_name="{{ url }}").body == "Dag {{ url }}\n"


# --- All kinds ----------------------------------------------------------------------------------


@pytest.fixture
def everything(words: Words) -> None:
    words.make = lambda ctx: {
        kind: MailText(f"{kind}: {{{{ core }}}}", f"over {kind}") for kind in NotificationKind
    }


def test_every_mail_about_an_enrolment_can_have_another_text(
    everything: None, training: TrainingPage, django_capture_on_commit_callbacks: Commit
) -> None:
    edition = EditionFactory.create(training=training, capacity=1)
    found = []

    def after(action: Callable[[], Any]) -> None:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            action()
        found.append(sorted({message.subject for message in mail.outbox}))

    after(lambda: services.enrol(person=PersonFactory.create(), edition=edition))
    after(lambda: services.enrol(person=PersonFactory.create(), edition=edition))
    first = Enrolment.objects.earliest("pk")
    after(lambda: services.withdraw(enrolment=first, actor=None))
    with clock.at(clock.now() + timedelta(days=3)):
        after(lambda: services.settle_waiting_list(edition=edition))
    after(lambda: services.enrol(person=first.person, edition=edition))
    edition = Edition.objects.get(pk=edition.pk)
    edition.location = edition_services.location_called(name="Ander huis")
    after(lambda: edition_services.save_edition(edition=edition, actor=None))
    after(lambda: services.cancel_edition(edition=edition, actor=None))
    assert found == [
        ["over enrolment_confirmed"],
        ["over enrolment_waiting"],
        ["over enrolment_offered", "over enrolment_withdrawn"],
        ["over enrolment_expired"],
        ["over enrolment_confirmed"],
        ["over enrolment_moved"],
        ["over enrolment_cancelled"],
    ]
    assert faults() == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mail_about_a_certificate_can_have_another_text(
    words: Words,
    training: TrainingPage,
    django_capture_on_commit_callbacks: Commit,
    language: str,
) -> None:
    words.make = lambda ctx: {
        NotificationKind.CERTIFICATE: MailText(
            "{{ first_name }}|{{ training }}|{{ url }}|{{ when }}|{{ where }}|" + ctx.language,
            "{{ core_subject }}!",
        )
    }
    person = PersonFactory.create(first_name="Fatima", language=language)
    with django_capture_on_commit_callbacks(execute=True):
        make_certificate(training=training, person=person)
    message = mail.outbox[-1]
    title = {"nl": "Rouw & verlies", "en": "Grief & loss"}[language]
    assert message.body == f"Fatima|{title}|http://testserver/mijn/|||{language}\n"
    assert (
        message.subject
        == {
            "nl": "Je certificaat staat klaar: Rouw & verlies!",
            "en": "Your certificate is ready: Grief & loss!",
        }[language]
    )
    assert [one.subject for one in mail.outbox].count(message.subject) == 1


# --- Failures -----------------------------------------------------------------------------------


def boom(_ctx: NotificationContext) -> Any:
    raise RuntimeError("stuk")


FAILURES: dict[str, tuple[Callable[[NotificationContext], Any], str]] = {
    "raises": (boom, "RuntimeError"),
    "no mapping": (lambda ctx: [MailText("x")], "TypeError"),
    "none": (lambda ctx: None, "TypeError"),
    "no text": (lambda ctx: {CONFIRMED: "Dag"}, "TypeError"),
    "a number": (lambda ctx: {CONFIRMED: MailText(3)}, "TypeError"),  # type: ignore[arg-type]
    "empty": (body(" \n "), "ValueError"),
    "empty when filled in": (body("{{ unknown }}"), "ValueError"),
    "empty subject when filled in": (body("Dag", "{{ unknown }}"), "ValueError"),
    "too long": (body("x" * 20_001), "ValueError"),
    "too long a subject": (body("Dag", "x" * 201), "ValueError"),
    "a subject of two lines": (body("Dag", "Dag\nBcc: iedereen@example.org"), "ValueError"),
    "a subject of two lines by a return": (body("Dag", "Dag\rdag"), "ValueError"),
    "a NUL": (body("Dag\0"), "ValueError"),
    "half a character": (body("Dag \ud800"), "ValueError"),
    "a mistake": (body("{% if %}"), "django.template.exceptions.TemplateSyntaxError"),
    "what is behind a value": (
        body("{{ core.__class__ }}"),
        "django.template.exceptions.TemplateSyntaxError",
    ),
    "an unknown filter": (
        body("{{ core|geheim }}"),
        "django.template.exceptions.TemplateSyntaxError",
    ),
    **{
        tag: (body(f"{{% {tag} %}}"), "django.template.exceptions.TemplateSyntaxError")
        for tag in (
            "load i18n",
            "include 'email/message.html'",
            "extends 'email/message.html'",
            "url 'enrolment:enrol' 1",
            "debug",
            "csrf_token",
            "lorem 3",
        )
    },
    "very wide": (
        body("{{ core|ljust:999999999 }}"),
        "django.template.exceptions.TemplateSyntaxError",
    ),
    "never ends": (
        body("{% for a in core %}" * 8 + "{% endfor %}" * 8),
        "TimeoutError",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_plugin_costs_nobody_the_mail(
    words: Words,
    training: TrainingPage,
    enrol: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    failure: str,
) -> None:
    monkeypatch.setattr(mail_texts, "SECONDS", 0.3)
    words.make, error = FAILURES[failure]
    message = enrol(training)
    assert message.subject == "Je bent ingeschreven: Rouw & verlies"
    assert message.body.splitlines()[2] == "Je bent ingeschreven. Fijn dat je meedoet!"
    assert faults() == [("own_words", "NotificationTexts words", error)]


def test_a_text_reaches_no_models_and_no_settings(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = body(
        "[{{ person.email }}{{ enrolment }}{{ request }}{{ settings.SECRET_KEY }}"
        "{{ core.nothing }}{{ edition.online_link }}]",
    )
    assert enrol(training).body == "[]\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{% now 'Y' as year %}{% if year %}Dag{% endif %}", "Dag"),
        ("{{ first_name|upper }}{% comment %}weg{% endcomment %}", "SANNE"),
        ("{% with name=first_name %}{{ name|default:'jij' }}{% endwith %}", "Sanne"),
    ],
)
def test_ordinary_tags_and_filters_work(
    words: Words, training: TrainingPage, enrol: Callable[..., Any], source: str, text: str
) -> None:
    words.make = body(source)
    assert enrol(training).body == f"{text}\n"


def test_the_longest_text_and_subject_are_sent(
    words: Words, training: TrainingPage, enrol: Callable[..., Any]
) -> None:
    words.make = body("x" * 20_000, "y" * 200)
    message = enrol(training)
    assert (len(message.body), len(message.subject)) == (20_001, 200)


# --- The academy's own --------------------------------------------------------------------------


@pytest.mark.parametrize(("language", "words"), [("nl", " om "), ("en", " at ")])
def test_the_deadline_of_an_offer_is_in_the_readers_language(
    language: str, words: str, django_capture_on_commit_callbacks: Commit
) -> None:
    edition = EditionFactory.create(capacity=1)
    first = services.enrol(person=PersonFactory.create(), edition=edition)
    waiting = PersonFactory.create(language=language)
    services.enrol(person=waiting, edition=edition)
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(enrolment=first, actor=None)
    (message,) = [one for one in mail.outbox if one.to == [waiting.email]]
    line = next(one for one in message.body.splitlines() if one.startswith(("Kies", "Choose")))
    assert words in line


@pytest.mark.parametrize(
    "source",
    [
        "{% with a=core|add:core %}{{ a }}{% endwith %}",
        "{{ core|join:core }}",
        "{{ core|linenumbers" + "|escapejs|addslashes" * 25 + "|length }}",
        "{{ core" + "|make_list" * 25 + "|length }}",
    ],
)
def test_a_text_that_would_grow_without_end_breaks_off_while_it_is_small(
    words: Words, training: TrainingPage, enrol: Callable[..., Any], source: str
) -> None:
    words.make = body(source)
    tracemalloc.start()
    message = enrol(training)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ("Rouw & verlies" in message.body, peak < 50_000_000) == (True, True)
    ((plugin, _place, _error),) = faults()
    assert plugin == "own_words"


MAILS = sorted(
    one
    for one in (Path(__file__).parents[3] / "templates" / "email").glob("enrolment_*.txt")
    # A plugin's own words are all of that one.
    if not one.stem.endswith("_subject") and one.stem != "enrolment_message"
)


@pytest.mark.parametrize("path", MAILS, ids=lambda path: path.stem)
def test_every_mail_about_a_place_says_whom_to_call(path: Path) -> None:
    assert "{telefoon}" in path.read_text()


@pytest.mark.parametrize("is_online", [False, True])
def test_who_is_enrolled_reads_in_the_mail_once_when_to_call_and_that_lessons_may_wait(
    django_capture_on_commit_callbacks: Commit, is_online: bool
) -> None:
    InfopuntSettings.for_site(Site.objects.get()).save()
    hours = infopunt_of_default_site().opening_hours.rstrip(".")
    link = "https://vergaderen.example/x" if is_online else ""
    edition = EditionFactory.create(online_link=link)
    with django_capture_on_commit_callbacks(execute=True):
        services.enrol(person=PersonFactory.create(), edition=edition)
    body = str(mail.outbox[-1].body)
    assert (bool(hours), body.count(hours)) == (True, 1)
    assert (f"Wij nemen op: {hours}." in body) == (not is_online)
    assert "Heb je de lessen niet gelezen? Je mag toch komen." in body
    assert "Bij deze mail zit een bestand. Open het. Dan staat de training in je agenda." in body


def test_an_offer_says_where_it_is_and_whom_to_call(
    django_capture_on_commit_callbacks: Commit,
) -> None:
    InfopuntSettings.for_site(Site.objects.get()).save()
    edition = EditionFactory.create(capacity=1, venue="De Wissel", address="Wisselstraat 12")
    first = services.enrol(person=PersonFactory.create(), edition=edition)
    waiting = services.enrol(person=PersonFactory.create(), edition=edition)
    with django_capture_on_commit_callbacks(execute=True):
        services.withdraw(enrolment=first, actor=None)
    (offer,) = [one for one in mail.outbox if one.subject.startswith("Er is een plaats voor je")]
    assert offer.to == [waiting.person.email]
    assert "De Wissel, Wisselstraat 12" in str(offer.body)
    assert f"Bel ons: {infopunt_of_default_site().phone}." in str(offer.body)
