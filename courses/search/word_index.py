"""All words of all documents in memory, and what fits a few words that somebody typed.

The same on every database, since none is asked. A word that is typed leads to words of ours in
steps, each worth less: the same word, another form, a word that a coordinator named, the same stem,
its beginning, a part of a longer word, the same sound, and at last a spelling mistake.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from dataclasses import dataclass, field
from math import log
from typing import TYPE_CHECKING, NamedTuple, Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from courses.search import language
from courses.search.enums import DocumentKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from courses.search.sources import Document

MOST_WORDS = 12
"""Words of what somebody typed that are looked for."""

IN_TITLE, IN_KEYWORDS, IN_SUMMARY, IN_TEXT, IN_CLOSED_TEXT = 100, 60, 40, 16, 10
"""What a word counts by where it stands; each further time adds a little."""

SAME, FORM, MEANT, STEM, BEGINNING, PART, SOUND, MISTAKE = (
    *(1.0, 0.95, 0.85, 0.8, 0.75),
    *(0.6, 0.65, 0.55),
)
"""What each step is worth."""

SURE = 0.75
"""A word that is found this well is not taken for a mistake."""

LEAST_BEGINNING, LEAST_PART, LEAST_SOUND, LEAST_MISTAKE = 3, 4, 3, 4
"""Characters that a word must have for these steps."""

LEAST_PART_OF_TYPED = 0.6
"""How much of a word that only a coordinator wrote must be typed."""

LEAST_ALIKE = 0.7
"""How alike two words are of which one is mistyped: 0 is nothing, 1 the same."""

NEARLY_AS_ALIKE = 0.04
FAINT = 0.25
"""What a word counts that nearly everything here is about."""

LEAST_SHARE = 0.12
"""What is found less well than this part of the best is left out."""

_KINDS: Mapping[str, float] = {
    DocumentKind.TRAINING: 1.35,
    DocumentKind.LEARNING_PATH: 1.0,
    DocumentKind.LECTURE: 1.1,
    DocumentKind.PAGE: 1.1,
    DocumentKind.LESSON: 0.9,
    DocumentKind.DATE: 0.7,
}
_BITS = 8
_MOST_WEIGHT = (1 << _BITS) - 1


class Group(NamedTuple):
    """Words that people type, and which are meant; each a list of phrases of folded words."""

    typed: Sequence[Sequence[str]]
    meant: Sequence[Sequence[str]]


class _Candidate(NamedTuple):
    """How well a word of ours fits what was typed; `is_guess`: only as another spelling of it."""

    quality: float
    is_guess: bool = False


Candidates = dict[str, _Candidate]


class _Add(Protocol):
    """Takes a word of ours that fits, and how well."""

    def __call__(self, other: str, quality: float, *, is_guess: bool = False) -> None: ...


@dataclass(frozen=True)
class Hit:
    """A document that fits, how well, and the words in it for which it does."""

    document: Document
    score: float
    words: frozenset[str]


@dataclass(frozen=True)
class Found:
    """What fits, the best first; `meant` is what was typed in better spelling, if that was found
    instead; `unfound` are the words that lead nowhere."""

    hits: list[Hit] = field(default_factory=list)
    meant: str = ""
    unfound: tuple[str, ...] = ()


class Index:
    """The documents, and where each word stands in them."""

    def __init__(
        self,
        documents: Iterable[Document] = (),
        groups: Iterable[Group] = (),
        *,
        base: Index | None = None,
    ) -> None:
        """With all of `base`, which stays as it is."""
        self.documents: list[Document] = list(base.documents) if base else []
        self.places: dict[str, array[int]] = dict(base.places) if base else {}
        self.written: dict[str, str] = dict(base.written) if base else {}
        self.open_words: set[str] = set(base.open_words) if base else set()
        self._add(documents)
        self._settle(groups)

    # --- Making it ----------------------------------------------------------------------------

    def _add(self, documents: Iterable[Document]) -> None:
        new: dict[str, list[int]] = defaultdict(list)
        for document in documents:
            number = len(self.documents)
            # What is found is known by its key: its texts need not stay, but for what is shown.
            self.documents.append(document)
            for word, weight in self._weights(document).items():
                new[word].append(number << _BITS | min(_MOST_WEIGHT, weight))
        for word, places in new.items():
            self.places[word] = self.places.get(word, array("L")) + array("L", places)

    def _weights(self, document: Document) -> dict[str, int]:
        found: dict[str, int] = {}
        # A date repeats the title of its training, which is what people look for.
        in_title = IN_TEXT if document.kind == DocumentKind.DATE else IN_TITLE
        for text, weight in (
            (document.title, in_title),
            (document.keywords, IN_KEYWORDS),
            (document.summary, IN_SUMMARY),
            *((text, IN_TEXT) for text in document.texts),
        ):
            for start, end, word in language.words_in_place(text):
                if not word:
                    continue
                found[word] = found[word] + 1 if word in found else weight
                if word not in self.open_words:
                    self.open_words.add(word)
                    self.written.setdefault(word, text[start:end].casefold())
        for text, weight in (
            (document.other_title, min(in_title, IN_KEYWORDS)),
            (document.closed_text, IN_CLOSED_TEXT),
        ):
            for word in language.words(text):
                found[word] = found[word] + 1 if word in found else weight
        return found

    def _settle(self, groups: Iterable[Group]) -> None:
        """What is asked of the words, made once."""
        self._meant: dict[str, list[Sequence[str]]] = defaultdict(list)
        self._phrases: list[tuple[Sequence[str], Sequence[Sequence[str]]]] = []
        for group in groups:
            for typed in group.typed:
                if len(typed) == 1:
                    self._meant[typed[0]].extend(group.meant)
                else:
                    self._phrases.append((typed, group.meant))
        known = self.open_words | set(self._meant)
        self._by_form: dict[str, list[str]] = defaultdict(list)
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        for word in known | set(self.places):
            for form in language.forms(word):
                self._by_form[form].append(word)
        for word in sorted(known - language.EMPTY_WORDS):
            self._by_stem[language.stem(word)].append(word)
            self._by_sound[language.sound(word)].append(word)
        self._sounds = [one for one in self._by_sound if len(one) >= LEAST_MISTAKE - 1]
        self._known = sorted(known)
        self._long = [one for one in self._known if len(one) >= LEAST_MISTAKE - 1]

    # --- Asking it ----------------------------------------------------------------------------

    def find(self, text: str, *, now: datetime) -> Found:
        """The documents that fit what was typed, the best first."""
        typed = _worth_looking_for(language.words(text))
        if not typed:
            return Found()
        terms: list[tuple[float, Candidates]] = []
        rest = list(dict.fromkeys(typed))
        for phrase, meant in self._phrases:
            places = [next((w for w in rest if _is_form(part, w)), None) for part in phrase]
            if all(places):
                terms.append((1.0, self._of_meant(meant, MEANT)))
                rest = [word for word in rest if word not in places]
        spelling: dict[str, str] = {}
        unfound: list[str] = []
        for word, parts in self._joined(rest):
            candidates = self._candidates(word)
            terms.append((FAINT if word in language.FAINT_WORDS else 1.0, candidates))
            if not candidates:
                unfound.append(word)
            elif all(one.is_guess for one in candidates.values()):
                first, *others = parts
                spelling |= {first: self._written_best(candidates), **dict.fromkeys(others, "")}
        hits = self._ranked(terms, now)
        return Found(hits, _respelled(text, spelling) if spelling else "", tuple(unfound))

    def _joined(self, words: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        """The words to look for, and of which typed ones each was made: two that are one word here,
        or sound like it while one of them is none ("zin gevving"), are that word."""
        found: list[tuple[str, Sequence[str]]] = []
        rest = list(words)
        while rest:
            pair = rest[:2]
            whole = "".join(pair)
            is_whole = len(pair) > 1 and (
                whole in self.places
                or (not all(self._is_here(one) for one in pair) and self._that_sound_as(whole))
            )
            taken = pair if is_whole else pair[:1]
            found.append(("".join(taken), taken))
            del rest[: len(taken)]
        return found

    def _is_here(self, word: str) -> bool:
        return any(form in self._by_form for form in language.forms(word))

    def _that_sound_as(self, word: str) -> list[str]:
        """Our words that sound as one that is not here: written as it is heard."""
        is_whole_word = len(word) < LEAST_MISTAKE and language.is_in_dictionary(word)
        if len(word) < LEAST_SOUND or word.isdigit() or is_whole_word or self._is_here(word):
            return []
        sound = language.sound(word)
        # Without its last letter, if that is not heard: "rau" for "rouw".
        longer = self._by_sound.get(f"{sound}w", []) if sound.endswith(("au", "eu")) else []
        return [*self._by_sound.get(sound, ()), *longer]

    def _candidates(self, word: str) -> Candidates:
        """The words of ours that a word may stand for."""
        found = _Collected(self)
        found.add(word, SAME)
        for form in language.forms(word):
            for other in self._by_form.get(form, ()):
                found.add(other, FORM)
        if not found.candidates and (heard := self._that_sound_as(word)):
            # All that the right spelling leads to: with "eenzaamheid" what is about it comes first,
            # and not what says "eenzaam", so with "eensaamheid" too.
            for other in heard:
                for one, candidate in self._candidates(other).items():
                    found.take(one, _Candidate(candidate.quality * SOUND, is_guess=True))
            return found.candidates
        for other in self._of_one_stem(word):
            found.add(other, STEM)
        self._add_parts(word, found.add)
        if max((one.quality for one in found.candidates.values()), default=0) < SURE:
            self._add_guesses(word, found.add)
        return found.candidates

    def _of_one_stem(self, word: str) -> set[str]:
        """The words that differ in their ending. An ending may be part of the word ("verlies"), so
        a stem is compared with whole words too; what only sounds the same is a guess."""
        stem, sound = language.stem(word), language.sound(word)
        found = {*self._by_stem.get(stem, ()), *self._by_stem.get(sound, ())}
        if stem != sound:
            found.update(self._by_sound.get(stem, ()))
        return found.difference(self._by_sound.get(sound, ()))

    def _add_parts(self, word: str, add: _Add) -> None:
        if len(word) < LEAST_BEGINNING:
            return
        for other in self._known:
            if other == word or (
                # What only a coordinator wrote is no text in which a short beginning means much.
                other not in self.places and len(word) < len(other) * LEAST_PART_OF_TYPED
            ):
                continue
            if other.startswith(word):
                add(other, BEGINNING * (0.8 + 0.2 * len(word) / len(other)))
            elif _is_part_of(other, word):
                add(other, PART * (0.6 + 0.4 * len(other) / len(word)))
            elif len(word) > LEAST_PART and other.endswith(word):
                add(other, PART)

    def _add_guesses(self, word: str, add: _Add) -> None:
        # What is a word already is no mistake for another one.
        if len(word) < LEAST_MISTAKE or word.isdigit() or language.is_in_dictionary(word):
            return
        sound = language.sound(word)
        # As it sounds and as it is written: two letters that changed places change the sound.
        alike = dict(_alike(sound, self._sounds, [self._by_sound[one] for one in self._sounds]))
        for other, value in _alike(word, self._long, [[one] for one in self._long]):
            alike[other] = max(value, alike.get(other, 0))
        best = max(alike.values(), default=0)
        for other, value in alike.items():
            if value >= best - NEARLY_AS_ALIKE:
                add(other, MISTAKE * value, is_guess=True)

    def meant_by(self, typed: str, quality: float, *, is_guess: bool = False) -> Candidates:
        """The words of ours that a coordinator says are meant with one that is typed."""
        meant = self._meant.get(typed)
        return self._of_meant(meant, quality, is_guess=is_guess) if meant else {}

    def _of_meant(
        self, meant: Sequence[Sequence[str]], quality: float, *, is_guess: bool = False
    ) -> Candidates:
        """The words of ours for what a coordinator says is meant."""
        found: Candidates = {}
        for phrase in meant:
            for word in phrase:
                others = {word: 1.0} if word in self.places else {}
                for form in language.forms(word):
                    for other in self._by_form.get(form, ()):
                        others.setdefault(other, FORM)
                for other, share in others.items():
                    if other in self.places:
                        value = quality * share / len(phrase) ** 0.5
                        if value > found.get(other, _Candidate(0)).quality:
                            found[other] = _Candidate(value, is_guess)
        return found

    def _ranked(self, terms: Sequence[tuple[float, Candidates]], now: datetime) -> list[Hit]:
        total = sum(weight for weight, _candidates in terms)
        scores: dict[int, float] = defaultdict(float)
        covered: dict[int, float] = defaultdict(float)
        matched: dict[int, set[str]] = defaultdict(set)
        for weight, candidates in terms:
            best: dict[int, float] = {}
            for word, candidate in candidates.items():
                places = self.places[word]
                rare = log(1 + len(self.documents) / len(places))
                value = candidate.quality * (0.5 + rare)
                for place in places:
                    number = place >> _BITS
                    matched[number].add(word)
                    score = value * (place & _MOST_WEIGHT)
                    if score > best.get(number, 0):
                        best[number] = score
            for number, score in best.items():
                scores[number] += score * weight
                covered[number] += weight
        hits = []
        for number, score in scores.items():
            document = self.documents[number]
            if document.until is not None and document.until <= now:
                continue
            share = covered[number] / total
            score *= _KINDS[document.kind] * (0.1 + 0.9 * share * share)
            hits.append(Hit(document, score, frozenset(matched[number])))
        hits.sort(key=lambda hit: (-hit.score, hit.document.key))
        least = hits[0].score * LEAST_SHARE if hits else 0
        fitting = [hit for hit in hits if hit.score >= least]
        trainings = {
            hit.document.training for hit in fitting if hit.document.kind == DocumentKind.TRAINING
        }
        # Little is said at a date, which is no worse for that: it is when one can follow a training
        # that fits.
        return [
            hit
            for hit in hits
            if hit.score >= least
            or (hit.document.kind == DocumentKind.DATE and hit.document.training in trainings)
        ]

    def _written_best(self, candidates: Candidates) -> str:
        """The likeliest of some guesses, as it stands in our texts."""
        word = max(candidates, key=lambda one: (candidates[one].quality, len(self.places[one])))
        return self.written.get(word, word)


class _Collected:
    """The best that was found for one word."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.candidates: Candidates = {}

    def add(self, other: str, quality: float, *, is_guess: bool = False) -> None:
        """A word of ours or of a coordinator; of the last those that are meant are taken."""
        if other in self._index.places:
            self.take(other, _Candidate(quality, is_guess))
        meant = self._index.meant_by(other, quality * MEANT, is_guess=is_guess)
        for one, candidate in meant.items():
            self.take(one, candidate)

    def take(self, word: str, candidate: _Candidate) -> None:
        """A word of ours, if it is not here or less good."""
        before = self.candidates.get(word)
        if before is None or candidate.quality > before.quality:
            self.candidates[word] = candidate


def _is_part_of(other: str, word: str) -> bool:
    """Whether a longer word begins or ends with another one."""
    if len(other) < LEAST_PART or len(other) >= len(word):
        return False
    return word.startswith(other) or (len(other) > LEAST_PART and word.endswith(other))


def _alike(
    word: str, others: Sequence[str], stand_for: Sequence[Sequence[str]]
) -> Iterator[tuple[str, float]]:
    """The words that are spelled nearly as this one, and how alike they are."""
    found = process.extract(
        word, others, scorer=OSA.normalized_similarity, score_cutoff=LEAST_ALIKE, limit=12
    )
    for _other, alike, place in found:
        for one in stand_for[place]:
            yield one, alike


def _worth_looking_for(typed: list[str]) -> list[str]:
    full = [word for word in typed if word not in language.EMPTY_WORDS]
    return (full or typed)[:MOST_WORDS]


def _is_form(one: str, other: str) -> bool:
    return (
        one == other
        or bool(language.forms(one) & language.forms(other))
        or language.sound(one) == language.sound(other)
    )


def _respelled(text: str, spelling: Mapping[str, str]) -> str:
    made, at = [], 0
    for start, end, word in language.words_in_place(text):
        if word in spelling:
            made += [text[at:start], spelling[word]]
            at = end
    # Of two words that are one, the second is gone.
    return " ".join("".join([*made, text[at:]]).split())
