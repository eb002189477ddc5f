"""The contract is frozen: what changes it has to say so."""

from __future__ import annotations

import re
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from courses.plugin_api import api, contributions, deprecation
from courses.plugin_api.contributions.base import Contribution
from courses.plugin_api.points import POINTS
from courses.plugin_api.version import API_VERSION, ENTRY_POINT_GROUP, as_numbers
from courses.plugin_host import registry
from tests.courses.plugin_api.contract import described

FOLDER = Path(__file__).with_name("contracts")


def test_what_is_public_is_as_this_version_promised() -> None:
    """After a change on purpose: raise `API_VERSION` (the minor number when something is added or
    deprecated, the major number when something goes or changes), say it in CHANGELOG.md, and keep
    what `python -m tests.courses.plugin_api.contract` prints as `contracts/<version>.txt`.
    """
    promised = (FOLDER / f"{API_VERSION}.txt").read_text()
    assert described() + "\n" == promised


def test_the_changelog_tells_of_every_version_of_the_contract() -> None:
    told = (Path(settings.BASE_DIR) / "CHANGELOG.md").read_text()
    versions = {file.stem for file in FOLDER.glob("*.txt")}
    assert versions == set(re.findall(r"[Cc]ontract for plugins (\d+\.\d+)", told))
    assert max(versions, key=as_numbers) == API_VERSION


def test_a_minor_version_only_adds() -> None:
    """What stood in an earlier minor version of this major one stands there still."""
    now = set(described().splitlines())
    for file in FOLDER.glob(f"{as_numbers(API_VERSION)[0]}.*.txt"):
        gone = {
            line
            for line in file.read_text().splitlines()
            if line.startswith("class ") and line not in now
        }
        names = {re.match(r"class (\w+)", line).group(1) for line in gone}  # type: ignore[union-attr]
        assert names <= set(deprecation.RENAMED)


def test_the_major_version_is_in_the_name_of_the_group() -> None:
    assert f"vrijwilligersacademie.plugins.v{as_numbers(API_VERSION)[0]}" == ENTRY_POINT_GROUP


def test_everything_public_is_there_and_documented() -> None:
    undocumented = [
        name
        for name in api.__all__
        if isinstance(getattr(api, name), type) and not (getattr(api, name).__doc__ or "").strip()
    ]
    assert undocumented == []
    assert sorted(api.__all__) == sorted(set(api.__all__))


def test_the_names_are_in_one_place() -> None:
    """What core code needs it imports from where it is; the package itself hands on nothing."""
    assert [
        name for name in vars(contributions) if isinstance(getattr(contributions, name), type)
    ] == []


def test_every_extension_point_is_public_and_says_what_a_failure_does() -> None:
    ours = [
        one
        for one in Contribution.__subclasses__()
        if one.__module__.startswith("courses.plugin_api.contributions.")
    ]
    assert set(POINTS) == set(ours)
    assert all(POINTS.values()), "the screens of the administration call each by a word"
    for point in POINTS:
        assert point.__name__ in api.__all__
        assert "fail" in (point.__doc__ or ""), point.__name__
        assert "alled" in (point.__doc__ or ""), point.__name__


def test_a_name_that_leaves_warns_and_works_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        deprecation.RENAMED,
        "Mark",
        deprecation.Deprecation(use="Score", since="1.0", gone_in="2.0"),
    )
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        from courses.plugin_api.api import Mark

        assert Mark is api.Score
    (warning,) = told
    assert issubclass(warning.category, deprecation.PluginDeprecationWarning)
    assert str(warning.message) == "Mark leaves the contract in version 2.0: use Score (since 1.0)"
    assert warning.filename == __file__


def test_a_name_that_never_was_is_not_there() -> None:
    with pytest.raises(ImportError):
        from courses.plugin_api.api import Nonsense  # noqa: F401


def test_what_leaves_stays_for_a_minor_version_at_least() -> None:
    for name, old in deprecation.RENAMED.items():
        assert old.use in api.__all__, name
        assert as_numbers(old.gone_in) > as_numbers(old.since), name


def test_a_module_that_moved_works_on_and_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    moved = ModuleType("courses.plugin_api.moved")
    moved.__getattr__ = deprecation.forward(  # type: ignore[method-assign]
        moved.__name__, to="courses.plugin_host.registry", since="1.2", gone_in="1.3"
    )
    monkeypatch.setitem(sys.modules, moved.__name__, moved)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        namespace: dict[str, object] = {}
        exec("from courses.plugin_api.moved import find", namespace)  # noqa: S102 - as an author
    assert namespace["find"] is registry.find
    assert {str(one.message) for one in told} == {
        "courses.plugin_api.moved leaves in version 1.3: "
        "use courses.plugin_host.registry (since 1.2)"
    }
    assert {one.category for one in told} == {deprecation.PluginDeprecationWarning}
    with pytest.raises(ImportError):
        exec("from courses.plugin_api.moved import Nonsense", {})  # noqa: S102 - as an author


def test_what_was_to_leave_in_this_version_is_gone() -> None:
    for old in ("courses.plugin_api.testing", "courses.plugin_api.registry"):
        assert find_spec(old) is None, old
