"""Addresses of a plugin for other programs, and for browsers that another site sends."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from courses.plugin_api.contributions.base import Contribution

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.urls import URLPattern


class Endpoints(Contribution):
    """Addresses that belong to no training, below `/p/<plugin>/`. Since 1.3.

    For what other systems call or send a browser to: a protocol, a webhook that comes in. A view is
    called as `view(request, **kwargs)`, with whatever method, and not in a transaction: it may have
    to ask another system something, and nobody else could write meanwhile. So what belongs together
    is written in a transaction of your own. No CSRF token is asked: a view has to know by a
    signature or a secret who calls, and takes `csrf_protect` of Django where it shows a form of its
    own. It may raise `Http404`, `PermissionDenied`, and `Refusal` with a sentence for a person;
    these, and a failure, undo what was put in the session, not what was written before.

    The addresses never change, and depend on whether the plugin is on for the site, not on where it
    is on. When it fails the answer is a page with status 404 that says to try later. Without a
    match, `PublicDocuments` are asked.
    """

    @abstractmethod
    def patterns(self) -> Sequence[URLPattern]:
        """Patterns made with `django.urls.path`; called once in each process."""
