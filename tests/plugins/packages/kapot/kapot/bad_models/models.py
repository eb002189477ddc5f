"""Half a model, and then a mistake."""

from django.db import models


class Half(models.Model):
    """What would have been a table."""

    text = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.text


raise RuntimeError("broken models")
