"""The sealed box: all answers to a form, encrypted as a whole of a size that tells nothing.

Inside are slots, one for each invited person, all of one size. Who answers fills one; then all
slots are shuffled and encrypted anew. So a slot's place, the size, and two boxes that are compared
tell nothing. A slot has a fixed place for each question: a bit for each value, and room for the
longest text, written as it is or compressed, whichever is shorter.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from courses.evaluation.models import FormQuestion

FORMAT = b"\x01"
"""With which byte a box begins: how it is made."""
NONCE_SIZE, TAG_SIZE = 12, 16
AROUND = len(FORMAT) + NONCE_SIZE + TAG_SIZE
"""How many bytes of a box are not slots."""

DRAWN_SIZE = 16
"""How many bytes are drawn for a slot's place."""

FILLED, EARLY = 1, 2
"""Bits of a slot's first byte."""
COMPRESSED = 0x8000
"""Beside a text's length: it is compressed."""


class UnreadableBox(Exception):  # noqa: N818 - it is no error of ours
    """The key does not fit, or the box was changed."""


@dataclass(frozen=True)
class Answer:
    """What someone answers to one question: marks or options chosen, and text.

    A mark is a value from "1" to "10". `OTHER` among the values is "Anders, namelijk …", with what
    is meant in `text`.
    """

    values: tuple[str, ...] = ()
    text: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.text.strip()


@dataclass(frozen=True)
class Record:
    """What one person answered, by question key, and whether that person was in the group when the
    form opened."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    early: bool = True


def text_room(word_limit: int) -> int:
    """How many bytes there are for a text of so many words, compressed if need be.

    Ample for ordinary words in any script: on average a word has six letters.
    """
    return 64 + 10 * word_limit


def text_fits(text: str, word_limit: int) -> bool:
    """Whether there is room for this text in a slot."""
    return len(_packed(text)[1]) <= text_room(word_limit)


class Slots:
    """How a slot of a form with these questions is filled and read."""

    def __init__(self, questions: Iterable[FormQuestion]) -> None:
        self.questions = sorted(questions, key=lambda question: question.position)
        self.size = 1 + sum(_value_bytes(one) + _text_bytes(one) for one in self.questions)
        self.empty = bytes(self.size)

    def pack(self, record: Record) -> bytes:
        """The slot of what somebody answered."""
        parts = [bytes([FILLED | (EARLY if record.early else 0)])]
        for question in self.questions:
            answer = record.answers.get(question.key, Answer())
            chosen = sum(1 << question.values.index(value) for value in answer.values)
            parts.append(chosen.to_bytes(_value_bytes(question), "big"))
            if question.takes_text:
                flag, text = _packed(answer.text.strip())
                length = (len(text) | flag).to_bytes(2, "big")
                parts.append((length + text).ljust(_text_bytes(question), b"\0"))
        return b"".join(parts)

    def unpack(self, slot: bytes) -> Record:
        """What somebody answered; what was left empty is not there."""
        answers, place = {}, 1
        for question in self.questions:
            chosen = int.from_bytes(slot[place : place + _value_bytes(question)], "big")
            place += _value_bytes(question)
            text = ""
            if question.takes_text:
                length = int.from_bytes(slot[place : place + 2], "big")
                text = _unpacked(length, slot[place + 2 :])
                place += _text_bytes(question)
            values = (one for bit, one in enumerate(question.values) if chosen >> bit & 1)
            answer = Answer(tuple(values), text)
            if not answer.is_empty:
                answers[question.key] = answer
        return Record(answers, early=bool(slot[0] & EARLY))

    def read(self, slots: Iterable[bytes]) -> list[Record]:
        """What everybody answered."""
        return [self.unpack(slot) for slot in slots if slot[0] & FILLED]

    def count(self, box_size: int) -> int:
        """How many slots a box of so many bytes has."""
        return (box_size - AROUND) // self.size

    def split(self, content: bytes) -> list[bytes]:
        """The slots in what was in a box."""
        return [content[at : at + self.size] for at in range(0, len(content), self.size)]

    def fill(self, slots: Sequence[bytes], *, room: int, record: Record | None = None) -> bytes:
        """The content of a box with this record too and at least `room` slots, shuffled."""
        filled = [slot for slot in slots if slot[0] & FILLED]
        if record is not None:
            filled.append(self.pack(record))
        filled += [self.empty] * (max(room, len(slots)) - len(filled))
        return b"".join(_shuffled(filled))


def _shuffled(slots: Sequence[bytes]) -> list[bytes]:
    """The slots in an order that tells nothing: of a number drawn for each, long enough that no two
    are the same. `SystemRandom.shuffle` asks the system for each slot apart, which took a sixth of
    an answer among 500."""
    drawn = os.urandom(DRAWN_SIZE * len(slots))
    places = sorted(
        range(len(slots)), key=lambda nth: drawn[nth * DRAWN_SIZE : (nth + 1) * DRAWN_SIZE]
    )
    return [slots[nth] for nth in places]


def seal(content: bytes, *, key: bytes, form_id: int) -> bytes:
    """The box around this content."""
    nonce = os.urandom(NONCE_SIZE)
    return FORMAT + nonce + ChaCha20Poly1305(key).encrypt(nonce, content, _about(form_id))


def unseal(box: bytes, *, key: bytes, form_id: int) -> bytes:
    """What is in the box.

    Raises:
        UnreadableBox: it is not the box of this form, or not with this key.
    """
    if not box.startswith(FORMAT):
        raise UnreadableBox
    nonce, sealed = box[1 : 1 + NONCE_SIZE], box[1 + NONCE_SIZE :]
    try:
        return ChaCha20Poly1305(key).decrypt(nonce, sealed, _about(form_id))
    except InvalidTag as error:
        raise UnreadableBox from error


def _about(form_id: int) -> bytes:
    return b"evaluation form %d" % form_id


def _value_bytes(question: FormQuestion) -> int:
    return (len(question.values) + 7) // 8


def _text_bytes(question: FormQuestion) -> int:
    return 2 + text_room(question.word_limit) if question.takes_text else 0


def _packed(text: str) -> tuple[int, bytes]:
    """The text as bytes, with `COMPRESSED` when that made it shorter."""
    plain = text.encode()
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(plain) + packer.flush()
    return (COMPRESSED, packed) if len(packed) < len(plain) else (0, plain)


def _unpacked(length: int, content: bytes) -> str:
    text = content[: length & ~COMPRESSED]
    return (zlib.decompress(text, -15) if length & COMPRESSED else text).decode()
