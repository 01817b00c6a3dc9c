"""Errors in a citizen's page, written down for the operator without anything that was typed."""

import logging

from labs.runner.journal import names_of, places_of

log = logging.getLogger("probelauf")


def log_places(error: BaseException) -> None:
    """Log the type of an error and the places in the code that led to it.

    Never its message: that could repeat what somebody typed.
    """
    log.error("%s in a citizen's page.", names_of(error), extra={"places": places_of(error)})
