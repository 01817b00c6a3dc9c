"""The script that Streamlit runs where one process serves both sides, as in the demo: the address decides."""

import streamlit as st

from labs.runner import citizen

# st.navigation costs more than a plain script; only this script, not the citizens' own, pays for it.


def office() -> None:
    """Draw the office."""
    from feedback.office import run
    from labs.runner.office import desk

    run(desk())


st.navigation(
    [
        st.Page(citizen.run, title="Probelauf", default=True),
        st.Page(office, title="Büro", url_path="buero"),
    ],
    position="hidden",
).run()
