"""The administration's own forms read and show dates as people write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.forms import DateInput
from wagtail import blocks
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet

from courses.catalogue.models import LectureIndexPage, LecturePage
from courses.common.fields import DayInput
from courses.people.enums import Role
from tests.factories import person_in_role

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def lectures() -> LectureIndexPage:
    page: LectureIndexPage = LectureIndexPage.objects.get()
    return page


def _lecture(**changes: str) -> dict[str, Any]:
    return {
        "title": "Rouw",
        "slug": "rouw",
        "summary": "Over rouw.",
        "minutes": "45",
        "recorded_on": "12 januari 2027",
        "transcript": '{"entityMap": {}, "blocks": [{"key": "a", "text": "Tekst", "type": '
        '"unstyled", "depth": 0, "inlineStyleRanges": [], "entityRanges": []}]}',
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **changes,
    }


def test_a_lecture_and_its_schedule_take_dates_as_people_write_them(
    client: Client, lectures: LectureIndexPage
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    add = f"/beheer/pages/add/catalogue/lecturepage/{lectures.pk}/"
    data = _lecture(go_live_at="1 februari 2099 13 uur", expire_at="28/2/2099 13.00")
    assert client.post(add, data).status_code == 302
    lecture = LecturePage.objects.get(slug="rouw").get_latest_revision_as_object()
    assert (lecture.recorded_on, lecture.go_live_at, lecture.expire_at) == (
        date(2027, 1, 12),
        datetime(2099, 2, 1, 12, tzinfo=UTC),
        datetime(2099, 2, 28, 12, tzinfo=UTC),
    )
    shown = client.get(f"/beheer/pages/{lecture.pk}/edit/").content.decode()
    values = ('value="12-01-2027"', 'value="01-02-2099 13:00"', 'value="28-02-2099 13:00"')
    assert [value in shown for value in values] == [True, True, True]


def test_what_cannot_be_read_is_said_at_the_field_and_stays_typed(
    client: Client, lectures: LectureIndexPage
) -> None:
    client.force_login(person_in_role(Role.COORDINATOR))
    page = client.post(
        f"/beheer/pages/add/catalogue/lecturepage/{lectures.pk}/",
        _lecture(recorded_on="vorige week", go_live_at="12-01-2099"),
    )
    form = page.context["form"]
    assert form.errors == {
        "recorded_on": ["Vul een datum in, bijvoorbeeld 24-12-2026."],
        "go_live_at": ["Zet de tijd erbij, bijvoorbeeld 24-12-2026 13:00."],
    }
    content = page.content.decode()
    assert ('value="vorige week"' in content, 'value="12-01-2099"' in content) == (True, True)


def test_filters_on_days_read_them_too(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = person_in_role(Role.ADMINISTRATOR)
    filters = SiteHistoryReportFilterSet(
        {"timestamp_from": "1 januari 2027", "timestamp_to": "31/1/2027"}, request=request
    )
    assert isinstance(filters.form.fields["timestamp"].widget, DateRangePickerWidget)
    assert filters.form.is_valid()
    chosen = filters.form.cleaned_data["timestamp"]
    assert (chosen.start.date(), chosen.stop.date()) == (date(2027, 1, 1), date(2027, 1, 31))


def test_blocks_for_a_day_and_a_moment_read_them_too() -> None:
    assert blocks.DateBlock().clean("12 jan. 2027") == date(2027, 1, 12)
    assert blocks.DateTimeBlock().clean("12 jan. 2027 13u") == datetime(2027, 1, 12, 12, tzinfo=UTC)


@pytest.mark.parametrize("value", [None, "", date(2024, 1, 2), "2024-01-02", "morgen", '"><i>'])
@pytest.mark.parametrize(
    "attrs", [None, {"id": "id_day", "required": True, "disabled": False, "data-words": "\"a' <&"}]
)
def test_the_input_of_a_day_is_what_djangos_templates_make_of_it(
    value: object, attrs: dict[str, object] | None
) -> None:
    widget = DayInput()
    assert widget.render("day", value, attrs) == DateInput.render(widget, "day", value, attrs)
