"""What the API tells, and takes. Addresses are whole, moments have their zone."""

from datetime import date, datetime
from typing import Annotated, Any, Generic, Literal, TypeVar

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, Field

T = TypeVar("T")

HIGHEST_KEY = 2**63 - 1
"""What the database can hold."""

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)

Day = Annotated[date, AfterValidator(lambda day: min(max(day, FIRST_DAY), LAST_DAY))]
"""A day to look from or until. What lies before or after everything counts as the first or last of
which every zone knows when it begins."""


class FieldError(Schema):
    """What is wrong with one thing that was sent."""

    field: str
    message: str


class Problem(Schema):
    """Why something cannot be (RFC 9457). `type` names the kind and stays the same; `title` and
    `detail` are for people."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str | None = None
    errors: list[FieldError] | None = None


class Page(Schema, Generic[T]):
    """A part of a list. `next` and `previous` are addresses, and null where there is none."""

    items: list[T]
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None


class Named(Schema):
    """Something that has a short name for in an address."""

    slug: str
    name: str


class Training(Schema):
    """A training, a lecture or a network meeting that one can enrol in. `minutes` is what the
    meetings of one edition take together; `languages` are those of editions to come."""

    id: int
    slug: str
    title: str
    url: str
    kind: Literal["training", "lecture", "network"]
    summary: str
    theme: Named | None
    partner: str | None
    minutes: int
    goals: list[str]
    languages: list[str]


class Lesson(Schema):
    """A lesson of a training. Only those that are `open` can be read by everybody."""

    title: str
    url: str
    minutes: int
    open: bool


class Seats(Schema):
    """What the site says of the seats of an edition. `left` is null where one cannot enrol."""

    state: Literal["free", "full", "closed", "cancelled"]
    left: int | None


class Meeting(Schema):
    """One session of an edition. `where` is the place in words, never the link of a meeting."""

    starts_at: datetime
    ends_at: datetime
    title: str
    where: str


class TrainingName(Schema):
    """Which training something is about."""

    id: int
    title: str
    url: str


class Edition(Schema):
    """A training at a date. `enrol_until` is null where nothing is planned yet."""

    id: int
    training: TrainingName
    url: str
    place: Literal["venue", "online"]
    where: str
    district: str | None
    language: str
    partners_only: bool
    starts_at: datetime | None
    ends_at: datetime | None
    enrol_until: datetime | None
    meetings: list[Meeting]
    seats: Seats


class TrainingDetail(Training):
    """A training with its texts (HTML), lessons and editions to come."""

    introduction: str
    for_whom: str
    certificate: bool
    lessons: list[Lesson]
    editions: list[Edition]


class PathStep(Schema):
    """A training in a learning path, and why it stands there."""

    training: TrainingName
    why: str


class LearningPath(Schema):
    """Several trainings in an order that makes sense."""

    slug: str
    title: str
    url: str
    summary: str
    steps: list[PathStep]


class Lecture(Schema):
    """A lecture that was recorded."""

    slug: str
    title: str
    url: str
    summary: str
    recorded_on: date
    minutes: int
    recording: str | None


class Me(Schema):
    """Whose token it is, what it may do, and until when it works."""

    name: str
    language: str
    roles: list[str]
    scope: Literal["read", "enrol"]
    expires_at: datetime


class OwnEnrolment(Schema):
    """Where somebody stands in an edition. `online_link` is there for who has a seat."""

    id: int
    edition: int
    training: TrainingName
    url: str
    state: str
    state_label: str
    place_in_queue: int | None
    offer_until: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    where: str
    online_link: str | None


class NewEnrolment(Schema):
    """In which edition somebody enrols.

    `answers` are those to the questions of the training, by the number of the question. `anyway` is
    for who has read that he or she is somewhere else at that hour, `swap` for who gives up the seat
    on another date.
    """

    model_config = ConfigDict(extra="forbid")

    edition: int = Field(ge=1, le=HIGHEST_KEY)
    answers: dict[str, str] = Field(default_factory=dict, max_length=50)
    anyway: bool = False
    swap: bool = False


class Question(Schema):
    """What a training asks of who enrols, and why."""

    id: int
    text: str
    reason: str
    required: bool


class OwnCertificate(Schema):
    """A certificate. `check_url` is where anybody who has the code sees that it is real; `pdf_url`
    is null where it does not count any more."""

    code: str
    training: str
    issued_at: datetime
    state: Literal["valid", "revoked", "replaced"]
    hours: str | None
    check_url: str
    pdf_url: str | None


class Progress(Schema):
    """How far somebody is in the lessons of a training."""

    training: TrainingName
    lessons: int
    finished: int
    next_lesson: str | None


class Criterion(Schema):
    """One thing that a certificate asks, and how it stands."""

    name: str
    state: str
    reason: str


class EnrolmentProgress(Schema):
    """What is still to be done for a certificate."""

    enrolment: int
    training: TrainingName
    criteria: list[Criterion]


class Bar(Schema):
    """How often one answer was given."""

    value: str
    label: str
    count: int


class QuestionFigures(Schema):
    """What was answered to one question, as far as it may be shown."""

    key: str
    kind: str
    wording: int
    text: str
    answers: int | None
    mean: float | None
    bars: list[Bar]


class EditionFigures(Schema):
    """The evaluation of one edition. Without a `mean`, `withheld` says why there is none. Once the
    form closed, `asked` is how many of the invited a mail, a letter or a call reached: of the
    others nobody may say that they did not answer. Until then `answered` counts by fives."""

    edition: int
    training: TrainingName
    ended_at: datetime | None
    invited: int | None
    asked: int | None
    answered: int | None
    mean: float | None
    reported_by_others: bool
    withheld: str | None


class Figures(Schema):
    """Evaluations together, question by question. `forms` is how many are counted, `asked` how many
    of the invited were reached."""

    forms: int
    invited: int
    asked: int
    answered: int
    withheld: int
    mean: float | None
    questions: list[QuestionFigures]


class Report(Schema):
    """A report of a part of the academy, such as reach."""

    plugin: str
    name: str
    title: str
    description: str
    url: str


class ReportColumn(Schema):
    """What stands in a column."""

    label: str
    is_number: bool


class ReportRows(Schema):
    """A report with its rows. `complete` is false where there are more, or some did not come."""

    title: str
    columns: list[ReportColumn]
    rows: list[list[Any]]
    complete: bool
