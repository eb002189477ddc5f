"""Files that staff upload among the documents: video, sound and captions are looked at."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm

from courses.common.errors import Refusal
from courses.common.uploads import check_media


class AcademyDocumentForm(BaseDocumentForm):
    """Refuses what a browser could not play or show, before it stands in a lesson."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "Een video (.mp4 of .webm) of een geluid (.mp3, .m4a, .ogg of .wav) is hoogstens "
                "100 MB. Ook goed: pdf, docx, odt, xlsx, pptx en txt."
            )

    def _post_clean(self) -> None:
        # After the model has looked at the name: to a file that was refused before, it would say
        # that it has none.
        super()._post_clean()
        if "file" in self.changed_data and "file" not in self.errors:
            try:
                check_media(self.cleaned_data["file"])
            except Refusal as refusal:
                self.add_error("file", str(refusal))
