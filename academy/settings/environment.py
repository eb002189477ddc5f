"""The environment, in which everything is that differs from one academy to the next."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import environ

if TYPE_CHECKING:
    from collections.abc import Mapping


def reader(variables: Mapping[str, str] = os.environ) -> environ.Env:
    """What reads the settings of an academy from these variables, quoted or not.

    One file of settings serves a shell, systemd and a container. The first two take the quotes away
    that a value with a space needs; podman and docker hand them on.
    """
    found = {name: _unquoted(value) for name, value in variables.items()}
    made: Any = type("VariablesOfAnAcademy", (environ.Env,), {"ENVIRON": found})
    env: environ.Env = made()
    return env


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value
