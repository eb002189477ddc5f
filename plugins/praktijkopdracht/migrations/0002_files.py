"""What was handed in as files moves from the database to where the academy keeps files of plugins."""

from __future__ import annotations

import hashlib
from typing import Any

import django.db.models.deletion
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import migrations, models

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
}


def to_the_storage(apps: Any, _editor: Any) -> None:
    """Each file gets a row of the academy's, with the same name, owner and content."""
    submission, old, new = _models(apps)
    for pk in list(old.objects.values_list("pk", flat=True)):
        file = old.objects.select_related("submission").get(pk=pk)
        one, content = file.submission, bytes(file.content)
        kept = new.objects.create(
            plugin="praktijkopdracht",
            kind="handed_in",
            training_id=one.training_id,
            person_id=one.person_id,
            name=one.file_name,
            media_type=KINDS.get(one.file_name.rpartition(".")[2], "application/octet-stream"),
            size=len(content),
            stored=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            kept_at=one.handed_in_at,
        )
        storages["plugin_files"].save(f"praktijkopdracht/{kept.pk}/0", ContentFile(content))
        submission.objects.filter(pk=one.pk).update(file=kept.pk)


def to_the_database(apps: Any, editor: Any) -> None:
    """The way back. The storage keeps what is no longer needed there until the night."""
    submission, old, new = _models(apps)
    for one in submission.objects.exclude(file=None).only("file"):
        with storages["plugin_files"].open(f"praktijkopdracht/{one.file}/0") as file:
            old.objects.create(submission=one, content=file.read())
        # Nothing hangs on it: these are no packages.
        new.objects.filter(pk=one.file)._raw_delete(editor.connection.alias)  # noqa: SLF001


def _models(apps: Any) -> tuple[Any, Any, Any]:
    return (
        apps.get_model("praktijkopdracht", "Submission"),
        apps.get_model("praktijkopdracht", "SubmittedFile"),
        apps.get_model("plugin_files", "PluginFile"),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("praktijkopdracht", "0001_initial"),
        ("plugin_files", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="submittedfile",
            name="submission",
            # The other end would have the name of the new field.
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="praktijkopdracht.submission",
            ),
        ),
        migrations.AddField(
            model_name="submission",
            name="file",
            field=models.UUIDField(blank=True, null=True, verbose_name="bestand"),
        ),
        migrations.RunPython(to_the_storage, to_the_database),
        migrations.DeleteModel(name="SubmittedFile"),
    ]
