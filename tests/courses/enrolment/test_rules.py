"""Rules of plugins decide who may enrol, and a rule that cannot answer keeps the door closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.functional import lazy
from django.utils.safestring import mark_safe

import tests.courses.enrolment as this_package
from courses.catalogue.services import activate_plugin, save_plugin_settings
from courses.common.errors import Refusal
from courses.enrolment import queries, services
from courses.enrolment.enums import EnrolmentStatus
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.people.models import User
from courses.plugin_api.contributions.enrolment import (
    Allow,
    Condition,
    Deny,
    EnrolmentRequest,
    EnrolmentRule,
    Link,
    Waitlist,
)
from courses.plugin_api.plugin import CoursePlugin
from courses.plugin_host.models import PluginFault
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PartnerFactory,
    PersonFactory,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from courses.editions.models import Edition

pytestmark = pytest.mark.django_db

CLOSED = "Inschrijven voor deze training lukt nu niet."


class Rule(EnrolmentRule):
    name = "rule"

    def __init__(self) -> None:
        self.asked: list[EnrolmentRequest] = []
        self.answer: Any = Allow()
        self.answers: dict[int, Any] = {}
        self.told: Any = ()

    def check(self, request: EnrolmentRequest) -> Any:
        self.asked.append(request)
        answer = self.answers.get(request.person_id, self.answer)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def conditions(self, training_id: int, settings: Mapping[str, Any]) -> Any:
        if isinstance(self.told, Exception):
            raise self.told
        return self.told


class Second(Rule):
    name = "second"


class Rules(CoursePlugin):
    name = "tests.courses.enrolment"
    label = "rules_plugin"
    slug = "rules_plugin"
    title = "Regels"
    listed: Sequence[Any]

    def contributions(self) -> Sequence[Any]:
        return self.listed


@pytest.fixture
def rules(install_plugin: Callable[[Any], Any]) -> tuple[Rule, Rule]:
    plugin = Rules("tests.courses.enrolment", this_package)
    plugin.listed = (Rule(), Second())
    install_plugin(plugin)
    return plugin.listed


@pytest.fixture
def rule(rules: tuple[Rule, Rule]) -> Rule:
    return rules[0]


@pytest.fixture
def edition(rules: Any) -> Edition:
    edition = EditionFactory.create(capacity=2)
    activate_plugin(training=edition.training, plugin="rules_plugin")
    return edition


def test_a_rule_that_denies_refuses_with_its_reason(rule: Rule, edition: Edition) -> None:
    rule.answer = Deny("Doe eerst de basistraining.")
    with pytest.raises(Refusal, match=r"Doe eerst de basistraining\."):
        services.enrol(person=PersonFactory.create(), edition=edition)
    assert not Enrolment.objects.exists()


def test_it_is_told_who_asks_where_and_with_which_settings(rule: Rule, edition: Edition) -> None:
    save_plugin_settings(training=edition.training, plugin="rules_plugin", settings={"x": 1})
    person, coordinator = PersonFactory.create(), PersonFactory.create()
    services.enrol(person=person, edition=edition, actor=coordinator)
    request = rule.asked[0]
    assert request == EnrolmentRequest(
        person_id=person.pk,
        edition_id=edition.pk,
        training_id=edition.training_id,
        by_staff=True,
        settings={"x": 1},
    )


def test_where_the_plugin_is_off_nobody_asks(rule: Rule, edition: Edition) -> None:
    rule.answer = Deny("nee")
    other = EditionFactory.create()
    services.enrol(person=PersonFactory.create(), edition=other)
    assert rule.asked == []


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        (Allow(), Allow(), "confirmed"),
        (Allow(), Waitlist("wacht"), "waiting"),
        (Waitlist("wacht"), Allow(), "waiting"),
        (Waitlist("wacht"), Deny("nee"), None),
        (Deny("nee"), Allow(), None),
    ],
)
def test_all_rules_must_allow(
    rules: tuple[Rule, Rule], edition: Edition, first: Any, second: Any, status: str | None
) -> None:
    rules[0].answer, rules[1].answer = first, second
    person = PersonFactory.create()
    if status is None:
        with pytest.raises(Refusal):
            services.enrol(person=person, edition=edition)
    else:
        assert services.enrol(person=person, edition=edition).status == status


@pytest.mark.parametrize(
    "nonsense",
    [None, object(), True, "Allow", Allow, Deny(""), Deny("  "), RuntimeError(), Refusal("x")],
)
def test_a_rule_that_cannot_answer_keeps_enrolment_closed(
    rule: Rule, edition: Edition, nonsense: Any
) -> None:
    rule.answer = nonsense
    person = PersonFactory.create()
    client = Client(raise_request_exception=False)
    client.force_login(person)
    page = client.get(f"/inschrijven/{edition.pk}/")
    assert (page.status_code, CLOSED in page.content.decode()) == (200, True)
    posted = client.post(f"/inschrijven/{edition.pk}/", {"action": "enrol"})
    assert (posted.status_code, CLOSED in posted.content.decode()) == (409, True)
    assert not Enrolment.objects.exists()
    assert PluginFault.objects.filter(plugin="rules_plugin").exists()


# --- The waiting list -------------------------------------------------------------------------


def test_who_must_wait_keeps_the_place_and_others_go_on(rule: Rule, edition: Edition) -> None:
    first, second = PersonFactory.create(), PersonFactory.create()
    rule.answers[first.pk] = Waitlist("Plaatsen zijn eerst voor partners.")
    waiting = services.enrol(person=first, edition=edition)
    assert (waiting.status, queries.place_in_queue(waiting)) == ("waiting", 1)
    assert services.enrol(person=second, edition=edition).status == EnrolmentStatus.CONFIRMED
    assert services.offer_free_seats(edition=edition) == 0
    rule.answers[first.pk] = Allow()
    assert services.offer_free_seats(edition=edition) == 1
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.OFFERED


def test_a_free_seat_belongs_to_who_waits_and_may(rule: Rule, edition: Edition) -> None:
    waits, comes = PersonFactory.create(), PersonFactory.create()
    rule.answers[waits.pk] = Waitlist("wacht")
    services.enrol(person=waits, edition=edition)
    rule.answers[waits.pk] = Allow()
    assert services.enrol(person=comes, edition=edition).status == EnrolmentStatus.WAITING


@pytest.mark.parametrize("answer", [Deny("nee"), Waitlist("wacht"), RuntimeError(), None])
def test_no_offer_goes_out_while_the_rule_does_not_allow(
    rule: Rule, edition: Edition, answer: Any
) -> None:
    for _number in range(2):
        EnrolmentFactory.create(edition=edition)
    waiting = EnrolmentFactory.create(edition=edition)
    rule.answer = answer
    services.withdraw(enrolment=Enrolment.objects.order_by("pk")[0], actor=None)
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.WAITING
    rule.answer = Allow()
    services.settle_waiting_lists()
    waiting.refresh_from_db()
    assert waiting.status == EnrolmentStatus.OFFERED


@pytest.mark.parametrize("nonsense", [RuntimeError(), None])
def test_nobody_goes_by_somebody_of_whom_a_rule_cannot_tell(
    rule: Rule, edition: Edition, nonsense: Any
) -> None:
    first, second, new = (PersonFactory.create() for _number in range(3))
    rule.answer = Waitlist("wacht")
    for person in (first, second):
        services.enrol(person=person, edition=edition)
    rule.answer, rule.answers[first.pk] = Allow(), nonsense
    assert services.offer_free_seats(edition=edition) == 0
    assert services.enrol(person=new, edition=edition).status == EnrolmentStatus.WAITING
    rule.answers[first.pk] = Deny("nee")
    assert services.offer_free_seats(edition=edition) == 2
    offered = Enrolment.objects.filter(status=EnrolmentStatus.OFFERED)
    assert set(offered.values_list("person", flat=True)) == {second.pk, new.pk}


def test_who_is_before_somebody_of_whom_a_rule_cannot_tell_gets_the_seat(
    rule: Rule, edition: Edition
) -> None:
    first, second = PersonFactory.create(), PersonFactory.create()
    rule.answer = Waitlist("wacht")
    for person in (first, second):
        services.enrol(person=person, edition=edition)
    rule.answer, rule.answers[second.pk] = Allow(), RuntimeError()
    assert services.offer_free_seats(edition=edition) == 1
    offered = Enrolment.objects.get(status=EnrolmentStatus.OFFERED)
    assert offered.person == first


@pytest.mark.parametrize("turned", [False, True])
def test_a_reason_to_deny_counts_more_than_a_rule_that_cannot_tell(
    rules: tuple[Rule, Rule], edition: Edition, turned: bool
) -> None:
    rules[turned].answer, rules[not turned].answer = RuntimeError(), Deny("Doe eerst iets anders.")
    with pytest.raises(Refusal, match=r"Doe eerst iets anders\."):
        services.enrol(person=PersonFactory.create(), edition=edition)
    rules[not turned].answer = Waitlist("wacht")
    with pytest.raises(Refusal, match=CLOSED):
        services.enrol(person=PersonFactory.create(), edition=edition)


def test_who_was_enrolled_by_staff_is_judged_so_when_a_seat_comes_free(
    rule: Rule, edition: Edition
) -> None:
    for _number in range(2):
        EnrolmentFactory.create(edition=edition)
    coordinator = person_in_role(Role.COORDINATOR)
    services.enrol(person=PersonFactory.create(), edition=edition, actor=coordinator)
    rule.asked.clear()
    services.withdraw(enrolment=Enrolment.objects.order_by("pk")[0], actor=None)
    assert [request.by_staff for request in rule.asked] == [True]


def test_finding_the_rules_takes_as_many_queries_for_three_who_wait_as_for_one(
    rule: Rule, edition: Edition
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            list(queries.allowed_from_waiting_list(edition))
        return sum("SAVEPOINT" not in query["sql"] for query in asked)

    rule.answer = Waitlist("wacht")
    services.enrol(person=PersonFactory.create(), edition=edition)
    one = count()
    for _number in range(2):
        services.enrol(person=PersonFactory.create(), edition=edition)
    assert count() == one


# --- On the screen ----------------------------------------------------------------------------


def _page(person: Any, edition: Edition) -> str:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    return client.get(f"/inschrijven/{edition.pk}/").content.decode()


def test_the_page_says_why_before_anybody_presses_a_button(rule: Rule, edition: Edition) -> None:
    person = PersonFactory.create()
    rule.answer = Deny("Doe eerst <b>de</b> basistraining.")
    page = _page(person, edition)
    assert "Doe eerst &lt;b&gt;de&lt;/b&gt; basistraining." in page
    assert "Schrijf me in" not in page
    rule.answer = Waitlist("Plaatsen zijn eerst voor partners.")
    page = _page(person, edition)
    assert ("Plaatsen zijn eerst voor partners." in page, "Zet me op de wachtlijst" in page) == (
        True,
        True,
    )
    rule.answer = Allow()
    assert "Schrijf me in" in _page(person, edition)


def test_who_waits_reads_why(rule: Rule, edition: Edition) -> None:
    person = PersonFactory.create()
    rule.answer = Waitlist("Plaatsen zijn eerst voor partners.")
    services.enrol(person=person, edition=edition)
    page = _page(person, edition)
    assert ("nummer 1 van de wachtlijst" in page, rule.answer.reason in page) == (True, True)


def test_a_visitor_signs_in_first(rule: Rule, edition: Edition) -> None:
    rule.answer = Deny("nee")
    assert "Ik ben nieuw hier" in _page(None, edition)
    assert rule.asked == []


def test_a_visitor_reads_what_the_rules_ask_of_everybody(rule: Rule, edition: Edition) -> None:
    training = f"/trainingen/{edition.training.slug}/"
    rule.told = [
        Condition(
            mark_safe("Doe <b>eerst</b> mee."), links=(Link("Naar bellen", "/trainingen/b/"),)
        ),
    ]
    for address in (f"/inschrijven/{edition.pk}/", training):
        page = Client().get(address).content.decode()
        assert "Doe &lt;b&gt;eerst&lt;/b&gt; mee." in page, address
        assert '<a class="utrecht-link" href="/trainingen/b/">Naar bellen</a>' in page, address
    assert rule.asked == []


def test_who_brings_a_list_reads_it_as_asked_of_the_others(
    client: Client, rule: Rule, edition: Edition
) -> None:
    rule.told = [Condition("Je kunt meedoen als je eerst A deed.")]
    client.force_login(person_in_role(Role.COORDINATOR))
    address = f"/beheer/uitvoeringen/{edition.pk}/groep/"
    page = client.post(address, {"text": "Noor van Linden"}).content.decode()
    said = "Voor deze training geldt voor wie meedoet: “Je kunt meedoen als je eerst A deed.”"
    assert said in page


@pytest.mark.parametrize(
    "odd",
    [
        RuntimeError("stuk"),
        "geen lijst",
        None,
        [Condition(" ")],
        *(
            [Condition("Kijk hier.", links=(Link("Kijk", url),))]
            for url in (
                "https://elders.test/",
                "//elders.test/",
                "javascript:alert(1)",
                "/\\elders.test",
            )
        ),
    ],
)
def test_what_a_rule_tells_wrongly_is_left_out_and_reported(
    rule: Rule, edition: Edition, odd: Any
) -> None:
    rule.told = odd
    page = Client().get(f"/trainingen/{edition.training.slug}/")
    assert (page.status_code, "Let op voor je" in page.content.decode()) == (200, False)
    assert PluginFault.objects.filter(plugin="rules_plugin").exists()


def test_a_link_of_a_refusal_to_another_site_keeps_enrolment_closed(
    rule: Rule, edition: Edition
) -> None:
    rule.answer = Deny("Kijk daar.", links=(Link("Daar", "https://elders.test/"),))
    page = _page(PersonFactory.create(), edition)
    assert (CLOSED in page, "elders.test" in page) == (True, False)


def test_the_page_asks_about_who_waits_only_for_somebody_who_could_get_the_seat(
    rule: Rule, edition: Edition
) -> None:
    rule.answer = Waitlist("wacht")
    waiting = PersonFactory.create()
    services.enrol(person=waiting, edition=edition)
    taking_part = EnrolmentFactory.create(edition=EditionFactory.create()).person
    rule.answers[taking_part.pk] = Allow()
    services.enrol(person=taking_part, edition=edition)
    denied, new = PersonFactory.create(), PersonFactory.create()
    rule.answers |= {denied.pk: Deny("nee"), new.pk: Allow()}

    def asked(person: Any) -> list[int]:
        rule.asked.clear()
        _page(person, edition)
        return [request.person_id for request in rule.asked]

    people = (None, taking_part, waiting, denied, new)
    assert [asked(person) for person in people] == [
        [],
        [],
        [waiting.pk],
        [denied.pk],
        [new.pk, waiting.pk],
    ]


def test_a_visitor_costs_as_many_queries_for_twenty_who_wait_as_for_one(
    rule: Rule, edition: Edition
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as asked:
            _page(None, edition)
        return len(asked)

    rule.answer = Waitlist("wacht")
    services.enrol(person=PersonFactory.create(), edition=edition)
    count()
    one = count()
    for _number in range(19):
        services.enrol(person=PersonFactory.create(), edition=edition)
    count()
    assert count() == one


def test_a_coordinator_reads_the_reason_at_the_form(rule: Rule, edition: Edition) -> None:
    rule.answer = Deny("Doe eerst de basistraining.")
    client = Client(raise_request_exception=False)
    client.force_login(person_in_role(Role.COORDINATOR))
    data = {"first_name": "Toos", "last_name": "Vecht", "background": "volunteer"}
    page = client.post(f"/beheer/uitvoeringen/{edition.pk}/inschrijven/", data).content.decode()
    assert ("Doe eerst de basistraining." in page, 'value="Toos"' in page) == (True, True)
    assert not Enrolment.objects.exists()
    assert mail.outbox == []


# --- The words of an answer ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Deny, Waitlist])
def test_a_reason_is_plain_text(rule: Rule, edition: Edition, kind: Any) -> None:
    rule.answer = kind(mark_safe("<script>1</script>"))
    answer = queries.ask_rules(person_id=PersonFactory.create().pk, edition=edition)
    assert (answer, type(answer.reason)) == (kind("<script>1</script>"), str)  # type: ignore[union-attr]


def test_a_reason_marked_as_html_is_escaped_on_the_page(
    rule: Rule, edition: Edition, client: Client
) -> None:
    rule.answer = Deny(mark_safe("<script>1</script>"))
    client.force_login(PersonFactory.create())
    page = client.get(f"/inschrijven/{edition.pk}/").content.decode()
    assert ("&lt;script&gt;1" in page, "<script>1" in page) == (True, False)


@pytest.mark.parametrize("fails_at", [1, 2])
def test_words_are_made_once_and_words_that_fail_keep_the_door_closed(
    rule: Rule, edition: Edition, client: Client, fails_at: int
) -> None:
    made: list[int] = []

    def words() -> str:
        made.append(1)
        if len(made) == fails_at:
            raise RuntimeError
        return "Nog niet."

    rule.answer = Deny(lazy(words, str)())
    client.force_login(PersonFactory.create())
    page = client.get(f"/inschrijven/{edition.pk}/")
    sentence = CLOSED if fails_at == 1 else "Nog niet."
    assert (page.status_code, sentence in page.content.decode()) == (200, True)
    assert PluginFault.objects.count() == (1 if fails_at == 1 else 0)


def test_a_contact_person_reads_the_conditions_before_people_who_are_new_are_refused(
    client: Client, rule: Rule, edition: Edition
) -> None:
    contact, partner = person_in_role(Role.VOLUNTEER), PartnerFactory.create()
    partner.contacts.add(contact)
    client.force_login(contact)
    rule.told = [Condition("Eerst de basistraining.")]
    rule.answer = Deny("Nog niet.")
    url = f"/organisatie/{partner.pk}/aanmelden/{edition.pk}/"
    said = "Voor deze training geldt voor wie meedoet: “Eerst de basistraining.”"
    assert said in client.get(url).content.decode()
    page = client.post(url, {"all": "1", "text": "Naam;E-mail\nAn Een;an@example.org\n"})
    assert said in page.content.decode()
    [row] = page.context["plan"].rows
    assert [note.split(":")[0] for note in row.notes] == [
        "Of dit kan, blijkt pas bij het inschrijven"
    ]


def test_of_somebody_new_of_whom_a_rule_cannot_tell_that_is_said(
    client: Client, rule: Rule, edition: Edition
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    rule.told = [Condition("Eerst de basistraining.")]
    rule.check = None  # type: ignore[method-assign,assignment]
    url = f"/beheer/uitvoeringen/{edition.pk}/groep/"
    page = client.post(url, {"text": "Naam;E-mail\nCo Nieuw;co@example.org\n"})
    assert page.context["plan"].rows[0].notes == ["Of deze persoon voldoet, weten wij nog niet."]
    assert "nieuw voor ons" in page.content.decode()


@pytest.mark.both_databases
def test_of_a_group_it_is_said_per_person_whether_the_conditions_are_met(
    client: Client, rule: Rule, edition: Edition
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    rule.told = [Condition("Eerst de basistraining.")]
    met, unmet = (PersonFactory.create(first_name=name, last_name="Bos") for name in ("An", "Bea"))

    def check(request: EnrolmentRequest) -> Any:
        of_staff = request.by_staff or request.person_id == met.pk
        return Allow() if of_staff else Deny("Doe eerst de basistraining.")

    rule.check = check  # type: ignore[method-assign]
    url = f"/beheer/uitvoeringen/{edition.pk}/groep/"
    rows = f"Naam;E-mail\nAn Bos;{met.email}\nBea Bos;{unmet.email}\nCo Nieuw;co@example.org\n"
    page = client.post(url, {"text": rows})
    notes = [row.notes for row in page.context["plan"].rows]
    # Who is new did nothing before: that is known before anybody gets a mail.
    assert notes == [[], *[["Voldoet niet aan de voorwaarden."]] * 2]
    assert not User.objects.filter(first_name="-").exists()
    shown = page.content.decode()
    reason = "“Doe eerst de basistraining.”"
    # Once, with the names; not in each row.
    assert [shown.count(one) for one in (reason, "nieuw voor ons", "Jij mag ook")] == [1, 0, 1]
    sent = {"list": page.context["state"].as_json(), "enrol": "1"}
    done = client.post(url, sent | {f"row-{number}": "1" for number in (1, 2, 3)})
    assert done.context["deviations"].unmet == {
        "Doe eerst de basistraining.": ["Bea Bos", "Co Nieuw"]
    }
    shown = done.content.decode()
    assert shown.count("Ingeschreven. Voldoet aan de voorwaarden.") == 1
    assert shown.count("Voldoet niet aan de voorwaarden.") == 2
    assert shown.count(reason) == 1
