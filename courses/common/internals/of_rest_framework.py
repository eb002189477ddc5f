"""Of Django REST framework, which Wagtail and its filters bring along."""

from __future__ import annotations

import importlib
import sys
from typing import Any

from django.db import connection

POSTGRES = "django.contrib.postgres"


def leave_out_postgres() -> None:
    """Have it load nothing of PostgreSQL in an academy on SQLite.

    It looks whether Django has fields of PostgreSQL's own, for serializers of models that have
    them. To look is to load psycopg: 9 MB in each process.
    """
    if connection.vendor == "postgresql" or POSTGRES in sys.modules:
        return
    modules: dict[str, Any] = sys.modules
    # Python takes this for a module that cannot be imported.
    modules[POSTGRES] = None
    try:
        importlib.import_module("rest_framework.compat")
    finally:
        del modules[POSTGRES]
