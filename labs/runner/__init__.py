"""The citizen's shell: Streamlit pages, the server, the look. `show` is what a prototype's two-line `app.py` calls."""


def show(app_file: str) -> None:
    """Show the prototype whose folder holds this file."""
    from labs.runner.preview import show as show_preview

    show_preview(app_file)


__all__ = ["show"]
