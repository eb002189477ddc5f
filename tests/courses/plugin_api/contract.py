"""The contract as text: every public name with all that an author can hold on to.

Prints the contract of now: `python -m tests.courses.plugin_api.contract`.
"""

from __future__ import annotations

import dataclasses
import enum
import inspect
import os
from typing import TYPE_CHECKING, Any

import django

from courses.plugin_api import api

if TYPE_CHECKING:
    from collections.abc import Iterator


def described() -> str:
    """One block of lines for each public name, in alphabetical order."""
    return "\n".join(line for name in sorted(api.__all__) for line in _thing(name))


def _thing(name: str) -> Iterator[str]:
    thing = getattr(api, name)
    if inspect.isclass(thing):
        bases = ", ".join(base.__name__ for base in thing.__bases__)
        yield f"class {name}({bases})"
        yield from (f"    {line}" for line in _members(thing))
    elif inspect.isfunction(thing):
        yield f"def {name}{inspect.signature(thing)}"
    else:
        # The version stands in the name of the file.
        yield f"{name}" if name == "API_VERSION" else f"{name} = {thing}"


def _members(thing: Any) -> Iterator[str]:
    if issubclass(thing, enum.Enum):
        yield from (f"{member.name} = {member.value!r}" for member in thing)
        return
    if dataclasses.is_dataclass(thing):
        for field in dataclasses.fields(thing):
            given = field.default is not dataclasses.MISSING
            made = field.default_factory is not dataclasses.MISSING
            default = f" = {field.default!r}" if given else " = …" if made else ""
            yield f"{field.name}: {field.type}{default}"
    else:
        for name, kind in inspect.get_annotations(thing).items():
            if not name.startswith("_"):
                value = f" = {vars(thing)[name]!r}" if name in vars(thing) else ""
                yield f"{name}: {kind}{value}"
    for name, member in vars(thing).items():
        if name.startswith("_"):
            continue
        if inspect.isfunction(member):
            needed = "abstract " if getattr(member, "__isabstractmethod__", False) else ""
            yield f"{needed}def {name}{inspect.signature(member)}"
        elif isinstance(member, property):
            yield f"property {name}"


if __name__ == "__main__":
    # A block can be described only once Wagtail is there.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.test")
    django.setup()
    print(described())
