"""What goes from the storage along with a row, whatever took the row away."""

from __future__ import annotations

from django.db.models.signals import post_delete
from django.dispatch import receiver

from courses.common.commits import after_commit
from courses.plugin_files import storage
from courses.plugin_files.models import PluginFile


@receiver(post_delete, sender=PluginFile, dispatch_uid="plugin-files-gone")
def forget_content(instance: PluginFile, **_kwargs: object) -> None:
    """Empty the storage once nobody can undo it."""
    after_commit(storage.empty, instance.folder)
