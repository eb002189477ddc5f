"""`manage.py certificates`: are the certificates still what was issued? Reads only."""

from __future__ import annotations

from datetime import date
from time import monotonic
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.certificates import file_checks
from courses.certificates.models import Certificate
from courses.common import clock, pdf_rules

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from courses.certificates.file_checks import Looked

EVERY = 1.0
"""Seconds between two lines that say how far it is."""


class Command(BaseCommand):
    # A plugin that Django finds wrong may not keep anybody from looking at certificates.
    requires_system_checks = ()

    help = "Read certificates back and say which are damaged. Exits with 1 when there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        one = actions.add_parser(
            "verify",
            help="hash, signature, attachments and both profiles of each file; changes nothing",
        )
        one.add_argument("--edition", type=int, metavar="NUMBER", help="of this edition only")
        one.add_argument(
            "--since",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="only what was issued on this day or later",
        )
        one.add_argument("--quick", action="store_true", help="compare the hash alone")
        one.add_argument(
            "--strict", action="store_true", help="exit with 1 for what breaks a profile, too"
        )

    def handle(
        self,
        *args: object,
        edition: int | None,
        since: date | None,
        quick: bool,
        strict: bool,
        **options: object,
    ) -> None:
        chosen = _chosen(edition, since)
        total = chosen.count()
        if not quick and not pdf_rules.is_installed():
            self.stdout.write(
                _(
                    "Of ze toegankelijk zijn (PDF/UA) en in een archief kunnen (PDF/A), kijken we "
                    "niet na: page-validation is hier niet geïnstalleerd."
                )
            )
        damaged = deviating = 0
        told = started = monotonic()
        for number, one in enumerate(file_checks.look_at(chosen, quick=quick), start=1):
            damaged += bool(one.damage)
            deviating += bool(one.deviations)
            self._name(one)
            if monotonic() - told >= EVERY:
                told = monotonic()
                self.stderr.write(_("%(n)d van %(total)d") % {"n": number, "total": total})
        self._sum_up(total, deviating, monotonic() - started)
        if damaged or (strict and deviating):
            text = ngettext(
                "%(n)d certificaat is beschadigd.", "%(n)d certificaten zijn beschadigd.", damaged
            )
            raise CommandError(text % {"n": damaged})
        self.stdout.write(_("Geen enkel certificaat is beschadigd."))

    def _name(self, one: Looked) -> None:
        who = _("certificaat %(pk)d (%(code)s, uitvoering %(edition)d)") % {
            "pk": one.pk,
            "code": one.code,
            "edition": one.edition,
        }
        for sentence in one.damage:
            self.stdout.write(f"{who} {sentence}")
        if one.deviations:
            rules = "; ".join(one.deviations)
            self.stdout.write(
                f"{who} " + _("is zoals uitgegeven, maar wijkt af: %(rules)s") % {"rules": rules}
            )

    def _sum_up(self, total: int, deviating: int, seconds: float) -> None:
        text = ngettext(
            "%(n)d certificaat nagekeken in %(s)s s.",
            "%(n)d certificaten nagekeken in %(s)s s.",
            total,
        )
        self.stdout.write(text % {"n": total, "s": f"{seconds:.1f}".replace(".", ",")})
        if deviating:
            text = ngettext(
                "%(n)d wijkt af van PDF/UA of PDF/A. Dat was al zo toen het werd uitgegeven.",
                "%(n)d wijken af van PDF/UA of PDF/A. Dat was al zo toen ze werden uitgegeven.",
                deviating,
            )
            self.stdout.write(text % {"n": deviating})


def _chosen(edition: int | None, since: date | None) -> QuerySet[Certificate]:
    found = Certificate.objects.all()
    if edition is not None:
        found = found.filter(enrolment__edition=edition)
    if since is not None:
        found = found.filter(issued_at__gte=clock.moment_of(since))
    return found
