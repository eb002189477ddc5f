"""Something to listen to in the demo, made by rule: nobody was recorded."""

from __future__ import annotations

import io
import math
import struct
import wave
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from courses.catalogue.models import LessonPage, TrainingPage

if TYPE_CHECKING:
    from academy.demo.people import Cast

RATE = 8000
HERTZ = 425
"""The tone of a Dutch telephone that rings at the other end: one second, then silence."""

CAPTIONS = """WEBVTT

00:00.200 --> 00:01.200
(De telefoon gaat over.)

00:02.700 --> 00:03.700
(De telefoon gaat nog een keer over.)
"""


def ringing() -> bytes:
    """Four seconds of a telephone that rings, as a WAV file."""
    samples = []
    for place in range(4 * RATE):
        second = place / RATE
        since = min((second - start for start in (0.2, 2.7) if second >= start), default=-1.0)
        # Rising and falling a little, so that nothing clicks.
        loud = max(0.0, min(1.0, since * 50, (1.0 - since) * 50)) if since >= 0 else 0.0
        samples.append(round(9000 * loud * math.sin(2 * math.pi * HERTZ * second)))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(struct.pack(f"<{len(samples)}h", *samples))
    return file.getvalue()


def add_sound(training: TrainingPage, cast: Cast) -> None:
    """Let one hear a telephone ring at the end of the first lesson."""
    lesson = LessonPage.objects.child_of(training).order_by("path").first()
    if lesson is None:
        return
    sound = _document("De telefoon gaat over", "telefoon.wav", ringing(), cast)
    captions = _document("Ondertitels bij de telefoon", "telefoon.vtt", CAPTIONS.encode(), cast)
    lesson.body.append(
        (
            "sound",
            {
                "title": "De telefoon gaat over. Wat denk jij op dit moment?",
                "file": sound,
                "link": "",
                "captions": captions,
                "transcript": "",
            },
        )
    )
    lesson.save_revision(user=cast.trainer).publish()


def _document(title: str, name: str, content: bytes, cast: Cast) -> object:
    document = get_document_model()(title=title, uploaded_by_user=cast.trainer)
    document.file = ContentFile(content, name=name)
    document.save()
    return document
