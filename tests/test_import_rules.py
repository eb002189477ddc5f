"""The rules on who imports whom, in pyproject.toml: each refuses what it is there for."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.independence import IndependenceContract
from importlinter.contracts.layers import LayersContract

from tests.installing import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from importlinter import Contract

KINDS = {
    "forbidden": ForbiddenContract,
    "independence": IndependenceContract,
    "layers": LayersContract,
}
REFUSED = [
    ("never the other way", "courses.people.services", "plugins.bellen.exercises"),
    ("Parts of the learning", "courses.plugin_api.points", "courses.people.models"),
    ("Parts of the learning", "courses.people.models", "courses.plugin_kit.testing.invalid_values"),
    ("kit for authors", "academy.urls", "courses.plugin_kit.scaffold"),
    ("kit for authors", "plugins.bellen.apps", "courses.plugin_kit.testing.world"),
    ("kit for authors", "courses.plugin_desk.health", "courses.plugin_kit.testing.source"),
    ("knows no model", "courses.plugin_api.plugin", "courses.plugin_host.models"),
    ("knows no model", "courses.plugin_api.plugin", "courses.common.models"),
    ("Layers inside", "courses.people.models", "courses.people.views"),
    ("Layers of the host", "courses.plugin_host.guard", "courses.plugin_host.standing"),
    ("Layers of the contract", "courses.plugin_api.events", "courses.plugin_api.api"),
    ("files of plugins", "courses.plugin_files.kinds", "courses.plugin_files.services"),
    ("Layers of the desk", "courses.plugin_desk.health", "courses.plugin_desk.doctor"),
    ("what all share", "courses.common.clock", "courses.common.limits"),
    ("do not know each other", "plugins.bellen.apps", "plugins.zingeving.exercises"),
    ("never their screens", "plugins.bellen.exercises", "courses.enrolment.views"),
    ("never their screens", "plugins.bellen.exercises", "courses.catalogue.wagtail_hooks"),
]
"""Part of the rule's name, and an import that it refuses."""


@pytest.fixture(scope="module")
def rules() -> dict[str, Any]:
    return read_configuration(str(ROOT / "pyproject.toml"))


@pytest.fixture(scope="module")
def graph(rules: dict[str, Any]) -> grimp.ImportGraph:
    return grimp.build_graph(
        *rules["session_options"]["root_packages"],
        exclude_type_checking_imports=True,
        cache_dir=str(ROOT / "var" / "imports"),
    )


def _holds(rules: dict[str, Any], name: str, graph: grimp.ImportGraph) -> bool:
    (options,) = [one for one in rules["contracts_options"] if name in one["name"]]
    kind: Callable[..., Contract] = KINDS[options["type"]]
    contract = kind(options["name"], rules["session_options"], options)
    return contract.check(deepcopy(graph), verbose=False).kept


@pytest.mark.parametrize(("name", "importer", "imported"), REFUSED)
def test_an_import_that_is_against_a_rule_is_refused(
    rules: dict[str, Any], graph: grimp.ImportGraph, name: str, importer: str, imported: str
) -> None:
    assert {importer, imported} <= graph.modules
    wrong = deepcopy(graph)
    wrong.add_import(importer=importer, imported=imported)
    assert not _holds(rules, name, wrong)


def test_every_rule_is_tried(rules: dict[str, Any]) -> None:
    tried = {
        one["name"]
        for one in rules["contracts_options"]
        for part, _importer, _imported in REFUSED
        if part in one["name"]
    }
    assert tried == {one["name"] for one in rules["contracts_options"]}
