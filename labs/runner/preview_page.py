"""The script that Streamlit runs for an author's preview."""

from labs.runner.preview import run

run()
