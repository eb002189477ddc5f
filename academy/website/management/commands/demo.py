"""`manage.py demo`: loads the demo academy and says who can sign in."""

import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from academy.demo import first_database, load
from academy.demo.auth import DEMO_DOMAIN, DEMO_PASSWORD
from academy.demo.people import STAFF

SIGN_IN = {
    "vrijwilliger": "volunteer: /mijn/",
    "trainer": "trainer: /beheer/",
    "coordinator": "coordinator: /beheer/",
    "contactpersoon": "contact person of a partner: /organisatie/",
    "beheerder": "administrator: /beheer/",
}


class Command(BaseCommand):
    help = "Load the demo academy. Harmless to repeat; only with the demo's settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prepare", action="store_true", help="first bring the database up to date"
        )

    def handle(self, *args: object, prepare: bool, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo is only for its own settings (academy.settings.demo) or ACADEMY_DEBUG=1."
            )
        if prepare:
            self.stdout.write("  The database …")
            first_database.put()
            call_command("migrate", interactive=False, skip_checks=True, verbosity=0)
        if load.is_loaded():
            self.stdout.write("  The demo is loaded already; nothing is changed.")
        else:
            started = time.monotonic()
            load.load(lambda step: self.stdout.write(f"  {step} …"))
            self.stdout.write(f"  Loaded in {time.monotonic() - started:.0f} s.")
        self.stdout.write(f"\n  Sign in with the password “{DEMO_PASSWORD}”:")
        for key, _first, _last, _role in STAFF:
            if key in SIGN_IN:
                self.stdout.write(f"    {key + DEMO_DOMAIN:<30} {SIGN_IN[key]}")
        self.stdout.write("\n  All mail of the demo: /demo/post/")
