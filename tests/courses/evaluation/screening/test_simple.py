"""What the screening finds without a dictionary, and what it leaves alone."""

import pytest

from courses.evaluation.redactions import redacted
from courses.evaluation.screening.names import name_words
from courses.evaluation.screening.simple import screen

KNOWN = name_words(
    [
        "Jan",
        "de Vries",
        "Fatima",
        "El Idrissi",
        "Roos",
        "van Dijk",
        "Groot",
        "Bo",
        "’t Hart",
        "Daan",
    ]
)
EXCEPTIONS = ["Rode Kruis", "roos van leary", "De Wissel", "Overvecht"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        # Who was there: whatever the capitals, with what is in between, and somebody's own.
        ("Ik sprak met jan de vries over fatima.", "Ik sprak met # over #."),
        ("JAN WAS TOP. Jans verhaal en Fatima's lach.", "# WAS TOP. # verhaal en # lach."),
        ("Roos vertelde veel. De roos in de tuin.", "# vertelde veel. De roos in de tuin."),
        ("Van Dijk en daan. Ik was groot.", "# en #. Ik was groot."),
        ("Ook bo en Bo kwamen.", "Ook bo en # kwamen."),
        # Of whom nobody knew: capitals in a sentence, two together, and after "mevrouw".
        ("Annemieke Verhoeven gaf tips. Ook Ahmed El Amrani.", "# gaf tips. Ook #."),
        ("Mevrouw Jansen-Bakker en mw. Pietersen zeiden dat.", "Mevrouw # en mw. # zeiden dat."),
        ("Van meneer ’t Hart; Piet 't Zand ook.", "Van meneer #; # ook."),
        ("De trainer J. Jansen was er.", "De trainer # was er."),
        # Numbers and addresses.
        ("Mail a.b+c@voorbeeld.nl of bel 06-12345678.", "Mail # of bel #."),
        ("Bel +31 6 1234 5678 of (030) 123 45 67!", "Bel # of #!"),
        ("In de Lange Nieuwstraat 12, 3511 AB Utrecht.", "In de #, # Utrecht."),
        ("Ik woon aan de wisselstraat 4b.", "Ik woon aan de #."),
        ("Zie www.site.nl/jan, of https://x.example/a?b=1.", "Zie #, of #."),
        ("NL91 ABNA 0417 1643 00, bsn 123456782", "#, bsn #"),
        # What is none of that.
        ("Het Rode Kruis gaf de Roos van Leary in De Wissel.", None),
        ("De zaal was koud. Dank jullie wel! Vooral de GGZ.", None),
        ("Ik spreek Arabisch en woon in Overvecht, in Utrecht.", None),
        ("Op 12-05-2026 om 19.30 uur kwamen 8.500 mensen, 100%.", None),
        ("In 2020 en 2021 deed ik mee.\n- Meer oefenen\n- Koffie", None),
        ("", None),
    ],
)
def test_it_finds_what_somebody_could_be_recognised_by(written: str, read: str | None) -> None:
    found = redacted(written, screen(written, known=KNOWN, exceptions=EXCEPTIONS))

    assert found.replace("[weggelaten]", "#") == (written if read is None else read)
