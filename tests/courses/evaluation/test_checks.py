"""What the system checks say of a database that is not migrated yet, or from before an update."""

import pytest
from django.db import connection

from courses.evaluation import checks


@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_a_database_without_the_tables_can_be_migrated() -> None:
    """Django runs these checks before it migrates, and goes no further when one fails."""
    table, away = "evaluation_evaluationform", "evaluation_form_away"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO {away}")
        try:
            assert checks.keys_are_there(databases=["default"]) == []
        finally:
            cursor.execute(f"ALTER TABLE {away} RENAME TO {table}")
