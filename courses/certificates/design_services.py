"""Changes to how certificates look. What was issued stays as it is."""

from __future__ import annotations

import base64
import binascii
import io
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageChops

from courses.certificates import looks
from courses.certificates.looks import MOST_PIXELS, on_white
from courses.common import audit, names, pdf
from courses.common.errors import Refusal
from courses.common.invalid_input import look_through

if TYPE_CHECKING:
    from courses.certificates.models import CertificateDesign
    from courses.common.edit_conflicts import FormSnapshot
    from courses.people.models import User

SIGNATURE_SIZE = (360, 92)
"""In pixels, for at most 55 by 14 millimetres of paper."""

DRAWN = "data:image/png;base64,"
LONGEST_DRAWING = 2_000_000


@transaction.atomic
def change_design(
    *,
    orientation: str,
    signatory: str,
    role: str,
    signature: bytes | None,
    actor: User | None,
    snapshot: FormSnapshot | None = None,
) -> CertificateDesign:
    """Let certificates that are made from now on look so.

    `signature` is a picture; None leaves the one that is there, empty takes it away. `snapshot` is
    what the page showed.

    Raises:
        Conflict: somebody else changed it meanwhile.
        Refusal: a role or signature without a name, a name that cannot be printed, or a picture
            that cannot be read.
    """
    signatory, role = " ".join(signatory.split()), " ".join(role.split())
    picture = None if signature is None else signature and signature_picture(signature)
    for field, text in (("signatory", signatory), ("role", role)):
        missing = names.refused_characters(text) + pdf.characters_without_font(text)
        if missing:
            raise Refusal(
                _("Deze tekens kunnen niet op een certificaat staan: %(characters)s")
                % {"characters": " ".join(missing)},
                field=field,
            )
    design = looks.design(lock=True)
    stored = looks.design_facts(design)
    design.orientation, design.signatory, design.role = orientation, signatory, role
    if picture is not None:
        design.signature = picture
    if not signatory and (role or design.signature):
        raise Refusal(_("Vul ook de naam in van wie ondertekent."), field="signatory")
    if snapshot is not None:
        snapshot.refuse_if_stale(stored=stored, wanted=looks.design_facts(design))
    design.save()
    audit.record(design, "certificate.design", actor=actor)
    return design


def drawn_signature(address: str) -> bytes:
    """The picture in what the page sends of a signature that was drawn on it.

    Raises:
        Refusal: it is no such picture.
    """
    try:
        if not address.startswith(DRAWN) or len(address) > LONGEST_DRAWING:
            raise ValueError
        return base64.b64decode(address.removeprefix(DRAWN), validate=True)
    except (ValueError, binascii.Error) as error:
        raise _unreadable() from error


def signature_picture(content: bytes) -> bytes:
    """A picture of a signature as certificates have it: only the ink, small, on white.

    Raises:
        Refusal: it cannot be read, is much too large, or shows nothing.
    """
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            # Before anything is unpacked.
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(
                    _("Deze afbeelding is te groot. Maak haar eerst kleiner."), field="signature"
                )
            look_through(io.BytesIO(content))
            picture.load()
            sheet = Image.new("RGBA", picture.size, "white")
            sheet.alpha_composite(picture.convert("RGBA"))
    except Refusal:
        raise
    except Exception as error:
        # Pillow's readers raise nearly anything for a file that is not what it says.
        raise _unreadable() from error
    grey = sheet.convert("L")
    # What is lighter than this is paper.
    ink = ImageChops.invert(grey).point(lambda value: value if value > PAPER else 0)
    place = ink.getbbox()
    if place is None:
        raise Refusal(_("Op deze afbeelding staat geen handtekening."), field="signature")
    return on_white(sheet.crop(place), SIGNATURE_SIZE)


PAPER = 40
"""How far from white paper may be, of 255."""


def _unreadable() -> Refusal:
    return Refusal(
        _("Deze afbeelding is niet te lezen. Kies een andere jpg of png."), field="signature"
    )
