"""`manage.py plugins`: everything that an operator does with plugins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from courses.catalogue import queries, services
from courses.catalogue.models import TrainingPage
from courses.common.errors import Refusal
from courses.plugin_desk import doctor, known_plugins, lifecycle, overview
from courses.plugin_host import registry, standing
from courses.plugin_host.enums import PluginStatus
from courses.plugin_kit import scaffold


class Command(BaseCommand):
    # These commands are how one mends a plugin that Django finds wrong.
    requires_system_checks = ()

    help = "List, examine, switch, remove and make plugins."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="which plugins there are, and how each does")
        one = actions.add_parser(
            "known", help="which plugins are known, and which versions were tried"
        )
        one.add_argument(
            "--markdown", action="store_true", help="as the table in the documentation"
        )
        one = actions.add_parser("doctor", help="examine each plugin in a process of its own")
        one.add_argument("slugs", nargs="*", help="only these")
        for action, help_text in (
            ("enable", "switch a plugin on, for the site or in one training"),
            ("disable", "switch a plugin off, for the site or in one training; nothing is lost"),
        ):
            one = actions.add_parser(action, help=help_text)
            one.add_argument("slug")
            one.add_argument("--training", help="the address (slug) of one training")
        one = actions.add_parser(
            "purge", help="remove all that a plugin left; shows it first, and asks"
        )
        one.add_argument("slug")
        one.add_argument("--export", type=Path, help="keep what is removed in this file (JSON)")
        one.add_argument("--confirm", metavar="SLUG", help="the name, to do it without a question")
        scaffold.add_arguments(actions.add_parser("new", help="make a plugin to start from"))

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        rows = overview.plugin_rows()
        if not rows:
            self.stdout.write(_("Er zijn geen uitbreidingen."))
            return
        numbers = queries.numbers_of_trainings()
        notices = known_plugins.known_plugins().notices()
        for row in rows:
            facts = [row.slug, row.version or "–", str(row.status.label), f"“{row.title}”"]
            facts.append(_("aan in %(n)d") % {"n": numbers.get(row.slug, 0)})
            if row.faults:
                facts.append(_("storingen: %(n)d") % {"n": row.faults})
            self.stdout.write("  ".join(facts))
            if row.reason:
                self.stdout.write(f"    {row.reason}")
            if row.slug in notices:
                self.stdout.write(f"    {notices[row.slug]}")

    def _known(self, options: dict[str, Any]) -> None:
        if options["markdown"]:
            self.stdout.write(known_plugins.as_markdown())
            return
        known = known_plugins.known_plugins()
        for one in known.plugins:
            facts = [one.slug, one.here or "–", f"“{one.title}”"]
            facts.append(
                _("uitgeprobeerd: %(versions)s") % {"versions": ", ".join(one.tested) or "–"}
            )
            self.stdout.write("  ".join(facts))
            if one.notice:
                self.stdout.write(f"    {one.notice}")
        if known.problem:
            raise CommandError(_("We kunnen de lijst niet lezen: %(why)s") % {"why": known.problem})

    def _doctor(self, options: dict[str, Any]) -> None:
        """Ends with an error when something is wrong, so that a script can tell."""
        wanted = options["slugs"]
        notices = known_plugins.known_plugins().notices()
        sick = 0
        found = [doctor.examine(slug) for slug in wanted] if wanted else doctor.examine_all()
        for diagnosis in found:
            sick += not diagnosis.healthy
            told = ["ok"] if diagnosis.healthy else []
            if diagnosis.status not in ("", PluginStatus.ON):
                told.append(f"({PluginStatus(diagnosis.status).label})")
            self.stdout.write(f"{diagnosis.plugin}: {' '.join(told)}")
            for line in diagnosis.lines:
                self.stdout.write(f"    {line}")
            if diagnosis.plugin in notices:
                # No illness: the list says the same.
                self.stdout.write(f"    {notices[diagnosis.plugin]}")
        if sick:
            raise CommandError(_("Er is iets mis met %(n)d uitbreiding(en).") % {"n": sick})

    def _enable(self, options: dict[str, Any]) -> None:
        self._switch(options, on=True)

    def _disable(self, options: dict[str, Any]) -> None:
        self._switch(options, on=False)

    def _switch(self, options: dict[str, Any], *, on: bool) -> None:
        slug = options["slug"]
        plugin = registry.find(slug)
        if plugin is None and (on or overview.plugin_row(slug) is None):
            raise CommandError(_("Er is geen uitbreiding met de naam “%(slug)s”.") % {"slug": slug})
        if options["training"]:
            training = TrainingPage.objects.filter(slug=options["training"]).first()
            if training is None:
                raise CommandError(
                    _("Er is geen training met het adres “%(slug)s”.")
                    % {"slug": options["training"]}
                )
            services.activate_plugin(training=training, plugin=slug, active=on)
        else:
            standing.switch(plugin=slug, on=on)
        self.stdout.write(f"{slug}: " + (_("aan") if on else _("uit")))
        if on and options["training"] and slug in standing.switched_off():
            self.stdout.write(_("Let op: op de hele site staat zij uit."))

    def _purge(self, options: dict[str, Any]) -> None:
        slug = options["slug"]
        try:
            remains = lifecycle.remains_of(slug)
            self._tell(remains)
            lifecycle.refuse_if_on(slug)
            if options["export"]:
                with options["export"].open("x", encoding="utf-8") as file:
                    lifecycle.export(slug, file)
                self.stdout.write(_("Bewaard in %(file)s.") % {"file": options["export"]})
            if not self._is_sure(slug, options["confirm"]):
                self.stdout.write(_("Er is niets verwijderd."))
                return
            lifecycle.purge(slug)
        except FileExistsError as error:
            raise CommandError(
                _("Het bestand %(file)s is er al. Kies een andere naam.")
                % {"file": options["export"]}
            ) from error
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(_("“%(title)s” is opgeruimd.") % {"title": remains.title})
        if registry.find(slug) is not None:
            self.stdout.write(
                _("Het pakket staat er nog. Verwijder het, of begin opnieuw met `migrate`.")
            )

    def _tell(self, remains: lifecycle.StoredData) -> None:
        self.stdout.write(_("Van “%(title)s” gaat weg:") % {"title": remains.title})
        for table in remains.tables:
            self.stdout.write(
                "  " + _("tabel %(name)s: %(n)d rijen") % {"name": table.label, "n": table.number}
            )
        for trace in remains.traces:
            self.stdout.write(f"  {trace.label}: {trace.number}")
        for one in remains.stays:
            self.stdout.write(_("Blijft staan:") + f" {one.label}: {one.number}")

    def _is_sure(self, slug: str, confirmed: str | None) -> bool:
        if confirmed is None:
            try:
                confirmed = input(_("Typ de naam “%(slug)s” om dit te doen: ") % {"slug": slug})
            except EOFError:
                return False
        return confirmed.strip() == slug

    def _new(self, options: dict[str, Any]) -> None:
        try:
            package = scaffold.make(
                options["name"],
                kinds=options["kinds"],
                bare=options["bare"],
                folder=Path(options["folder"]),
            )
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(package.message())
