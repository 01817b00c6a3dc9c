"""The script that Streamlit runs for every step of a citizen."""

from labs.runner.citizen import run

run()
