"""Errors in a citizen's page, written down for the operator without anything that was typed."""

import logging
import traceback

log = logging.getLogger("probelauf")


def log_places(error: BaseException) -> None:
    """Log the type of an error and the places in the code that led to it.

    Never its message: that could repeat what somebody typed.
    """
    places = traceback.extract_tb(error.__traceback__)
    lines = [f"  {place.filename}:{place.lineno} {place.name}" for place in places]
    log.error("\n".join([f"{type(error).__name__} in a citizen's page:", *lines]))
