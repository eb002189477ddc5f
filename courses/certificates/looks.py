"""How a certificate looks: what of its training, theme, partner and academy is on the sheet."""

from __future__ import annotations

import base64
import hashlib
import io
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext
from PIL import Image, ImageChops

from courses.catalogue.enums import Orientation
from courses.catalogue.models import TrainingGoal, TrainingPage
from courses.catalogue.theme_drawings import drawing_of
from courses.certificates.enums import sheet_language
from courses.certificates.models import CertificateDesign
from courses.common import pdf, process_cache
from courses.common.edit_conflicts import fact
from courses.common.invalid_input import look_through
from courses.editions.models import Edition
from courses.translations.reading import Words, read

if TYPE_CHECKING:
    from wagtail.images.models import AbstractImage

    from courses.common.edit_conflicts import Facts

logger = logging.getLogger(__name__)

MOST_COLOURS = 16
GREY = 40
"""How far red, green and blue may be apart in a picture that is kept without colours."""

LOGO_SIZE = (340, 126)
"""In pixels, for at most 45 by 17 millimetres of paper."""

MOST_PIXELS = 40_000_000
"""A picture with more is not opened: it would take hundreds of megabytes of memory."""


MOST_BYTES = 20_000_000


@dataclass(frozen=True)
class Picture:
    """A picture as it stands in the sheet: an address with all of it, and what it shows."""

    url: str
    words: str


@dataclass(frozen=True)
class Look:
    """What a sheet shows beside the facts of the certificate; the same for a whole edition."""

    orientation: str = Orientation.LANDSCAPE.value
    language: str = "nl"
    title_language: str = "nl"
    goals_language: str = "nl"
    drawing: str = ""
    goals: tuple[str, ...] = ()
    logo: Picture | None = None
    signatory: str = ""
    role: str = ""
    signature: str = ""
    """The signature as an address with all of the picture in it; empty without one."""


def look_of(*, training_id: int, edition_id: int) -> Look:
    """How certificates of this edition look now. A logo that cannot be read is left out: the
    partner's name is there in letters anyway."""
    training = (
        TrainingPage.objects.filter(pk=training_id)
        .select_related("theme", "partner__logo")
        .only("title", "certificate_orientation", "theme__slug", "partner__name", "partner__logo")
        .first()
    )
    if training is None:
        return Look()
    chosen = design()
    goals = TrainingGoal.objects.filter(training=training_id).order_by("sort_order", "pk")
    texts = list(filter(None, goals.values_list("text", flat=True)))
    language = language_of(edition_id)
    read_goals = [read(text, language=language) for text in texts]
    # All of them or none: a list has one language.
    is_read = bool(texts) and all(isinstance(one, Words) for one in read_goals)
    title = read(training.title, language=language)
    partner = training.partner
    return Look(
        orientation=training.certificate_orientation or chosen.orientation,
        language=language,
        title_language=language if isinstance(title, Words) else "nl",
        goals_language=language if is_read else "nl",
        drawing=drawing_of(training.theme.slug if training.theme else ""),
        goals=tuple(filter(None, map(_printable, map(str, read_goals if is_read else texts)))),
        logo=_logo(partner.logo, partner.name) if partner and partner.logo else None,
        signatory=chosen.signatory,
        role=chosen.role,
        signature=signature_url(chosen),
    )


def language_of(edition_id: int) -> str:
    """The language of the certificates of an edition; Dutch where it is gone."""
    spoken = Edition.objects.filter(pk=edition_id).values_list("language", flat=True).first()
    return sheet_language(spoken or "")


@process_cache.most_recent(256)
def _printable(goal: str) -> str:
    """A goal without what no font has. A name with boxes is no name; but nobody waits for a
    certificate because a trainer put a smiling face behind a goal."""
    text = "".join(one if one.isprintable() else " " for one in goal)
    missing = pdf.characters_without_font(text)
    return " ".join("".join(one for one in text if one not in missing).split())


ONLY_ROW = 1


def design(*, lock: bool = False) -> CertificateDesign:
    """What the academy puts on its certificates; `lock` holds it until the transaction ends."""
    if not lock:
        return CertificateDesign.objects.filter(pk=ONLY_ROW).first() or CertificateDesign()
    CertificateDesign.objects.get_or_create(pk=ONLY_ROW)
    return CertificateDesign.objects.select_for_update().get(pk=ONLY_ROW)


def design_facts(one: CertificateDesign) -> Facts:
    """What the page of the design shows, to compare what two people saved."""
    signature = hashlib.sha256(bytes(one.signature)).hexdigest() if one.signature else ""
    there_is = gettext("een handtekening") if signature else ""
    return {
        "orientation": fact(
            gettext("Stand van het certificaat"),
            one.orientation,
            Orientation(one.orientation).label,
        ),
        "signatory": fact(gettext("Naam"), one.signatory),
        "role": fact(gettext("Functie"), one.role),
        "signature": fact(gettext("Handtekening"), signature, there_is),
    }


def signature_url(one: CertificateDesign) -> str:
    """The signature as an address with all of the picture in it; empty without one."""
    return as_url(bytes(one.signature)) if one.signature else ""


def _logo(image: AbstractImage, name: str) -> Picture | None:
    url = _logo_url(image.pk, image.file_hash or "", image.file.name, image)
    return Picture(url, name) if url else None


MOST_LOGOS = 50


@process_cache.for_process
def _logos() -> dict[tuple[int, str, str], str]:
    """Logos that were made small before, by the picture's key, content and name."""
    return {}


def _logo_url(key: int, content: str, name: str, image: AbstractImage) -> str:
    logos, whole = _logos(), (key, content, name)
    if whole not in logos:
        if len(logos) >= MOST_LOGOS:
            logos.clear()
        logos[whole] = _small(image)
    return logos[whole]


def _small(image: AbstractImage) -> str:
    """The logo as a small picture on white; empty where it cannot be read."""
    try:
        with image.file.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        with Image.open(io.BytesIO(content)) as picture:
            if len(content) > MOST_BYTES or picture.width * picture.height > MOST_PIXELS:
                raise ValueError(f"a picture of {picture.width} by {picture.height}")
            look_through(io.BytesIO(content))
            return as_url(on_white(picture, LOGO_SIZE))
    except Exception as error:  # noqa: BLE001 - Pillow's readers raise nearly anything
        logger.warning("The logo %s cannot be used on certificates: %s", image.pk, error)
        return ""


def on_white(picture: Image.Image, most: tuple[int, int]) -> bytes:
    """A picture as a PNG of at most this many pixels, on white, in few colours."""
    picture.draft("RGB", most)
    coloured = picture.convert("RGBA")
    coloured.thumbnail(most)
    sheet = Image.new("RGBA", coloured.size, "white")
    sheet.alpha_composite(coloured)
    small = io.BytesIO()
    # Few colours make a small file, and nobody sees the difference in print.
    few = sheet.convert("RGB").quantize(MOST_COLOURS)
    few.convert("L" if _is_grey(few) else "RGB").save(small, "PNG", optimize=True)
    return small.getvalue()


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue = picture.convert("RGB").split()
    apart = (ImageChops.difference(red, green), ImageChops.difference(green, blue))
    return all(one.getextrema()[1] < GREY for one in apart)  # type: ignore[operator]


@process_cache.most_recent(8)
def as_url(png: bytes) -> str:
    """A PNG as an address with all of it."""
    return "data:image/png;base64," + base64.b64encode(png).decode()
