from collections import defaultdict

from django.db import migrations
from django.db.models import Count


def sum_up(apps, schema_editor):
    """Keep the sums of what may be shown of the forms that are closed, by the rule of today."""
    cell_model = apps.get_model("evaluation", "CellSummary")
    questions = apps.get_model("evaluation", "FormQuestion").objects.filter(
        form__status="closed", enough=True
    ).exclude(kind="intro")
    counts = defaultdict(dict)
    for question, value, count in apps.get_model("evaluation", "AnswerCount").objects.filter(
        question__in=questions.values("pk"), count__gt=0
    ).values_list("question", "value", "count"):
        counts[question][value] = count
    texts = defaultdict(set)
    for question, text in apps.get_model("evaluation", "TextAnswer").objects.filter(
        question__in=questions.values("pk")
    ).values_list("question", "text"):
        texts[question].add(" ".join(text.casefold().split()))
    cells = []
    for question in questions.select_related("form"):
        found = counts[question.pk]
        if _tells_of_each(question, found, texts[question.pk]):
            continue
        cell = cell_model(
            question=question,
            form_id=question.form_id,
            key=question.key,
            kind=question.kind,
            wording=question.wording,
            answered=question.answered,
        )
        if question.kind == "score":
            for mark in range(1, 11):
                setattr(cell, f"mark_{mark}", found.get(str(mark), 0))
            cell.total = sum(mark * found.get(str(mark), 0) for mark in range(1, 11))
        cells.append(cell)
    cell_model.objects.bulk_create(cells, batch_size=400)


def _tells_of_each(question, counts, texts):
    answered = question.answered
    if answered is None:
        answered = max(counts.values(), default=0)
    if answered < (question.form.invited_count or 0):
        return False
    if question.kind == "open":
        return len(texts) == 1
    return any(count >= answered for count in counts.values())


def count_backgrounds(apps, schema_editor):
    """As what people took part in the editions that have a form."""
    rows = (
        apps.get_model("enrolment", "Enrolment")
        .objects.filter(
            status__in=("confirmed", "completed", "not_completed"),
            edition__in=apps.get_model("evaluation", "EvaluationForm")
            .objects.filter(edition__isnull=False)
            .values("edition"),
        )
        .order_by()
        .values_list("edition", "person__background")
        .annotate(number=Count("pk"))
    )
    model = apps.get_model("evaluation", "BackgroundCount")
    model.objects.bulk_create(
        (
            model(edition_id=edition, background=background, number=number)
            for edition, background, number in rows
        ),
        batch_size=400,
    )


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0007_sums_that_may_be_shown'),
        ('enrolment', '0001_initial'),
        ('people', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(sum_up, migrations.RunPython.noop),
        migrations.RunPython(count_backgrounds, migrations.RunPython.noop),
    ]
