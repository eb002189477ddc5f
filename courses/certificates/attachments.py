"""Files that plugins put inside certificates: asked for, checked, found back.

The PDF is the only place where they are kept: it is frozen, signed and erased as one.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation

from courses.common.pdf_profile import EmbeddedFile
from courses.common.text import plain_html, plain_text
from courses.plugin_api.contributions.certificates import (
    AttachmentContext,
    CertificateAttachments,
    CertificateData,
    CertificateFile,
    FileRelationship,
    IssuedCertificate,
)
from courses.plugin_host import asking

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.utils.safestring import SafeString

    from courses.certificates.models import Certificate
    from courses.plugin_host.asking import Activations, Provider

MOST_FILES = 4
MOST_BYTES = 50_000
"""Of one contribution, and of one file."""

_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}\.[a-z0-9]{1,8}")
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]{0,60}")


@dataclass(frozen=True)
class Attachment:
    """A file for a certificate, and which contribution of which plugin brings it."""

    place: str
    file: EmbeddedFile

    def as_json(self) -> dict[str, str]:
        """What is kept beside the PDF, so that no page needs to open it."""
        return {
            "place": self.place,
            "name": self.file.name,
            "media_type": self.file.media_type,
            "description": self.file.description,
            "sha256": hashlib.sha256(self.file.content).hexdigest(),
        }


def attachments_for(
    data: CertificateData,
    training_id: int,
    *,
    issued_at: datetime,
    activations: Activations | None = None,
) -> list[Attachment]:
    """What the plugins that are on in the training put in this certificate, by name.

    `activations` knows which are on, if somebody looked that up before. One that fails, or gives
    what is no file, is reported and leaves out its files.
    """
    found: list[Attachment] = []
    with translation.override("nl"):
        for provider in asking.here(CertificateAttachments, training_id, activations):
            found += _asked(
                provider, data, training_id, issued_at, {one.file.name for one in found}
            )
    # Readers look a name up as in a dictionary (ISO 32000-1, 7.9.6).
    return sorted(found, key=lambda one: one.file.name)


def _asked(
    provider: Provider[CertificateAttachments],
    data: CertificateData,
    training_id: int,
    issued_at: datetime,
    taken: set[str],
) -> list[Attachment]:
    context = AttachmentContext(data, issued_at, training_id, provider.settings)

    def ask(one: CertificateAttachments) -> list[Attachment]:
        files = [_checked(file, issued_at) for file in _few(one.attach(context))]
        names = [file.name for file in files]
        if len(taken.union(names)) < len(taken) + len(names):
            raise ValueError("two files of one certificate have the same name")
        return [Attachment(provider.entry.key, file) for file in files]

    return provider.ask(ask, default=[])


def _few(files: Iterable[object]) -> Sequence[object]:
    given = list(files)
    if len(given) > MOST_FILES:
        raise ValueError(f"attach() gave {len(given)} files; {MOST_FILES} is the most")
    return given


def _checked(file: object, moment: datetime) -> EmbeddedFile:
    if not isinstance(file, CertificateFile):
        raise TypeError(f"attach() gave {type(file).__name__}, not CertificateFile")
    if not isinstance(file.content, bytes) or not 0 < len(file.content) <= MOST_BYTES:
        raise ValueError(f"a file is of 1 to {MOST_BYTES} bytes")
    if not _NAME.fullmatch(file.name) or not _MEDIA_TYPE.fullmatch(file.media_type):
        raise ValueError("a file with no plain name, or no media type")
    return EmbeddedFile(
        name=str(file.name),
        content=file.content,
        media_type=str(file.media_type),
        description=plain_text(file.description),
        relationship=FileRelationship(file.relationship).value,
        moment=moment,
    )


def read_attachment(pdf: bytes, name: str) -> bytes | None:
    """The file of this name inside a certificate's PDF; None when there is none."""
    from pypdf import PdfReader  # noqa: PLC0415 - slow, and seldom needed

    found = PdfReader(io.BytesIO(pdf)).attachments.get(name)
    return found[0] if found else None


def sections_for(certificate: Certificate) -> list[SafeString]:
    """What plugins say about their files on the page that checks a certificate.

    Also where they are not on any more: what was issued stays.
    """
    # Whose name the page does not tell, plugins do not tell there either.
    name = "" if certificate.hides_name else certificate.data["name"]
    data = CertificateData(**{**certificate.data, "name": name})
    names: dict[str, list[str]] = {}
    for one in certificate.attachments:
        names.setdefault(one["place"], []).append(one["name"])
    if not names:
        return []
    training_id: int = certificate.enrolment.edition.training_id
    on = asking.on_in(training_id)
    found: list[SafeString] = []
    for entry in asking.everywhere(CertificateAttachments):
        provider = asking.Provider(entry, on.get(entry.plugin.slug, {}))
        files = names.get(entry.key)
        if files:
            context = IssuedCertificate(
                data=data,
                files=tuple(files),
                is_valid=certificate.is_valid,
                training_id=training_id,
                settings=provider.settings,
            )
            if section := _section(provider, context):
                found.append(section)
    return found


def _section(
    provider: Provider[CertificateAttachments], context: IssuedCertificate
) -> SafeString | None:
    return provider.ask(lambda one: _html(one.check(context)), default=None)


def _html(answer: object) -> SafeString | None:
    return None if answer is None else plain_html(answer)
