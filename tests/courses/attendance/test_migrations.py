"""What lists held before there were more marks than there and not there."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from courses.attendance.enums import Mark
from courses.attendance.models import Attendance
from tests.factories import EditionFactory, EnrolmentFactory


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_marks_come_from_yes_and_no_and_go_back() -> None:
    edition = EditionFactory.create()
    session = edition.sessions.get()
    for mark in (Mark.PRESENT, Mark.LATE, Mark.EXCUSED):
        enrolment = EnrolmentFactory.create(edition=edition)
        Attendance.objects.create(enrolment=enrolment, session=session, mark=mark)
    try:
        MigrationExecutor(connection).migrate([("attendance", "0003_names_in_counts")])
        with connection.cursor() as cursor:
            cursor.execute("SELECT present FROM attendance_attendance ORDER BY enrolment_id")
            assert [bool(one) for (one,) in cursor.fetchall()] == [True, True, False]
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())
    found = Attendance.objects.order_by("enrolment_id").values_list("mark", flat=True)
    assert list(found) == ["present", "present", "absent"]
