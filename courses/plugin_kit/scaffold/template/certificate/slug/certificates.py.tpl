"""The look of the certificates."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from courses.plugin_api.api import CertificateContext, CertificateHtml, CertificateTemplate

DOCUMENT = "$slug/certificate.html"
STYLE = "$slug/certificate.css"


class PlainCertificate(CertificateTemplate):
    """A plain A4; long names and titles go on in the next line."""

    name = "plain"

    def render(self, ctx: CertificateContext) -> CertificateHtml:
        with override("nl"):
            html = render_to_string(DOCUMENT, {"ctx": ctx, "data": ctx.data})
        return CertificateHtml(html, css=render_to_string(STYLE))
