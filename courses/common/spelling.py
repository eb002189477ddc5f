"""Names as they sound, so that who writes a name otherwise still finds it.

A name is heard on the telephone, or written in other letters first. So "Meyer" and "Meijer",
"Mohamed" and "Mohammed", "Kees" and "Cees", "Joesoef" and "Youssef" come near or are the same; the
letters that are left differ by what somebody mistyped.
"""

from __future__ import annotations

import re

from anyascii import anyascii

from courses.common import names

LENGTH_OF_KEY = 240

_SOUNDS = (
    ("ij", "y"),
    ("sch", "s"),
    ("ch", "g"),
    ("sj|sh", "s"),
    ("ck|kh|q", "k"),
    ("c(?=[eiy])", "s"),
    ("c", "k"),
    ("x", "ks"),
    ("ph|v", "f"),
    ("th|dt|d$", "t"),
    ("([gbdr])h", r"\1"),
    ("z", "s"),
    ("dj|j", "y"),
    ("oe|ou|uu", "u"),
    ("ae", "a"),
    # Last: what was made alike may stand side by side now.
    (r"(.)\1+", r"\1"),
)
_FOLDS = tuple((re.compile(one), other) for one, other in _SOUNDS)

_PREFIXES = names.PREFIXES | {"v", "vd", "vdr", "vh", "vt"}
_PREFIX_IN_ONE = re.compile(r"^van(?:den|der|de|het)?(?=\w{3})")


def words(text: str) -> list[str]:
    """The words of a name as they sound, in Latin letters, each once.

    Prefixes such as "van den" are left out, unless there is nothing else.
    """
    return list(dict.fromkeys(_as_it_sounds(word) for word in _main_words(text)))


def variants(text: str) -> list[list[str]]:
    """The same, each with what else it may stand for: "Vandenberg" may be "van den Berg"."""
    return [_variants(word) for word in dict.fromkeys(_main_words(text))]


def key(first_name: str, last_name: str) -> str:
    """All words by which somebody may be looked for: what is kept beside a name.

    "Vandenberg" stands there as "berg" too, and "Jan-Willem" as one word. At most `LENGTH_OF_KEY`
    characters.
    """
    parts = [_main_words(first_name), _main_words(last_name)]
    plain = [word for part in parts for word in part]
    in_one = ["".join(part) for part in parts if part]
    found = dict.fromkeys(sound for word in [*plain, *in_one] for sound in _variants(word))
    return " ".join(found)[:LENGTH_OF_KEY]


def _variants(word: str) -> list[str]:
    both = (word, _PREFIX_IN_ONE.sub("", word, count=1))
    return list(dict.fromkeys(_as_it_sounds(one) for one in both))


def _main_words(text: str) -> list[str]:
    latin = re.sub(r"[^a-z0-9 ]", "", anyascii(names.plain(text)).lower()).split()
    return [word for word in latin if word not in _PREFIXES] or latin


def _as_it_sounds(word: str) -> str:
    for pattern, sound in _FOLDS:
        word = pattern.sub(sound, word)
    return word
