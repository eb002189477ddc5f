"""The glossary has every model and every state, with the words that stand on the screen."""

import re
from importlib import import_module

from django.apps import apps
from django.db.models import TextChoices
from django.utils import translation
from django.utils.text import camel_case_to_spaces

from tests.installing import ROOT

OURS = ("academy", "courses", "plugins")
ROWS = set(
    re.findall(r"^\| (.+?) \| `([\w.]+)` \|", (ROOT / "docs" / "glossary.md").read_text(), re.M)
)


def test_every_model_is_there_under_its_name_on_the_screen() -> None:
    models = [one for one in apps.get_models() if one.__module__.split(".")[0] in OURS]
    with translation.override("nl"):
        named = {
            (str(one._meta.verbose_name), one.__name__)
            for one in models
            # Some never come on a screen and have no Dutch name.
            if one._meta.verbose_name != camel_case_to_spaces(one.__name__)
        }
    assert named - ROWS == set()
    written = {code for _word, code in ROWS if "." not in code and code[0].isupper()}
    assert written == {one.__name__ for one in models}


def test_every_state_and_choice_is_there_with_its_label() -> None:
    for file in ROOT.glob("*/*/enums.py"):
        if file.parts[-3] in OURS:
            import_module(f"{file.parts[-3]}.{file.parent.name}.enums")
    with translation.override("nl"):
        labels = {
            (str(choice.label), f"{kind.__name__}.{choice.name}")
            for kind in TextChoices.__subclasses__()
            if kind.__module__.split(".")[0] in OURS
            for choice in kind
        }
    assert {row for row in ROWS if "." in row[1]} == labels
