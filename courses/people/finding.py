"""Finding people by what somebody says on the telephone, and who may be the same person.

Names are compared in memory, all at once: with twenty thousand people that takes some fifteen
milliseconds, and needs neither an index of its own nor one that a database may lack.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils.translation import gettext
from rapidfuzz import process
from rapidfuzz.distance import OSA

from courses.common import clock, contact_details, names, spelling
from courses.people.fields import EARLIEST_BIRTH_YEAR
from courses.people.models import User

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

LIMIT = 20

LEAST_ALIKE = 0.6
"""How alike two words must be to be taken for one that was mistyped: 0 is nothing, 1 the same."""

LEAST_NAME = 0.62
"""The same for a whole name: of two words both must be there, of three one may be missing."""

LEAST_SINGLE_NAME = 0.7
"""The same where one word was typed: nothing else tells "Noor" from "Cor"."""

SAME_NAME = 0.8
"""From here on two whole names are taken for two spellings of one."""

BEGINNING = 0.9
"""What it counts when a word begins with what was typed."""

DETAIL = 0.5
"""What it counts beside a name when a telephone number, postcode or year is right too."""

_EMAIL = re.compile(r"\S*@\S*")
_POSTCODE = re.compile(r"\b([1-9]\d{3})(\s?)([a-z]{2})\b", re.IGNORECASE)
_NUMBER = re.compile(r"\+?\d[\d\s().-]*\d")
_DIGITS_OF_A_YEAR = 4
_LEAST_DIGITS = 3
_LEAST_LETTERS_OF_AN_ADDRESS = 3


@dataclass(frozen=True)
class _Typed:
    """What was typed, taken apart: words of a name, details, and what may be part of an address."""

    words: list[list[str]]
    details: Q
    part_of_address: Q


def find(
    text: str,
    *,
    limit: int = LIMIT,
    birth_year: int | None = None,
    people: QuerySet[User] | None = None,
) -> list[User]:
    """The people who may be meant by `text`, the likeliest first; at most `limit`.

    The text holds a name in any order and spelling, a telephone number or its last digits, an
    e-mail address or part of it, a postcode, a year of birth, or more of these: what is right
    beside the name only makes a person likelier, since what we know may be old. `birth_year`
    leaves out who was born in another year, not whose year we do not know. `people` is whom one
    may find; everybody, also who is not active, when it is left out.

    At most five queries, however many people there are.
    """
    typed = _take_apart(text)
    among = User.objects.all() if people is None else people
    if birth_year is not None:
        among = among.filter(Q(birth_year=birth_year) | Q(birth_year=None))
    scores = _by_name(typed.words, among)
    for key in _keys(among, typed.details, limit=None if typed.words else limit):
        scores[key] = scores.get(key, 0) + DETAIL
    for key in _keys(among, typed.part_of_address, limit=limit):
        scores.setdefault(key, DETAIL)
    found = among.select_related("partner").in_bulk(_best(scores, limit))
    return sorted(
        found.values(),
        key=lambda one: (-round(scores[one.pk], 2), -_words_as_typed(text, one), one.sort_name),
    )


def find_among(text: str, people: Sequence[User], *, limit: int = LIMIT) -> list[User]:
    """The same among people who are at hand already, such as a group, without any query.

    By name, by a whole telephone number and by a whole e-mail address.
    """
    typed = without_title(text)
    addresses = {one.lower().strip(".,;<>()") for one in _EMAIL.findall(typed)}
    rest = _EMAIL.sub(" ", typed)
    numbers = {contact_details.telephone_digits(one) for one in _NUMBER.findall(rest)} - {""}
    words = [one for one in spelling.variants(_NUMBER.sub(" ", rest)) if not one[0].isdigit()]
    scores = _scores(words, [(one.pk, one.spelling_key) for one in people])
    for one in people:
        if one.email in addresses or one.telephone_digits in numbers:
            scores[one.pk] = scores.get(one.pk, 0) + DETAIL
    found = [one for one in people if one.pk in scores]
    found.sort(
        key=lambda one: (-round(scores[one.pk], 2), -_words_as_typed(text, one), one.sort_name)
    )
    return found[:limit]


def _best(scores: Mapping[int, float], limit: int) -> list[int]:
    """The keys with the highest scores; of those that are equal, the first in the alphabet."""
    ranked = sorted(scores, key=lambda pk: -scores[pk])
    if len(ranked) <= limit:
        return ranked
    lowest = scores[ranked[limit - 1]]
    certain = [pk for pk in ranked[:limit] if scores[pk] > lowest]
    equal = User.objects.filter(pk__in=[pk for pk in ranked if scores[pk] == lowest])
    in_order = equal.order_by("sort_name", "pk").values_list("pk", flat=True)
    return [*certain, *in_order[: limit - len(certain)]]


def _keys(people: QuerySet[User], condition: Q, *, limit: int | None) -> list[int]:
    if not condition:
        return []
    keys = people.filter(condition).order_by("sort_name", "pk").values_list("pk", flat=True)
    return list(keys[:limit])


def in_order(people: QuerySet[User], found: Sequence[User]) -> QuerySet[User]:
    """The same people as a queryset, in the order in which they were found."""
    places = [When(pk=one.pk, then=Value(place)) for place, one in enumerate(found)]
    chosen = people.filter(pk__in=[one.pk for one in found])
    return chosen.order_by(Case(*places, output_field=IntegerField())) if places else chosen


def _take_apart(text: str) -> _Typed:
    details, text = Q(), without_title(text)
    for address in _EMAIL.findall(text):
        details |= Q(email__contains=address.lower().strip(".,;<>()"))
    rest = _EMAIL.sub(" ", text)
    for found in _postcodes(rest):
        details |= Q(postcode=f"{found[1]} {found[3].upper()}")
        rest = rest.replace(found[0], " ")
    for number in _NUMBER.findall(rest):
        details |= _by_number(number)
    rest = _NUMBER.sub(" ", rest)
    address = Q()
    if len(rest.split()) == 1 and len(rest.strip()) >= _LEAST_LETTERS_OF_AN_ADDRESS:
        address = Q(email__contains=rest.strip().lower())
    words = [word for word in spelling.variants(rest) if not word[0].isdigit()]
    return _Typed(words, details, address)


def _postcodes(text: str) -> list[re.Match[str]]:
    # "3511 de Vries" is a name behind half a postcode.
    return [
        one
        for one in _POSTCODE.finditer(text)
        if not one[2] or one[3].casefold() not in names.PREFIXES
    ]


def without_title(text: str) -> str:
    """The same without how one is addressed: `mevr. Jansen`, as who calls says it."""
    return _TITLE.sub("", text)


_TITLE = re.compile(
    r"^\s*(?:mevrouw|mevr|mw|meneer|mijnheer|de heer|dhr|mrs|ms)(?:\.\s*|\s+)", re.IGNORECASE
)


def details_in(text: str) -> dict[str, str]:
    """What was typed to find somebody, by the names of the fields of somebody new."""
    typed = " ".join(text.split())
    text = without_title(typed)
    has_title = text != typed
    found: dict[str, str] = {}
    if address := _EMAIL.search(text):
        found["email"] = address[0].lower().strip(".,;<>()")
        text = text.replace(address[0], " ")
    for number in _NUMBER.findall(text):
        if contact_details.telephone_digits(number):
            found.setdefault("telephone", number.strip())
            text = text.replace(number, " ")
    for postcode in _postcodes(text)[:1]:
        found["postcode"] = postcode[0]
        text = text.replace(postcode[0], " ")
    for year in re.findall(r"\b\d{4}\b", text):
        if EARLIEST_BIRTH_YEAR <= int(year) <= clock.local_day(clock.now()).year:
            found.setdefault("birth_year", year)
            text = text.replace(year, " ")
    name = " ".join(text.strip(" ,;.").split())
    first, last = names.split_name(name)
    if not last and has_title:
        # Nobody is called Mrs and a first name.
        first, last = "", first
    named = {"first_name": first, "last_name": last}
    return {**{field: part for field, part in named.items() if part}, **found}


def _by_number(typed: str) -> Q:
    """A telephone number or a part of it, the digits of a postcode, a year of birth."""
    digits = re.sub(r"\D", "", typed)
    if len(digits) < _LEAST_DIGITS:
        return Q(pk__in=[])
    whole = contact_details.telephone_digits(typed)
    # In a number as it is kept nothing stands before the code of the country.
    part = digits.removeprefix("00") if digits.startswith("00") else digits.removeprefix("0")
    meant = Q(telephone_digits=whole) if whole else Q(telephone_digits__contains=part)
    if len(digits) == _DIGITS_OF_A_YEAR:
        meant |= Q(postcode__startswith=digits)
        if EARLIEST_BIRTH_YEAR <= int(digits) <= clock.local_day(clock.now()).year:
            meant |= Q(birth_year=int(digits))
    return meant


def _by_name(words: Sequence[Sequence[str]], people: QuerySet[User]) -> dict[int, float]:
    """How alike the names of people are to these words, by their keys; only who is alike.

    Of each word its variants are given.
    """
    return _scores(words, people.order_by().values_list("pk", "spelling_key")) if words else {}


def _scores(words: Sequence[Sequence[str]], people: Iterable[tuple[int, str]]) -> dict[int, float]:
    """The same of people with the words by which each is looked for."""
    if not words:
        return {}
    keys: dict[str, list[int]] = {}
    for pk, key in people:
        for word in key.split():
            keys.setdefault(word, []).append(pk)
    others, share = list(keys), 1 / len(words)
    total: dict[int, float] = {}
    for variants in words:
        best: dict[int, float] = {}
        for word in variants:
            # From the least alike on: what is more alike takes its place.
            for other, alike in sorted(_alike(word, others).items(), key=itemgetter(1)):
                best.update(dict.fromkeys(keys[other], alike))
        for pk, alike in best.items():
            total[pk] = total.get(pk, 0) + alike * share
    least = LEAST_NAME if len(words) > 1 else LEAST_SINGLE_NAME
    return {pk: score for pk, score in total.items() if score >= least}


def _alike(word: str, others: Sequence[str]) -> dict[str, float]:
    """The words that this one may stand for, and how alike they are."""
    found = {
        other: alike
        for other, alike, _place in process.extract(
            word,
            others,
            scorer=OSA.normalized_similarity,
            score_cutoff=LEAST_ALIKE,
            limit=None,
        )
    }
    for other in others:
        if other != word and other.startswith(word):
            found[other] = max(BEGINNING, found.get(other, 0))
    return found


def _words_as_typed(text: str, person: User) -> int:
    """How many words of a name are written as typed: it decides between those that sound alike."""
    return len({*names.plain(text).split()} & {*names.plain(person.name).split()})


# --- The same person twice --------------------------------------------------------------------


@dataclass(frozen=True)
class Lookalike:
    """Somebody whom we know, who may be the same as somebody new."""

    person: User
    reasons: list[str] = field(default_factory=list)
    """Why: "zelfde telefoon"."""

    def __str__(self) -> str:
        return f"{self.person.name_in_list} ({', '.join([*self.known(), *self.reasons])})"

    def has_address(self, email: object) -> bool:
        """Whether this is the main e-mail address of the person we know."""
        return bool(email) and str(email).strip().lower() == self.person.email

    def known(self) -> list[str]:
        """What tells namesakes apart."""
        person = self.person
        birth_year = gettext("geboren in %(year)s") % {"year": person.birth_year}
        return [
            person.email or gettext("geen e-mail"),
            *([birth_year] if person.birth_year else []),
            *([str(person.partner)] if person.partner else []),
        ]


def lookalikes(
    *,
    first_name: str,
    last_name: str = "",
    email: str = "",
    telephone: str = "",
    postcode: str = "",
    birth_year: int | None = None,
) -> list[Lookalike]:
    """Whom we know already and who may be the same person as somebody new, with the reasons.

    The same telephone number or e-mail address is a reason by itself, though a family may share
    one. So is a name that is the same or sounds so, unless something else tells two people apart:
    another year of birth, or another e-mail address. Of a name that is only alike a different
    telephone number does too. At most `LIMIT` people; two queries.
    """
    new = User(
        first_name=first_name,
        last_name=last_name,
        email=email,
        telephone=telephone,
        postcode=postcode,
        birth_year=birth_year,
    )
    new.clean()
    new.telephone_digits = contact_details.telephone_digits(new.telephone)
    new.sort_name = names.sort_key(new.first_name, new.last_name)
    alike = _by_name(spelling.variants(new.name), User.objects.all())
    same = Q()
    if new.telephone_digits:
        same |= Q(telephone_digits=new.telephone_digits)
    if new.email:
        same |= Q(email=new.email)
    likely = [pk for pk in sorted(alike, key=lambda pk: -alike[pk]) if alike[pk] >= SAME_NAME]
    same |= Q(pk__in=likely[: 5 * LIMIT])
    people = User.objects.filter(same).select_related("partner")
    found = [Lookalike(one, _reasons(new, one, alike)) for one in people]
    found.sort(key=lambda one: -len(one.reasons))
    return [one for one in found if one.reasons][:LIMIT]


def _reasons(new: User, known: User, alike: Mapping[int, float]) -> list[str]:
    reasons = []
    if new.telephone_digits and new.telephone_digits == known.telephone_digits:
        reasons.append(gettext("zelfde telefoon"))
    if new.email and new.email == known.email:
        reasons.append(gettext("zelfde e-mailadres"))
    name = _reason_by_name(new, known, alike)
    if name:
        reasons.append(name)
    if reasons and new.postcode and new.postcode == known.postcode:
        reasons.append(gettext("zelfde postcode"))
    if reasons and new.birth_year and new.birth_year == known.birth_year:
        reasons.append(gettext("zelfde geboortejaar"))
    return reasons


def _reason_by_name(new: User, known: User, alike: Mapping[int, float]) -> str:
    if _differ(new.birth_year, known.birth_year) or _differ(new.email, known.email):
        return ""
    if new.sort_name == known.sort_name:
        return gettext("zelfde naam")
    backwards = _name_is_in(spelling.words(known.name), spelling.words(new.name))
    if alike.get(known.pk, 0) < SAME_NAME or backwards < SAME_NAME:
        return ""
    if _differ(new.telephone_digits, known.telephone_digits):
        return ""
    return gettext("naam lijkt erop")


def _name_is_in(words: Sequence[str], others: Sequence[str]) -> float:
    """How much of a name is in another: "Jan Smit" is in "Jan Willem Smit", not the reverse."""
    best = (max(_alike(word, others).values(), default=0.0) for word in words)
    return sum(best) / len(words) if words else 0.0


def _differ(one: object, other: object) -> bool:
    """Whether both are known, and not the same."""
    return bool(one and other and one != other)
