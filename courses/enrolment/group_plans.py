"""What would happen to each row of a list of people, before anything does.

Everything that is known of all rows is asked at once, so five hundred rows cost as many queries as
five. The same is asked again when the list is carried out: what is true then, counts.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django import forms
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses.common import contact_details, names, spelling
from courses.enrolment import group_lists, queries
from courses.enrolment.enums import ACTIVE, TAKES_PART, EnrolmentStatus, without_result
from courses.enrolment.models import Enrolment
from courses.notices.queries import Reach, who_gets_what
from courses.people.fields import BirthYearField, NameField, PostcodeField, TelephoneField
from courses.people.models import User
from courses.people.queries import ways_to_reach
from courses.plugin_api.contributions.enrolment import Allow, Deny, Waitlist

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from courses.editions.models import Edition
    from courses.enrolment.group_lists import ListTable
    from courses.people.models import Partner


class Outcome(StrEnum):
    """What happens to a row."""

    NEW = "new"
    KNOWN = "known"
    DOUBTFUL = "doubtful"
    ALREADY = "already"
    REPEATED = "repeated"
    REFUSED = "refused"
    INVALID = "invalid"


OUTCOME_LABELS = {
    Outcome.NEW: _("Nieuwe persoon"),
    Outcome.KNOWN: _("Bekende persoon"),
    Outcome.DOUBTFUL: _("Is dit dezelfde?"),
    Outcome.ALREADY: _("Staat er al in"),
    Outcome.REPEATED: _("Staat dubbel in de lijst"),
    Outcome.REFUSED: _("Kan niet"),
    Outcome.INVALID: _("Fout in de gegevens"),
}

NOT_FOR_OTHERS = _(
    "Deze persoon kan nu niet meedoen. Laat hem of haar zelf kijken op de site, of bel ons."
)
"""Why somebody is refused, to who may not know why: a reason tells what somebody did before."""

SOMEBODY_NEW = "new"
"""The decision that a row is somebody whom we do not know yet."""


NO_MATTER_WHICH = -1
"""Stands for the partner of somebody new; no row has it."""

SO_MANY_DIGITS = 6
"""From how many digits on a name is asked about: the shortest telephone numbers have six."""


class RowForm(forms.Form):
    """What a row may say of somebody; the same fields, with the same errors, as everywhere."""

    first_name = NameField(label=_("Voornaam"), max_length=80)
    last_name = NameField(label=_("Achternaam"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mailadres"), required=False)
    telephone = TelephoneField()
    birth_year = BirthYearField()
    street = forms.CharField(label=_("Straat en huisnummer"), max_length=120, required=False)
    postcode = PostcodeField()
    city = forms.CharField(label=_("Woonplaats"), max_length=80, required=False)
    note = forms.CharField(label=_("Notitie"), max_length=300, required=False)


CORRECTED = ("first_name", "last_name", "email", "telephone", "birth_year")
"""What of a row can be typed anew where the list is looked through."""


@dataclass
class PlannedRow:
    """One row: what was read, what of it is wrong, who it may be, and what will happen."""

    number: int
    read: dict[str, str]
    data: dict[str, object] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)
    candidates: list[User] = field(default_factory=list)
    person: User | None = None
    outcome: Outcome = Outcome.NEW
    waits: bool = False
    decision: str = ""
    unmet: str = ""
    """What a rule would say to this person, where staff may enrol him or her all the same."""
    has_seat_elsewhere: bool = False
    """Whether this person has a seat on another date of the training, and would have two."""
    is_too_many: bool = False
    """Whether there are as many before it in the list as there can be."""
    was_absent: bool = False
    """Whether the list says that this person was not there."""
    is_unsure: bool = False
    """Whether it shows only after enrolling whether the conditions are met: a rule cannot tell of
    somebody new."""
    may_be_misread: bool = False
    """Whether a part of the row was not used, and nobody looked at it yet."""

    @property
    def name(self) -> str:
        """The name as it was read, also when it is wrong."""
        return f"{self.read['first_name']} {self.read['last_name']}".strip()

    @property
    def account(self) -> dict[str, object]:
        """What was read of the person, and not of taking part."""
        return {name: value for name, value in self.data.items() if value and name != "note"}

    @property
    def label(self) -> str:
        """What happens, in words."""
        return str(OUTCOME_LABELS[self.outcome])

    @property
    def known_details(self) -> list[str]:
        """What else was read, besides the name."""
        names_of_it = ("email", "telephone", "birth_year", "postcode", "city", "note")
        shown = [str(self.data.get(name) or self.read[name]) for name in names_of_it]
        return [text for text in shown if text]

    @property
    def may_be_new(self) -> bool:
        """Whether there can be a second account: not with an address that is in use."""
        return not any(one.email and one.email == self.data["email"] for one in self.candidates)

    @property
    def to_correct(self) -> list[tuple[str, str, str]]:
        """What can be typed anew of this row: the name of each field, its label and its value."""
        fields = RowForm.base_fields
        return [(name, str(fields[name].label), self.read[name]) for name in CORRECTED]

    @property
    def can_be_chosen(self) -> bool:
        """Whether there is something to do with it."""
        return self.outcome in {Outcome.NEW, Outcome.KNOWN}

    @property
    def waits_for_tick(self) -> bool:
        """Whether nothing happens to it before somebody ticked it."""
        asks = (self.may_be_misread, self.has_seat_elsewhere, self.is_too_many, self.was_absent)
        return any(asks)

    @property
    def is_already_in(self) -> bool:
        """Whether it is somebody who is in the edition, so that nothing is to be done."""
        return self.outcome == Outcome.ALREADY

    @cached_property
    def key(self) -> tuple[str, str, str, str]:
        """What makes two rows the same person."""
        sort_key = names.sort_key(str(self.data["first_name"]), str(self.data["last_name"]))
        digits = contact_details.telephone_digits(str(self.data["telephone"]))
        return (sort_key, str(self.data["email"]), digits, str(self.data["birth_year"] or ""))

    @cached_property
    def sounds(self) -> str:
        """The name as it sounds, as it is kept of people whom we know."""
        return spelling.key(str(self.data["first_name"]), str(self.data["last_name"]))


@dataclass(frozen=True)
class Deviations:
    """Of a group, who does not meet what the training asks, by what is asked; and of whom that is
    not known yet. Staff may enrol them."""

    unmet: dict[str, list[str]]
    unsure: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.unmet or self.unsure)


def deviations(unmet: Iterable[tuple[str, str]], unsure: Iterable[str] = ()) -> Deviations:
    """Of pairs of what is asked and a name, each thing once with all its names."""
    found: dict[str, list[str]] = {}
    for reason, name in unmet:
        if reason:
            found.setdefault(reason, []).append(name)
    return Deviations(found, list(unsure))


@dataclass(frozen=True)
class GroupPlan:
    """All rows of a list for one edition."""

    rows: list[PlannedRow]

    def count(self, outcome: Outcome) -> int:
        """How many rows have this outcome."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many rows of each outcome there are, where there are any."""
        found = [(str(OUTCOME_LABELS[one]), self.count(one)) for one in Outcome]
        return [(label, number) for label, number in found if number]

    @property
    def has_unused_columns(self) -> bool:
        """Whether most could not be read well: then it is the columns that need a look."""
        unread = sum(row.outcome == Outcome.INVALID or row.may_be_misread for row in self.rows)
        return unread * 2 > len(self.rows)

    @property
    def deviations(self) -> Deviations:
        """What staff go beyond who enrol these rows."""
        rows = [row for row in self.rows if row.can_be_chosen]
        return deviations(
            ((row.unmet, row.name) for row in rows), [row.name for row in rows if row.is_unsure]
        )

    @property
    def too_many(self) -> int:
        """How many are one more than there can be."""
        return sum(row.is_too_many for row in self.rows)

    @property
    def waiting(self) -> int:
        """How many will be on the waiting list."""
        return sum(row.waits for row in self.rows)


def plan_group(
    table: ListTable,
    *,
    edition: Edition,
    decisions: Mapping[int, str],
    corrections: Mapping[int, Mapping[str, str]] | None = None,
    partner: Partner | None = None,
    since: datetime | None = None,
) -> GroupPlan:
    """What happens to each row.

    `decisions` is, by the number of a row, the key of the person whom staff say it is, or
    `SOMEBODY_NEW`; `corrections` what they typed for the fields of a row that were wrong. With
    `partner`, for its contact person, only active people of that organisation are known. Of a row
    with an address that is somebody else's such a person hears that it cannot be done, in the words
    that go with every other reason; how many rows may be asked in a day is in `limits`. `since` is
    when the page was made: somebody new of the same name who was enrolled after it is this row,
    which was sent twice.
    """
    enrolled = {
        one.person_id: one
        for one in Enrolment.objects.filter(edition=edition).select_related("person")
    }
    rows = recognised(
        table,
        decisions=decisions,
        corrections=corrections,
        there={pk for pk, enrolment in enrolled.items() if _is_in(enrolment)},
        partner=partner,
        since=since,
    )
    valid = [row for row in rows if row.outcome != Outcome.INVALID]
    _decide(valid, edition, enrolled, by_contact=partner is not None)
    return GroupPlan(rows)


def recognised(
    table: ListTable,
    *,
    decisions: Mapping[int, str],
    corrections: Mapping[int, Mapping[str, str]] | None,
    there: Collection[int],
    partner: Partner | None = None,
    since: datetime | None = None,
) -> list[PlannedRow]:
    """All rows, with who it is or may be; what else is in the way, is for who plans what becomes of
    them. `there` is who is in it already, by key; the rest is as for `plan_group`.
    """
    corrected = corrections or {}
    rows = [
        _read(number, group_lists.details(cells, table.parts) | dict(corrected.get(number, {})))
        for number, cells in enumerate(table.rows, start=1)
    ]
    for row, cells in zip(rows, table.rows, strict=True):
        row.unused = group_lists.unused(cells, table.parts)
        is_misread = group_lists.may_be_misread(table, cells)
        row.may_be_misread = is_misread and row.number not in corrected
        if row.may_be_misread:
            row.notes.append(gettext("Van deze regel gebruiken wij niet alles. Klopt het?"))
    valid = [row for row in rows if row.outcome != Outcome.INVALID]
    _mark_repeated(valid)
    known = _KnownPeople(valid, partner)
    for row in valid:
        if row.outcome != Outcome.REPEATED:
            _recognise(row, known, there, decisions.get(row.number, ""), since)
    return rows


def _read(number: int, read: dict[str, str]) -> PlannedRow:
    row = PlannedRow(number, read)
    year = group_lists.year_of(read["birth_year"])
    telephone, was_mended = group_lists.mended_telephone(read["telephone"])
    if was_mended:
        row.notes.append(
            gettext("Telefoon hersteld: %(number)s.")
            % {"number": contact_details.tidy_telephone(telephone)}
        )
    form = RowForm({**read, "telephone": telephone, "birth_year": year or read["birth_year"]})
    for name in ("first_name", "last_name"):
        if {"@", ";"} & set(read[name]):
            # Taken as a name, nobody would ever write to that address.
            form.add_error(name, _("Hier staat meer dan een naam. Zet de rest in eigen kolommen."))
        elif contact_details.count_digits(read[name]) >= SO_MANY_DIGITS:
            form.add_error(name, _("Staat hier een telefoonnummer in de naam?"))
    if form.is_valid():
        row.data = form.cleaned_data
        row.data["email"] = str(row.data["email"]).lower()
        return row
    # Each says of which field it is: the page shows them in one cell.
    row.errors = {
        name: f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items()
    }
    if "telephone" in row.errors and group_lists.is_spoiled(read["telephone"]):
        row.errors["telephone"] = gettext(
            "Excel heeft dit telefoonnummer veranderd en cijfers weggelaten. Typ het opnieuw."
        )
    row.outcome = Outcome.INVALID
    return row


def _mark_repeated(rows: Iterable[PlannedRow]) -> None:
    seen: dict[object, int] = {}
    for row in rows:
        first = seen.setdefault(row.key, row.number)
        if first == row.number and row.data["email"]:
            first = seen.setdefault(row.data["email"], row.number)
        if first != row.number:
            row.outcome = Outcome.REPEATED
            row.notes.append(gettext("Zie rij %(number)d.") % {"number": first})


class _KnownPeople:
    """Whom we know with the addresses, numbers and names of a list: some queries for all rows."""

    def __init__(self, rows: Sequence[PlannedRow], partner: Partner | None) -> None:
        self.partner = partner
        emails = {row.key[1] for row in rows} - {""}
        digits = {row.key[2] for row in rows} - {""}
        keys = {row.key[0] for row in rows} - {""}
        sounds = {row.sounds for row in rows} - {""}
        people = User.objects.select_related("partner")
        # Whose address is in use is asked of everybody: there can be no second account with it.
        self.by_email = {one.email: one for one in people.filter(email__in=emails)}
        self.others: frozenset[str] = frozenset()
        """Further addresses of people, for a contact person: those cannot be used either."""
        if partner is not None:
            people = people.filter(partner=partner, is_active=True)
            further = EmailAddress.objects.filter(email__in=emails).exclude(user__email=F("email"))
            self.others = frozenset(further.values_list("email", flat=True))
        self.by_digits: dict[str, list[User]] = defaultdict(list)
        self.by_name: dict[str, list[User]] = defaultdict(list)
        self.by_sound: dict[str, list[User]] = defaultdict(list)
        same = Q(telephone_digits__in=digits) | Q(sort_name__in=keys) | Q(spelling_key__in=sounds)
        for one in people.filter(same):
            if one.telephone_digits:
                self.by_digits[one.telephone_digits].append(one)
            self.by_name[one.sort_name].append(one)
            self.by_sound[one.spelling_key].append(one)

    def is_of_others(self, person: User) -> bool:
        """Whether a contact person may not know of this one."""
        if self.partner is None:
            return False
        return person.partner_id != self.partner.pk or not person.is_active


def _recognise(
    row: PlannedRow,
    known: _KnownPeople,
    there: Collection[int],
    decision: str,
    since: datetime | None,
) -> None:
    """Find out who it is: for sure, or to be decided."""
    row.decision = decision
    key, email, digits, year = row.key
    by_email = known.by_email.get(email) if email else None
    if email in known.others or (by_email is not None and known.is_of_others(by_email)):
        row.outcome = Outcome.REFUSED
        row.notes.append(str(NOT_FOR_OTHERS))
        return
    if by_email is not None:
        row.candidates = [by_email]
        is_sure = by_email.sort_name == key
    else:
        namesakes = [one for one in known.by_name[key] if not _are_two(one, email, year)]
        same = [one for one in namesakes if _are_one(one, digits, year)]
        sound = [one for one in known.by_sound[row.sounds] if not _are_two(one, email, year)]
        others = [*namesakes, *known.by_digits.get(digits, ()), *sound]
        row.candidates = same or list(dict.fromkeys(others))
        is_sure = len(same) == 1
    here = [one for one in row.candidates if one.pk in there]
    if len(here) == 1 and here[0].sort_name == key and not decision:
        # The same list once more: nothing else tells, and a second account would be worse.
        row.person = here[0]
    elif is_sure:
        row.person = row.candidates[0]
    elif decision == SOMEBODY_NEW and by_email is None:
        row.person = _made_meanwhile(row, here, since)
    elif decision:
        row.person = next((one for one in row.candidates if str(one.pk) == decision), None)
        if row.person is None:
            row.outcome = Outcome.DOUBTFUL
    elif row.candidates:
        row.outcome = Outcome.DOUBTFUL


def _are_two(known: User, email: str, year: str) -> bool:
    """Whether something tells somebody from a namesake: another address, another year."""
    other_address = bool(email and known.email and known.email != email)
    return other_address or bool(year and known.birth_year and str(known.birth_year) != year)


def _are_one(known: User, digits: str, year: str) -> bool:
    same_number = bool(digits) and known.telephone_digits == digits
    return same_number or bool(year and known.birth_year and str(known.birth_year) == year)


def _is_in(enrolment: Enrolment | None) -> bool:
    return enrolment is not None and enrolment.status in ACTIVE | TAKES_PART


def _made_meanwhile(row: PlannedRow, here: Sequence[User], since: datetime | None) -> User | None:
    """Who was made of this row when the same page was sent before."""
    made = (one for one in here if since is not None and one.date_joined >= since)
    return next((one for one in made if one.sort_name == row.key[0]), None)


def _decide(
    rows: Sequence[PlannedRow],
    edition: Edition,
    enrolled: Mapping[int, Enrolment],
    *,
    by_contact: bool,
) -> None:
    """Who gets a seat, who waits, and who cannot, in the order of the list."""
    rules = queries.rules_of(edition.training_id)
    has_conditions = bool(rules.silent or queries.conditions_of(edition.training_id, rules))
    asks = has_conditions and not by_contact and any(row.person is None for row in rows)
    of_new = _said_of_somebody_new(edition, rules) if asks else Allow()
    free = edition.seats_left if queries.has_free_seat(edition) else 0
    known = [row.person.pk for row in rows if row.person is not None]
    elsewhere = queries.seats_elsewhere(known, edition) if known else {}
    for row in rows:
        if row.outcome not in {Outcome.NEW, Outcome.KNOWN}:
            continue
        if row.person is None:
            row.is_unsure = of_new is queries.CANNOT_TELL
            row.unmet = "" if isinstance(of_new, Allow) or row.is_unsure else str(of_new.reason)
            row.notes += [gettext("Voldoet niet aan de voorwaarden.")] if row.unmet else []
            row.notes += (
                [gettext("Of deze persoon voldoet, weten wij nog niet.")] if row.is_unsure else []
            )
            row.notes += _what_is_unsure(row, may_be_refused=has_conditions and by_contact)
        else:
            row.outcome = Outcome.KNOWN
            if _is_in(enrolled.get(row.person.pk)):
                row.outcome = Outcome.ALREADY
                row.notes.append(_where_it_stands(enrolled[row.person.pk], by_contact=by_contact))
                row.notes += [] if by_contact else _about_details(row, row.person)
                continue
            if not _may_enrol(row, edition, enrolled, rules, by_contact=by_contact):
                continue
            _say_seat_elsewhere(row, elsewhere.get(row.person.pk), by_contact=by_contact)
        if free > 0 and not row.waits:
            free -= 1
        elif edition.is_open_for_enrolment:
            row.waits = True
        else:
            row.outcome = Outcome.REFUSED
            row.notes.append(gettext("De uitvoering is vol, en een wachtlijst is er niet meer."))


def _say_seat_elsewhere(row: PlannedRow, seat: Enrolment | None, *, by_contact: bool) -> None:
    """That somebody has a seat on another date: nobody gets a second one unasked, and who is no
    staff can give none."""
    if seat is None:
        return
    row.has_seat_elsewhere = True
    day = {"edition": seat.edition}
    row.notes.append(
        gettext("Heeft al een plaats op een andere datum: %(edition)s.") % day
        if by_contact
        else gettext(
            "Heeft al een plaats op een andere datum: %(edition)s. Liever ruilen? Doe dat bij de "
            "inschrijvingen daar. Met een vinkje krijgt deze persoon er een plaats bij."
        )
        % day
    )


def _said_of_somebody_new(edition: Edition, rules: queries.Rules) -> queries.RuleAnswer:
    """What the rules say of an account that is new, and so has done nothing before.

    They can be asked only of an account. So there is one, that is gone before anybody sees it.
    Whether it is of a partner, is chosen apart for the whole list.
    """
    with transaction.atomic():
        somebody = User.objects.create(first_name="-", email=None)
        somebody.partner_id = NO_MATTER_WHICH
        answer = queries.ask_rules(
            person_id=somebody.pk, edition=edition, rules=rules, person=somebody
        )
        transaction.set_rollback(True)
    return answer


def _what_is_unsure(row: PlannedRow, *, may_be_refused: bool) -> list[str]:
    """What to know of somebody new before enrolling. Rules can be asked only of an account."""
    notes = []
    if may_be_refused:
        notes.append(gettext("Of dit kan, blijkt pas bij het inschrijven: er zijn voorwaarden."))
    if not ways_to_reach(_as_account(row)):
        notes.append(
            gettext("Zonder telefoon, e-mail of adres kunnen wij deze persoon niets laten weten.")
        )
    return notes


def _about_details(row: PlannedRow, person: User) -> list[str]:
    """What becomes of what the list says of somebody whom we know."""
    notes = _about_telephone(row, person)
    if row.data["email"] and not person.email:
        notes.append(gettext("Het e-mailadres komt er niet bij. Vul het in bij de gegevens."))
    return notes


def _about_telephone(row: PlannedRow, person: User) -> list[str]:
    """What becomes of a number in the list of somebody whom we know."""
    digits = row.key[2]
    if not digits or digits == person.telephone_digits:
        return []
    if person.telephone:
        return [gettext("Ander telefoonnummer dan wij hebben. Wij houden het oude.")]
    return [gettext("Wij hadden geen telefoonnummer. Dit komt erbij.")]


def told(rows: Iterable[PlannedRow]) -> Reach:
    """How those in these rows would hear that they are enrolled; no queries."""
    return who_gets_what(row.person or _as_account(row) for row in rows if row.can_be_chosen)


def _as_account(row: PlannedRow) -> User:
    """The account that would be made of a row; it is not stored."""
    return User(**row.account)


def _where_it_stands(enrolment: Enrolment, *, by_contact: bool) -> str:
    status = EnrolmentStatus(enrolment.status)
    return str((without_result(status) if by_contact else status).label)


def is_inactive(row: PlannedRow) -> bool:
    """Whether it is somebody whose account was switched off; then that is said of the row."""
    if row.person is None or row.person.is_active:
        return False
    row.outcome = Outcome.REFUSED
    row.notes.append(gettext("Het account is niet actief."))
    return True


def _may_enrol(
    row: PlannedRow,
    edition: Edition,
    enrolled: Mapping[int, Enrolment],
    rules: queries.Rules,
    *,
    by_contact: bool,
) -> bool:
    """Whether the account and the rules of the training let somebody whom we know enrol."""
    person = row.person
    if person is None or is_inactive(row):
        return False
    before = enrolled.get(person.pk)
    if before is not None and before.status == EnrolmentStatus.CANCELLED:
        row.outcome = Outcome.REFUSED
        row.notes.append(str(before.get_status_display()))
        return False
    answer = queries.ask_rules(
        person_id=person.pk, edition=edition, by_staff=not by_contact, rules=rules, person=person
    )
    if isinstance(answer, Deny):
        row.outcome = Outcome.REFUSED
        row.notes.append(str(NOT_FOR_OTHERS if by_contact else answer.reason))
    elif isinstance(answer, Waitlist):
        row.waits = True
        row.notes.extend([] if by_contact else [str(answer.reason)])
    elif not by_contact and (edition.partners_only or list(rules)):
        row.unmet = queries.what_staff_deviate_from(person, edition, rules)
        row.notes += [gettext("Voldoet niet aan de voorwaarden.")] if row.unmet else []
    if not by_contact:
        row.notes += _about_details(row, person)
    return isinstance(answer, Allow | Waitlist)
