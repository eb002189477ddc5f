"""How a certificate looks, and what is inside its file."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar

from courses.plugin_api.contributions.base import Contribution, Json, Text

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from django.utils.safestring import SafeString


@dataclass(frozen=True)
class CertificateData:
    """What a certificate says. Plain values, so that they are kept as they were (JSON).

    Dates are ISO dates; `minutes` is the time spent in sessions and `hours` the same in hours
    with at most one decimal (`3` or `2.5`); `check_url` is the address of the check page.
    """

    name: str
    training: str
    partner: str
    first_day: str
    last_day: str
    issued_on: str
    minutes: int
    hours: str
    place: str
    edition: int
    code: str
    check_url: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class CertificateContext:
    """What a certificate says, also in words.

    `days`, `hours` and `issued_on` are the dates and the duration as people read them; `qr` is the
    check page's address as an SVG with a text for who cannot see it. `settings` are the plugin's
    for the training. `language` is that of these words, and of the document that is asked: the one
    of the edition if the template names it in `languages`, else `nl`.
    """

    data: CertificateData
    days: str
    hours: str
    issued_on: str
    qr: SafeString
    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)
    language: str = "nl"


@dataclass(frozen=True)
class CertificateHtml:
    """A whole HTML document in the language that was asked, and its style sheet.

    `<html lang>` begins with that language, there is a `<title>`, and headings are headings. At
    most two pages, and 2,000,000 characters with the style sheet. Nothing is fetched: pictures
    stand inside it, as SVG or `data:`.
    """

    html: str
    css: str = ""


class CertificateTemplate(Contribution):
    """The look of the certificates of a training.

    Called once for each certificate, at the moment of issue; what was issued never changes. Of
    several plugins the first that is installed counts. It must show as text the name, the
    training, the address of the check page, and the code once more, apart from that address: a
    document without these counts as a failure.
    When it fails, or when no PDF can be made of it, the academy's own template is used and the
    operator is told.
    """

    languages: ClassVar[Collection[str]] = ("nl",)
    """The languages in which it can give a document: codes as in `<html lang>`."""

    @abstractmethod
    def render(self, ctx: CertificateContext) -> CertificateHtml:
        """The document."""


class FileRelationship(StrEnum):
    """What a file inside a certificate is to it (`AFRelationship` of PDF/A-3)."""

    ALTERNATIVE = "Alternative"
    """The same, in another form."""
    DATA = "Data"
    """What the certificate was made from."""
    SUPPLEMENT = "Supplement"
    """More than the certificate says."""


@dataclass(frozen=True)
class CertificateFile:
    """A file inside the PDF of a certificate.

    `name` is of small letters, digits, dots and hyphens, and ends with an extension; no two files
    in a certificate have the same. `media_type` is `type/subtype`. `description` says to people, in
    Dutch, what it is. At most 50,000 bytes.
    """

    name: str
    content: bytes
    media_type: str
    description: Text
    relationship: FileRelationship = FileRelationship.SUPPLEMENT


@dataclass(frozen=True)
class AttachmentContext:
    """A certificate that is being made. `settings` are the plugin's for the training."""

    data: CertificateData
    issued_at: datetime
    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class IssuedCertificate:
    """A certificate whose page somebody looks at.

    `files` are the names of the files that this contribution put in it. `settings` are the plugin's
    for the training, of now.
    """

    data: CertificateData
    files: tuple[str, ...]
    is_valid: bool
    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


class CertificateAttachments(Contribution):
    """Files inside the PDFs of the certificates of a training. Since 1.2.

    `attach` is called once for each certificate, before its PDF is made: the files are part of what
    is signed and frozen, and go when the certificate goes. It may turn out that the certificate is
    not issued after all, so whatever the plugin keeps about it must do no harm then. Whose
    certificate it is can take the files from its page; at most four of a contribution. When it
    fails the certificate is issued without its files, and the operator is told.
    `check` is called each time somebody opens the page that checks a certificate with such files,
    also of one that does not count any more. When it fails its part of that page is left out.
    """

    @abstractmethod
    def attach(self, ctx: AttachmentContext) -> Sequence[CertificateFile]:
        """The files; none is an answer too."""

    def check(self, ctx: IssuedCertificate) -> SafeString | None:
        """What stands on the page that checks the certificate, as HTML; None for nothing."""
        return None
