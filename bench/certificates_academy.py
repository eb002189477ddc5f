"""Make certificates with one version of the academy, and say what they cost.

    python bench/certificates_academy.py cost number=20 look=full
    python bench/certificates_academy.py many seconds=5
    python bench/certificates_academy.py stages number=20

It runs by its path with PYTHONPATH at the version that it is for, so it uses only what older
versions have too. It prints JSON; times are milliseconds of the processor. The pages of a version
without looks are those that it had.
"""

from __future__ import annotations

import base64
import datetime
import io
import json
import os
import random
import resource
import signal
import statistics
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

GOALS = (
    "Je herkent signalen van eenzaamheid.",
    "Je begint een gesprek over eenzaamheid zonder te oordelen.",
    "Je weet waar iemand in de wijk terechtkan.",
    "Je kent je eigen grenzen als vrijwilliger.",
)


def cost(*, number: int, look: str) -> dict[str, Any]:
    """The first certificate of an edition, those after it, and a bare page with the same words."""
    import weasyprint

    make = _maker(look)
    _milliseconds(lambda: make(0, "Een andere training"))
    words = _page()

    def bare() -> bytes:
        # Tagged, so that both do the same work for who cannot see.
        page: bytes = weasyprint.HTML(string=words).write_pdf(pdf_variant="pdf/a-3a")
        return page

    bare(), make(0)
    pages, next_ones, first_ones = [], [], []
    for turn in range(1, number + 1):
        # By turns: what else the machine does comes and goes.
        pages.append(_milliseconds(bare))
        first_ones.append(_milliseconds(partial(make, 0, f"Training nummer {turn}")))
        # Whatever was kept may have been thrown away for that one.
        make(0)
        next_ones.append(_milliseconds(partial(make, turn)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "first": min(first_ones),
        "next": min(next_ones),
        "bare": min(pages),
        # Of those made right after each other: what else the machine does slows both.
        "first_of_bare": _middle_ratio(first_ones, pages),
        "next_of_bare": _middle_ratio(next_ones, pages),
        "bytes": len(make(1)),
        "megabytes": memory,
    }


def _middle_ratio(ones: list[float], others: list[float]) -> float:
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


def many(*, seconds: int) -> dict[str, Any]:
    """How many certificates this process makes in a second, and how much of that is processor."""
    make = _maker("full")
    make(0)
    began, used, made = perf_counter(), process_time(), 0
    while perf_counter() - began < seconds:
        made += 1
        make(made)
    passed, took = perf_counter() - began, process_time() - used
    return {
        "per_second": made / passed,
        "processor": took / passed,
        "per_processor": made / took,
    }


def stages(*, number: int) -> dict[str, Any]:
    """What of the making of a certificate goes where, in milliseconds each."""
    import pydyf
    from weasyprint.document import Page

    from courses.common.internals.of_weasyprint import BlankParts

    make = _maker("full")
    for turn in range(3):
        make(turn)
    spent = {
        name: _watched(owner, name)
        for owner, name in ((BlankParts, "laid_out"), (Page, "paint"), (pydyf.PDF, "write"))
    }
    whole = [_milliseconds(partial(make, turn)) for turn in range(number)]
    middle = {name: statistics.median(taken) for name, taken in spent.items()}
    return {**middle, "rest": statistics.median(whole) - sum(middle.values())}


def _watched(owner: Any, name: str) -> list[float]:
    """What each call of this method takes from now on."""
    taken: list[float] = []
    method = getattr(owner, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        began = process_time()
        try:
            return method(*args, **kwargs)
        finally:
            taken.append((process_time() - began) * 1000)

    setattr(owner, name, timed)
    return taken


def memory() -> dict[str, Any]:
    """The most memory of this academy's process before it makes anything, in megabytes."""
    return {"megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def shared(*, processes: int) -> dict[str, Any]:
    """What each of some web processes takes after 100 certificates, in megabytes; they are copies
    of one, as under `academy run`. Its own; its part of what is shared with that; and the first
    process divided over all with it."""
    from academy.operations import loading

    loading.load()
    pipes = [os.pipe() for _process in range(processes)]
    children = [_in_a_process(_make_some, pipe) for pipe in pipes]
    taken = [os.read(reading, 99) for reading, _writing in pipes]
    own, part = zip(*(map(int, one.split()) for one in taken), strict=True)
    first = int(_memory()["Pss:"])
    for child in children:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return {
        "own": max(own) / 1024,
        "megabytes": max(part) / 1024,
        "with_first": (first + sum(part)) / processes / 1024,
    }


def _in_a_process(do: Callable[[], None], pipe: tuple[int, int]) -> int:
    """Do something in a process of its own, which tells its memory and waits for the others."""
    child = os.fork()
    if child:
        return child
    do()
    _reading, writing = pipe
    # By now the others have begun, so what is shared is shared with all.
    found = _memory()
    os.write(writing, f"{found['Private_Dirty:']} {found['Pss:']}".encode())
    # What it holds counts for the others until all were looked at.
    sleep(600)
    os._exit(0)


def _memory() -> dict[str, str]:
    """What Linux says of this process's memory, in kilobytes."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return {line.split()[0]: line.split()[1] for line in lines[1:]}


def _make_some() -> None:
    make = _maker("full")
    for turn in range(100):
        make(turn, f"Training nummer {turn // 10}")


def sign(*, number: int) -> dict[str, Any]:
    """What signing one with a badge takes, and how large it becomes; with an RSA key of 3072
    bits."""
    from django.conf import settings

    from courses.certificates import signing

    with tempfile.TemporaryDirectory() as folder:
        key = Path(folder) / "key.p12"
        key.write_bytes(_key())
        settings.ACADEMY_SIGNING_KEY, settings.ACADEMY_SIGNING_PASSWORD = str(key), ""
        content, by = _maker("full", files=_badge())(0), signing.signatory()
        signing.sign(content, by=by)
        taken = [_milliseconds(lambda: signing.sign(content, by=by)) for _turn in range(number)]
        return {"milliseconds": min(taken), "bytes": len(signing.sign(content, by=by))}


def _milliseconds(do: Callable[[], object]) -> float:
    began = process_time()
    do()
    return (process_time() - began) * 1000


def _badge() -> list[Any]:
    """Files as long as those of a badge, and at least as hard to pack."""
    from courses.common.pdf_profile import EmbeddedFile

    now, drawn = datetime.datetime.now(datetime.UTC), random.Random(1)
    return [
        EmbeddedFile(
            name=name,
            content=base64.urlsafe_b64encode(drawn.randbytes(length * 3 // 4)),
            media_type=media_type,
            description="Open Badge",
            relationship="Alternative",
            moment=now,
        )
        for name, length, media_type in (
            ("badge.json", 2900, "application/ld+json"),
            ("badge.jwt", 3900, "application/vc+jwt"),
        )
    ]


def _maker(look: str, **more: Any) -> Callable[..., bytes]:
    from courses.certificates.rendering import render_own
    from courses.plugin_api.contributions.certificates import CertificateData

    looks: dict[str, Any] = {**({} if look == "plain" else _look()), **more}

    def make(number: int, training: str = "Eenzaamheid signaleren") -> bytes:
        code = f"K7M2-9QXR-4TBD-{number:04}"
        data = CertificateData(
            name=f"Anneke van der Veen-Molenaar {'abcdefghij'[number % 10]}",
            training=training,
            partner="Vrijwilligerscentrale Utrecht",
            first_day="2026-03-03",
            last_day="2026-03-10",
            issued_on="2026-03-11",
            minutes=180,
            hours="3",
            place="Utrecht",
            edition=12,
            code=code,
            check_url=f"https://academie.example/certificaat/{code}/",
        )
        return render_own(data, **looks)

    return make


def _look() -> dict[str, Any]:
    try:
        from courses.certificates.looks import Look, Picture
    except ImportError:
        # A version in which all certificates look alike.
        return {}
    return {
        "look": Look(
            goals=GOALS,
            drawing="eenzaamheid",
            logo=Picture(_drawing(300, 120), "Vrijwilligerscentrale Utrecht"),
            signatory="Joke de Bruin",
            role="Coördinator",
            signature=_drawing(400, 110),
        )
    }


def _drawing(width: int, height: int) -> str:
    """A picture with lines and areas, as logos and signatures have."""
    from PIL import Image, ImageDraw

    sheet = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(sheet)
    pen.ellipse((5, 5, height - 5, height - 5), fill="#0d5763")
    for step in range(3):
        y = 20 + step * 30
        pen.rectangle((height + 10, y, width - 10 - 40 * step, y + 14), fill="#b4532f")
    content = io.BytesIO()
    sheet.save(content, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()


def _page() -> str:
    goals = "".join(f"<li>{goal}</li>" for goal in GOALS)
    return (
        "<html lang='nl'><head><title>Kale bladzijde</title></head><body><p>Vrijwilligersacademie"
        "</p><h1>Certificaat</h1><p>Anneke van der Veen-Molenaar</p><p>volgde deze training en "
        "rondde die af:</p><h2>Eenzaamheid signaleren</h2><h3>Wat je hebt geleerd</h3>"
        f"<ul>{goals}</ul><p>Datum 3 maart 2026 t/m 10 maart 2026</p><p>Duur 3 uur</p>"
        "<p>Plaats Utrecht</p><p>Aangeboden door Vrijwilligerscentrale Utrecht</p>"
        "<p>Uitgegeven op 11 maart 2026</p><p>Joke de Bruin</p><p>Code K7M2-9QXR-4TBD-0001</p>"
        "<p>Is dit certificaat echt? Ga naar: academie.example/certificaat/</p></body></html>"
    )


def _key() -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import pkcs12

    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Academie")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"academy", key, certificate, None, serialization.NoEncryption()
    )


COMMANDS: dict[str, Callable[..., dict[str, Any]]] = {
    "cost": cost,
    "many": many,
    "stages": stages,
    "memory": memory,
    "shared": shared,
    "sign": sign,
}


def main(command: str, *arguments: str) -> None:
    """Do what is asked, and print it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.base")
    import django

    django.setup()
    said = dict(one.split("=") for one in arguments)
    values: dict[str, Any] = {
        name: value if name == "look" else int(value) for name, value in said.items()
    }
    print(json.dumps(COMMANDS[command](**values)))


if __name__ == "__main__":
    main(*sys.argv[1:])
