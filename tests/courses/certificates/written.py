"""What a certificate says, for tests of how it looks."""

from courses.plugin_api.contributions.certificates import CertificateData

CODE = "K7QM-2RTX-ABCD-9XYZ"
DATA = CertificateData(
    name="Fatima van der Berg",
    training="Eenzaamheid signaleren en bespreekbaar maken",
    partner="Vrijwilligerscentrale Utrecht",
    first_day="2026-03-03",
    last_day="2026-03-10",
    issued_on="2026-03-11",
    minutes=150,
    hours="2.5",
    place="Buurthuis De Wissel",
    edition=3,
    code=CODE,
    check_url=f"https://academie.example/certificaat/{CODE}/",
)
