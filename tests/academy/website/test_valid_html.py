"""Pages are valid HTML, as html-validate reads them.

Left out of its rules (htmlvalidate.json) is what is a matter of style; `for` beside a label around
its field, which programs for speech need; the role of a table that is laid out as something else
on a phone; and the space in telephone numbers.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from tests.browser.test_pages import OWN, PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.academy.world import World

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = ROOT / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
RULES = Path(__file__).parent / "htmlvalidate.json"


def test_every_page_is_valid_html(
    world: World, client_of: Callable[[str], Client], tmp_path: Path
) -> None:
    pages = [(Client(), f"visitor-{name}", address) for name, address in PUBLIC.items()]
    pages += [(client_of("participant"), f"own-{name}", address) for name, address in OWN.items()]
    pages.append((client_of("administrator"), "components", "/beheer/onderdelen/"))
    for client, name, pattern in pages:
        answer = client.get(pattern.format(**world.addresses()), follow=True)
        (tmp_path / f"{name}.html").write_bytes(answer.content)
    node = shutil.which("node")
    assert node, "Node.js is needed: make setup-dev"
    assert PROGRAM.exists(), "html-validate is needed: npm ci"
    done = subprocess.run(
        [node, str(PROGRAM), "--config", str(RULES), "--formatter", "text", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.replace(str(tmp_path), "") == ""
    assert done.returncode == 0, done.stderr
