"""A knowledge check kept the places of the options that somebody chose; now it keeps their keys.

How a list was when somebody chose is kept nowhere. So a place means what stands there now, as it
did until now; from here on it means that whatever a trainer changes. Where the exercise or the
option is not found, the answer stays as it is: the exercise reads both.
"""

import json

from django.db import migrations
from django.db.models import TextField
from django.db.models.functions import Cast

AT_ONCE = 500


def to_keys(apps, schema_editor):
    rewrite(apps, lambda keys: dict(enumerate(keys)))


def to_places(apps, schema_editor):
    rewrite(apps, lambda keys: {key: place for place, key in enumerate(keys)})


def rewrite(apps, made_from):
    """Give what was chosen the other name that it has in the lesson."""
    Attempt = apps.get_model("learning", "ExerciseAttempt")
    attempts = Attempt.objects.filter(block_type="knowledge_check").exclude(answer=None)
    exercises = keys_by_exercise(apps, attempts.values("lesson"))
    changed = []
    for attempt in attempts.only("answer", "lesson_id", "exercise_id").iterator():
        chosen = attempt.answer.get("chosen") if isinstance(attempt.answer, dict) else None
        keys = exercises.get((attempt.lesson_id, attempt.exercise_id))
        if keys and isinstance(chosen, list):
            names = made_from(keys)
            attempt.answer = {**attempt.answer, "chosen": [names.get(one, one) for one in chosen]}
            changed.append(attempt)
    Attempt.objects.bulk_update(changed, ["answer"], batch_size=AT_ONCE)


def keys_by_exercise(apps, lessons):
    """The keys of the options in order, by lesson and exercise."""
    # As text: a migration knows the field without its blocks, and those would be lost.
    bodies = (
        apps.get_model("catalogue", "LessonPage")
        .objects.filter(pk__in=lessons)
        .annotate(stored=Cast("body", TextField()))
        .values_list("pk", "stored")
    )
    return {
        (lesson, block.get("id")): [
            # A list that no editor has saved has its places for keys, as in `OptionsBlock`.
            option.get("id") or f"nr-{place}"
            for place, option in enumerate(block["value"].get("options", ()), start=1)
        ]
        for lesson, stored in bodies
        for block in json.loads(stored or "[]")
        if block["type"] == "knowledge_check"
    }


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
        ("learning", "0002_best_result_stays"),
    ]

    operations = [migrations.RunPython(to_keys, to_places)]
