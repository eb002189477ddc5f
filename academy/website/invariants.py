"""What must be so of the site as a whole: rows that point nowhere, files, the queue of tasks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.common.invariants import Invariant, Violation, each, provide

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE = timedelta(hours=1)
"""How long a task may wait or be busy; mail and PDFs take seconds."""


def orphans() -> Iterator[Violation]:
    """Rows that point to rows which are not there. PostgreSQL keeps them out by itself."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        found = sorted({(table, row, parent) for table, row, parent, _key in cursor.fetchall()})
    for table, row, parent in found:
        what = _now("wijst naar iets in %(table)s dat er niet is.") % {"table": parent}
        yield Violation(f"{table} {row}", what)


def missing_files() -> Iterator[Violation]:
    """Pictures and documents whose file is gone."""
    for model, kind in (
        (get_image_model(), _("afbeelding")),
        (get_document_model(), _("document")),
    ):
        gone = (
            one.pk
            for one in model.objects.order_by("pk").only("pk", "file").iterator()
            if not one.file.storage.exists(one.file.name)
        )
        yield from each(gone, kind, _("heeft geen bestand meer."))


def idle_tasks() -> Iterator[Violation]:
    """Tasks that wait, or are said to be at work, for longer than any takes.

    A task that was at work when its worker was killed stays so for ever (django-tasks-db 0.13).
    """
    now = timezone.now()
    before = now - LATE
    tasks = DBTaskResult.objects.order_by("enqueued_at")
    waiting = tasks.ready().filter(enqueued_at__lt=before).exclude(run_after__range=(before, now))
    running = tasks.running().filter(started_at__lt=before)
    for idle, what in (
        (waiting, _("wacht al langer dan een uur.")),
        (running, _("is al langer dan een uur bezig: de worker is er waarschijnlijk mee gestopt.")),
    ):
        yield from each(idle.values_list("pk", flat=True), _("taak"), what)


provide(
    Invariant(
        "orphans",
        _("Elke rij wijst naar iets dat er is"),
        _("Zet een reservekopie terug, of laat de bouwer deze rijen bekijken."),
        orphans,
    ),
    Invariant(
        "files",
        _("Elke afbeelding en elk document heeft een bestand"),
        _("Zet de map `media` uit een reservekopie terug, of kies in het beheer een ander."),
        missing_files,
    ),
    Invariant(
        "tasks",
        _("Geen taak blijft liggen"),
        _("Kijk of de worker draait (`manage.py db_worker`)."),
        idle_tasks,
    ),
)
