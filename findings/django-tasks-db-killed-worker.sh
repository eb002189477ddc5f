#!/usr/bin/env bash
# django-tasks-db 0.13.0 with django-tasks 0.12.0 and Django 5.2.19 (PyPI).
#
# A worker marks a task as running before it does it. When the worker is killed meanwhile, as happens when
# memory is full or a machine stops, the task stays "running" for ever: no other worker takes it up, it is not
# marked as failed, and pruning leaves it. Nothing tells that a certificate or an invitation was never sent.
#
# Seen:
#   while the worker is at it: RUNNING, began 1 time
#   the worker is killed; another worker has done what was left and stopped: RUNNING, began 1 time
#   after pruning what is older than 0 days: RUNNING, began 1 time
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check \
  django-tasks-db==0.13.0 django-tasks==0.12.0 Django==5.2.19
cat >config.py <<'PYTHON'
SECRET_KEY = "proef"
USE_TZ = True
INSTALLED_APPS = ["django_tasks", "django_tasks_db"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PYTHON
cat >work.py <<'PYTHON'
import os
import time
from pathlib import Path

from django_tasks import task

BEGAN = Path("began")


@task()
def send():
    with BEGAN.open("a") as file:
        file.write("x")
    if os.environ.get("SLOW"):
        time.sleep(600)
PYTHON
cat >say.py <<'PYTHON'
import sys

import django

django.setup()

from django_tasks_db.models import DBTaskResult  # noqa: E402

from work import BEGAN  # noqa: E402

(one,) = DBTaskResult.objects.all()
print(f"{sys.argv[1]}: {one.status}, began {len(BEGAN.read_text())} time")
PYTHON
export DJANGO_SETTINGS_MODULE=config PYTHONPATH=.
admin() { env/bin/python -m django "$@" --verbosity 0; }
admin migrate
env/bin/python -c "import django; django.setup(); from work import send; send.enqueue()"
seen=$(
  SLOW=1 env/bin/python -m django db_worker --no-startup-delay --verbosity 0 >/dev/null 2>&1 &
  worker=$!
  for _ in $(seq 300); do [ -e began ] && break; sleep 0.2; done
  env/bin/python say.py "while the worker is at it"
  kill -KILL "$worker"
  wait "$worker" 2>/dev/null || true
  admin db_worker --batch --no-startup-delay
  env/bin/python say.py "the worker is killed; another worker has done what was left and stopped"
  admin prune_db_task_results --min-age-days 0 --failed-min-age-days 0
  env/bin/python say.py "after pruning what is older than 0 days"
)
echo "$seen"
test "$seen" = "while the worker is at it: RUNNING, began 1 time
the worker is killed; another worker has done what was left and stopped: RUNNING, began 1 time
after pruning what is older than 0 days: RUNNING, began 1 time" ||
  { echo "what becomes of a task whose worker is killed is otherwise now" >&2; exit 1; }
