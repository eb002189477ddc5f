"""`manage.py audit`: is everything as it must be? Reads only, also while people use the site."""

from __future__ import annotations

from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.common import invariants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from courses.common.invariants import Invariant

MOST = 20
"""How many of one kind are named; the rest is a number."""


class Command(BaseCommand):
    # A plugin that Django finds wrong may not keep anybody from looking at the rest.
    requires_system_checks = ()

    help = (
        "Look whether everything is as it must be: seats, queues, lists, certificates, "
        "evaluations, tasks. Changes nothing. Exits with 1 when something is wrong."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "only", nargs="*", metavar="NAME", help="look at these only; --list names them all"
        )
        parser.add_argument("--list", action="store_true", help="name what is looked at")
        parser.add_argument("--all", action="store_true", help="name all that is wrong")

    def handle(self, *args: object, only: list[str], **options: bool) -> None:
        chosen = [one for one in invariants.provided() if not only or one.name in only]
        unknown = set(only) - {one.name for one in chosen}
        if unknown:
            raise CommandError(", ".join(sorted(unknown)) + "?")
        if options["list"]:
            for one in chosen:
                self.stdout.write(f"{one.name:24}{one.title}")
            return
        with reading_only():
            wrong = sum(self._look(one, most=None if options["all"] else MOST) for one in chosen)
        if wrong:
            text = ngettext("%(n)d ding klopt niet.", "%(n)d dingen kloppen niet.", wrong)
            raise CommandError(text % {"n": wrong})
        self.stdout.write(_("Alles klopt."))

    def _look(self, invariant: Invariant, *, most: int | None) -> int:
        """Say how it is, and return how much breaks it."""
        self.stdout.write(f"{invariant.title} … ", ending="")
        self.stdout.flush()
        started = monotonic()
        found = list(invariant.find())
        seconds = f"{monotonic() - started:.1f}".replace(".", ",")
        self.stdout.write((_("nee") if found else _("ja")) + f" ({seconds} s)")
        for one in found[:most]:
            self.stdout.write(f"  {one.subject} {one.what}")
        if most is not None and len(found) > most:
            self.stdout.write("  " + _("… en nog %(n)d") % {"n": len(found) - most})
        if found:
            self.stdout.write(f"  → {invariant.remedy}")
        return len(found)


@contextmanager
def reading_only() -> Iterator[None]:
    """Have the database refuse every change that this process would make."""
    on, off = {
        "sqlite": ("PRAGMA query_only = ON", "PRAGMA query_only = OFF"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
        try:
            yield
        finally:
            cursor.execute(off)
