"""The pages of the catalogue."""

from courses.catalogue.models.infopunt import InfopuntSettings
from courses.catalogue.models.lectures import LectureIndexPage, LecturePage
from courses.catalogue.models.pages import (
    OF_EVERY_PAGE,
    TEXT_FEATURES,
    AcademyPage,
    CataloguePage,
    Theme,
)
from courses.catalogue.models.paths import LearningPathIndexPage, LearningPathPage, LearningPathStep
from courses.catalogue.models.plugins import CoursePluginActivation, PluginChange
from courses.catalogue.models.restrictions import (
    closed,
    closed_among,
    closed_places,
    for_everybody,
    refuse_if_signed_in,
    who_may_open,
)
from courses.catalogue.models.trainings import (
    KeptPage,
    LessonPage,
    TrainingGoal,
    TrainingPage,
    TrainingVariant,
    VariantLesson,
    is_open_to,
    never_public,
    stays_readable,
)

__all__ = [
    "OF_EVERY_PAGE",
    "TEXT_FEATURES",
    "AcademyPage",
    "CataloguePage",
    "CoursePluginActivation",
    "InfopuntSettings",
    "KeptPage",
    "LearningPathIndexPage",
    "LearningPathPage",
    "LearningPathStep",
    "LectureIndexPage",
    "LecturePage",
    "LessonPage",
    "PluginChange",
    "Theme",
    "TrainingGoal",
    "TrainingPage",
    "TrainingVariant",
    "VariantLesson",
    "closed",
    "closed_among",
    "closed_places",
    "for_everybody",
    "is_open_to",
    "never_public",
    "refuse_if_signed_in",
    "stays_readable",
    "who_may_open",
]
