from labs.runner import show  # noqa: D100 - the two lines that Streamlit needs

show(__file__)
