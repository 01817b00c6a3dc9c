"""The script that Streamlit runs for the office alone."""

from feedback.office import run
from labs.runner.office import desk

run(desk())
