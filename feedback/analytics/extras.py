"""The packages of the extra `analytics`, loaded when they are needed: nobody else has to install them."""

from importlib import import_module
from typing import Any

from feedback.errors import OperatorError


def need(module: str) -> Any:
    """Return a module of the extra. Raises OperatorError with the command that installs it.

    >>> need("duckdbb")
    Traceback (most recent call last):
        ...
    feedback.errors.OperatorError: Questions need the package duckdbb; install it: pip install "probelauf[analytics]"
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise OperatorError(
            f'Questions need the package {package}; install it: pip install "probelauf[analytics]"'
        ) from error
