"""Files inside the certificates."""

from __future__ import annotations

import json
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from courses.plugin_api.api import AttachmentContext, CertificateAttachments, CertificateFile


class HoursAsJson(CertificateAttachments):
    """The hours of a certificate, for programs that add them up. No name: the PDF has that."""

    name = "hours"

    def attach(self, ctx: AttachmentContext) -> Sequence[CertificateFile]:
        told = {"training": ctx.data.training, "minutes": ctx.data.minutes, "code": ctx.data.code}
        content = json.dumps(told, ensure_ascii=False).encode()
        return [CertificateFile("uren.json", content, "application/json", _("De uren als bestand"))]
