"""Addresses for other systems."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path
from django.utils.crypto import constant_time_compare

from courses.catalogue.models import TrainingPage
from courses.plugin_api.api import Endpoints

if TYPE_CHECKING:
    from collections.abc import Sequence

WORD = "NEIGHBOURS_WORD"
"""The variable in the environment with the word by which we know who calls."""


def trainings(request: HttpRequest) -> JsonResponse:
    """The titles of the trainings, for who knows the word."""
    word = os.environ.get(WORD, "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not word or not constant_time_compare(given, word):
        raise PermissionDenied
    titles = TrainingPage.objects.live().order_by("title").values_list("title", flat=True)
    return JsonResponse({"trainings": list(titles)})


class ForNeighbours(Endpoints):
    """The trainings, for another system: `/p/$slug/trainingen`."""

    name = "for_neighbours"

    def patterns(self) -> Sequence[URLPattern]:
        return [path("trainingen", trainings)]
