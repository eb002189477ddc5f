"""`manage.py tick`: what must happen because time passes. Run it every few minutes."""

from __future__ import annotations

import os
import time
from contextlib import suppress

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

from academy.operations.services import beat
from courses.attendance.services import ask_for_presence, close_due_lists
from courses.catalogue.completeness import Unfinished
from courses.catalogue.services import cancel_schedule
from courses.certificates import batches
from courses.certificates.services import issue_due
from courses.common import retention
from courses.common.remnants import clear_remnants
from courses.editions.services import announce_approaching
from courses.enrolment.reminders import remind_participants, tell_trainers_who_comes
from courses.enrolment.services import settle_waiting_lists
from courses.evaluation.screening.due import screen_due
from courses.evaluation.services import (
    close_due_forms,
    open_due_forms,
    remind_due,
    settle_boxes,
)
from courses.interest.services import tell_interested
from courses.learning.services import grade_again
from courses.notices import services as notices
from courses.people.organisations import take_back_old_roles
from courses.people.services import forget_ended_sessions
from courses.people.unused import tell_owners
from courses.plugin_files.services import remove_leftovers
from courses.plugin_host.outbox import deliver_due
from courses.plugin_host.planning import begin_daily_work, begin_lost_tasks


def publish_scheduled() -> int:
    """Put pages on the site, and take them off, at the times that editors chose; how many.

    Goes by the machine's clock, as Wagtail does.
    """
    now = timezone.now()
    due: int = (
        Page.objects.filter(live=True, expire_at__lt=now).count()
        + Revision.objects.filter(approved_go_live_at__lt=now).count()
    )
    while True:
        try:
            # Wagtail takes a page out of the planning before it saves it: all or nothing.
            with transaction.atomic():
                call_command("publish_scheduled")
        except Unfinished as refused:
            # The others go on; this one waits until somebody has finished it and plans it again.
            cancel_schedule(page=refused.page, faults=refused.faults)
        else:
            return due


STEPS = {
    "offers": settle_waiting_lists,
    "editions that approach": announce_approaching,
    "events delivered late": deliver_due,
    "daily work of plugins begun": begin_daily_work,
    "long tasks of plugins taken up": begin_lost_tasks,
    "answers graded after all": grade_again,
    "evaluations opened": open_due_forms,
    "evaluations closed": close_due_forms,
    "boxes and keys of evaluations settled": settle_boxes,
    "people reminded to evaluate": remind_due,
    "people reminded": remind_participants,
    "trainers told who comes": tell_trainers_who_comes,
    "presence asked for": ask_for_presence,
    "lists of who was there closed": close_due_lists,
    "certificates": issue_due,
    "batches of certificates taken up": batches.go_on,
    "pages on or off the site": publish_scheduled,
    "people told of a new date": tell_interested,
    "notices sent late": notices.send_due,
    "notices that are no news any more": notices.drop_stale,
    "people told that their account is not used": tell_owners,
    "roles of organisations taken back": take_back_old_roles,
    "ended sessions taken off lists": forget_ended_sessions,
    # What is kept no longer: each part says its own.
    **{f"forgotten of {one.name}": one.forget for one in retention.provided()},
    "files that nobody has removed": remove_leftovers,
    # Last, as it can take a minute.
    "open answers screened": screen_due,
    "old versions of rows cleared": clear_remnants,
}


class Command(BaseCommand):
    # A plugin that Django finds wrong may not stop what keeps the academy going.
    requires_system_checks = ()

    help = (
        "Pass on offers, open and close evaluations, issue certificates, publish scheduled pages. "
        "Harmless to repeat."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every",
            type=int,
            metavar="SECONDS",
            help="go on, with this pause, as long as who started it",
        )
        parser.add_argument(
            "--changes", action="store_true", help="say what was done, and nothing if nothing was"
        )

    def handle(self, *args: object, every: int | None, changes: bool, **options: object) -> None:
        with suppress(KeyboardInterrupt):
            self._tick(every, changes_only=changes)

    def _tick(self, pause: int | None, *, changes_only: bool) -> None:
        started_by = os.getppid()
        while os.getppid() == started_by:
            counts = {name: step() for name, step in STEPS.items()}
            beat(name="tick")
            told = {name: n for name, n in counts.items() if n} if changes_only else counts
            if any(counts.values()) or not (pause or changes_only):
                self.stdout.write(", ".join(f"{name}: {n}" for name, n in told.items()))
            if not pause:
                return
            time.sleep(pause)
