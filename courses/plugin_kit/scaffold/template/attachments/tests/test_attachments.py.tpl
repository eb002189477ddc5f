import json
from datetime import UTC, datetime

from $slug.attachments import HoursAsJson
from courses.plugin_api.api import AttachmentContext, CertificateData


def test_the_hours_are_in_the_file_and_the_name_is_not() -> None:
    data = CertificateData(
        name="Anna de Voorbeeld",
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
    context = AttachmentContext(data, datetime(2026, 3, 4, tzinfo=UTC), training_id=1)
    (file,) = HoursAsJson().attach(context)
    told = json.loads(file.content)
    assert told == {"training": "Luisteren", "minutes": 180, "code": "AB12-CD34"}
