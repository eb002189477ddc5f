"""A backup holds one moment, and what comes back is what was there."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyrage
import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from academy.operations.archives import databases, manifest, sealing, writing
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


def manifest_of(archive: Path) -> manifest.Manifest:
    with tarfile.open(archive) as tar:
        file = tar.extractfile(manifest.NAME)
        assert file is not None
        return manifest.loads(file.read())


def told(archive: Path, **other: Any) -> bytes:
    """The archive's manifest with other values."""
    found = manifest_of(archive)
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


def test_what_fails_on_the_way_leaves_all_as_it_was(place: Path) -> None:
    """The hashes are right, and still the database in it cannot be put back."""
    PersonFactory.create(email="here@example.org")
    good = backup(place)
    name = databases.present().name
    with tarfile.open(good) as tar:
        snapshot = tar.extractfile(name).read()  # type: ignore[union-attr]
    short = snapshot[: len(snapshot) * 2 // 3]
    files = {**manifest_of(good).files, name: hashlib.sha256(short).hexdigest()}
    bad = place / "bad.tar"
    bad.write_bytes(changed(good, replace={name: short, manifest.NAME: told(good, files=files)}))
    (place / "data" / "media" / "images" / "hall.jpg").write_bytes(b"of now")

    assert "Every table" not in run("restore", bad, "--replace")

    assert User.objects.filter(email="here@example.org").exists()
    media = place / "data" / "media"
    assert [one.read_bytes() for one in media.rglob("*") if one.is_file()] == [b"of now"]


def test_uploads_on_a_disk_of_their_own_come_back(place: Path, settings: Settings) -> None:
    """Between two disks nothing can be moved by its name alone."""
    with tempfile.TemporaryDirectory(dir="/dev/shm") as other:
        if Path(other).stat().st_dev == place.stat().st_dev:
            pytest.skip("there is no second disk")
        root = Path(other) / "files"
        root.mkdir(mode=0o700)
        storages["plugin_files"]._location = str(root)  # type: ignore[attr-defined]
        storages["plugin_files"].__dict__.pop("base_location", None)
        storages["plugin_files"].__dict__.pop("location", None)
        (root / "a").write_bytes(b"of then")
        made = backup(place)
        (root / "a").write_bytes(b"of now")
        (root / "b").write_bytes(b"of now")

        assert "Every table has as many rows" in run("restore", made, "--replace")

        assert {one.name: one.read_bytes() for one in root.iterdir()} == {"a": b"of then"}
        # Nobody else may read what participants handed in, before and after.
        assert root.stat().st_mode & 0o777 == 0o700


def test_files_of_plugins_that_are_put_back_are_for_the_academy_alone(place: Path) -> None:
    root = place / "data" / "plugin-files"
    root.mkdir(mode=0o700)
    (root / "a").write_bytes(b"handed in")
    made = backup(place)
    for _there in range(2):
        assert "Every table has as many rows" in run("restore", made, "--replace")
        assert root.stat().st_mode & 0o777 == 0o700
        shutil.rmtree(root)


def test_what_a_killed_program_left_is_taken_away_by_the_next(place: Path) -> None:
    """All that the academy knows stands there, readable."""
    place_of_work = "from academy.operations.archives import workplaces as w\n"
    program = (
        "import os, signal, sys, time\n"
        "from pathlib import Path\n"
        "from django.conf import settings\n"
        f"settings.configure(DATA_DIR=Path({str(place / 'data')!r}))\n"
        f"{place_of_work}"
        "with w.workplace('restore-') as folder:\n"
        "    (folder / 'archive').write_text('everything')\n"
        "    print(flush=True)\n"
        "    time.sleep(60)\n"
    )
    for number, stays in ((signal.SIGTERM, False), (signal.SIGKILL, True)):
        with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            backup(place)
            assert list((place / "data").glob("restore-*")), "it is not done"
            process.send_signal(number)
            process.wait()
        assert bool(list((place / "data").glob("restore-*"))) is stays
    half = place / "backups" / ".academy-2026-01-01T020000.tar.half"
    half.write_bytes(b"half")
    backup(place)
    assert not list((place / "data").glob("restore-*"))
    assert not half.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a file of ours")
@pytest.mark.parametrize("where", [0, 4096 * 3])
def test_a_damaged_database_is_set_aside(place: Path, tmp_path: Path, where: int) -> None:
    """That is the day on which a backup is for."""
    made = backup(place)
    damaged = tmp_path / "damaged.sqlite3"
    with tarfile.open(made) as tar:
        content = bytearray(tar.extractfile("database.sqlite3").read())  # type: ignore[union-attr]
    content[where : where + 4096 * 50] = b"x" * 4096 * 50
    damaged.write_bytes(content)
    program = [sys.executable, "manage.py", "restore", str(made)]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "academy.settings.demo",
        "ACADEMY_DATA_DIR": str(tmp_path / "elsewhere"),
        "DATABASE_URL": f"sqlite:///{damaged}",
    }

    def restore(*arguments: str) -> str:
        done = subprocess.run(
            [*program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        return done.stdout + done.stderr

    assert "database that is here is damaged" in restore()
    assert damaged.read_bytes() == content
    assert "Every table has as many rows" in restore("--replace")
    [kept] = (tmp_path / "elsewhere" / "before-restore").glob("damaged-*.sqlite3")
    assert kept.read_bytes() == content


def test_a_full_disk_is_not_taken_for_a_wrong_key(place: Path) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, octets: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    key = pyrage.x25519.Identity.generate()
    sealed = io.BytesIO(pyrage.encrypt(b"all of it", [key.to_public()]))
    with pytest.raises(OSError, match="No space left"):
        sealing.opened(sealed, Full(), key)  # type: ignore[arg-type]
