"""The academy as an issuer: its key, its documents, its list."""

from __future__ import annotations

import json
import os
import secrets
import stat
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from courses.common import clock
from courses.plugin_api.api import Refusal
from courses.plugin_host import standing
from plugins.openbadges import addresses, credential, encodings, keys, services, status_list
from plugins.openbadges.models import PublishedKey, StatusEntry
from tests.courses.certificates.people import NEXT_DAY
from tests.plugins.openbadges.people import write_key

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import Settings

FOLDER = "/p/openbadges/"


@pytest.fixture
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_key_is_made_once_for_the_academy_alone(own_folder: Path) -> None:
    with pytest.raises(keys.KeyUnavailable):
        keys.current_key()
    first = keys.current_key(make=True)
    assert keys.current_key(make=True).multibase == keys.current_key().multibase == first.multibase
    (file,) = own_folder.iterdir()
    assert (file.name, stat.S_IMODE(file.stat().st_mode)) == ("badge-key.pem", 0o600)
    # One that is put in its place is read at once.
    os.utime(write_key(file), (1, 1))
    assert keys.current_key(make=True).multibase != first.multibase


@pytest.mark.parametrize("content", ["", "geen sleutel", "rsa"])
def test_a_file_that_holds_no_such_key_is_said_so(
    settings: Settings, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "sleutel.pem"
    settings.ACADEMY_BADGE_KEY = str(file)
    if content == "rsa":
        from cryptography.hazmat.primitives import serialization
        from cryptography.hazmat.primitives.asymmetric import ec

        file.write_bytes(
            ec.generate_private_key(ec.SECP256R1()).private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    else:
        file.write_text(content)
    with pytest.raises(keys.KeyUnavailable):
        keys.current_key()


@pytest.mark.django_db
def test_old_keys_stay_published_and_the_one_that_signs_stands_first(
    client: Client, settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = []
    # The first one signs again in the end: it is not the newest then.
    for name in ("een", "twee", "een"):
        file = tmp_path / f"{name}.pem"
        settings.ACADEMY_BADGE_KEY = str(file if file.exists() else write_key(file))
        made.append(keys.current_key().multibase)
        services.publish_key(multibase=made[-1])
    first, second = made[:2]
    did = client.get(f"{FOLDER}did.json")
    assert (did.status_code, did["Access-Control-Allow-Origin"]) == (200, "*")
    told = json.loads(did.content)
    names = [addresses.key_id(first), addresses.key_id(second)]
    assert [one["id"] for one in told["verificationMethod"]] == told["assertionMethod"] == names
    jwks = json.loads(client.get(f"{FOLDER}keys.json").content)["keys"]
    assert [one["kid"] for one in jwks] == names
    method = json.loads(client.get(f"{FOLDER}keys/{second}").content)
    assert method["publicKeyMultibase"] == encodings.multikey(encodings.public_of(second)) == second

    call_command("openbadges_keys", withdraw=second)
    assert [line.split()[0::3] for line in capsys.readouterr().out.splitlines()] == [
        [second, "withdrawn"],
        [first, "signs"],
    ]
    assert client.get(f"{FOLDER}keys/{second}").status_code == 404
    assert PublishedKey.objects.count() == 2
    with pytest.raises(Refusal):
        services.publish_key(multibase=second)
    with pytest.raises(CommandError):
        call_command("openbadges_keys", withdraw="z6Mkonbekend")
    assert services.withdraw_key(multibase=second).withdrawn_at is not None


@pytest.mark.django_db
def test_documents_are_for_everybody_unless_the_plugin_is_off(client: Client) -> None:
    with clock.at(NEXT_DAY):
        services.take_place(code="A")
        found = {
            name: client.get(FOLDER + name)
            for name in ("status/1", "status/1.jwt", "status/2", "badge.svg", "training/1.json")
        }
    assert {name: one.status_code for name, one in found.items()} == {
        "status/1": 200, "status/1.jwt": 200, "status/2": 404, "badge.svg": 200,
        "training/1.json": 404,
    }  # fmt: skip
    assert found["status/1.jwt"]["Content-Type"] == "application/vc+jwt"
    assert found["status/1"]["Cache-Control"] == "public, max-age=300"
    told = json.loads(found["status/1"].content)
    assert (told["validFrom"], told["validUntil"]) == (
        "2026-03-04T18:00:00Z",
        "2026-03-05T18:00:00Z",
    )
    standing.switch(plugin="openbadges", on=False)
    assert client.get(f"{FOLDER}did.json").status_code == 404


@pytest.mark.django_db
@pytest.mark.both_databases
def test_places_are_drawn_by_lot_each_once_and_a_full_list_is_followed_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = iter([5, 5, 9, 1])
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(drawn))
    monkeypatch.setattr(services, "MOST_IN_A_LIST", 2)
    for code in ("A", "B", "C"):
        services.take_place(code=code)
    rows = StatusEntry.objects.order_by("pk").values_list("code", "number", "index")
    assert list(rows) == [("A", 1, 5), ("B", 1, 9), ("C", 2, 1)]
    # A certificate has one badge.
    drawn = iter([7])
    with pytest.raises(IntegrityError):
        services.take_place(code="A")


def test_a_list_hides_in_sixteen_kilobytes_and_says_the_first_place_in_front() -> None:
    import base64
    import gzip

    word = status_list.encoded([0, 9])
    assert word[0] == "u"
    bits = gzip.decompress(base64.urlsafe_b64decode(word[1:] + "=" * (-len(word[1:]) % 4)))
    assert (len(bits), bits[:2]) == (16_384, b"\x80\x40")


@pytest.mark.parametrize(("hours", "number"), [("3", 3), ("2.5", 2.5), ("3.0", 3)])
def test_whole_hours_have_no_fraction(hours: str, number: float) -> None:
    assert repr(credential.number(hours)) == repr(number)
