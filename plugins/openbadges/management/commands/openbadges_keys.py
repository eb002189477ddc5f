"""`manage.py openbadges_keys`: which keys signed badges, and withdrawing one that leaked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from courses.common import clock
from courses.plugin_api.api import Refusal
from plugins.openbadges import keys, services
from plugins.openbadges.models import PublishedKey

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """Lists the keys, or withdraws one."""

    help = "Lists the keys that signed Open Badges; --withdraw KEY when others have got hold of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--withdraw",
            metavar="KEY",
            help="publish this key no more: no badge that it signed counts from then on",
        )

    def handle(self, *_args: object, **options: str | None) -> None:
        if options["withdraw"]:
            try:
                services.withdraw_key(multibase=options["withdraw"])
            except Refusal as no:
                raise CommandError(str(no)) from no
        try:
            now = keys.current_key().multibase
        except keys.KeyUnavailable as no:
            now = ""
            self.stderr.write(f"No badge can be signed: {no}")
        for key in PublishedKey.objects.all():
            since = f"since {clock.local_day(key.since)}"
            state = (
                "withdrawn" if key.withdrawn_at else "signs" if key.multibase == now else "checks"
            )
            self.stdout.write(f"{key.multibase}  {since}  {state}")
