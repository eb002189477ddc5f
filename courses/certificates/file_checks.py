"""Is a certificate still what was issued? The one place that says so, for pages, audit and command.

It is when its bytes have the hash that was kept with them. What else can be looked at, its
signature, what is attached to it, and whether it keeps what it claims, shows what somebody changed
along with the hash, and what was wrong from the start.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from courses.certificates import signing
from courses.certificates.attachments import read_attachment
from courses.common import pdf_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from django.db.models import QuerySet

    from courses.certificates.models import Certificate

AT_ONCE = 50
"""PDFs that are in memory at the same time; each is some tens of kilobytes."""

LAST_LINES = 1024
"""In so many bytes at its end a PDF says where its table of contents is."""

COLUMNS = ("pk", "code", "enrolment__edition", "signed_by", "attachments", "sha256", "pdf")


@dataclass(frozen=True)
class Looked:
    """What was found of one certificate: sentences that say what is damaged, and what it breaks of
    the profiles although it is the file that was issued."""

    pk: int
    code: str
    edition: int
    damage: tuple[str, ...] = ()
    deviations: tuple[str, ...] = ()


def digest(content: bytes) -> str:
    """The hash that is kept with a file when it is issued."""
    return hashlib.sha256(content).hexdigest()


def look_at(certificates: QuerySet[Certificate], *, quick: bool = False) -> Iterator[Looked]:
    """Read every file back, one after another, in one query; `quick`: its hash alone."""
    rows = certificates.order_by("pk").values_list(*COLUMNS)
    for pk, code, edition, signed_by, attached, kept, pdf in rows.iterator(chunk_size=AT_ONCE):
        content = bytes(pdf or b"")
        damage = _changed(content, kept)
        if quick or damage:
            # Of what changed, all the rest may be broken: that tells nobody more.
            yield Looked(pk, code, edition, damage)
            continue
        damage = _signature(content, signed_by) + _attachments(content, attached)
        deviations = _profiles(content) if not damage else ()
        yield Looked(pk, code, edition, damage, deviations)


def _changed(content: bytes, kept: str) -> tuple[str, ...]:
    if not content:
        return (gettext("heeft geen PDF-bestand meer."),)
    if digest(content) != kept:
        return (gettext("heeft een ander PDF-bestand dan is uitgegeven."),)
    return ()


def _signature(content: bytes, signed_by: str) -> tuple[str, ...]:
    if not signed_by:
        return ()
    fault = signing.signature_fault(content)
    return (fault,) if fault else ()


def _attachments(content: bytes, attached: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """What was put inside, such as a badge, can be taken out and is what it was."""
    if not content.startswith(b"%PDF-") or b"startxref" not in content[-LAST_LINES:]:
        # Reading all of a file takes longer than all else, so only where something is inside.
        return (gettext("heeft een PDF-bestand dat niet te lezen is."),)
    try:
        inside = {one["name"]: read_attachment(content, one["name"]) for one in attached}
    # Whatever the library stumbles on in a damaged file says the same.
    except Exception:  # noqa: BLE001
        return (gettext("heeft een PDF-bestand dat niet te lezen is."),)
    return tuple(
        gettext("heeft een bijlage die weg of veranderd is: %(name)s.") % {"name": one["name"]}
        for one in attached
        if digest(inside[one["name"]] or b"") != one["sha256"]
    )


def _profiles(content: bytes) -> tuple[str, ...]:
    if not pdf_rules.is_installed():
        return ()
    return tuple(pdf_rules.failed_rules(content))
