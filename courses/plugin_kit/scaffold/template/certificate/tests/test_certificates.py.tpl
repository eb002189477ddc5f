from django.utils.safestring import mark_safe

from $slug.certificates import PlainCertificate
from courses.plugin_api.api import CertificateContext, CertificateData


def test_it_says_what_a_certificate_must_say_and_escapes_it() -> None:
    data = CertificateData(
        name="Anna de <Voorbeeld>",
        training="Luisteren",
        partner="",
        first_day="2026-03-03",
        last_day="2026-03-03",
        issued_on="2026-03-04",
        minutes=180,
        hours="3",
        place="Buurthuis",
        edition=1,
        code="AB12-CD34",
        check_url="https://academie.example.org/certificaat/AB12-CD34/",
    )
    context = CertificateContext(
        data=data,
        days="3 maart 2026",
        hours="3 uur",
        issued_on="4 maart 2026",
        qr=mark_safe("<svg></svg>"),
        training_id=1,
    )
    html = PlainCertificate().render(context).html
    for text in ("Anna de &lt;Voorbeeld&gt;", "Luisteren", "AB12-CD34", data.check_url):
        assert text in html
