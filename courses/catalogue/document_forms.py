"""Files that staff upload among the documents: video, sound and captions are looked at."""

from __future__ import annotations

from wagtail.documents.forms import BaseDocumentForm

from courses.common.errors import Refusal
from courses.common.uploads import check_media


class AcademyDocumentForm(BaseDocumentForm):
    """Refuses what a browser could not play or show, before it stands in a lesson."""

    def _post_clean(self) -> None:
        # After the model has looked at the name: to a file that was refused before, it would say
        # that it has none.
        super()._post_clean()
        if "file" in self.changed_data and "file" not in self.errors:
            try:
                check_media(self.cleaned_data["file"])
            except Refusal as refusal:
                self.add_error("file", str(refusal))
