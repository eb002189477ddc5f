"""Pages are valid HTML, as html-validate reads them.

Left out of its rules (htmlvalidate.json) is what is a matter of style; `for` beside a label around
its field, which programs for speech need; the role of a table that is laid out as something else
on a phone; and the space in telephone numbers.

Screens of staff stand in Wagtail's frame, which breaks six rules on each of them
(htmlvalidate_staff.json):

- `no-dup-class`: its drawings are all `class="icon icon-x icon"`;
- `hidden-focusable`, `aria-label-misuse`: its dialogs wait in the page as `div` with `aria-hidden`;
- `wcag/h30`: links to its panels have their names from elsewhere;
- `prefer-button`: it sends its searches with an `input`;
- `form-dup-name`: of Django, not of Wagtail: several hidden fields of one name are a list.

Its lists and forms for one thing break seven more (htmlvalidate_editor.json): buttons that a
`title` names (`text-content`), panels within panels (`unique-landmark`, `valid-for`), the order of
rows given twice (`no-dup-attr`), a form that a script sends (`wcag/h32`), a picture still to
be chosen (`attribute-allowed-values`) and a `div` in a button (`element-permitted-content`).
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from courses.people.enums import Role
from tests.browser.test_pages import OWN, PUBLIC
from tests.browser.test_staff_screens import CONTACT, COORDINATOR, TRAINER, staff_addresses
from tests.factories import person_in_role

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).parent / "htmlvalidate.json"
STAFF_RULES = Path(__file__).parent / "htmlvalidate_staff.json"
EDITOR_RULES = Path(__file__).parent / "htmlvalidate_editor.json"
EDITORS = (
    "/beheer/bellen/",
    "/beheer/brieven/",
    "/beheer/formulieren/edit/{template}/",
    "/beheer/locaties/new/",
)
"""Screens that are Wagtail's own as a whole, with our fields in them."""


def test_every_page_is_valid_html(
    world: World, client_of: Callable[[str], Client], tmp_path: Path
) -> None:
    pages = [(Client(), f"visitor-{name}", address) for name, address in PUBLIC.items()]
    pages += [(client_of("participant"), f"own-{name}", address) for name, address in OWN.items()]
    pages.append((client_of("administrator"), "components", "/beheer/onderdelen/"))
    for client, name, pattern in pages:
        answer = client.get(pattern.format(**world.addresses()), follow=True)
        (tmp_path / f"{name}.html").write_bytes(answer.content)
    _validate(tmp_path, RULES)


def test_every_screen_of_staff_is_valid_html(world: World, tmp_path: Path) -> None:
    contact = person_in_role(Role.VOLUNTEER)
    addresses = staff_addresses(world, contact)
    for person, table in (
        (person_in_role(Role.COORDINATOR), COORDINATOR),
        (world.past.trainers.all()[0], TRAINER),
        (contact, CONTACT),
    ):
        client = Client()
        client.force_login(person)
        for pattern in table:
            answer = client.get(pattern.format(**addresses))
            name = pattern.strip("/").translate(str.maketrans("/?={}", "-----")) or "first"
            folder = tmp_path / ("editors" if pattern in EDITORS else "ours")
            folder.mkdir(exist_ok=True)
            (folder / f"{name}.html").write_bytes(answer.content)
    _validate(tmp_path / "ours", STAFF_RULES)
    _validate(tmp_path / "editors", EDITOR_RULES)


def _validate(folder: Path, rules: Path) -> None:
    node = shutil.which("node")
    assert node, "Node.js is needed: make setup-dev"
    assert PROGRAM.exists(), "html-validate is needed: npm ci"
    done = subprocess.run(
        [node, str(PROGRAM), "--config", str(rules), "--formatter", "text", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.replace(str(folder), "") == ""
    assert done.returncode == 0, done.stderr
