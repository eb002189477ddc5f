"""What the site is built of may be passed on under the EUPL-1.2, and says so itself."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parent.parent

ALLOWED = frozenset(
    {
        *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD", "CC0-1.0", "CNRI-Python"),
        *(
            "EUPL-1.2",
            "ISC",
            "MIT",
            "MIT-0",
            "MIT-CMU",
            "OFL-1.1",
            "PSF-2.0",
            "Unlicense",
            "ZPL-2.1",
        ),
        # Used as they are, beside our code, which stays under its own.
        *("LGPL-2.1", "LGPL-3.0", "MPL-1.1", "MPL-2.0"),
    }
)
"""By their names in SPDX, where it has one."""

JUDGED = {
    # "Other/Proprietary" by its metadata; its file is the MIT licence.
    "locate": "MIT",
    "pyrage": "MIT",
    # Its files: three licences, to choose from.
    "pyphen": "LGPL-2.1 OR MPL-1.1",
    # BSD, by its file; its metadata names another beside it.
    "qrcode": "BSD-3-Clause",
}
"""Packages whose metadata says nothing, or something else: what stands in their own files."""

WORDS = {
    "Apache Software License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "BSD License": "BSD",
    "GNU Lesser General Public License v3 (LGPLv3)": "LGPL-3.0",
    "GNU Lesser General Public License v3 or later (LGPLv3+)": "LGPL-3.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
}


def of_python() -> dict[str, str]:
    """Package → licence, of what the site needs and is installed here."""
    names = re.findall(
        r"^([a-z0-9.-]+)(?:\[.*?\])?==", (ROOT / "requirements.txt").read_text(), re.M
    )
    return {name: licence for name in names if (licence := _told(name)) is not None}


def _told(name: str) -> str | None:
    if name in JUDGED:
        return JUDGED[name]
    try:
        told = distribution(name).metadata
    except PackageNotFoundError:
        # For another system than this one.
        return None
    classes = [one.split(" :: ")[-1] for one in told.get_all("Classifier") or ()]
    known = [WORDS[one] for one in classes if one in WORDS]
    said = [(told.get_all(name) or [""])[0] for name in ("License-Expression", "License")]
    return said[0] or " OR ".join(known) or said[1] or "?"


def of_npm() -> dict[str, str]:
    """The same of the front end, without what only the tests need."""
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {
        path: one.get("license", "?")
        for path, one in packages.items()
        if path and not one.get("dev")
    }


def is_allowed(licence: str) -> bool:
    """Whether an expression of SPDX can be met: one side of OR, both of AND."""
    if " OR " in licence or " AND " in licence:
        joined, test = (" OR ", any) if " OR " in licence else (" AND ", all)
        return test(is_allowed(part) for part in licence.strip("()").split(joined))
    plain = re.sub(r"-(only|or-later)$", "", licence.strip("() "))
    return plain in ALLOWED or WORDS.get(plain) in ALLOWED


@pytest.mark.parametrize("read", [of_python, of_npm])
def test_every_package_of_the_site_has_a_licence_that_we_may_pass_on(
    read: Callable[[], dict[str, str]],
) -> None:
    found = read()
    assert len(found) > 20
    assert {name: one for name, one in found.items() if not is_allowed(one)} == {}


def test_what_was_judged_by_hand_is_still_needed() -> None:
    names = (ROOT / "requirements.txt").read_text()
    assert [name for name in JUDGED if f"\n{name}==" not in names] == []


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-3.0-only OR MIT", True),
        ("Apache-2.0 AND MIT", True),
        ("Apache-2.0 AND GPL-3.0-only", False),
        ("LGPL-3.0-or-later", True),
        ("?", False),
    ],
)
def test_an_expression_is_read_as_its_standard_says(licence: str, allowed: bool) -> None:
    assert is_allowed(licence) is allowed
