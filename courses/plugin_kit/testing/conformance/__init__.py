"""The checks, as tests of a class that the author of a plugin subclasses.

One module, and one class, for each thing that is looked at.
"""

from courses.plugin_kit.testing.conformance.access import AccessChecks
from courses.plugin_kit.testing.conformance.answers import AnswerChecks
from courses.plugin_kit.testing.conformance.blocks import BlockChecks
from courses.plugin_kit.testing.conformance.exercises import ExerciseChecks
from courses.plugin_kit.testing.conformance.faults import FaultChecks
from courses.plugin_kit.testing.conformance.identity import IdentityChecks
from courses.plugin_kit.testing.conformance.staff import StaffChecks
from courses.plugin_kit.testing.conformance.storage import StorageChecks


# Pytest runs the checks of the last base first: what a plugin is comes before what it may cost.
class PluginConformance(
    FaultChecks,
    AccessChecks,
    AnswerChecks,
    StaffChecks,
    ExerciseChecks,
    BlockChecks,
    StorageChecks,
    IdentityChecks,
):
    """Checks one plugin in a small academy of its own.

    `slug` is the plugin's. What cannot be made up the author gives: `block_values` has a value for
    a block or exercise by its name (as in a `LessonDraft`), `settings` what somebody fills in on
    the settings form, by field name. `prepare`, `keep` and `arguments` can be overridden.
    """
