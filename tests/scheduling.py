"""In which order the tests are run, and by which process, so that all end at the same time.

A file stays with one process, so that what its tests share is made once. Files that take longest
come first, so that nobody ends alone with one. Tests that commit come after those that do not, in
each process (they empty the tables), and those in a browser commit. Left to the end they would make
all processes wait for a browser at once, with processors that have nothing to do. So the first
process turns to them while the others have as much to do with the rest.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from xdist.scheduler import LoadFileScheduling

from tests.databases import is_transactional

if TYPE_CHECKING:
    import pytest

BROWSER = "tests/browser/"
PER_TEST = 0.06
"""Seconds that a test takes in a file that is not named here."""
SECONDS = {
    "tests/plugins/test_conformance.py": 105,
    "tests/browser/test_pages.py": 74,
    "tests/browser/test_staff_screens.py": 69,
    "tests/academy/test_permissions.py": 46,
    "tests/docs/test_tutorial.py": 45,
    "tests/browser/test_journey.py": 38,
    "tests/plugins/test_scaffolded_packages.py": 36,
    "tests/browser/test_staff.py": 35,
    "tests/academy/test_broken_plugins.py": 32,
    "tests/academy/test_odd_values.py": 28,
    "tests/browser/test_exercises.py": 26,
    "tests/academy/test_upgrade.py": 24,
    "tests/browser/test_scorm.py": 18,
    "tests/plugins/test_installed_package.py": 16,
    "tests/academy/test_dutch.py": 16,
    "tests/browser/test_evaluation.py": 16,
    "tests/browser/test_praktijkopdracht.py": 15,
    "tests/plugins/huisstijl/test_certificate.py": 14,
    "tests/journeys/test_over_http.py": 13,
    "tests/browser/test_plugin_content.py": 13,
    "tests/academy/test_bad_input.py": 12,
    "tests/browser/test_plugin_screens.py": 12,
    "tests/browser/test_certificates.py": 12,
    "tests/browser/test_plugin_admin.py": 11,
    "tests/test_translations.py": 10,
    "tests/plugins/praktijkopdracht/test_pages.py": 10,
    "tests/courses/plugin_desk/test_health.py": 10,
    "tests/academy/test_demo.py": 10,
    "tests/academy/settings/test_reading.py": 10,
    "tests/browser/test_attendance.py": 10,
    "tests/plugins/lti/test_platform.py": 9,
    "tests/courses/reports/test_plugin_reports.py": 9,
    "tests/courses/people/test_limits.py": 9,
    "tests/courses/catalogue/test_lesson_editor.py": 9,
    "tests/courses/evaluation/services/test_sealing.py": 9,
    "tests/browser/test_asking.py": 9,
    "tests/journeys/test_any_order.py": 8,
    "tests/courses/reports/test_evaluations.py": 8,
    "tests/courses/certificates/test_pdf.py": 8,
    "tests/browser/test_lti.py": 7,
    "tests/browser/test_unsent.py": 7,
    "tests/courses/plugin_kit/testing/conformance/test_exercises.py": 6,
    "tests/courses/people/test_personal_data.py": 6,
    "tests/courses/certificates/test_templates.py": 6,
    "tests/plugins/lti/test_launch.py": 5,
    "tests/plugins/aanwezigheid_online/test_pages.py": 5,
    "tests/journeys/test_killed_while_telling.py": 5,
    "tests/journeys/test_killed_while_enrolling.py": 5,
    "tests/courses/reports/test_year_report.py": 5,
    "tests/courses/plugin_kit/testing/conformance/test_storage.py": 5,
    "tests/courses/plugin_kit/testing/conformance/test_staff.py": 5,
    "tests/courses/plugin_kit/testing/conformance/test_faults.py": 5,
    "tests/courses/plugin_desk/test_staff_screens.py": 5,
    "tests/courses/plugin_desk/test_known_plugins.py": 5,
    "tests/courses/people/test_merging.py": 5,
    "tests/courses/enrolment/test_mail_texts.py": 5,
    "tests/courses/common/test_revision_conflicts.py": 5,
    "tests/courses/common/test_limits.py": 5,
    "tests/courses/certificates/test_corrections.py": 5,
    "tests/academy/operations/test_error_reports.py": 5,
    "tests/browser/test_kennistoets.py": 5,
    "tests/browser/test_embedded.py": 5,
    "tests/browser/test_personal_data.py": 5,
    "tests/plugins/vragenbank/test_in_lesson.py": 4,
    "tests/plugins/scorm/test_player.py": 4,
    "tests/courses/plugin_kit/testing/conformance/test_identity.py": 4,
    "tests/courses/plugin_host/test_discovery.py": 4,
    "tests/courses/learning/test_plugin_pages.py": 4,
    "tests/courses/learning/test_parts.py": 4,
    "tests/courses/evaluation/test_sealed.py": 4,
    "tests/courses/evaluation/queries/test_attack.py": 4,
    "tests/courses/enrolment/test_rules.py": 4,
    "tests/courses/certificates/test_views.py": 4,
    "tests/academy/test_page_cache.py": 4,
    "tests/academy/api/test_document.py": 4,
    "tests/plugins/lti/test_arrivals.py": 3,
    "tests/courses/plugin_host/test_silence.py": 3,
    "tests/courses/plugin_desk/test_plugins_command.py": 3,
    "tests/courses/plugin_desk/test_plugin_admin.py": 3,
    "tests/courses/people/test_codes.py": 3,
    "tests/courses/notices/test_admin.py": 3,
    "tests/courses/evaluation/queries/test_disclosure.py": 3,
    "tests/courses/enrolment/test_reminders.py": 3,
    "tests/courses/enrolment/test_companions.py": 3,
    "tests/academy/website/test_valid_html.py": 3,
    "tests/academy/test_query_counts.py": 3,
    "tests/browser/test_form_builder.py": 3,
    "tests/browser/test_passkeys.py": 3,
    "tests/browser/test_steps.py": 3,
}
"""What the slowest files take, about. Only the order and the shares count."""


def file_of(nodeid: str) -> str:
    """The file that a test stands in."""
    return nodeid.partition("::")[0]


def seconds(file: str, tests: int) -> float:
    """How long so many tests of a file take, about."""
    return SECONDS.get(file, PER_TEST * tests)


def place(item: pytest.Item) -> tuple[bool, bool, float, str]:
    """What a test is ordered by: does it commit, not in a browser, how slow is its file."""
    commits = is_transactional(item)
    file = file_of(item.nodeid)
    return commits, commits and not file.startswith(BROWSER), -SECONDS.get(file, 0), file


class Scheduling(LoadFileScheduling):
    """Gives out files in the order of the tests; the first process turns to the browser in time."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False
        self._scopes: dict[str, str] = {}
        self._committing: list[str] = []
        """The units from the first in a browser on, which nobody follows with one that is not."""
        self._turned: set[Any] = set()
        """The processes that have begun with these."""

    def schedule(self) -> None:
        """Make the units, and give out the first ones."""
        if not self._scopes:
            self._make_units(next(iter(self.registered_collections.values())))
        super().schedule()

    def _make_units(self, nodeids: list[str]) -> None:
        """A unit is a run of tests of one file: a file has two where some of its tests commit."""
        for file, run in groupby(nodeids, file_of):
            number = sum(scope.startswith(f"{file} ") for scope in self._scopes.values())
            scope = f"{file} {bool(number)}"
            self._scopes.update(dict.fromkeys(run, scope))
            if (self._committing or file.startswith(BROWSER)) and scope not in self._committing:
                self._committing.append(scope)

    def _split_scope(self, nodeid: str) -> str:
        return self._scopes[nodeid]

    def _left(self, *, committing: bool) -> dict[str, float]:
        """The units that nobody has begun, with the seconds that they take."""
        return {
            scope: seconds(scope.rpartition(" ")[0], len(tests))
            for scope, tests in self.workqueue.items()
            if (scope in self._committing) == committing
        }

    def _turns(self, node: Any) -> bool:
        """Whether this process has to do with tests that commit from now on."""
        if node in self._turned:
            return True
        others = len(self.nodes) - 1
        rest, browser = self._left(committing=False), self._left(committing=True)
        is_first = others > 0 and not self._turned and node is self.nodes[0]
        return not rest or (
            is_first and sum(rest.values()) / others <= sum(browser.values()) and bool(browser)
        )

    def _assign_work_unit(self, node: Any) -> None:
        if self._turns(node):
            self._turned.add(node)
            first = next(iter(self._left(committing=True)))
            self.workqueue.move_to_end(first, last=False)
        super()._assign_work_unit(node)

    def _reschedule(self, node: Any) -> None:
        if node in self._turned and not self._left(committing=True):
            # What is left has to find the tables as the migrations made them.
            if not node.shutting_down:
                node.shutdown()
            return
        super()._reschedule(node)
