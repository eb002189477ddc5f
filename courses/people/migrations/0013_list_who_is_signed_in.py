"""Who was signed in before there was a list of it stands on it too: else nobody could end that."""

from datetime import timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import migrations
from django.utils import timezone

AT_ONCE = 500


def forwards(apps, schema_editor):
    UserSession = apps.get_model("usersessions.UserSession")
    people = {str(pk) for pk in apps.get_model("people.User").objects.values_list("pk", flat=True)}
    listed = set(UserSession.objects.values_list("session_key", flat=True))
    now = timezone.now()
    alive = apps.get_model("sessions.Session").objects.filter(expire_date__gt=now)
    rows = []
    for one in alive.iterator(chunk_size=AT_ONCE):
        person = SessionStore().decode(one.session_data).get(SESSION_KEY)
        if person in people and one.session_key not in listed:
            # When it was last kept, it was given two weeks.
            since = min(now, one.expire_date - timedelta(weeks=2))
            rows.append(
                UserSession(
                    user_id=int(person),
                    session_key=one.session_key,
                    ip="0.0.0.0",
                    user_agent="/",
                    created_at=since,
                )
            )
    UserSession.objects.bulk_create(rows, batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0012_portraits_of_trainers"),
        ("sessions", "0001_initial"),
        ("usersessions", "0001_initial"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
