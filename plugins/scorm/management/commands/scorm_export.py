"""Writes a training as a package of SCORM 1.2."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from django.core.management.base import BaseCommand, CommandError

from courses.catalogue.models import TrainingPage
from courses.plugin_api.api import Refusal
from plugins.scorm import exporting

if TYPE_CHECKING:
    from argparse import ArgumentParser


class Command(BaseCommand):
    """`manage.py scorm_export <address of the training> <file>`."""

    help = "Writes the published lessons of a training as a package of SCORM 1.2."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("training", help="the last part of its address, as in /trainingen/…/")
        parser.add_argument("file", type=Path, help="the zip file to write")

    def handle(self, *_args: object, **options: object) -> None:
        """Write it.

        Raises:
            CommandError: there is no such training, nothing in it, or the file cannot be written.
        """
        training = TrainingPage.objects.filter(slug=options["training"]).first()
        if training is None:
            raise CommandError(f"There is no training {options['training']!r}.")
        target = options["file"]
        try:
            package = exporting.as_package(training)
            Path(str(target)).write_bytes(package)
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{target}: {len(package)} bytes")
