"""The parts of a row in Data Docs: the sentence, what was observed, the reason, and the evidence in a small table.

Everything here is made of categories, counts and sentences of ours; a result holds nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from great_expectations.render.components import RenderedStringTemplateContent, RenderedTableContent
from great_expectations.render.renderer_configuration import RendererValueType

__all__ = ["evidence_table", "observed", "prescription", "statement", "template"]

_SAID = {
    "personal": "personal data that may not be here",
    "unlabelled": "personal data that nobody labelled",
    "dark_flow": "personal data where the labels say there is none",
    "contradiction": "other personal data than the labels say",
    "stale_label": "the label's kind of data is not here any more",
    "fake_masking": "masked in a way that can be undone",
    "not_masked": "not masked as it should be",
    "cannot_be_judged": "too few values to judge",
}
_SHOWN_STATEMENTS = 3


def prescription(
    sentence: str, shown: Mapping[str, Any], *, without_column: bool = False
) -> list[RenderedStringTemplateContent]:
    """What is expected, as a sentence with badges."""
    text = sentence
    if without_column and text.startswith("$column "):
        text = text.removeprefix("$column ")
    return [_sentence(text, {key: _joined(value) for key, value in shown.items()})]


def template(configuration: Any, sentence: str, shown: Mapping[str, Any]) -> Any:
    """The same for Great Expectations' other renderer."""
    for name, value in shown.items():
        configuration.add_param(name=name, param_type=RendererValueType.STRING, value=_joined(value))
    configuration.template_str = sentence
    return configuration


def observed(result: Any) -> str:
    """What was found, in a few words."""
    found = (result.result or {}) if result is not None else {}
    return str(found.get("observed_value") or "--")


def statement(result: Any) -> list[RenderedStringTemplateContent]:
    """Why the expectation is not met, and what to do; or why it could not be checked."""
    if result is None or result.success:
        return []
    details = _details(result)
    problem = details.get("problem", "")
    if not problem:
        return [_failure(text) for text in _exceptions(result)]
    said = _SAID.get(problem, problem)
    content = _sentence(f"\n\n$problem: {said}", {"problem": problem}, badge="badge-danger")
    parts = [content]
    if details.get("next"):
        parts.append(_sentence("\n\nnext: $next", {"next": details["next"]}, plain=("next",)))
    return parts


def evidence_table(result: Any) -> list[RenderedTableContent] | None:
    """The evidence, the sample, and the statements that took it."""
    details = _details(result)
    if not details:
        return None
    rows = _columns(details) if "columns" in details else _column(details)
    tables = [_table(("Column", "Holds", "Labels", "Why") if "columns" in details else ("Evidence", ""), rows)]
    sample = details.get("sample")
    if sample:
        tables.append(_table(("Sample", ""), _sample(sample)))
    return tables


def _column(details: Mapping[str, Any]) -> list[list[str]]:
    column = details["column"]
    rows = [[str(kind), str(text)] for kind, text in column.get("evidence", ())]
    rows += [["labels", ", ".join(details["labels"]) or "nothing is said"]] if "labels" in details else []
    rows += [["because", text] for text in details.get("reasons", ()) if text not in {row[1] for row in rows}]
    if len(details.get("path", ())) > 1:
        rows.append(["labels come along", " → ".join(details["path"])])
    return rows or [["", "nothing speaks for personal data"]]


def _columns(details: Mapping[str, Any]) -> list[list[str]]:
    """Columns with personal data, those that are wrong first."""
    personal = [one for one in details["columns"] if one["category"] or one["problem"]]

    def held(one: Mapping[str, Any]) -> str:
        if one["category"]:
            return f"{one['category']} ({one['confidence']:.0%})"
        return f"{one['behind']}, as {one['masking']}" if one["behind"] else "too few values"

    def why(one: Mapping[str, Any]) -> str:
        told = [str(text) for _, text in one["evidence"]] if one["category"] else one["masking_reasons"]
        return "; ".join(told[:2])

    rows = [
        [
            one["name"],
            held(one),
            ", ".join(one["labels"]) or ("missing" if one["problem"] else "none needed"),
            why(one),
        ]
        for one in sorted(personal, key=lambda one: not one["problem"])
    ]
    return rows or [["", "no column seems to hold personal data", "", ""]]


def _sample(sample: Mapping[str, Any]) -> list[list[str]]:
    asked = sample["rows_asked"] or "all"
    rows = [["rows", f"{sample['rows']} of {asked} asked for"], ["method", str(sample["method"])]]
    rows += [["SQL", text] for text in sample["statements"][:_SHOWN_STATEMENTS]]
    return rows


def _table(header: Sequence[str], rows: list[list[str]]) -> RenderedTableContent:
    return RenderedTableContent(
        content_block_type="table",
        table=[[_sentence("$cell", {"cell": cell}, plain=("cell",)) for cell in row] for row in rows],
        header_row=list(header),
        styling={"body": {"classes": ["table-bordered", "table-sm", "mt-3"]}},
    )


def _sentence(
    text: str, shown: Mapping[str, str], *, plain: Sequence[str] = (), badge: str = "badge-secondary"
) -> RenderedStringTemplateContent:
    styles = {name: {"classes": ["badge", badge]} for name in shown if name not in plain}
    return RenderedStringTemplateContent(
        content_block_type="string_template",
        string_template={"template": text, "params": dict(shown), "styling": {"params": styles}},
    )


def _failure(text: str) -> RenderedStringTemplateContent:
    return _sentence(
        "\n\n$problem $text", {"problem": "not checked", "text": text}, plain=("text",), badge="badge-warning"
    )


def _exceptions(result: Any) -> list[str]:
    """Our own errors' texts: the rest of an exception stays out of the page."""
    told = result.exception_info or {}
    each = [told] if "raised_exception" in told else list(told.values())
    return [str(one["exception_message"]) for one in each if one.get("raised_exception")]


def _details(result: Any) -> dict[str, Any]:
    found: dict[str, Any] = ((result.result or {}) if result is not None else {}).get("details") or {}
    return found


def _joined(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, (list, tuple)) else str(value)
