"""What is kept as files."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import FileReader, Files


class Handouts(Files):
    """For everybody in the training. The academy looks at them, keeps them and gives them."""

    name = "handouts"
    label = _("Hand-outs")
    kinds = ("pdf", "docx", "odt", "jpg", "png")
    readers = (FileReader.PARTICIPANT, FileReader.STAFF)


HANDOUTS = Handouts()
