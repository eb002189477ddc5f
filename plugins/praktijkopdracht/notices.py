"""What a participant reads when an assignment has been reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext, override

from plugins.praktijkopdracht.assignments import address_of, path_to
from plugins.praktijkopdracht.enums import State

if TYPE_CHECKING:
    from plugins.praktijkopdracht.models import Submission


def about_review(submission: Submission) -> tuple[str, str]:
    """Subject and text of the mail, in the language of who handed in."""
    path = address_of(submission.training.slug, path_to(submission.assignment))
    approved = submission.state == State.APPROVED
    with override(submission.person.language):
        words = (
            gettext("Je opdracht “%(title)s” is goedgekeurd")
            if approved
            else gettext("Je opdracht “%(title)s”: graag verbeteren")
        )
        values = {
            "submission": submission,
            "approved": approved,
            "url": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path,
        }
        body = render_to_string("praktijkopdracht/reviewed.txt", values)
        return words % {"title": submission.title}, body
