"""Loads what requests, ticks and tasks need, in a process that copies are made of.

What is loaded before a copy is made stays in memory once, as long as nobody changes it. Measured
after 100 certificates in each of two web processes: 132 MB for each, the process that they are
copies of included, where it was 153 when each loaded what makes PDFs by itself.
"""

from __future__ import annotations

import contextlib
import gc
import importlib

from django.conf import settings
from django.db import connections
from django.urls import resolve, reverse
from django.utils import translation

from courses.common import pdf, process_cache
from courses.search import language

COMMANDS = (
    "academy.website.management.commands.tick",
    "django_tasks_db.management.commands.db_worker",
)
CHARTS = "pygal"
"""What draws charts: 5 MB that each process would load at its first one."""


def load(*, to_serve: bool = True) -> None:
    """Load it, and leave it alone from then on.

    Args:
        to_serve: whether pages are served too: those search, and make PDFs.
    """
    resolve("/")
    for name in COMMANDS:
        importlib.import_module(name)
    if to_serve:
        importlib.import_module(CHARTS)
        _take_addresses_and_words()
        # A machine that cannot make PDFs serves everything else.
        with contextlib.suppress(pdf.PdfUnavailable):
            pdf.render(
                "<html lang=nl><title>Aa</title><p>Aa",
                css=pdf.css_in_own_type("pdf/pocket_cards.css"),
            )
    # Two processes that speak through one connection would read each other's answers.
    connections.close_all()
    gc.collect()
    # Looking for garbage writes in each object, and what is written to is copied.
    gc.freeze()


def _take_addresses_and_words() -> None:
    """What nearly every page needs: where views are, and the words of each language; and a word of
    each list that searching looks in."""
    reverse("mine")
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            translation.gettext("Zoeken")
    for word in ("leren", "volunteer"):
        language.forms(word)


def let_go() -> None:
    """Let go of what is loaded, before Python ends: WeasyPrint 70.0 complains of it later."""
    process_cache.forget()
