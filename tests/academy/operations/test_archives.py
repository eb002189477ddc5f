"""A backup holds one moment, and what comes back is what was there."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyrage
import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.utils import timezone

from academy.operations.archives import manifest, sealing, writing
from courses.common import invariants
from courses.enrolment import services
from courses.enrolment.enums import ACTIVE
from courses.enrolment.models import Enrolment
from courses.people.models import User
from courses.plugin_files.models import PluginFile
from scripts.with_postgres import VERSION_FOLDER, installed_wheel
from tests.factories import EditionFactory, PersonFactory
from tests.parallel import all_at_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytest_django import Settings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both_databases]

PEOPLE = 200


@pytest.fixture(autouse=True)
def place(settings: Settings, tmp_path: Path) -> Path:
    """A server of the test's own: its data, its uploads, and where its backups go."""
    settings.DATA_DIR = tmp_path / "data"
    # Looked at again when the other folder changes.
    storages["plugin_files"]._location = str(tmp_path / "data" / "plugin-files")  # type: ignore[attr-defined]
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.POSTGRES_PROGRAMS = str(installed_wheel() / VERSION_FOLDER / "bin")
    (settings.MEDIA_ROOT / "images").mkdir(parents=True)
    (settings.MEDIA_ROOT / "images" / "hall.jpg").write_bytes(b"a picture")
    return tmp_path


def run(name: str, *arguments: object) -> str:
    """What a command says; of one that refuses, why."""
    said = io.StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=said, stderr=said)
    except CommandError as error:
        return f"{said.getvalue()}{error}"
    return said.getvalue()


def backup(place: Path, *arguments: object) -> Path:
    said = run("backup", place / "backups", *arguments)
    found = sorted((place / "backups").glob("academy-*"))
    assert found, said
    return found[-1]


def broken() -> list[str]:
    return sorted(one.name for one in invariants.provided() if list(one.find()))


def test_what_comes_back_is_one_moment_of_a_busy_day(place: Path) -> None:
    """Two hundred enrol in twenty seats while a backup is made, which is put back later."""
    edition = EditionFactory.create(capacity=20)
    people = [PersonFactory.create() for _ in range(PEOPLE)]
    kept = PluginFile.objects.create(
        plugin="scorm", training=edition.training, name="a.zip", size=11, stored=11
    )
    storages["plugin_files"].save(f"{kept.folder}/0", ContentFile(b"of a plugin"))

    def enrol(some: list[User]) -> Callable[[], Any]:
        return lambda: [services.enrol(person=one, edition=edition) for one in some]

    done = all_at_once([*(enrol(people[start::3]) for start in range(3)), lambda: backup(place)])
    made = done[-1]
    assert isinstance(made, Path)
    assert Enrolment.objects.count() == PEOPLE
    newcomer = PersonFactory.create()
    storages["plugin_files"].delete(f"{kept.folder}/0")
    (place / "data" / "media" / "images" / "hall.jpg").unlink()
    (place / "data" / "media" / "later.pdf").write_bytes(b"of later")

    assert "Every table has as many rows" in run("restore", made, "--replace")

    assert not User.objects.filter(pk=newcomer.pk).exists()
    assert User.objects.filter(pk__in=[one.pk for one in people]).count() == PEOPLE
    assert (
        Enrolment.objects.filter(status__in=ACTIVE).count() == Enrolment.objects.count() <= PEOPLE
    )
    assert broken() == []
    media = place / "data" / "media"
    assert [one.relative_to(media).as_posix() for one in media.rglob("*") if one.is_file()] == [
        "images/hall.jpg"
    ]
    with storages["plugin_files"].open(f"{kept.folder}/0") as file:
        assert file.read() == b"of a plugin"
    # Whoever put back the wrong one can go back to what was here.
    before = next((place / "data" / "before-restore").glob("*.tar"))
    run("restore", before, "--replace")
    assert User.objects.filter(pk=newcomer.pk).exists()
    # People go on where they were: the next row gets a number that nobody has.
    assert PersonFactory.create().pk > newcomer.pk


def test_nobody_is_signed_in_by_a_backup(place: Path) -> None:
    Session.objects.create(session_key="a", session_data="b", expire_date=timezone.now())
    UserSession.objects.create(session_key="a", user=PersonFactory.create(), ip="::1")
    run("restore", backup(place), "--replace")
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_a_sealed_backup_opens_with_its_key_alone(place: Path) -> None:
    PersonFactory.create(email="sealed@example.org")
    said = run("backup", "--new-key", place / "key")
    public = said.split("ACADEMY_BACKUP_KEY=")[1].split()[0]
    assert (place / "key").stat().st_mode & 0o777 == 0o600
    assert "is there already" in run("backup", "--new-key", place / "key")
    made = backup(place, "--to", public)
    content = made.read_bytes()
    assert content.startswith(sealing.FIRST)
    assert b"sealed@example.org" not in content

    assert "is encrypted" in run("restore", made, "--replace")
    run("backup", "--new-key", place / "other")
    assert "does not open with that key" in run("restore", made, "--key", place / "other")
    assert "holds no secret key" in run("restore", made, "--key", made)
    assert "Whole." in run("restore", made, "--key", place / "key", "--check")
    # Who has no academy opens it with `age`.
    plain = pyrage.decrypt(content, [sealing.identity(place / "key")])
    with tarfile.open(fileobj=io.BytesIO(plain)) as tar:
        assert tar.getnames()[-1] == manifest.NAME


def test_bad_archives_change_nothing(place: Path) -> None:
    PersonFactory.create()
    good = backup(place)
    refused = {
        "nothing.tar": (b"", "no backup of the academy, or not a whole one"),
        "text.tar": (b"hello" * 1000, "no backup of the academy"),
        "short.tar": (good.read_bytes()[:20_000], "not a whole one"),
        "no end.tar": (changed(good, without=manifest.NAME), "its end is missing"),
        "changed.tar": (
            changed(good, replace={"media/images/hall.jpg": b"other"}),
            "is damaged: media",
        ),
        "too much.tar": (changed(good, replace={"media/new.txt": b"new"}), "it holds too much"),
        "outside.tar": (changed(good, replace={"../outside.txt": b"new"}), "outside its place"),
        "later.tar": (
            changed(
                good, replace={manifest.NAME: told(good, migrations={"people": ["9999_later"]})}
            ),
            "of a later version",
        ),
        "format.tar": (
            changed(good, replace={manifest.NAME: told(good, format=9)}),
            "upgrade first",
        ),
        "other.tar": (
            changed(good, replace={manifest.NAME: told(good, vendor="oracle")}),
            "copy_database",
        ),
        "no manifest.tar": (
            changed(good, replace={manifest.NAME: b"[]"}),
            "does not say what it holds",
        ),
    }
    for name, (content, why) in refused.items():
        (place / name).write_bytes(content)
        assert why in run("restore", place / name, "--replace"), name
    assert "cannot be read" in run("restore", place / "none.tar", "--replace")
    assert "--replace" in run("restore", good)
    assert not (place / "data" / "outside.txt").exists()
    assert User.objects.count() == 1
    assert not list((place / "data").glob("restore-*"))


def changed(archive: Path, *, replace: dict[str, bytes] | None = None, without: str = "") -> bytes:
    """The archive with other files in it."""
    replace = dict(replace or {})
    new = io.BytesIO()
    with tarfile.open(archive) as old, tarfile.open(fileobj=new, mode="w") as tar:
        members = [member for member in old.getmembers() if member.name != without]
        files = {one.name: old.extractfile(one).read() for one in members}  # type: ignore[union-attr]
        last = files.pop(manifest.NAME, None)
        files |= {name: content for name, content in replace.items() if name != manifest.NAME}
        if last is not None:
            files[manifest.NAME] = replace.get(manifest.NAME, last)
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return new.getvalue()


def told(archive: Path, **other: Any) -> bytes:
    """The archive's manifest with other values."""
    with tarfile.open(archive) as tar:
        file = tar.extractfile(manifest.NAME)
        assert file is not None
        found = manifest.loads(file.read())
    for name, value in other.items():
        setattr(found, name, value)
    return found.dumps()


def test_only_the_last_ones_are_kept_and_nothing_else_is_removed(place: Path) -> None:
    folder = place / "backups"
    folder.mkdir()
    names = [f"academy-2026-01-0{day}T020000.tar{end}" for day in (1, 2, 3) for end in ("", ".age")]
    for name in (*names, "academy-notes.txt", "other.tar"):
        (folder / name).touch()
    assert [one.name for one in writing.forget_older(folder, keep=2)] == names[:4]
    assert sorted(one.name for one in folder.iterdir()) == sorted(
        [*names[4:], "academy-notes.txt", "other.tar"]
    )
    assert "at least one" in run("backup", folder, "--keep", "0")
    assert "Name the folder" in run("backup")
    assert "public key must be one of age" in run("backup", folder, "--to", "somebody")
