"""What may be tried so often is counted once each, for all processes together."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import RequestFactory

from courses.common import clock
from courses.common.limits import Limit, RateLimited, forget_old, give_back, network_of, take
from courses.common.models import Tally
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_django import Settings

MOMENT = datetime(2026, 11, 28, 13, 30, 20, tzinfo=UTC)
FIVE = Limit("five", 5, 900)


def outcome(*wanted: tuple[Limit, Iterable[object]]) -> str:
    try:
        take(*wanted)
    except RateLimited as no:
        return no.when
    return "yes"


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_two_hundred_tries_at_the_same_moment_are_counted_once_each() -> None:
    limit = Limit("many", 150, 900)

    def eight_tries() -> list[str]:
        return [outcome((limit, ["somebody"])) for _number in range(8)]

    answers = [one for many in all_at_once([eight_tries] * 25) for one in many]  # type: ignore[union-attr]
    assert (len(answers), answers.count("yes")) == (200, 150)
    assert list(Tally.objects.values_list("used", flat=True)) == [200]


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_processes_count_together() -> None:
    """Each with its own memory: what the cache that was used before did not survive. They are made
    of a process that has counted nothing yet."""
    program = f"""
import os, django
django.setup()
from django.db import connection
from courses.common.limits import Limit, take
connection.settings_dict["NAME"] = {str(connection.settings_dict["NAME"])!r}
started = []
for _process in range(2):
    started.append(os.fork())
    if not started[-1]:
        for _number in range(4):
            take((Limit("processes", 100, 900), ["somebody"]))
        os._exit(0)
assert [os.waitpid(one, 0)[1] for one in started] == [0, 0]
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "academy.settings.test"),
    }
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, timeout=240, check=False)
    assert done.returncode == 0
    assert list(Tally.objects.values_list("used", flat=True)) == [8]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_limit_holds_until_its_window_ends_and_says_when() -> None:
    with clock.at(MOMENT):
        said = [outcome((FIVE, ["somebody"])) for _number in range(7)]
        other = outcome((FIVE, ["somebody else"]))
    with clock.at(MOMENT + timedelta(seconds=870)):
        nearly = outcome((FIVE, ["somebody"]))
    with clock.at(MOMENT + timedelta(seconds=900)):
        again = [outcome((FIVE, ["somebody"])) for _number in range(6)]
    assert said == ["yes"] * 5 + ["om 14:46 uur"] * 2
    assert (other, nearly) == ("yes", "over 30 seconden")
    assert again == ["yes"] * 5 + ["om 15:01 uur"]


@pytest.mark.django_db
def test_a_limit_of_a_day_says_which_day() -> None:
    day = Limit("day", 1, 24 * 3600)
    with clock.at(MOMENT):
        assert [outcome((day, ["x"])), outcome((day, ["x"]))] == [
            "yes",
            "op zondag 29 november om 14:31 uur",
        ]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_refused_try_uses_up_nothing_else() -> None:
    wide = Limit("wide", 10, 900)
    for _number in range(40):
        outcome((wide, ["network"]), (FIVE, ["pair"]))
    assert [outcome((wide, ["network"])) for _number in range(6)] == ["yes"] * 5 + [
        outcome((wide, ["network"]))
    ]


@pytest.mark.both_databases
@pytest.mark.django_db
def test_a_good_try_is_given_back_and_old_counts_go() -> None:
    with clock.at(MOMENT):
        for _number in range(20):
            give_back(take((FIVE, ["somebody"])))
        assert Tally.objects.get().used == 0
        assert forget_old() == 0
    with clock.at(MOMENT + timedelta(seconds=901)):
        assert forget_old() == 1
    assert Tally.objects.count() == 0


@pytest.mark.django_db
def test_nothing_in_the_database_says_who_tried() -> None:
    take((FIVE, ["sanne@example.org", "192.0.2.7"]))
    assert "sanne" not in str(Tally.objects.values().get())


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "network"),
    [
        (0, "192.0.2.7", "", "192.0.2.7"),
        # What a visitor writes himself counts only as far as our own proxies add to it.
        (0, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (1, "10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
        (2, "10.0.0.1", "203.0.113.9, 192.0.2.7", "203.0.113.9"),
        # Fewer than there are proxies: no 500, and no free tries.
        (2, "10.0.0.1", "203.0.113.9", "unknown"),
        # A home has so many addresses of the new kind that only the first half tells homes apart.
        (0, "2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
        (0, "2001:db8:1:2:bbbb::9", "", "2001:db8:1:2::/64"),
        (0, "2001:db8:1:3::1", "", "2001:db8:1:3::/64"),
        (0, "::ffff:192.0.2.7", "", "192.0.2.7"),
        (0, "", "", "unknown"),
    ],
)
def test_visitors_are_told_apart_by_network(
    settings: Settings, proxies: int, remote: str, forwarded: str, network: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    extra: dict[str, Any] = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=remote, **extra).get("/")
    assert network_of(request) == network
