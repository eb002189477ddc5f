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
    "tests/plugins/test_conformance.py": 217,
    "tests/docs/test_tutorial.py": 138,
    "tests/academy/test_permissions.py": 105,
    "tests/academy/test_odd_values.py": 74,
    "tests/academy/test_broken_plugins.py": 69,
    "tests/browser/test_pages.py": 68,
    "tests/plugins/test_scaffolded_packages.py": 64,
    "tests/browser/test_staff_screens.py": 52,
    "tests/academy/test_upgrade.py": 49,
    "tests/academy/test_dutch.py": 41,
    "tests/plugins/huisstijl/test_certificate.py": 35,
    "tests/plugins/test_installed_package.py": 34,
    "tests/academy/test_bad_input.py": 34,
    "tests/browser/test_journey.py": 27,
    "tests/browser/test_staff.py": 27,
    "tests/browser/test_exercises.py": 27,
    "tests/courses/plugin_desk/test_health.py": 24,
    "tests/browser/test_plugin_content.py": 23,
    "tests/academy/test_demo.py": 21,
    "tests/courses/catalogue/test_lesson_editor.py": 19,
    "tests/test_translations.py": 19,
    "tests/journeys/test_any_order.py": 19,
    "tests/browser/test_scorm.py": 19,
    "tests/courses/evaluation/services/test_sealing.py": 17,
    "tests/plugins/lti/test_platform.py": 17,
    "tests/courses/certificates/test_pdf.py": 16,
    "tests/courses/reports/test_evaluations.py": 15,
    "tests/browser/test_evaluation.py": 14,
    "tests/courses/people/test_limits.py": 14,
    "tests/courses/certificates/test_corrections.py": 14,
    "tests/courses/reports/test_plugin_reports.py": 14,
    "tests/plugins/praktijkopdracht/test_pages.py": 14,
    "tests/academy/settings/test_reading.py": 14,
    "tests/browser/test_praktijkopdracht.py": 13,
    "tests/academy/website/test_valid_html.py": 13,
    "tests/academy/operations/test_many_academies.py": 13,
    "tests/academy/operations/test_error_reports.py": 12,
    "tests/courses/certificates/test_templates.py": 12,
    "tests/courses/plugin_kit/testing/conformance/test_exercises.py": 12,
    "tests/courses/people/test_personal_data.py": 11,
    "tests/courses/notices/test_admin.py": 10,
    "tests/courses/plugin_host/test_discovery.py": 10,
    "tests/browser/test_plugin_admin.py": 10,
    "tests/courses/common/test_revision_conflicts.py": 9,
    "tests/journeys/test_over_http.py": 9,
    "tests/browser/test_attendance.py": 9,
    "tests/plugins/aanwezigheid_online/test_pages.py": 9,
    "tests/academy/api/test_document.py": 9,
    "tests/journeys/test_killed_while_telling.py": 9,
    "tests/browser/test_certificates.py": 9,
    "tests/academy/operations/test_web_worker.py": 8,
    "tests/browser/test_asking.py": 8,
    "tests/courses/plugin_kit/testing/conformance/test_staff.py": 8,
    "tests/courses/plugin_kit/testing/conformance/test_identity.py": 7,
    "tests/courses/reports/test_year_report.py": 7,
    "tests/courses/plugin_kit/testing/conformance/test_faults.py": 7,
    "tests/courses/certificates/test_views.py": 7,
    "tests/courses/plugin_kit/testing/conformance/test_storage.py": 7,
    "tests/courses/plugin_desk/test_known_plugins.py": 7,
    "tests/courses/plugin_desk/test_staff_screens.py": 7,
    "tests/plugins/xapi/test_courses.py": 7,
    "tests/courses/learning/test_parts.py": 6,
    "tests/browser/test_plugin_screens.py": 6,
    "tests/browser/test_embedded.py": 6,
    "tests/courses/people/test_codes.py": 6,
    "tests/journeys/test_killed_while_enrolling.py": 6,
    "tests/courses/evaluation/queries/test_disclosure.py": 6,
    "tests/courses/enrolment/test_rules.py": 6,
    "tests/plugins/scorm/test_player.py": 6,
    "tests/plugins/lti/test_launch.py": 6,
    "tests/browser/test_unsent.py": 6,
    "tests/academy/test_query_counts.py": 6,
    "tests/courses/learning/test_plugin_pages.py": 6,
    "tests/browser/test_kennistoets.py": 5,
    "tests/courses/enrolment/test_reminders.py": 5,
    "tests/academy/test_audit.py": 5,
    "tests/academy/api/test_figures.py": 5,
    "tests/courses/evaluation/test_sealed.py": 5,
    "tests/plugins/lti/test_arrivals.py": 5,
    "tests/academy/test_page_cache.py": 5,
    "tests/courses/enrolment/test_companions.py": 5,
    "tests/courses/plugin_desk/test_plugins_command.py": 5,
    "tests/browser/test_lti.py": 5,
    "tests/courses/people/test_merging.py": 5,
    "tests/plugins/vragenbank/test_in_lesson.py": 4,
    "tests/courses/catalogue/test_sending_in.py": 4,
    "tests/courses/plugin_desk/test_plugin_admin.py": 4,
    "tests/courses/enrolment/test_call_questions.py": 4,
    "tests/browser/test_personal_data.py": 4,
    "tests/courses/evaluation/queries/test_attack.py": 4,
    "tests/courses/plugin_host/test_silence.py": 4,
    "tests/academy/operations/test_copying.py": 4,
    "tests/courses/enrolment/test_mail_texts.py": 4,
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
