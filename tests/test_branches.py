"""The floor under the branches that tests take."""

from typing import Any

from tests import branches


def files(**missing: int) -> dict[str, Any]:
    """What was seen of files with 100 branches each, of which some were missed."""
    return {
        f"courses/{name}.py".replace("__", "/"): {
            "executed_branches": [[1, 2]] * (100 - number),
            "missing_branches": [[3, 0]] * number,
        }
        for name, number in missing.items()
    }


def test_each_services_module_counts_for_itself_and_a_package_as_a_whole() -> None:
    found = files(people__services=6, plugin_host__guard=8, plugin_host__usage=0)
    rows = {row[0]: row for row in branches.table(found)}

    assert branches.percent(rows["courses/people/services"]) == 94
    assert branches.percent(rows["courses/plugin_host"]) == 96
    low = {name for name, row in rows.items() if branches.is_low(row)}
    # Of the other parts nothing was seen.
    assert "courses/people/services" in low
    assert "courses/plugin_host" not in low
    assert {"courses/enrolment/services", "courses/plugin_api"} <= low


def test_the_table_names_each_branch_that_is_missing_where_it_is_low() -> None:
    rows = [row for row in branches.table(files(people__services=6)) if row[1]]

    name, last, floor = (
        "courses/people/services",
        "    courses/people/services.py:3→end",
        "floor",
    )
    assert branches.report(rows).splitlines() == [
        f"{'branches that tests take':36}{'%':>7}{'of':>7}",
        f"{name:36}{94.0:7.1f}{100:7}  LOW",
        *[last] * 6,
        f"{floor} 95 %",
    ]


def test_only_services_and_what_stands_between_academy_and_plugins_is_measured() -> None:
    names = ["courses.people.services", "courses.plugin_host", "courses.plugin_api.contributions.a"]
    others = ["courses.people.queries", "courses.plugin_kit.services.a", "plugins.bereik.services"]
    assert [name for name in (*names, *others) if branches.MEASURED.fullmatch(name)] == names
