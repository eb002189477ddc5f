"""What every part may count."""

from django.db import models


class Tally(models.Model):
    """How often something was tried since its window opened; see `courses.common.limits`.

    A row says nothing about who: its key is a keyed hash.
    """

    key = models.CharField(max_length=64, primary_key=True)
    used = models.PositiveIntegerField()
    ends_at = models.BigIntegerField(db_index=True)
    """When the window ends and counting begins anew, in seconds since 1970."""

    def __str__(self) -> str:
        return f"{self.key[:8]}… {self.used}"
