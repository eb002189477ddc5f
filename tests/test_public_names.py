"""What a package says that it gives is there."""

import importlib
import re
from pathlib import Path

from django.conf import settings

FOLDERS = ("academy", "courses", "plugins")


def test_each_name_that_a_package_gives_is_there() -> None:
    root = Path(settings.BASE_DIR)
    missing = {}
    for folder in FOLDERS:
        for file in (root / folder).rglob("*.py"):
            if not re.search(r"^__all__\b", file.read_text(), re.MULTILINE):
                continue
            parts = file.relative_to(root).with_suffix("").parts
            module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
            if names := [name for name in module.__all__ if not hasattr(module, name)]:
                missing[module.__name__] = names
    assert missing == {}
