"""The pages behind a receipt code, as plain HTML: no script, no cookie, and the code never in an address."""

from html import escape

from feedback.rights import MySession, Recorded, tell_answers, tell_day, tell_events
from feedback.study import segments_of
from feedback.study.segments import split_segments
from labs.runner.my_session_words import my_word as say

MY_SESSION = "/meine-sitzung"
DOWNLOAD, WITHDRAW, ERASE = f"{MY_SESSION}/herunterladen", f"{MY_SESSION}/zuruecknehmen", f"{MY_SESSION}/loeschen"

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} – Probelauf</title>
<meta name="robots" content="noindex">
<link rel="stylesheet" href="/assets/my-session.css">
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""

_DOOR = """<p class="other"><a href="{here}?lang={other}" lang="{other}">{other_language}</a></p>
{summary}<h1>{title}</h1>
<p>{intro}</p>
<form method="post" action="{here}">
<input type="hidden" name="lang" value="{language}">
<label for="code">{code}</label>
<span class="hint" id="code-hint">{code_hint}</span>
{error}<input id="code" name="code" value="{value}" required autocomplete="off" autocapitalize="characters"
 spellcheck="false" aria-describedby="code-hint{described}">
<button>{open}</button>
</form>
<p>{no_code} {questions}</p>"""


class Pages:
    """The pages in one language. `code` is the receipt code, `ticket` says that it was entered a moment ago."""

    def __init__(self, language: str, code: str = "", ticket: str = "") -> None:
        self.language = language
        self.code = code
        self.ticket = ticket

    def say(self, key: str, **gaps: object) -> str:
        """Return words, safe within HTML."""
        return escape(say(key, self.language, **gaps))

    def door(self, contact: str, problem: str | None = None) -> str:
        """Return the page at which the code is entered, with what went wrong at the last attempt."""
        summary = error = described = ""
        if problem:
            summary = (
                '<div class="summary" role="alert" tabindex="-1" autofocus>'
                f'<h2>{self.say("problem")}</h2><ul><li><a href="#code">{self.say(problem)}</a></li></ul></div>'
            )
            error = f'<span class="error" id="code-error">{self.say("error")}: {self.say(problem)}</span>'
            described = ' code-error" aria-invalid="true'
        other = "de" if self.language == "en" else "en"
        title = say("title", self.language)
        texts = {key: self.say(key) for key in ("title", "intro", "code", "code_hint", "open", "no_code")}
        body = _DOOR.format(
            **texts, here=MY_SESSION, language=self.language, other=other, other_language=self.say("other_language"),
            summary=summary, error=error, described=described, value=escape(self.code),
            questions=self.say("questions", contact=contact),
        )  # fmt: skip
        return self._page(f"{say('error', self.language)}: {title}" if problem else title, body)

    def overview(self, mine: MySession, told: str = "") -> str:
        """Return everything that is recorded. `told` is what was done a moment ago."""
        status = f'<p class="done" role="status" tabindex="-1" autofocus>{escape(told)}</p>' if told else ""
        title = f'<p class="above">{escape(mine.study.title)}</p>' if mine.study else ""
        sessions = "".join(self._session(one, mine) for one in mine.recorded)
        return self._page(
            say("title", self.language),
            f"{title}<h1>{self.say('title')}</h1>{status}<p>{self.say('lead')}</p>{self._allowed(mine)}"
            f"{sessions}{self._contact(mine)}{self._absent(mine)}"
            f"<h2>{self.say('take_along')}</h2><p>{self.say('take_along_text')}</p>"
            f"{self._form(DOWNLOAD, self._button('download', 'plain'))}"
            f"<h2>{self.say('erase_title')}</h2><p>{self.say('erase_text')}</p>"
            f"{self._form(ERASE, self._button('erase', 'danger'))}",
        )

    def sure(self) -> str:
        """Return the page that asks once more."""
        return self._page(
            say("sure_title", self.language),
            f"<h1>{self.say('sure_title')}</h1><p>{self.say('sure_text')}</p>"
            f"{self._form(ERASE, self._button('sure', 'danger'), ('sure', 'yes'))}"
            f"{self._form(MY_SESSION, self._button('not_sure', 'plain'))}",
        )

    def gone(self) -> str:
        """Return the page after an erasure."""
        return self._page(
            say("gone", self.language),
            f"<h1>{self.say('gone')}.</h1><p>{self.say('gone_text')}</p><p>{self.say('close')}</p>",
        )

    def _allowed(self, mine: MySession) -> str:
        rows = "".join(
            f"<li><p>{self.say(scope)}</p>"
            + self._form(WITHDRAW, self._button("withdraw", "plain", about=f"short_{scope}"), ("scope", scope))
            + "</li>"
            for scope in mine.scopes
        )
        inner = f'<ul class="scopes">{rows}</ul>' if rows else f"<p>{self.say('nothing_allowed')}</p>"
        return f"<h2>{self.say('allowed')}</h2>{inner}"

    def _session(self, one: Recorded, mine: MySession) -> str:
        lines = tell_events(one, self.language)
        happened = "".join(f"<li><time>{line.time}</time> {escape(line.text)}</li>" for line in lines)
        day = tell_day(one.session.started_ms, self.language)
        comment = (
            f"<blockquote>{escape(one.comment)}</blockquote>" if one.comment else f"<p>{self.say('no_comment')}</p>"
        )
        return (
            f"<h2>{self.say('session', day=day)}</h2>"
            f"<details open><summary>{self.say('entries', count=len(lines))}</summary><ol>{happened}</ol></details>"
            f"{self._answers(one)}{self._groups(one, mine)}<h3>{self.say('comment')}</h3>{comment}{self._noted(one)}"
        )

    def _answers(self, one: Recorded) -> str:
        answers = tell_answers(one, self.language)
        rows = "".join(f"<div><dt>{escape(row.question)}</dt><dd>{escape(row.value)}</dd></div>" for row in answers)
        return f"<h3>{self.say('answers')}</h3><dl>{rows}</dl>" if rows else ""

    def _groups(self, one: Recorded, mine: MySession) -> str:
        known = {segment.id: segment for segment in segments_of(mine.study)} if mine.study else {}
        rows = ""
        for group, answer in split_segments(one.session.segment).items():
            question, options = (known[group].question, known[group].options) if group in known else (group, {})
            rows += f"<div><dt>{escape(question)}</dt><dd>{escape(options.get(answer, answer))}</dd></div>"
        return f"<h3>{self.say('about_you')}</h3><dl>{rows}</dl>" if rows else ""

    def _noted(self, one: Recorded) -> str:
        rows = [
            *(self.say("finding", title=title) for title in one.findings),
            *(self.say("note", text=text) for text in one.notes),
            *(self.say("quote", text=text) for text in one.quotes),
        ]
        return f"<h3>{self.say('noted')}</h3><ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>" if rows else ""

    def _contact(self, mine: MySession) -> str:
        if not mine.has_contact:
            return ""
        address = escape(mine.contact.email) if mine.contact else self.say("address_sealed")
        return f"<h2>{self.say('address')}</h2><p>{address}</p>"

    def _absent(self, mine: MySession) -> str:
        sealed = f"<li>{self.say('sealed')}</li>" if mine.unsealed else ""
        return (
            f"<h2>{self.say('not_there')}</h2>"
            f"<ul><li>{self.say('not_typed')}</li><li>{self.say('not_who')}</li>{sealed}</ul>"
        )

    def _button(self, words: str, look: str, about: str = "") -> str:
        unseen = f'<span class="unseen"> ({self.say(about)})</span>' if about else ""
        return f'<button class="{look}">{self.say(words)}{unseen}</button>'

    def _form(self, action: str, inner: str, *more: tuple[str, str]) -> str:
        hidden = (("code", self.code), ("ticket", self.ticket), ("lang", self.language), *more)
        fields = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden)
        return f'<form method="post" action="{action}">{fields}{inner}</form>'

    def _page(self, title: str, body: str) -> str:
        return _PAGE.format(language=self.language, title=escape(title), body=body)
