"""gunicorn's own log, by the rules of the academy's: it names addresses and networks otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gunicorn.glogging import Logger

from academy.operations.logs import Json, Line
from academy.settings import environment

if TYPE_CHECKING:
    from gunicorn.config import Config


class WebLog(Logger):
    """What gunicorn says of itself and of requests that it could not answer.

    It begins before Django is set up, so it reads the environment.
    """

    def setup(self, cfg: Config) -> None:
        """Have each line made by a formatter of ours."""
        super().setup(cfg)
        is_json = environment.reader().str("ACADEMY_LOG", default="line") == "json"
        formatter = Json() if is_json else Line(self.error_fmt, self.datefmt)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter)
