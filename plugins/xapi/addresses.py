"""Where the plugin is found. Others have these written down, so they never change."""

from __future__ import annotations

FOLDER = "/p/xapi/"


def sharing() -> str:
    """Where somebody says whether the store may hear what he or she does."""
    return f"{FOLDER}delen"
