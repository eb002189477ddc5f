"""Lectures and network meetings, the language of an edition, and the district where it is."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext, override

from courses.attendance.services import close_list, mark_attendance
from courses.catalogue.enums import EventKind
from courses.catalogue.models import CataloguePage, LessonPage
from courses.certificates.queries import can_get_certificate, without_certificate
from courses.common import clock
from courses.editions import services
from courses.editions.enums import District, Language
from courses.editions.models import Edition, Location
from courses.notices import edition_words
from courses.people.enums import Role
from tests.courses.editions.test_admin import form_data
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    end_of,
    person_in_role,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "seats"),
    [(EventKind.TRAINING, 12), (EventKind.LECTURE, 100), (EventKind.NETWORK, 100)],
)
def test_a_lecture_has_a_hundred_seats_when_nobody_says_otherwise(
    client: Client, kind: EventKind, seats: int
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    training = TrainingFactory.create(kind=kind)
    data = form_data(training, capacity="", language="nl")
    assert client.post("/beheer/uitvoeringen/new/", data).status_code == 302
    assert Edition.objects.get().capacity == seats


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("kind", "earns"), [(EventKind.TRAINING, True), (EventKind.LECTURE, False)]
)
def test_only_a_training_has_a_certificate(kind: EventKind, earns: bool, client: Client) -> None:
    training = TrainingFactory.create(kind=kind)
    edition = EditionFactory.create(training=training, starts_at=clock.now() - timedelta(days=3))
    enrolment = EnrolmentFactory.create(edition=edition)
    with clock.at(end_of(edition) + timedelta(hours=1)):
        mark_attendance(
            session=edition.sessions.get(), present=[enrolment.pk], absent=(), actor=None
        )
        close_list(edition=edition, actor=None)
    enrolment.refresh_from_db()
    assert can_get_certificate(enrolment) is earns
    assert without_certificate(days=None).exists() is earns
    client.force_login(enrolment.person)
    own = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    page = client.get(training.url).content.decode()
    assert ("Zo krijg je je certificaat" in own) is earns
    assert ("Ja, als je alles hebt gedaan" in page) is earns


def test_a_lecture_has_no_lessons() -> None:
    assert LessonPage.can_create_at(TrainingFactory.create()) is True
    assert LessonPage.can_create_at(TrainingFactory.create(kind=EventKind.LECTURE)) is False
    assert LessonPage.can_create_at(CataloguePage.objects.get()) is False


def test_a_lecture_is_live_first_and_recorded_after_at_the_same_address(client: Client) -> None:
    lecture = TrainingFactory.create(kind=EventKind.LECTURE, title="Omzien naar elkaar")
    EditionFactory.create(training=lecture)
    before = client.get(lecture.url).content.decode()
    assert ("Lezing" in before, "Terugkijken" in before) == (True, False)
    lecture.recording_url = "https://video.example/opname"
    with pytest.raises(ValidationError, match="Schrijf uit wat er in de opname is gezegd"):
        lecture.clean()
    lecture.transcript = "<p>Goedemiddag allemaal.</p>"
    lecture.save_revision().publish()
    after = client.get(lecture.url).content.decode()
    for words in ("Terugkijken", "https://video.example/opname", "Goedemiddag allemaal."):
        assert words in after


def titles(client: Client, address: str) -> set[str]:
    """Which of the trainings of a test a page found; what it names instead is not among them."""
    page = client.get(address).content.decode()
    for instead in ("Deze zijn er wel", "Dit lijkt er het meest op"):
        page = page.partition(instead)[0]
    return {name for name in ("Alfa", "Beta", "Gamma") if f">{name}</a>" in page}


@pytest.fixture
def three() -> None:
    """A training in Overvecht, an English lecture with a session in Zuid, an online training."""
    north = Location.objects.create(name="Huis", district=District.OVERVECHT)
    south = Location.objects.create(name="Schuur", district=District.SOUTH)
    EditionFactory.create(training=TrainingFactory.create(title="Alfa"), location=north)
    lecture = TrainingFactory.create(title="Beta", kind=EventKind.LECTURE)
    beta = EditionFactory.create(
        training=lecture, sessions=2, location=north, language=Language.ENGLISH
    )
    session = beta.sessions.all()[1]
    session.location, session.venue = south, south.name
    session.save()
    online = TrainingFactory.create(title="Gamma")
    gamma = EditionFactory.create(training=online, online_link="https://example.org/x")
    Edition.objects.filter(pk=gamma.pk).update(location=south)


@pytest.mark.both_databases
@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("page", ["/agenda/", "/trainingen/"])
@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("wijk=overvecht", {"Alfa", "Beta"}),
        ("wijk=zuid", {"Beta"}),
        ("wijk=west", set()),
        ("taal=en", {"Beta"}),
        ("taal=nl", {"Alfa", "Gamma"}),
        ("soort=lecture", {"Beta"}),
        ("soort=training&wijk=overvecht", {"Alfa"}),
        ("wijk=atlantis", {"Alfa", "Beta", "Gamma"}),
    ],
)
def test_people_find_what_is_near_and_in_their_language(
    client: Client, page: str, chosen: str, found: set[str]
) -> None:
    assert titles(client, f"{page}?{chosen}") == found


@pytest.mark.usefixtures("three")
def test_a_kind_is_found_in_the_catalogue_without_a_date(client: Client) -> None:
    TrainingFactory.create(title="Delta", kind=EventKind.NETWORK)
    page = client.get("/trainingen/?soort=network").content.decode()
    assert (">Delta</a>" in page, "Netwerkbijeenkomst" in page) == (True, True)


@pytest.mark.usefixtures("three")
def test_who_reads_english_reads_what_is_spoken_at_each_date_and_once_more_when_enrolling(
    client: Client,
) -> None:
    in_dutch = "Taal: Nederlands. Het hoeft niet perfect."
    call = "Deze training is in het Nederlands."
    pages = ("/trainingen/", "/agenda/")
    english = Edition.objects.get(language=Language.ENGLISH)
    dutch = Edition.objects.filter(language=Language.DUTCH)[0]
    for page in pages:
        read = client.get(page).content.decode()
        assert (in_dutch in read, call in read) == (False, False), page
    client.cookies["taal"] = "en"
    with override("en"):
        in_dutch, spoken = gettext(in_dutch), f"{gettext('Taal:')} {gettext('Engels')}"
        call = gettext(
            "Deze training is in het Nederlands. Je Nederlands hoeft niet perfect te zijn. "
            "Twijfel je? Bel %(name)s: %(phone)s."
        ).split(" %(", 1)[0]
    for page in pages:
        read = client.get(page).content.decode()
        assert (read.count(in_dutch), read.count(spoken), call in read) == (2, 1, False), page
    client.force_login(PersonFactory.create())
    for edition, times in ((dutch, 1), (english, 0)):
        read = client.get(f"/inschrijven/{edition.pk}/").content.decode()
        assert read.count(call) == times


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize("signs_in", [False, True])
def test_who_reads_dutch_reads_where_one_decides_that_it_need_not_be_perfect(
    client: Client, signs_in: bool
) -> None:
    in_dutch, spoken = "Taal: Nederlands. Het hoeft niet perfect.", "Taal: Engels"
    dutch = Edition.objects.filter(language=Language.DUTCH)[0]
    english = Edition.objects.get(language=Language.ENGLISH)
    if signs_in:
        client.force_login(PersonFactory.create())
    for edition, says in ((dutch, (1, 0)), (english, (0, 1))):
        read = client.get(edition.training.url).content.decode()
        assert (read.count(in_dutch), read.count(spoken)) == says
        read = client.get(f"/inschrijven/{edition.pk}/").content.decode()
        assert read.count(in_dutch) == says[0]


def test_who_reads_english_reads_what_is_spoken_on_the_way_to_the_first_session(
    client: Client,
) -> None:
    row, label = "Taal van de bijeenkomsten", "Taal"
    edition = EditionFactory.create(training=TrainingFactory.create(title="Bellen"))
    pages = {edition.training.url: row, f"/inschrijven/{edition.pk}/": label}
    person = PersonFactory.create(language="en")
    client.force_login(person)
    for address, words in pages.items():
        assert (f">{words}<" in client.get(address).content.decode()) is False, address
    EnrolmentFactory.create(edition=edition, person=person)
    client.cookies["taal"] = "en"
    with override("en"):
        row, label, spoken = gettext(row), gettext(label), gettext("Nederlands")
        short = gettext("Taal: Nederlands. Het hoeft niet perfect.")
        mailed = edition_words.where(edition, with_link=True)
        assert mailed.endswith(f"{gettext('Taal:')} {spoken}")
    page = client.get(edition.training.url).content.decode()
    assert (_has_row(page, row, spoken), short in page) == (True, True)
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert (_has_row(page, label, spoken), page.count(short)) == (True, 1)
    assert "Nederlands" not in edition_words.where(edition, with_link=True)


def _has_row(page: str, label: str, value: str) -> bool:
    return re.search(rf"{label}\s*</dt>\s*<dd[^>]*>\s*{value}\s*<", page) is not None


@pytest.mark.usefixtures("three")
def test_the_agenda_shows_district_and_language(client: Client) -> None:
    page = client.get("/agenda/").content.decode()
    assert (page.count("(wijk Overvecht)"), page.count("Taal: Engels")) == (2, 1)
    beta = Edition.objects.get(language=Language.ENGLISH)
    own = client.get(f"/inschrijven/{beta.pk}/").content.decode()
    assert ("Overvecht" in own, "Engels" in own) == (True, True)


def test_the_agenda_costs_the_same_for_any_number_of_districts(client: Client) -> None:
    costs = []
    for number in (1, 3):
        while Edition.objects.count() < number:
            count = Edition.objects.count()
            location = Location.objects.create(name=f"Huis {count}", district=District.WEST)
            EditionFactory.create(location=location)
        client.get("/agenda/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/agenda/?wijk=west&vrij={number}")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_a_copy_is_in_the_same_language() -> None:
    edition = EditionFactory.create(language=Language.ARABIC)
    assert services.copy_edition(edition=edition, actor=None).language == Language.ARABIC


@pytest.mark.both_databases
def test_the_list_says_which_editions_begin_soon_with_few_people_and_shows_only_those(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    soon = clock.now() + timedelta(days=5)
    few, enough, own_minimum, decided = (
        EditionFactory.create(starts_at=soon + timedelta(hours=n)) for n in range(4)
    )
    later = EditionFactory.create(starts_at=soon + timedelta(days=30))
    draft = EditionFactory.create(starts_at=soon, publish=False)
    for_two = EditionFactory.create(starts_at=soon, capacity=2)
    for edition, people in ((few, 4), (enough, 5), (own_minimum, 5), (decided, 1), (for_two, 2)):
        for _ in range(people):
            EnrolmentFactory.create(edition=edition)
    Edition.objects.filter(pk=own_minimum.pk).update(minimum=6)
    to_decide = EditionFactory.create(starts_at=soon + timedelta(days=20))
    Edition.objects.filter(pk=to_decide.pk).update(minimum=2, decide_by=clock.today())
    Edition.objects.filter(pk=decided.pk).update(decided_at=clock.now())
    shown = client.get("/beheer/uitvoeringen/")
    assert {one.pk for one in shown.context["object_list"] if one.has_few_people} == {
        few.pk,
        own_minimum.pk,
        to_decide.pk,
    }
    assert shown.content.decode().count("weinig inschrijvingen") == 3
    only = client.get("/beheer/uitvoeringen/?few=ja").context["object_list"]
    assert [one.pk for one in only] == [few.pk, own_minimum.pk, to_decide.pk]
    assert {later.pk, draft.pk} <= {one.pk for one in shown.context["object_list"]}


def test_the_list_says_when_people_are_few_and_is_sorted_by_how_many_there_are(
    client: Client,
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    empty, full = (EditionFactory.create() for _ in range(2))
    EnrolmentFactory.create(edition=full)
    said = "minder dan 5 als er geen minimum is. Dat zie je vanaf 13 dagen voor het begin"
    assert said in client.get("/beheer/uitvoeringen/").content.decode()
    none = client.get("/beheer/uitvoeringen/?few=ja")
    assert said in none.context["no_results_message"]
    for order, expected in (("seats_taken", [empty, full]), ("-seats_taken", [full, empty])):
        shown = client.get(f"/beheer/uitvoeringen/?ordering={order}").context["object_list"]
        assert list(shown) == expected
