"""`rules` of `policy.yml`: forbids, permits, and what may not come together."""

from __future__ import annotations

import re

from privlineage.core.errors import Place
from privlineage.core.labels import Identifiability
from privlineage.policy.files.nodes import Mapping, Node
from privlineage.policy.files.reader import Field, Reader, nearest, shown
from privlineage.policy.model import ELSEWHERE, Effect, Influence, Mode, Rule, When, Within

__all__ = ["read_rules"]

ANY = "any"
NOT_ALLOWED = "not_allowed"
_EFFECTS = tuple(effect.value for effect in Effect)
_KEYS = (
    *("id", *_EFFECTS, "at_least", "into", "when", "within", "influence"),
    *("mode", "exemptible", "because", "fix", "owner"),
)
_ID = re.compile(r"[A-Za-z0-9_][\w.-]*")


def read_rules(reader: Reader, field: Field | None, zones: tuple[str, ...]) -> tuple[Rule, ...]:
    """The rules, in the order of the file; their ids are unique."""
    if field is not None and isinstance(field.value, Mapping):
        reader.error("PL103", field.value.place, "`rules` is not a list", "write each rule as `- id: …`")
        return ()
    rules: dict[str, Rule] = {}
    for node in reader.items(field, may_be_blank=True):
        rule = _rule(reader, node, zones)
        if rule is None:
            continue
        first = rules.setdefault(rule.id, rule)
        if first is not rule and rule.place is not None:
            reader.error("PL105", rule.place, f"two rules have the id `{rule.id}`", f"the first is at {first.place}")
    return tuple(rules.values())


def _rule(reader: Reader, node: Node, zones: tuple[str, ...]) -> Rule | None:
    if not isinstance(node, Mapping):
        reader.error("PL103", node.place, "a rule is not a mapping", "write `- id: …` and its keys below")
        return None
    fields = reader.record(node, "a rule", _KEYS, required=("id",))
    name = _id(reader, fields.get("id"))
    effect = _effect(reader, node, fields, name)
    if effect is None:
        return None
    _only_together(reader, fields, effect)
    return Rule(
        name,
        effect,
        _categories(reader, fields[effect.value], effect),
        reader.choice(fields["at_least"], Identifiability, Identifiability.PSEUDONYMISED)
        if "at_least" in fields
        else None,
        _into(reader, fields.get("into"), zones),
        _when(reader, fields.get("when")),
        reader.choice(fields.get("within"), Within, Within.DATASET),
        reader.choice(fields.get("influence"), Influence, Influence.COLUMN),
        reader.choice(fields["mode"], Mode, Mode.OBSERVE) if "mode" in fields else None,
        reader.flag(fields.get("exemptible"), default=True),
        reader.text(fields.get("because")),
        reader.text(fields.get("fix")),
        reader.owner(fields.get("owner")),
        _place(node, fields),
    )


def _place(node: Node, fields: dict[str, Field]) -> Place:
    return fields["id"].key.place if "id" in fields else node.place


def _id(reader: Reader, field: Field | None) -> str:
    text = reader.text(field)
    if field is not None and text and not _ID.fullmatch(text):
        # `default:…` and `zone:…` name what fires without a rule.
        reader.error(
            "PL103", field.value.place, f"`{shown(text)}` cannot be a rule's id", "letters, digits, `_`, `-`, `.`"
        )
    return text


def _effect(reader: Reader, node: Node, fields: dict[str, Field], name: str) -> Effect | None:
    named = [effect for effect in Effect if effect.value in fields]
    what = f"the rule `{shown(name)}`" if name else "a rule"
    if not named:
        reader.error("PL102", node.place, f"{what} neither forbids nor permits", f"add one of: {', '.join(_EFFECTS)}")
        return None
    if len(named) > 1:
        hint = "keep one, and put the other into a rule of its own"
        reader.error("PL103", fields[named[1].value].key.place, f"{what} has both `{named[0]}` and `{named[1]}`", hint)
        return None
    return named[0]


def _categories(reader: Reader, field: Field, effect: Effect) -> tuple[str, ...] | None:
    items = reader.texts(field)
    if effect is Effect.FORBID_TOGETHER:
        keys = reader.keys("categories", field)
        if len(reader.items(field)) < 2:
            reader.error(
                "PL103", field.value.place, "`forbid_together` needs two keys or more", "list what may not meet"
            )
        return keys
    if ANY in [item.text for item in items]:
        if len(items) > 1:
            reader.error(
                "PL103", field.value.place, f"`any` beside other keys of `{field.name}`", f"write `{field.name}: any`"
            )
        return None
    if reader.is_empty(field):
        hint = f"list categories, or write `{field.name}: any`"
        reader.error("PL103", field.value.place, f"`{field.name}` names no category", hint)
    return reader.keys("categories", field)


def _only_together(reader: Reader, fields: dict[str, Field], effect: Effect) -> None:
    if "within" in fields and effect is not Effect.FORBID_TOGETHER:
        place = fields["within"].key.place
        reader.warn("PL111", place, f"`within` has no effect on `{effect}`", "it belongs to `forbid_together`")
    if "exemptible" in fields and effect is Effect.PERMIT:
        reader.warn("PL111", fields["exemptible"].key.place, "`exemptible` has no effect on `permit`", "leave it out")
    if effect is Effect.PERMIT and "mode" in fields:
        reader.warn("PL111", fields["mode"].key.place, "`mode` has no effect on `permit`", "leave it out")


def _into(reader: Reader, field: Field | None, zones: tuple[str, ...]) -> tuple[str, ...]:
    found = []
    known = (*zones, ELSEWHERE)
    for item in reader.texts(field):
        if item.text in known:
            found.append(item.text)
            continue
        close = nearest(item.text, known)
        hint = f"did you mean `{close}`?" if close else f"known zones: {', '.join(known)}"
        reader.error("PL105", item.place, f"unknown zone `{shown(item.text)}`", hint)
    if field is not None and reader.is_empty(field):
        reader.error("PL103", field.value.place, "`into` names no zone", "name zones, or leave it out for all of them")
    return tuple(dict.fromkeys(found))


def _when(reader: Reader, field: Field | None) -> When:
    if field is None:
        return When()
    fields = reader.record(field.value, "`when`", ("purpose", "origin", "location_not"))
    if not fields:
        reader.warn("PL111", field.key.place, "`when` holds no condition", "leave it out")
    purpose = fields.get("purpose")
    if purpose is not None:
        text = reader.text(purpose)
        if text and text != NOT_ALLOWED:
            hint = f"the one value is `{NOT_ALLOWED}`: a purpose of the zone outside the data's uses"
            reader.error("PL103", purpose.value.place, f"`purpose` cannot be `{shown(text)}`", hint)
    return When(purpose is not None, _codes(reader, fields.get("origin")), _codes(reader, fields.get("location_not")))


def _codes(reader: Reader, field: Field | None) -> tuple[str, ...]:
    codes = tuple(item.text for item in reader.texts(field))
    if field is not None and reader.is_empty(field):
        # An empty list would read as no condition at all, which nobody means.
        reader.error("PL103", field.value.place, f"`{field.name}` names nothing", "list codes, or leave it out")
    return codes
