# $title

A course plugin for the Vrijwilligersacademie. It adds:

$contents

Below, `$$ACADEMY` is the folder of the academy.

## Install

    $$ACADEMY/.venv/bin/python -m pip install -e .
    $$ACADEMY/.venv/bin/python $$ACADEMY/manage.py migrate
    $$ACADEMY/.venv/bin/python $$ACADEMY/manage.py plugins doctor $slug

Then restart the academy. The doctor says `$slug: ok`, or what to mend.

## Switch on

The plugin is off in each training until somebody switches it on: in `/beheer/`, at the training,
under “Uitbreidingen”. Or, with the address of the training:

    $$ACADEMY/.venv/bin/python $$ACADEMY/manage.py plugins enable $slug --training <adres>

## Test

Once, in the academy's folder: `make setup-dev`. Then, here:

    PYTHONPATH=$$ACADEMY $$ACADEMY/.venv/bin/python -m pytest

`tests/test_conformance.py` tries whether the plugin keeps to the academy's contract: pages closed
where it is off, nothing lost when it is switched off, every text in English, and so on.

## Translate

Texts in the code are Dutch and go through gettext; the English is in
`$slug/locale/en/LC_MESSAGES/django.po`. After a change, in the folder `$slug` (GNU gettext needed):

    $$ACADEMY/.venv/bin/django-admin makemessages --locale en --no-location
    $$ACADEMY/.venv/bin/django-admin compilemessages

## A new version

Raise `version` in `$slug/apps.py` and in `pyproject.toml`, and restart the academy.
