"""`manage.py trainings install`: makes pages of the trainings that plugins bring."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from courses.catalogue.services import install_trainings
from courses.people.models import User


class Command(BaseCommand):
    help = "Install the trainings that plugins bring; trainings that exist are left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["install"])
        parser.add_argument("--owner", help="e-mail address of the trainer who gets the pages")

    def handle(self, *args: object, **options: object) -> None:
        owner = None
        if options["owner"]:
            owner = User.objects.filter(email=str(options["owner"]).lower()).first()
            if owner is None:
                raise CommandError(_("Niemand heeft dit e-mailadres."))
        words = {"made": _("gemaakt"), "existed": _("bestond al"), "failed": _("mislukt")}
        for installed in install_trainings(owner=owner):
            self.stdout.write(f"{installed.title}: {words[installed.outcome]}")
