"""`manage.py demo`: loads the demo academy, says who can sign in, and serves it if asked."""

import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from whitenoise.compress import Compressor

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

TO_TRY = """
  To try: find a training with a word that you half know        /trainingen/
          enrol, follow a lesson, download a certificate        vrijwilliger, /mijn/
          tick off who is there and close the list              trainer, /beheer/presentie/
          see what waits today, call who has no e-mail          coordinator, /beheer/
          read what people thought                              coordinator, /beheer/evaluaties/
"""


def compress_what_visitors_get(static_root: Path) -> None:
    """Let the demo's pages weigh about what they do on a server (`settings.production`), without
    waiting until all that Wagtail brings is compressed too."""
    compressor = Compressor(use_brotli=False, quiet=True)
    for part in ("website", "catalogue"):
        for file in (static_root / part).rglob("*"):
            if file.suffix in {".css", ".js", ".svg"}:
                compressor.compress(str(file))


class Command(BaseCommand):
    help = "Load the demo academy. Harmless to repeat; only with the demo's settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--prepare", action="store_true", help="first bring the database up to date"
        )
        parser.add_argument(
            "--announce", type=int, metavar="PORT", help="say at the end what to try there"
        )
        parser.add_argument(
            "--serve",
            type=int,
            metavar="PORT",
            help="then serve it there, in this process: what is loaded is loaded once",
        )

    def handle(
        self,
        *args: object,
        prepare: bool,
        announce: int | None,
        serve: int | None,
        **options: object,
    ) -> None:
        self._load(prepare=prepare)
        if serve:
            call_command("collectstatic", interactive=False, skip_checks=True, verbosity=0)
            compress_what_visitors_get(Path(settings.STATIC_ROOT))
        if port := serve or announce:
            self.stdout.write(f"\n  The academy is at http://localhost:{port}/   (stop: Ctrl-C)")
            self.stdout.write(TO_TRY)
            self.stdout.flush()
        if serve:
            call_command("academy", "run", bind=f"0.0.0.0:{serve}", tick=60)

    def _load(self, *, prepare: bool) -> None:
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
