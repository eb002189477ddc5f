"""Fill an academy on several machines, or say how it stands there: in a process of one of them.

    python bench/scale_academy.py fill people=260
    python bench/scale_academy.py stands 12

It prints JSON.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

SEATS = 20


def fill(people: int) -> dict[str, Any]:
    """Tables, the demo, people who are signed in, editions to enrol in, a picture, a document."""
    from bench import fill as filling
    from courses.catalogue.models import TrainingPage
    from courses.common import clock

    make_bucket()
    # The catalogue is not what is measured here.
    filling.TRAININGS = 40
    academy = filling.fill(people=people)
    trainings = TrainingPage.objects.filter(slug__startswith="training-").order_by("path")
    roomy, race, killed = trainings[:3]
    start = clock.now() + timedelta(days=120)

    def plan(training: TrainingPage, capacity: int) -> dict[str, Any]:
        edition = filling._plan(training, start, capacity=capacity)  # noqa: SLF001 - the bench's
        return {"pk": edition.pk, "path": f"/inschrijven/{edition.pk}/"}

    return {
        "unit": academy.unit,
        "catalogue": academy.catalogue,
        "mine": academy.mine,
        "figures": academy.figures,
        "people": [one.session for one in academy.enrolling],
        "roomy": {**plan(roomy, 2000), "page": roomy.get_url_parts()[2]},
        "race": plan(race, SEATS),
        "killed": plan(killed, 60),
        "picture": picture(),
        "document": document(),
        "pages": [academy.home, academy.catalogue, academy.training, "/agenda/", "/zoeken/?q=rouw"],
        "own": [academy.mine, academy.lesson, "/mijn/gegevens/"],
        "volunteer": academy.volunteer,
        "staff": ["/beheer/", academy.figures, "/beheer/images/"],
        "coordinator": academy.coordinator,
    }


def make_bucket() -> None:
    """Make the bucket, as an operator does once."""
    from django.core.files.storage import default_storage

    bucket: Any = default_storage.bucket  # type: ignore[attr-defined]
    bucket.create(CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    # The proxy asks for pictures without a key; the rest stays private.
    reading = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket.name}/images/*",
    }
    bucket.Policy().put(Policy=json.dumps({"Version": "2012-10-17", "Statement": [reading]}))


def picture() -> str:
    """The address of a picture that staff put there, in the size that pages show."""
    from django.core.files.images import ImageFile
    from PIL import Image
    from wagtail.images import get_image_model

    content = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(content, "PNG")
    image = get_image_model().objects.create(title="Foto", file=ImageFile(content, "foto.png"))
    return str(image.get_rendition("width-320").url)


def document() -> str:
    """The address of a document that everybody may have."""
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    made = get_document_model().objects.create(
        title="Brief", file=ContentFile(b"%PDF-1.4 brief", "brief.pdf")
    )
    return str(made.url)


def stands(*editions: str) -> dict[str, Any]:
    """Of each edition how many are in which state, what is still to be sent, and what the audit
    says is wrong."""
    from django.core.management import CommandError, call_command

    from courses.enrolment.models import Enrolment
    from courses.notices import queries as notices

    wrong = io.StringIO()
    sound = True
    try:
        call_command("audit", stdout=wrong, stderr=wrong)
    except CommandError:
        sound = False
    return {
        "editions": {
            pk: Counter(Enrolment.objects.filter(edition=int(pk)).values_list("status", flat=True))
            for pk in editions
        },
        "unsent": notices.due().count(),
        "sound": sound,
        "audit": wrong.getvalue()[-1500:],
    }


def main(command: str, *arguments: str) -> None:
    """Do what is asked, and print it."""
    import django

    django.setup()
    if command == "fill":
        answer = fill(int(arguments[0].removeprefix("people=")))
    else:
        answer = stands(*arguments)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
