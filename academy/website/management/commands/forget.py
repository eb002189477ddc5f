"""`manage.py forget`: take away what is kept no longer, as the tick does; or say what would go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from courses.common import retention

if TYPE_CHECKING:
    from courses.common.retention import Kind


class Command(BaseCommand):
    help = (
        "Take away what is kept no longer, as the tick does. Says how much of each kind, and "
        "nothing about anybody."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "only", nargs="*", metavar="NAME", help="these kinds only; --dry-run names them all"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would go, and change nothing"
        )

    def handle(self, *args: object, only: list[str], dry_run: bool, **options: object) -> None:
        chosen = [one for one in retention.provided() if not only or one.name in only]
        unknown = set(only) - {one.name for one in chosen}
        if unknown:
            raise CommandError(", ".join(sorted(unknown)) + "?")
        for kind in chosen:
            self._say(kind, kind.due().count() if dry_run else kind.forget())
        if dry_run:
            self.stdout.write(_("Dit was een proef: er is niets weggehaald."))

    def _say(self, kind: Kind, number: int) -> None:
        self.stdout.write(f"{number:8}  {kind.name:20}{kind.what}: {kind.how_long}")
