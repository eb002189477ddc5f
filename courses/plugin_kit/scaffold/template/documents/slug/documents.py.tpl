"""Documents for other programs."""

from __future__ import annotations

import json

from courses.catalogue.models import TrainingPage
from courses.plugin_api.api import PublicDocument, PublicDocuments


class Numbers(PublicDocuments):
    """How many trainings the academy has: `/p/$slug/aantallen.json`."""

    name = "numbers"

    def document(self, name: str) -> PublicDocument | None:
        if name != "aantallen.json":
            return None
        told = {"trainings": TrainingPage.objects.live().count()}
        return PublicDocument(json.dumps(told).encode(), "application/json", seconds=3600)
