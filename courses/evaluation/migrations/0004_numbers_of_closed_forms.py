from collections import defaultdict

from django.db import migrations
from django.db.models import Count, Exists, Max, OuterRef, Q, Sum

ENOUGH = 5


def write_numbers(apps, schema_editor):
    """How many answered each question of the forms that are closed, as far as counters can say.

    Of several choices they cannot: only that at least as many people answered as chose what was
    chosen most. Whether there are enough answers is said from the least that is sure, without who
    joined the group after the form opened.
    """
    form_model = apps.get_model("evaluation", "EvaluationForm")
    question_model = apps.get_model("evaluation", "FormQuestion")
    closed = form_model.objects.filter(status="closed")
    late = _people(apps, closed)
    questions = list(question_model.objects.filter(form__in=closed.values("pk")))
    given = _numbers(apps.get_model("evaluation", "AnswerCount"), Sum("count"))
    most = _numbers(apps.get_model("evaluation", "AnswerCount"), Max("count"))
    written = _numbers(apps.get_model("evaluation", "TextAnswer"), Count("pk"))
    for question in questions:
        if question.kind == "open":
            question.answered = least = written[question.pk]
        elif question.kind == "multiple":
            least = most[question.pk]
            question.answered = None if least else 0
        else:
            question.answered = least = given[question.pk]
        question.enough = least - late[question.form_id] >= ENOUGH
    question_model.objects.bulk_update(questions, ["answered", "enough"], batch_size=400)


def _people(apps, closed):
    """Write how many were invited and answered; returns how many answered who joined late, by form."""
    participations = apps.get_model("evaluation", "Participation").objects.filter(form__in=closed.values("pk"))
    joined_late = Exists(
        apps.get_model("enrolment", "Enrolment").objects.filter(
            person=OuterRef("person"), edition=OuterRef("form__edition"), enrolled_at__gt=OuterRef("form__opened_at")
        )
    )
    late = defaultdict(int)
    late.update(
        participations.filter(joined_late, answered=True).order_by().values_list("form").annotate(number=Count("pk"))
    )
    numbers = participations.order_by().values_list("form").annotate(
        invited=Count("pk"), answered=Count("pk", filter=Q(answered=True))
    )
    found = {form: (invited, answered) for form, invited, answered in numbers}
    forms = list(closed)
    for form in forms:
        form.invited_count, form.answered_count = found.get(form.pk, (0, 0))
    closed.model.objects.bulk_update(forms, ["invited_count", "answered_count"], batch_size=400)
    return late


def _numbers(model, what):
    found = defaultdict(int)
    found.update(model.objects.order_by().values_list("question").annotate(number=what))
    return found


class Migration(migrations.Migration):

    dependencies = [
        ('evaluation', '0003_sealed_boxes'),
        ('enrolment', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(write_numbers, migrations.RunPython.noop),
    ]
