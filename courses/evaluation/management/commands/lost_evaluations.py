"""`manage.py lost_evaluations`: which evaluations lost their answers, and asking people anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.common.errors import Refusal
from courses.evaluation.enums import FormStatus
from courses.evaluation.models import EvaluationForm
from courses.evaluation.services.restarting import ask_again


class Command(BaseCommand):
    help = "List the evaluations whose key went lost, or ask the people of one anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--ask-again", type=int, metavar="NUMBER", help="which one")

    def handle(self, *_args: str, **options: Any) -> None:
        number = options["ask_again"]
        lost = EvaluationForm.objects.filter(status=FormStatus.LOST).select_related(
            "edition__training"
        )
        if number is None:
            for form in lost.order_by("pk"):
                self.stdout.write(f"{form.pk}  {form}")
            return
        found = lost.filter(pk=number).first()
        if found is None:
            raise CommandError(f"There is no evaluation {number} whose answers are lost.")
        try:
            ask_again(form=found, actor=None)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Evaluation {number} is open again; everybody is asked anew.")
