"""What mail does not reach: letters for the window of an envelope, and what to say in a call."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from wagtail.models import Site

from courses.catalogue.models import InfopuntSettings
from courses.common import clock
from courses.common.errors import Refusal
from courses.common.mail import Letter
from courses.enrolment import services as enrolment_services
from courses.notices import kinds, queries, scripts, services, texts, writing
from courses.notices.models import Notice
from courses.people.enums import ContactWay
from courses.people.models import User
from tests.factories import EditionFactory, PersonFactory, TrainingFactory
from tests.pdf_files import read_pdf

if TYPE_CHECKING:
    from pytest_django import DjangoCaptureOnCommitCallbacks

    from courses.editions.models import Edition
    from tests.courses.notices.conftest import Words

pytestmark = pytest.mark.django_db

ADDRESS = {"street": "Kade 1", "postcode": "3511 AA", "city": "Utrecht"}
NOW = datetime(2026, 3, 3, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.fixture
def edition() -> Edition:
    training = TrainingFactory.create(title="Luisteren")
    with clock.at(NOW):
        return EditionFactory.create(
            training=training, starts_at=NOW.replace(day=20, hour=19), sessions=2, capacity=2
        )


def enrolled(edition: Edition, **fields: str | None) -> Notice:
    named = {"first_name": "Sanne", "last_name": "Bos", **fields}
    person = PersonFactory.create(email=None, **named)
    with clock.at(NOW):
        enrolment_services.enrol(person=person, edition=edition)
    return Notice.objects.get(person=person)


def pages(content: bytes) -> list[str]:
    return [page.extract_text() for page in read_pdf(content).pages]


def test_a_letter_has_the_words_of_the_mail_with_short_addresses_and_our_number(
    edition: Edition,
) -> None:
    notice = enrolled(edition, **ADDRESS)
    with clock.at(NOW):
        content = services.print_letters(notices=[notice], actor=None)
    (text,) = pages(content)
    assert text.split("\n")[:8] == [
        "Vrijwilligersacademie",
        "(030) 236 17 45",
        "Sanne Bos",
        "Kade 1",
        "3511 AA  UTRECHT",
        "Utrecht, 3 maart 2026",
        "Je bent ingeschreven: Luisteren",
        "Beste Sanne,",
    ]
    # Our number once, though the way to the page of one's own would be replaced by it.
    asks = "Heb je een vraag? Bel ons: (030) 236 17 45."
    assert [one for one in (asks, "Wil je iets laten weten") if one in " ".join(text.split())] == [
        asks
    ]
    # One signs in with an e-mail address, which this person does not have.
    unsaid = ("http", "testserver", "eigen pagina", "bijlage")
    assert [word for word in unsaid if word in text] == []


def test_who_has_an_address_for_mail_reads_the_page_in_a_letter(edition: Edition) -> None:
    notice = enrolled(edition, **ADDRESS)
    User.objects.filter(pk=notice.person_id).update(email="sanne@example.org")
    with clock.at(NOW):
        written = writing.write(Notice.objects.get(pk=notice.pk), way=ContactWay.LETTER)
    assert written is not None
    assert f"eigen pagina:\ntestserver/inschrijven/{edition.pk}" in written.letter.body


@pytest.mark.parametrize(
    ("body", "becomes"),
    [
        ("Dag\nKijk hier:\n{link}\nTot zo", "Dag\nBel ons.\nTot zo"),
        ("Dag\n{vraag}\n{link}", "Dag\nBel ons."),
        ("Dag\n{link}", "Dag\nBel ons."),
        ("Kijk op {link}", "Kijk op {link}"),
    ],
)
def test_a_sentence_takes_the_place_of_the_link_and_of_what_leads_to_it(
    body: str, becomes: str
) -> None:
    assert texts.without_link(Letter("Onderwerp", body), "Bel ons.").body == becomes


def test_no_letter_and_no_call_sends_who_has_no_mail_to_a_page_to_sign_in(
    edition: Edition,
) -> None:
    notice = enrolled(edition, **ADDRESS)
    other = EditionFactory.create(training=edition.training, starts_at=NOW + timedelta(days=40))
    with clock.at(NOW):
        enrolment_services.cancel_edition(edition=edition, actor=None)
        notice = Notice.objects.filter(person=notice.person_id).latest("created_at", "pk")
        said = [
            written.letter.body
            for way in (ContactWay.LETTER, ContactWay.TELEPHONE)
            if (written := writing.write(notice, way=way))
        ]
    assert len(said) == 2
    assert [f"inschrijven/{other.pk}" in one for one in said] == [False, False]
    # Who is on the telephone already need not ring.
    asked = ("Wil je een andere datum? Bel ons: (030) 236 17 45.", "Wil je een andere datum? Dit")
    assert [words in one for words, one in zip(asked, said, strict=True)] == [True, True]


def test_a_letter_ends_with_our_address_for_post_where_we_have_one(edition: Edition) -> None:
    with clock.at(NOW):
        notice = enrolled(edition, **ADDRESS)
        without = pages(services.print_letters(notices=[notice], actor=None))[-1]
        ours = InfopuntSettings.for_site(Site.objects.get(is_default_site=True))
        ours.postal_address = "Kade 1\n3511 AA Utrecht"
        ours.save()
        read = pages(services.print_letters(notices=[notice], actor=None))[-1]
    assert "Ons adres voor post" not in without
    assert "Ons adres voor post: Kade 1, 3511 AA Utrecht." in " ".join(read.split())


def test_a_letter_is_tagged_and_says_its_language(edition: Edition) -> None:
    with clock.at(NOW):
        content = services.print_letters(notices=[enrolled(edition, **ADDRESS)], actor=None)
    root: Any = read_pdf(content).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl", True)
    assert b"pdfuaid" in root["/Metadata"].get_data()


@pytest.mark.parametrize(
    ("person", "lines", "lowest"),
    [
        ({}, 3, 79),
        (
            {
                "first_name": "Wilhelmina Johanna Maria",
                "last_name": "van der Boekhorst-Kloosterman",
                "street": "Burgemeester Fockema Andreaelaan 1234 bis B",
            },
            5,
            84,
        ),
    ],
    ids=["a usual one", "names that do not fit on a line"],
)
def test_the_address_stands_in_the_window(
    edition: Edition, person: dict[str, str], lines: int, lowest: int
) -> None:
    with clock.at(NOW):
        notice = enrolled(edition, **{**ADDRESS, **person})
        content = services.print_letters(notices=[notice], actor=None)
    page = read_pdf(content).pages[0]
    found: list[tuple[float, float]] = []
    page.extract_text(
        visitor_text=lambda text, cm, tm, font, size: (
            found.append((cm[4] + tm[4] * cm[0], cm[5] + tm[5] * cm[3])) if text.strip() else None
        )
    )
    millimetres = [(x * 25.4 / 72, 297 - y * 25.4 / 72) for x, y in found]
    # Wherever the sheet slides in the envelope, nothing else shows.
    in_sight = [(x, y) for x, y in millimetres if 39 < y < 97]
    # What is told is where the letters stand; they are some three millimetres high.
    assert len({round(y) for _x, y in in_sight}) == lines
    assert min(y for _x, y in in_sight) - 3 >= 57
    assert max(y for _x, y in in_sight) <= lowest
    assert {round(x) for x, _y in in_sight} == {25}


def test_several_letters_are_one_file_and_each_begins_on_a_sheet_of_its_own(
    edition: Edition,
) -> None:
    notices = [enrolled(edition, **ADDRESS) for _ in range(2)]
    with clock.at(NOW):
        content = services.print_letters(notices=notices, actor=None)
    assert [text.count("Beste Sanne,") for text in pages(content)] == [1, 0, 1]
    assert {one.state for one in Notice.objects.all()} == {"sent"}
    assert queries.letters_to_print().count() == 0
    with clock.at(NOW):
        assert len(pages(services.print_letters(notices=notices[:1], actor=None))) == 1


def test_what_is_no_news_any_more_is_not_printed(edition: Edition) -> None:
    notice = enrolled(edition, **ADDRESS)
    with clock.at(NOW):
        enrolment_services.withdraw(
            enrolment=edition.enrolments.get(person=notice.person), actor=None
        )
        with pytest.raises(Refusal, match="niets te printen"):
            services.print_letters(notices=[notice], actor=None)
    notice.refresh_from_db()
    assert notice.state == "dropped"


def test_a_letter_to_nowhere_becomes_a_call(edition: Edition) -> None:
    notice = enrolled(edition, **ADDRESS)
    User.objects.filter(pk=notice.person_id).update(street="")
    with clock.at(NOW), pytest.raises(Refusal):
        services.print_letters(notices=[notice], actor=None)
    assert [one.pk for one in queries.call_list()] == [notice.pk]


def test_a_letter_to_nowhere_is_mailed_where_there_is_an_address_for_that(
    edition: Edition, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    notice = enrolled(edition, preferred_way="letter", **ADDRESS)
    User.objects.filter(pk=notice.person_id).update(street="", email="sanne@example.org")
    with (
        clock.at(NOW),
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(Refusal),
    ):
        services.print_letters(notices=[notice], actor=None)
    assert [message.to for message in mail.outbox] == [["sanne@example.org"]]


def test_a_character_that_no_font_has_is_said_with_the_name(words: Words) -> None:
    words.values = {"onderwerp": "Dag", "bericht": "Dag \U0001fbff"}
    person = PersonFactory.create(email=None, first_name="Mo", last_name="", **ADDRESS)
    notice = services.notify(person=person, kind="slow", key="1")
    with pytest.raises(Refusal, match="brief aan Mo"):
        services.print_letters(notices=[notice], actor=None)
    notice.refresh_from_db()
    assert notice.state == "to_do"


def test_a_script_says_asks_and_notes_in_short_sentences(edition: Edition) -> None:
    notice = enrolled(edition, telephone="06 12345678")
    with clock.at(NOW):
        script = scripts.script_of(notice)
    assert script is not None
    assert (script.name, script.telephone) == ("Sanne Bos", notice.person.telephone)
    assert script.say == [
        "Dag, je spreekt met … van de Vrijwilligersacademie. Spreek ik met Sanne Bos?",
        "Ik bel over de training Luisteren.",
        "Je bent ingeschreven. Fijn dat je meedoet!",
        "Dit zijn de dagen en tijden:",
        "vrijdag 20 maart 2026, 19:00–22:00",
        "vrijdag 27 maart 2026, 19:00–22:00",
        "Waar: Buurthuis De Wissel, Dorpsstraat 1, Utrecht",
        "Heb je nog vragen? Ons nummer is (030) 236 17 45.",
    ]
    assert script.ask == ["Kun je op al deze dagen?", "Heb je iets nodig om mee te kunnen doen?"]
    assert script.note == [
        "Kan iemand niet? Meld die persoon dan af.",
        "Kan iemand één keer niet? Kies “Kan één keer niet”.",
    ]


def test_every_kind_has_words_for_each_way_in_both_languages() -> None:
    missing = []
    for kind in kinds.every():
        values = {one.name: str(one.example) for one in kinds.placeholders_of(kind)}
        for language in ("nl", "en"):
            text = writing.standard_text(kind, language)
            known = values if kind.is_editable else {}
            wrong = texts.misunderstood(f"{text.subject}\n{text.body}", list(known))
            spoken = [*kind.script.say, *kind.script.ask, *kind.script.note]
            unsayable = [
                texts.misunderstood(str(one), list(known)) for one in spoken if kind.is_editable
            ]
            if (kind.is_editable and wrong) or any(unsayable) or not kind.script.say:
                missing.append((kind.name, language, wrong, unsayable))
    assert missing == []
    assert mail.outbox == []


def test_the_letters_to_one_person_come_after_each_other(edition: Edition) -> None:
    with clock.at(NOW):
        other = EditionFactory.create(starts_at=NOW + timedelta(days=30))
    twice = enrolled(edition, **ADDRESS, last_name="Zwart").person
    enrolled(edition, **ADDRESS, last_name="Aalbers")
    with clock.at(NOW + timedelta(hours=1)):
        enrolment_services.enrol(person=twice, edition=other)
    with clock.at(NOW + timedelta(hours=2)):
        content = services.print_letters(notices=queries.letters_to_print(), actor=None)
    begun = [text for text in pages(content) if "Beste Sanne," in text]
    whose = [name for text in begun for name in ("Aalbers", "Zwart") if name in text]
    assert whose == ["Aalbers", "Zwart", "Zwart"]


def test_who_prints_on_one_side_gets_no_blank_pages(edition: Edition) -> None:
    notices = [enrolled(edition, **ADDRESS) for _ in range(2)]
    with clock.at(NOW):
        content = services.print_letters(notices=notices, actor=None, one_sided=True)
    assert [text.count("Beste Sanne,") for text in pages(content)] == [1, 1]
