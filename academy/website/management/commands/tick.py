"""`manage.py tick`: what must happen because time passes. Run it every few minutes."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from courses.certificates.services import issue_due
from courses.enrolment.services import settle_waiting_lists
from courses.evaluation.services import close_due_forms, open_due_forms

STEPS = {
    "offers": settle_waiting_lists,
    "evaluations opened": open_due_forms,
    "evaluations closed": close_due_forms,
    "certificates": issue_due,
}


class Command(BaseCommand):
    help = "Pass on offers, open and close evaluations, issue certificates. Harmless to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="go on, with this pause, as long as who started it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with suppress(KeyboardInterrupt):
            self._tick(options["every"])

    def _tick(self, pause: int | None) -> None:
        started_by = os.getppid()
        while os.getppid() == started_by:
            counts = {name: step() for name, step in STEPS.items()}
            if any(counts.values()) or not pause:
                self.stdout.write(", ".join(f"{name}: {n}" for name, n in counts.items()))
            if not pause:
                return
            time.sleep(pause)
