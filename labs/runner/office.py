"""What the office is given by the serving process."""

from feedback.office import Desk
from labs.runner.shell import current


def desk() -> Desk:
    """Return what the office works on: the lab, the store, the secret."""
    shell = current()
    return Desk(lab=shell.lab, store=shell.store, secret=shell.secret)
