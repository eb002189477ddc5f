"""The files with which systemd or a container starts the academy, from the one list of programs."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from academy.operations.programs import GRACE, TICK_EVERY, Program, Size, programs

if TYPE_CHECKING:
    from collections.abc import Iterator

BACKUPS_KEPT = 14
FOLDER = "django.core.files.storage.FileSystemStorage"
"""Where files are kept on the machine itself."""
HARDENING = (
    "NoNewPrivileges=yes",
    "PrivateTmp=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
)
"""What keeps a program that was broken into from the rest of the machine."""
AT = {"backup": "02:30", "daily": "03:15"}
"""At what hour the timers go off."""
DATA, KEYS = "/data", "/keys"
"""Where in a container the data are, and the keys of open evaluations, which no backup may hold."""
DEBIAN = (
    *("gettext", "make", "python3", "python3-venv"),
    *("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    *("fonts-dejavu-core", "fonts-noto-core"),
)
"""The packages in the image."""


@dataclass(frozen=True)
class Place:
    """Where the academy is on the server, and as whom it runs."""

    user: str = "academy"
    environment: str = "/etc/academy.env"
    backups: str = "/var/backups/academy"
    data: str = "/var/lib"
    """The folder in which many academies have theirs."""


def systemd(place: Place, size: Size, *, python: str) -> dict[str, str]:
    """Each unit's name with its text: a service for each program, one name for all, and the backup.

    Args:
        place: where the academy is.
        size: of the web server.
        python: the interpreter that has the academy's packages.
    """
    running = programs(size, python=python)
    manage = (python, str(settings.BASE_DIR / "manage.py"))
    backup = (*manage, "backup", place.backups, "--keep", str(BACKUPS_KEPT))
    units = {f"academy-{one.name}.service": _service(one, place) for one in running}
    units["academy.target"] = _unit(
        Unit=["Description=The academy", f"Wants={' '.join(units)}"],
        Install=["WantedBy=multi-user.target"],
    )
    units["academy-backup.service"] = _once(place, "a backup", backup)
    units["academy-daily.service"] = _once(
        place,
        "forget done tasks and old sessions",
        (*manage, "prune_db_task_results"),
        (*manage, "clearsessions"),
    )
    for name, hour in AT.items():
        units[f"academy-{name}.timer"] = _unit(
            Unit=[f"Description=Academy: when academy-{name}.service runs"],
            Timer=[f"OnCalendar=*-*-* {hour}", "Persistent=true"],
            Install=["WantedBy=timers.target"],
        )
    return units


def for_many(place: Place, folder: Path, *, python: str) -> dict[str, str]:
    """The unit of one process that makes the ticks of all academies with a file in a folder.

    Each has a web server of its own; a worker only where mail cannot wait until the next round.
    """
    manage = (python, str(settings.BASE_DIR / "manage.py"))
    rounds = (*manage, "academy", "tick-all", str(folder), "--every", str(TICK_EVERY))
    return {
        "academies-tick.service": _unit(
            Unit=["Description=Academies: what time brings each", "After=network-online.target"],
            Service=[
                "Restart=always",
                "RestartSec=2",
                f"TimeoutStopSec={GRACE}",
                f"User={place.user}",
                "Environment=PYTHONUNBUFFERED=1",
                f"WorkingDirectory={settings.BASE_DIR}",
                *HARDENING,
                f"ReadWritePaths=-{place.data}",
                f"ExecStart={shlex.join(rounds)}",
            ],
            Install=["WantedBy=multi-user.target"],
        )
    }


def _unit(**sections: list[str]) -> str:
    """The text of a unit with these sections."""
    written = ("\n".join([f"[{name}]", *lines, ""]) for name, lines in sections.items())
    return "\n".join(written)


def _service(program: Program, place: Place) -> str:
    """The unit of a program that is always on."""
    return _unit(
        Unit=[
            f"Description=Academy: {program.purpose}",
            "After=network-online.target postgresql.service",
            "Wants=network-online.target",
            "PartOf=academy.target",
        ],
        Service=[
            "Restart=always",
            "RestartSec=2",
            f"TimeoutStopSec={program.grace}",
            *_surroundings(place),
            f"ExecStart={shlex.join(program.arguments)}",
        ],
    )


def _once(place: Place, purpose: str, *commands: tuple[str, ...]) -> str:
    """The unit of commands that run one after another and end."""
    return _unit(
        Unit=[f"Description=Academy: {purpose}"],
        Service=[
            "Type=oneshot",
            *_surroundings(place),
            *(f"ExecStart={shlex.join(command)}" for command in commands),
        ],
    )


def _surroundings(place: Place) -> list[str]:
    """As whom a program runs, with what settings, and where it may write."""
    folders = dict.fromkeys((str(settings.DATA_DIR), place.backups, *_elsewhere()))
    return [
        f"User={place.user}",
        f"EnvironmentFile={place.environment}",
        "Environment=PYTHONUNBUFFERED=1",
        f"WorkingDirectory={settings.BASE_DIR}",
        *HARDENING,
        # "-": a folder that is not there yet stops nothing.
        f"ReadWritePaths={' '.join(f'-{folder}' for folder in folders)}",
    ]


def _elsewhere() -> Iterator[str]:
    """The folders that the academy writes in and that the operator may have put anywhere."""
    if "://" not in settings.EVALUATION_KEYS:
        yield settings.EVALUATION_KEYS
    files = settings.STORAGES["plugin_files"]
    if files["BACKEND"] == FOLDER:
        yield files["OPTIONS"]["location"]
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        yield str(Path(database["NAME"]).parent)


def container(place: Place, size: Size) -> str:
    """The recipe for an image that holds everything; settings and data come from outside."""
    start = (
        *("python", "manage.py", "academy", "run", "--prepare", "--bind", "0.0.0.0:8000"),
        *("--workers", str(size.workers), "--threads", str(size.threads)),
    )
    return f"""\
# Build, in the folder of the academy: podman build -t academy -f Containerfile .
# Run, with the same file of settings; within the image these two places are always there:
#   podman run --env-file {place.environment} --env ACADEMY_DATA_DIR={DATA} \\
#     --env ACADEMY_EVALUATION_KEYS={KEYS} --volume academy:{DATA} --volume academy-keys:{KEYS} \\
#     --publish 127.0.0.1:8000:8000 academy
FROM docker.io/library/debian:12-slim
RUN apt-get update && apt-get install --yes --no-install-recommends \\
    {" ".join(DEBIAN)} \\
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/academy
COPY . .
RUN make setup && useradd --system --home-dir {DATA} academy \\
    && install --directory --owner academy --mode 700 {DATA} {KEYS}
ENV PATH=/srv/academy/.venv/bin:$PATH
ENV ACADEMY_DATA_DIR={DATA}
ENV ACADEMY_EVALUATION_KEYS={KEYS}
ENV DJANGO_SETTINGS_MODULE=academy.settings.production
USER academy
VOLUME {DATA} {KEYS}
EXPOSE 8000
STOPSIGNAL SIGTERM
CMD {json.dumps(start)}
"""


def write(files: dict[str, str], folder: Path) -> list[Path]:
    """Write these texts to files of these names; where they are.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files.items():
        path = folder / name
        path.write_text(text)
        written.append(path)
    return written
