"""How a certificate looks."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from courses.plugin_api.contributions.base import Contribution, Json

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    """What a certificate says, also in Dutch words.

    `days`, `hours` and `issued_on` are the dates and the duration as people read them; `qr` is the
    check page's address as an SVG with a text for who cannot see it. `settings` are the plugin's
    for the training.
    """

    data: CertificateData
    days: str
    hours: str
    issued_on: str
    qr: SafeString
    training_id: int
    settings: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True)
class CertificateHtml:
    """A whole HTML document in Dutch, and its style sheet.

    `<html lang>` begins with `nl`, there is a `<title>`, and headings are headings. At most two
    pages, and 2,000,000 characters with the style sheet. Nothing is fetched: pictures stand inside
    it, as SVG or `data:`.
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

    @abstractmethod
    def render(self, ctx: CertificateContext) -> CertificateHtml:
        """The document."""
