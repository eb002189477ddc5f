"""Programs of others hear what happens: signed, at least once, and never who."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from academy.webhooks import queries, services, signing
from academy.webhooks.enums import WebhookEvent
from academy.webhooks.models import Webhook, WebhookAttempt, WebhookMessage
from academy.webhooks.todos import webhooks_given_up
from courses.common import clock, limits
from courses.common.edit_conflicts import FormSnapshot
from courses.common.errors import Refusal
from courses.desk.todos import todos_for
from courses.editions import services as editions
from courses.enrolment import services as enrolments
from courses.enrolment.models import Enrolment
from courses.people.enums import Role
from courses.plugin_host.models import Delivery, PluginFault
from courses.plugin_host.outbox import deliver_due
from tests.academy.webhooks.receiver import Receiver, receiving
from tests.academy.world import held_edition
from tests.factories import (
    EditionFactory,
    EnrolmentFactory,
    PersonFactory,
    TrainingFactory,
    make_meetings,
    person_in_role,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytest_django import Settings

pytestmark = pytest.mark.django_db

Commit = Any

E = WebhookEvent


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """Tests commit nothing, so what is kept between two of them is not true any more."""
    queries.forget_kept()
    yield
    queries.forget_kept()


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    with receiving() as found:
        settings.ACADEMY_INSIDE_HOSTS = [f"127.0.0.1:{found.port}"]
        yield found


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Callable[[], Any]:
    """`with commit():` lets what happens inside be followed by what comes after a commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def hook_for(receiver: Receiver, *events: WebhookEvent) -> Webhook:
    return services.create_webhook(
        name="Site van een partner", url=receiver.url, events=events or tuple(E), actor=None
    )


def test_who_wants_it_hears_of_an_edition_that_is_published(
    receiver: Receiver, commit: Commit
) -> None:
    hook_for(receiver, E.PUBLISHED)
    with commit():
        edition = EditionFactory.create(capacity=8, online_link="https://example.org/geheim")
    (told,) = [json.loads(body) for body in receiver.bodies]
    assert (told["type"], told["data"]["edition"]) == ("edition.published", edition.pk)
    assert told["data"]["seats"] == {"state": "free", "left": 8}
    assert b"geheim" not in receiver.bodies[0]
    message = WebhookMessage.objects.get()
    assert (message.delivered_at is not None, message.given_up) == (True, False)
    assert WebhookAttempt.objects.get().status == 204


def test_each_event_is_told_and_nobody_by_name(receiver: Receiver, commit: Commit) -> None:
    person = PersonFactory.create(first_name="Zoë", last_name="Geheim", email="zoe@example.org")
    edition = EditionFactory.create(capacity=1)
    hook_for(receiver)
    with commit():
        enrolment = EnrolmentFactory.create(person=person, edition=edition)
    with commit():
        enrolments.withdraw(enrolment=enrolment, actor=person)
    with commit():
        for session, meeting in zip(
            edition.sessions.all(),
            make_meetings(clock.now() + timedelta(days=20)),
            strict=True,
        ):
            session.starts_at, session.ends_at = meeting.starts_at, meeting.ends_at
            edition.sessions.add(session)
        editions.save_edition(edition=edition, actor=None)
    with commit():
        editions.cancel_edition(edition=edition, actor=None)
    assert receiver.types == [
        "enrolment.count_changed",
        "enrolment.count_changed",
        "edition.seats_opened",
        "edition.changed",
        "edition.cancelled",
    ]
    counts = [json.loads(body)["data"]["seats_taken"] for body in receiver.bodies]
    assert counts == [1, 0, 0, 0, 0]
    whole = b"".join(receiver.bodies).lower()
    assert not any(word in whole for word in (b"zo\xc3\xab", b"geheim", b"example.org"))


def test_a_certificate_is_told_by_its_day_and_without_its_code(
    receiver: Receiver, commit: Commit
) -> None:
    from courses.certificates.services import issue_if_complete

    person = PersonFactory.create()
    training = TrainingFactory.create(title="Luisteren")
    edition = held_edition(training, [person], evaluate=False)
    hook_for(receiver, E.CERTIFICATE)
    with commit():
        made = issue_if_complete(enrolment_id=Enrolment.objects.get().pk)
    assert made is not None
    (told,) = [json.loads(body) for body in receiver.bodies]
    assert told["data"] == {
        "training": {"id": training.pk, "title": "Luisteren"},
        "edition": edition.pk,
        "issued_on": clock.today().isoformat(),
    }


def test_what_visitors_may_not_know_is_not_told(receiver: Receiver, commit: Commit) -> None:
    hook_for(receiver)
    with commit():
        draft = EditionFactory.create(publish=False)
        editions.cancel_edition(edition=draft, actor=None)
    hidden = EnrolmentFactory.create()
    hidden.edition.training.unpublish()
    with commit():
        enrolments.withdraw(enrolment=hidden, actor=None)
    assert receiver.types == []


@pytest.mark.parametrize("private", [False, True])
def test_nothing_is_told_of_a_training_that_visitors_may_not_see(
    receiver: Receiver, commit: Commit, private: bool
) -> None:
    """Who takes part keeps it, and gets a certificate."""
    from courses.certificates.services import issue_if_complete

    enrolment = EnrolmentFactory.create()
    other = PersonFactory.create()
    hidden = held_edition(TrainingFactory.create(), [other], evaluate=False).training
    for training in (hidden, enrolment.edition.training):
        if private:
            PageViewRestriction.objects.create(page=training, restriction_type="login")
        else:
            training.unpublish()
    hook_for(receiver)
    with commit():
        enrolments.withdraw(enrolment=enrolment, actor=None)
        assert issue_if_complete(enrolment_id=Enrolment.objects.get(person=other).pk)
    assert receiver.types == []


def test_where_nobody_wants_to_hear_nothing_is_written_or_asked(
    django_assert_num_queries: Any,
) -> None:
    edition = EditionFactory.create()

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as found:
            enrolments.enrol(person=PersonFactory.create(), edition=edition)
        return [query["sql"] for query in found.captured_queries]

    asked()
    assert [one for one in asked() if "webhook" in one] == []
    assert list(Delivery.objects.filter(plugin="webhooks")) == []


# --- Signed ---------------------------------------------------------------------------------------

VERIFY = """
const { Webhook } = require("standardwebhooks");
const [secret, headers, body] = JSON.parse(require("fs").readFileSync(0));
try { new Webhook(secret).verify(body, headers); console.log("yes"); }
catch (error) { console.log(error.message); }
"""


def verified(secret: str, headers: dict[str, str], body: bytes) -> str:
    """What somebody else's implementation says of a message."""
    done = subprocess.run(
        ["node", "-e", VERIFY],
        input=json.dumps([secret, headers, body.decode()]),
        capture_output=True,
        text=True,
        check=True,
        cwd=django_settings.BASE_DIR,
    )
    return done.stdout.strip()


def test_messages_are_signed_as_others_check_it_also_while_the_secret_changes(
    receiver: Receiver, commit: Commit
) -> None:
    webhook = hook_for(receiver)
    old = signing.secret_of(webhook.key)
    webhook = services.rotate_secret(webhook=webhook, actor=None)
    new = signing.secret_of(webhook.key)
    with commit():
        services.send_test(webhook=webhook, actor=None)
    (headers,), (body,) = receiver.headers, receiver.bodies
    assert (verified(old, headers, body), verified(new, headers, body)) == ("yes", "yes")
    assert verified(new, headers, body + b" ") == "No matching signature found"
    with clock.at(clock.now() + timedelta(hours=25)), commit():
        services.send_test(webhook=webhook, actor=None)
    assert receiver.headers[1]["webhook-signature"].count("v1,") == 1
    assert receiver.headers[1]["webhook-id"] != headers["webhook-id"]


def test_the_secret_is_not_in_the_database(receiver: Receiver) -> None:
    webhook = hook_for(receiver)
    secret = signing.secret_of(webhook.key)
    assert secret.startswith("whsec_")
    row = str(Webhook.objects.values().get())
    assert (secret in row, secret[6:] in row) == (False, False)


# --- At least once --------------------------------------------------------------------------------


def test_what_does_not_arrive_is_tried_again_and_reported_to_nobody(
    receiver: Receiver, commit: Commit
) -> None:
    webhook = hook_for(receiver, E.PUBLISHED)
    receiver.status = 500
    with commit():
        EditionFactory.create()
    webhook.refresh_from_db()
    assert webhook.failing_since is not None
    assert WebhookMessage.objects.get().delivered_at is None
    receiver.status = 200
    with clock.at(clock.now() + timedelta(minutes=5)), commit():
        deliver_due()
    webhook.refresh_from_db()
    assert len(receiver.bodies) == 2
    assert Webhook.objects.get().failing_since is None
    assert receiver.headers[0]["webhook-id"] == receiver.headers[1]["webhook-id"]
    assert WebhookMessage.objects.get().delivered_at is not None
    assert not PluginFault.objects.exists()
    assert [one.status for one in WebhookAttempt.objects.order_by("at")] == [500, 200]


def test_after_a_day_a_message_is_given_up(receiver: Receiver, commit: Commit) -> None:
    hook_for(receiver, E.PUBLISHED)
    receiver.status = 503
    with commit():
        EditionFactory.create()
    for day in range(1, 8):
        with clock.at(clock.now() + timedelta(days=day)), commit():
            deliver_due()
    assert len(receiver.bodies) == 6
    assert WebhookMessage.objects.get().given_up


def test_a_webhook_that_fails_for_days_is_switched_off_and_a_coordinator_hears_it(
    receiver: Receiver, commit: Commit
) -> None:
    webhook = hook_for(receiver, E.PUBLISHED)
    coordinator, trainer = person_in_role(Role.COORDINATOR), person_in_role(Role.TRAINER)
    assert webhooks_given_up(coordinator) is None
    receiver.status = 500
    with commit():
        EditionFactory.create()
    with clock.at(clock.now() + services.FAILS_FOR + timedelta(hours=1)), commit():
        EditionFactory.create()
    webhook.refresh_from_db()
    assert (webhook.is_on, webhook.given_up_at is not None) == (False, True)
    queries.forget_kept()
    found = [one for one in todos_for(coordinator) if "webhook" in one.sentence]
    assert [(one.count, one.lines[0].text) for one in found] == [(1, webhook.name)]
    assert webhooks_given_up(trainer) is None
    before = len(receiver.bodies)
    with commit():
        EditionFactory.create()
    assert len(receiver.bodies) == before
    services.switch_webhook(webhook=webhook, on=True, actor=None)
    assert webhooks_given_up(coordinator) is None


def test_who_answers_gone_hears_no_more(receiver: Receiver, commit: Commit) -> None:
    webhook = hook_for(receiver, E.PUBLISHED)
    receiver.status = 410
    with commit():
        EditionFactory.create()
    webhook.refresh_from_db()
    assert webhook.is_on is False


def test_who_leads_on_to_elsewhere_has_not_received_it(receiver: Receiver, commit: Commit) -> None:
    hook_for(receiver, E.PUBLISHED)
    receiver.status = 302
    with commit():
        EditionFactory.create()
    attempt = WebhookAttempt.objects.get()
    assert (attempt.status, attempt.trouble) == (None, "127.0.0.1 leads on to another address")


def test_what_waits_for_a_webhook_that_is_off_or_gone_is_not_sent(
    receiver: Receiver, commit: Commit
) -> None:
    webhook = hook_for(receiver, E.PUBLISHED)
    receiver.status = 500
    with commit():
        EditionFactory.create()
    services.switch_webhook(webhook=webhook, on=False, actor=None)
    with clock.at(clock.now() + timedelta(hours=1)), commit():
        deliver_due()
    assert (len(receiver.bodies), WebhookMessage.objects.get().given_up) == (1, True)
    services.remove_webhook(webhook=webhook, actor=None)
    assert services.deliver(message_id="00000000-0000-4000-8000-000000000000", is_last=False)
    assert WebhookMessage.objects.count() == 0


def test_an_event_that_is_delivered_twice_is_told_once(receiver: Receiver, commit: Commit) -> None:
    from courses.plugin_api.events import EditionPublished

    edition = EditionFactory.create()
    hook_for(receiver, E.PUBLISHED)
    event = EditionPublished(training_id=edition.training_id, edition_id=edition.pk)
    with commit():
        assert services.write_messages(event=event) == 1
        assert services.write_messages(event=event) == 1
    assert len(receiver.bodies) == 1


def test_a_webhook_that_goes_while_it_is_sent_stops_nothing(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook = hook_for(receiver)
    message = services.send_test(webhook=webhook, actor=None)
    send = services._send

    def and_gone(message: WebhookMessage) -> WebhookAttempt:
        attempt = send(message)
        services.remove_webhook(webhook=webhook, actor=None)
        return attempt

    monkeypatch.setattr(services, "_send", and_gone)
    assert services.deliver(message_id=str(message.pk), is_last=False)


def test_old_messages_are_forgotten_with_their_attempts(receiver: Receiver, commit: Commit) -> None:
    webhook = hook_for(receiver)
    with commit():
        services.send_test(webhook=webhook, actor=None)
    assert services.forget_old() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert services.forget_old() == 1
    assert WebhookAttempt.objects.count() == 0


# --- Where nothing may be sent --------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/hook",
        "https://127.0.0.1/hook",
        "https://[::1]/hook",
        "https://10.0.0.1/hook",
        "https://169.254.169.254/latest/meta-data/",
        "https://user:secret@example.org/",
        "ftp://example.org/",
        "https://[::ffff:127.0.0.1]/",
    ],
)
def test_an_address_inside_a_network_is_refused_at_the_field(url: str) -> None:
    with pytest.raises(Refusal) as refused:
        services.create_webhook(name="x", url=url, events=[E.PUBLISHED], actor=None)
    assert refused.value.field == "url"


def test_a_name_that_leads_inside_is_not_asked_when_it_comes_to_it(commit: Commit) -> None:
    """`localhost` may be named when the webhook is made: a name can lead elsewhere any day."""
    webhook = services.create_webhook(
        name="x", url="https://localhost/hook", events=[E.PUBLISHED], actor=None
    )
    with commit():
        services.send_test(webhook=webhook, actor=None)
    assert WebhookAttempt.objects.get().trouble == "localhost is an address inside a network"


def test_there_must_be_something_to_hear_and_there_is_a_most(receiver: Receiver) -> None:
    with pytest.raises(Refusal):
        services.create_webhook(name="x", url=receiver.url, events=[], actor=None)
    for _number in range(services.MOST):
        hook_for(receiver)
    with pytest.raises(Refusal):
        hook_for(receiver)


def test_tests_have_a_limit(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    webhook = hook_for(receiver)
    monkeypatch.setattr(services, "TESTS", limits.Limit("webhook test", 1, limits.HOUR))
    services.send_test(webhook=webhook, actor=None)
    with pytest.raises(Refusal, match="proeven"):
        services.send_test(webhook=webhook, actor=None)


def test_another_address_gets_what_is_on_its_way_and_the_secret_stays(
    receiver: Receiver, commit: Commit
) -> None:
    webhook = hook_for(receiver, E.PUBLISHED)
    receiver.status = 500
    with commit():
        EditionFactory.create()
    webhook.refresh_from_db()
    assert webhook.failing_since is not None
    receiver.status = 204
    key, url = webhook.key, f"{receiver.url}/anders/"
    changed = services.change_webhook(
        webhook=webhook,
        name="Anders",
        url=url,
        events=[E.CANCELLED, E.PUBLISHED],
        actor=None,
        snapshot=FormSnapshot({}),
    )
    assert (changed.key, changed.failing_since, set(queries.known().events)) == (
        key,
        None,
        {"edition.published", "edition.cancelled"},
    )
    with clock.at(clock.now() + timedelta(hours=1)), commit():
        deliver_due()
    assert receiver.paths[-1].endswith("anders/")
    assert WebhookMessage.objects.get().delivered_at is not None


# --- The screens ----------------------------------------------------------------------------------

PAGE = "/beheer/webhooks/"


def staff(role: Role) -> Client:
    client = Client()
    client.force_login(person_in_role(role))
    return client


def filled_in(receiver: Receiver, **other: object) -> dict[str, object]:
    return {
        "name": "Wijksite",
        "url": receiver.url,
        "events": ["edition.published", "certificate.issued"],
        **other,
    }


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_who_runs_the_academy_makes_one_and_reads_the_secret_once(
    receiver: Receiver, role: Role
) -> None:
    client = staff(role)
    page = client.post(PAGE, filled_in(receiver)).content.decode()
    webhook = Webhook.objects.get()
    secret = signing.secret_of(webhook.key)
    assert webhook.events == ["edition.published", "certificate.issued"]
    assert secret in page
    again = client.get(f"{PAGE}{webhook.pk}/").content.decode()
    assert (secret in again, "Er is een certificaat uitgegeven" in again) == (False, True)
    assert "Wijksite" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.VOLUNTEER])
def test_nobody_else_sees_or_changes_any(receiver: Receiver, role: Role) -> None:
    webhook = hook_for(receiver)
    client = staff(role)
    for response in (
        client.get(PAGE),
        client.post(PAGE, filled_in(receiver)),
        client.get(f"{PAGE}{webhook.pk}/"),
        client.post(f"{PAGE}{webhook.pk}/", {"action": "remove"}),
    ):
        assert response.status_code == 302
    assert list(Webhook.objects.all()) == [webhook]


def test_what_was_typed_stays_typed_with_the_reason_at_the_field(receiver: Receiver) -> None:
    response = staff(Role.COORDINATOR).post(
        PAGE, filled_in(receiver, url="https://192.168.1.1/hook")
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert ("Wijksite" in page, "https://192.168.1.1/hook" in page) == (True, True)
    assert "Naar dit adres kunnen wij niets sturen." in page
    assert response.context["form"].errors.keys() == {"url"}
    assert staff(Role.COORDINATOR).post(PAGE, {}).status_code == 400


def test_each_button_does_what_it_says(receiver: Receiver, commit: Commit) -> None:
    client = staff(Role.COORDINATOR)
    webhook = hook_for(receiver)
    address = f"{PAGE}{webhook.pk}/"
    with commit():
        client.post(address, {"action": "test"})
    assert receiver.types == ["webhook.test"]
    page = client.get(address).content.decode()
    assert ("Een proef" in page, "antwoord 204" in page) == (True, True)
    old = webhook.key
    page = client.post(address, {"action": "rotate"}).content.decode()
    webhook.refresh_from_db()
    assert (webhook.old_key, signing.secret_of(webhook.key) in page) == (old, True)
    client.post(address, {"action": "off"})
    webhook.refresh_from_db()
    assert webhook.is_on is False
    client.post(address, {"action": "on"})
    client.post(address, {"action": "iets anders"})
    webhook.refresh_from_db()
    assert webhook.is_on is True
    client.post(address, {"action": "remove"})
    assert Webhook.objects.count() == 0
    assert client.get(address).status_code == 404


def test_the_button_says_why_it_cannot(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "TESTS", limits.Limit("webhook test", 0, limits.HOUR))
    client = staff(Role.COORDINATOR)
    address = f"{PAGE}{hook_for(receiver).pk}/"
    page = client.post(address, {"action": "test"}, follow=True).content.decode()
    assert "Je stuurde al veel proeven." in page


def test_one_webhooks_page_costs_the_same_with_three_messages(receiver: Receiver) -> None:
    client = staff(Role.COORDINATOR)
    webhook = hook_for(receiver)

    def number() -> int:
        client.get(f"{PAGE}{webhook.pk}/")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{PAGE}{webhook.pk}/")
        return len(asked)

    def one() -> None:
        message = services.send_test(webhook=webhook, actor=None)
        services.deliver(message_id=str(message.pk), is_last=False)

    one()
    with_one = number()
    one()
    one()
    assert number() == with_one


def test_a_webhook_is_changed_and_what_was_typed_stays(receiver: Receiver) -> None:
    client, webhook = staff(Role.COORDINATOR), hook_for(receiver, E.PUBLISHED)
    address = f"{PAGE}{webhook.pk}/wijzig/"
    shown = client.get(address).content.decode()
    assert ("Site van een partner" in shown, shown.count(" checked")) == (True, 1)
    assert address in client.get(f"{PAGE}{webhook.pk}/").content.decode()
    wrong = client.post(address, filled_in(receiver, url="https://10.0.0.1/hook"))
    assert (wrong.status_code, 'value="Wijksite"' in wrong.content.decode()) == (400, True)
    assert "Naar dit adres kunnen wij niets sturen." in wrong.content.decode()
    done = client.post(address, filled_in(receiver), follow=True)
    assert "De webhook is bewaard." in done.content.decode()
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events) == (
        "Wijksite",
        ["edition.published", "certificate.issued"],
    )
    assert staff(Role.TRAINER).get(address).status_code in {302, 403}


def test_of_two_who_change_a_webhook_the_second_reads_what_the_first_saved(
    receiver: Receiver,
) -> None:
    client, webhook = staff(Role.COORDINATOR), hook_for(receiver, E.PUBLISHED)
    address = f"{PAGE}{webhook.pk}/wijzig/"
    seen = {"snapshot": client.get(address).context["snapshot_token"]}
    client.post(address, {**filled_in(receiver), **seen})
    mine = filled_in(receiver, name="Van mij", events=["edition.published"])
    late = client.post(address, {**mine, **seen})
    words = late.content.decode()
    assert (late.status_code, "Iemand anders was je voor" in words, "Wijksite" in words) == (
        400,
        True,
        True,
    )
    again = {"snapshot": late.context["snapshot_token"], "take_theirs": "events"}
    assert client.post(address, {**mine, **again}).status_code == 302
    webhook.refresh_from_db()
    assert (webhook.name, webhook.events) == (
        "Van mij",
        ["edition.published", "certificate.issued"],
    )
