"""Looks at each plugin in a process of its own, so that one that hangs or dies harms no other.

`python -m courses.plugin_desk.doctor <name>` is what runs in that process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings

from courses.plugin_host.discovery import candidate_names
from courses.plugin_host.enums import PluginStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 60
"""Seconds after which a plugin is said to hang."""

MARK = "plugin-doctor:"


@dataclass(frozen=True)
class Diagnosis:
    """What was found: lines for people, `healthy` when there are none. `status` is how it stands
    with the plugin on this site, as the list of plugins says it."""

    plugin: str
    lines: tuple[str, ...]
    status: str = ""

    @property
    def healthy(self) -> bool:
        return not self.lines


def examine_all() -> Iterator[Diagnosis]:
    """Look at every plugin that can be found, in the safe mode too; and name those that are gone,
    of which something is kept."""
    # Not above: the process that looks at one plugin starts with this module.
    from courses.plugin_host import standing

    for name in candidate_names(settings.BUNDLED_PLUGINS):
        yield examine(name)
    for one in standing.everyone():
        if one.status == PluginStatus.MISSING:
            yield Diagnosis(one.slug, (), one.status.value)


def examine(name: str) -> Diagnosis:
    """Look at one plugin, by folder or entry point, in another process."""
    if name not in candidate_names(settings.BUNDLED_PLUGINS):
        return Diagnosis(name, ("there is no plugin with this name",))
    environment = {**os.environ, "ACADEMY_PLUGINS_ONLY": name}
    environment.pop("ACADEMY_PLUGINS_DISABLED", None)
    command = [sys.executable, "-m", "courses.plugin_desk.doctor", name]
    try:
        run = subprocess.run(  # noqa: S603 - our own module
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Diagnosis(name, (f"hangs: no answer within {PATIENCE} seconds",))
    for line in run.stdout.splitlines():
        if line.startswith(MARK):
            found = json.loads(line.removeprefix(MARK))
            lines = [_sentence(one) for one in (*found["problems"], *_lacking(name))]
            status = _kept_out(name) or _listed(name) or found["status"]
            return Diagnosis(name, tuple(lines), status)
    last = run.stderr.strip().splitlines()[-1:] or ["without a word"]
    return Diagnosis(name, (f"ends the process (status {run.returncode}): {last[0]}",))


def _listed(name: str) -> str:
    """How it stands with the plugin beside all the others, as the list says it: the process that
    looks at one knows of no other."""
    from courses.plugin_host import standing

    return next((one.status.value for one in standing.everyone() if one.slug == name), "")


def _lacking(name: str) -> list[dict[str, str]]:
    """What it needs of other plugins and does not find, as problems."""
    from courses.plugin_desk import health

    needs = "left_out_needs_other"
    return [asdict(one) for one in health.left_out() if (one.plugin, one.code) == (name, needs)]


def _kept_out(name: str) -> str:
    stopped = settings.PLUGINS_DISABLED
    return PluginStatus.SAFE_MODE.value if name in stopped or "all" in stopped else ""


def _sentence(problem: dict[str, str]) -> str:
    return f"{problem['text']}. {problem['hint']}".strip().removesuffix(" ").replace("..", ".")


def _failing_checks(slug: str) -> list[Any]:
    """The plugin's own system checks that fail."""
    from django.core.checks import run_checks

    from courses.plugin_desk.health import Problem
    from courses.plugin_host.outside import CANNOT_CHECK

    start = f"Plugin {slug}: "
    return [
        Problem(slug, "cannot_check", one.msg.removeprefix(start))
        for one in run_checks()
        if one.id == CANNOT_CHECK and one.msg.startswith(start)
    ]


def main(name: str) -> None:
    """Print what is wrong with the one plugin that this process has loaded."""
    import django

    django.setup()
    from courses.plugin_desk import health
    from courses.plugin_host import registry

    problems = [one for one in health.left_out() if one.plugin == name]
    status = ""
    for plugin in registry.plugins():
        problems += health.deep_problems_of(plugin)
        problems += _failing_checks(plugin.slug)
        found = health.standing_of(plugin)
        status = found.status.value if found is not None else ""
    print(MARK + json.dumps({"problems": [asdict(one) for one in problems], "status": status}))


if __name__ == "__main__":
    main(sys.argv[1])
