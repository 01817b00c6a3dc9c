"""Every example in a docstring is run."""

import doctest
import importlib
import pkgutil

import pytest

import feedback
import labs

SCRIPTS = ("_page", "__main__", ".office")  # run by Streamlit or the shell, not imported


def modules() -> list[str]:
    """Return the names of all modules that can be imported without drawing something."""
    found = [
        name
        for package in (labs, feedback)
        for _, name, _ in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return [name for name in found if not name.endswith(SCRIPTS)]


@pytest.mark.parametrize("name", modules())
def test_examples_hold(name: str) -> None:
    """The examples of this module give what they say."""
    module = importlib.import_module(name)
    assert 0 == doctest.testmod(module).failed


def test_there_are_examples() -> None:
    """The search for examples finds them."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    examples = [test for name in modules() for test in finder.find(importlib.import_module(name)) if test.examples]
    assert len(examples) > 40
