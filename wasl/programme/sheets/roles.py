"""roles.toml: who does what here, how far they reach, and which sealed fields open for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from wasl.kernel.text import LocalizedText
from wasl.programme.reading import Sheet
from wasl.programme.vocabulary import Vocabulary

REACHES = ("granted", "team", "site", "realm")


@dataclass(frozen=True, slots=True)
class Role:
    """A kind of work. `classes` are the sealed fields that may be opened on files within reach, none by default.

    `ar_woman` is what Arabic calls a woman who does this work; English and Sorani have one word for both.
    """

    code: str
    name: LocalizedText
    description: LocalizedText
    actions: frozenset[str]
    reach: str
    classes: frozenset[str]
    sealed_lines: frozenset[str]
    ar_woman: str = ""

    def may(self, action: str) -> bool:
        return action in self.actions


def read(sheet: Sheet, vocabulary: Vocabulary) -> Mapping[str, Role]:
    roles = {}
    for entry in sheet.tables("role"):
        role = _read_one(entry, vocabulary)
        roles[role.code] = role
    sheet.done()
    return MappingProxyType(roles)


def _read_one(sheet: Sheet, vocabulary: Vocabulary) -> Role:
    actions = frozenset(sheet.references("actions", "action", required=True))
    role = Role(
        code=sheet.code(declares="role"),
        name=sheet.text("name"),
        ar_woman=sheet.string("ar_woman", required=False),
        description=sheet.text("description"),
        actions=actions,
        reach=sheet.choice("reach", REACHES),
        classes=frozenset(sheet.references("classes", "class", required=True)),
        sealed_lines=frozenset(
            a.removeprefix("sealed.").split("_")[0] for a in actions if a.startswith("sealed.")
        ),
    )
    for one, other in sorted(vocabulary.never_together):
        if one in role.actions and other in role.actions:
            sheet.fault(
                "actions",
                "actions_conflict",
                f"{one} and {other} may not be one role.",
                "Give them to two roles.",
            )
    for klass in sorted(role.classes & vocabulary.needed_for_class.keys()):
        needed = vocabulary.needed_for_class[klass]
        if not role.actions & needed:
            sheet.fault(
                "classes",
                "class_unfounded",
                f"{klass!r} fields open for a role with no work on them.",
                f"Remove it, or add one of: {', '.join(sorted(needed))}.",
            )
    sheet.done()
    return role
