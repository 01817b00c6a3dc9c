"""The page at which somebody enters a code for the office."""

from html import escape
from pathlib import Path

STYLE = Path(__file__).with_name("office.css")

_PAGE = """<!DOCTYPE html>
<html lang="de">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="robots" content="noindex">
<link rel="stylesheet" href="/assets/probelauf.css">
<style>{style}</style>
</head>
<body class="pl-door">
<main>
<div id="pl-page" data-turn="door" data-lang="de" data-title="{title}" data-focus="heading">
{summary}<h1 id="pl-heading">Anmelden im Büro</h1>
</div>
<form method="post" action="{action}">
<p class="pl-question"><label class="pl-label" for="code">Ihr Zugangscode</label>
<span class="pl-hint" id="code-hint">Er hat 12 Buchstaben, zum Beispiel ABCD-EFGH-JKMN. Er gilt einmal.</span>
{error}<input id="code" name="code" value="{code}" required autocomplete="one-time-code"
 autocapitalize="characters" spellcheck="false" aria-describedby="code-hint{described}"{invalid}></p>
<button type="submit">Anmelden</button>
</form>
<p>Sie haben keinen Code? Das Team Ihres Testlabors gibt Ihnen einen.</p>
</main>
</body>
</html>
"""


def draw_door(action: str, code: str, problem: str = "") -> str:
    """Return the HTML page with the form: the code filled in, and what went wrong with the last one."""
    title = "Anmelden im Büro – Probelauf"
    summary = error = ""
    if problem:
        summary = (
            '<div id="pl-summary" role="alert" tabindex="-1" autofocus><h2>Es gibt ein Problem</h2>'
            f'<ul><li><a href="#code">{escape(problem)}</a></li></ul></div>\n'
        )
        error = f'<span class="pl-error" id="code-error">{escape(problem)}</span>\n'
    return _PAGE.format(
        title=f"Fehler: {title}" if problem else title,
        style=STYLE.read_text(encoding="utf-8"),
        summary=summary,
        action=action,
        error=error,
        code=escape(code),
        described=" code-error" if problem else "",
        invalid=' aria-invalid="true"' if problem else "",
    )
