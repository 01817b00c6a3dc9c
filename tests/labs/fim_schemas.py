"""Invented schemas for property tests: any nesting, any multiplicity, right and wrong limits, rules of both sorts."""

from dataclasses import replace

from hypothesis import strategies as st

from labs.fim.model import Code, DataField, Group, Rule, Schema, Use, placed

WORDS = st.sampled_from(
    ["Name", "Straße", "Größe", "Ort", "Datum", "Import", "class", "json", "2. Vorname", "date", "model_x", "Ja/Nein?"]
) | st.text("abcäß \"'\\{}[]<>&*_#%1", min_size=1, max_size=12).map(lambda text: " ".join(text.split()) or "x")
AMOUNTS = st.sampled_from([(0, 1), (1, 1), (1, 1), (0, None), (1, None), (2, 5), (0, 3), (1, 1)])
LIMITS: dict[str, list[dict[str, str]]] = {
    "text": [{}, {"minLength": "1"}, {"minLength": "2", "maxLength": "80"}, {"maxLength": "400"},
             {"pattern": r"\d{5}"}, {"pattern": "("}, {"maxLength": "drei"}, {"minLength": "9", "maxLength": "3"},
             {"minValue": "1"}, {"pattern": '["]a'}],
    "num": [{}, {"minValue": "0.5", "maxValue": "9,5"}, {"minValue": "x"}],
    "num_int": [{}, {"minValue": "1", "maxValue": "20"}, {"minValue": "1.5"}, {"minLength": "3"}],
    "num_currency": [{}, {"minValue": "0", "maxValue": "999.99"}, {"minValue": "5", "maxValue": "1"}],
    "date": [{}, {"minValue": "2020-01-01"}, {"maxValue": "gestern"}],
    "bool": [{}], "file": [{}, {"maxSize": "10", "mediaType": "image/png, application/pdf"}],
    "time": [{}], "obj": [{}], "text_latin": [{}], "datetime": [{}],
}  # fmt: skip
CODES = (Code("1", "Eins"), Code("b", 'Zwei "zwei"'), Code("c", "c"))


@st.composite
def data_fields(draw: st.DrawFn) -> DataField:
    """A data field of any Feldart and Datentyp."""
    art = draw(st.sampled_from(["input", "input", "input", "input", "select", "label", "hidden", "locked"]))
    datatype = draw(st.sampled_from(sorted(LIMITS))) if art == "input" else "text"
    number = draw(st.integers(1, 40))
    listed = art == "select"
    return DataField(
        f"F60000{number:06d}", "1.0", draw(WORDS), draw(WORDS), draw(st.sampled_from(["", "Ein \\ Hinweis."])),
        draw(st.sampled_from(["", "§ 1 ABC"])), art, datatype,
        draw(st.sampled_from(LIMITS[datatype])) if art == "input" else {},
        draw(st.sampled_from(["", "Ein *Text*."])) if art == "label" else "",
        draw(st.sampled_from([(), CODES])) if listed else (), "urn:de:liste_1" if listed and number % 2 else "",
    )  # fmt: skip


def uses(depth: int) -> st.SearchStrategy[tuple[Use, ...]]:
    """Some uses of data fields, and of groups down to a depth."""
    elements: st.SearchStrategy[DataField | Group] = data_fields()
    if depth:
        elements = elements | groups(depth - 1)
    one = st.builds(lambda amount, law, element: Use(*amount, law, element), AMOUNTS, st.just(""), elements)
    return st.lists(one, max_size=6).map(tuple)


@st.composite
def groups(draw: st.DrawFn, depth: int) -> Group:
    """A group; an empty one now and then."""
    number = draw(st.integers(1, 40))
    choice = draw(st.integers(0, 5)) == 0
    return Group(f"G60000{number:06d}", "1.0", draw(WORDS), draw(WORDS), children=draw(uses(depth)), choice=choice)


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    """A schema with rules between some of its fields."""
    children = placed(draw(uses(3)))
    plain = Schema("S60000000001", "1.0", "Probe", draw(WORDS), "xdatenfelder_3", law="§ 1 ABC", children=children)
    fields = [use.element for use in plain.fields()]
    booleans = [one for one in fields if isinstance(one, DataField) and one.datatype == "bool"]
    rules: list[Rule] = []
    if booleans and fields:
        source = draw(st.sampled_from(booleans))
        for number, target in enumerate(draw(st.lists(st.sampled_from(fields), max_size=3))):
            text = f'{target.id} "X" ist nur dann zu befüllen, wenn {source.id} "Y" bejaht wurde.'
            rules.append(Rule(f"R6000000{number:04d}", "1.0", "Regel", draw(st.sampled_from([text, "Anders."]))))
    return replace(plain, rules=tuple(rules))
