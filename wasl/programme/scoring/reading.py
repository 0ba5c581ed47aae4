"""Reads a scoring file into a `Tool` and notes every fault of it, with its place and remedy.

The order of a file is that of the work: items, what is not asked, what may be missing, scores, then what follows from
scores and answers. `docs/scoring-files.md` tells a newcomer how to write one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from wasl.programme.reading import Sheet
from wasl.programme.scoring import pieces
from wasl.programme.scoring.parts import Known, read_bands, read_cutoff, read_flag, read_level, read_score
from wasl.programme.scoring.tool import LIST, Aided, Group, Item, Missing, Skip, Tool

KINDS = ("instrument", "checklist")
TEXTS = ("ship", "ask", "programme", "never")
PRIVACY = ("clinical", "file")
MISSING = ("none", "prorate", "answered")


def read(sheet: Sheet, edition: str = "") -> Tool:
    """The tool of one scoring file; faults go to the sheet's notes, empty values stand in for what is wrong."""
    named = (sheet.code(), sheet.string("name"), sheet.strings("also", required=False))
    kinds = (sheet.choice("kind", KINDS), sheet.choice("texts", TEXTS), sheet.choice("privacy", PRIVACY))
    items, groups = _items(sheet)
    known = Known(items, {code: group.items for code, group in groups.items()})
    skips = tuple(_skip(one, known) for one in sheet.tables("skip", required=False, named="counts_as"))
    aided = tuple(_aided(one, known) for one in sheet.tables("aided", required=False, named="item"))
    for one in sheet.tables("score", required=False):
        known.add_score(read_score(one, known), one)
    missing = _missing(sheet.table("missing"), known)
    known.made_up = missing.rule == "prorate"
    tool = Tool(
        *named,
        *kinds,
        source=pieces.source(sheet, "the instrument"),
        edition=edition,
        items=items,
        groups=groups,
        skips=skips,
        aided=aided,
        missing=missing,
        scores=known.scores,
        bands=known.each(sheet, "bands", read_bands),
        cutoffs=known.each(sheet, "cutoff", read_cutoff),
        levels=known.each(sheet, "level", read_level),
        flags=known.each(sheet, "flag", read_flag),
    )
    sheet.done()
    return tool


def _items(sheet: Sheet) -> tuple[Mapping[str, Item], Mapping[str, Group]]:
    items: dict[str, Item] = {}
    lists: dict[str, list[str]] = {}
    shortest: dict[str, int] = {}
    for block in sheet.tables("items", named="codes"):
        codes = pieces.listed(block, "codes")
        plain = all(code.isdigit() for code in codes)
        group = block.string("group", required=False) or (LIST if plain else "")
        scale = pieces.scale(block, "answers")
        unknown = pieces.scale(block, "unknown") if block.has("unknown") else ()
        for code in sorted(set(map(str, scale)) & set(map(str, unknown))):
            block.fault(
                "unknown", "answer_twice", f"{code} is an answer and none at once.", "Choose one of them."
            )
        optional, capped = block.flag("optional"), block.flag("capped")
        if block.has("at_least"):
            shortest[group] = block.whole("at_least", least=1, most=len(codes))
        for number in codes:
            code = f"{group}.{number}" if plain and group != LIST else number
            if code in items:
                block.fault("codes", "item_twice", f"the item {code!r} stands twice.", "Number them apart.")
            items[code] = Item(code, group, scale, unknown, optional, capped)
            lists.setdefault(group, []).append(code)
        block.done()
    groups = {
        code: Group(
            code,
            tuple(of),
            shortest.get(code, sum(not items[item].optional for item in of)),
            code in shortest,
        )
        for code, of in lists.items()
        if code
    }
    return MappingProxyType(items), MappingProxyType(groups)


def _skip(sheet: Sheet, known: Known) -> Skip:
    of = known.items_of(sheet, "items")
    counts_as = sheet.any_value("counts_as")
    for item in of:
        if counts_as not in known.items[item].answers:
            sheet.fault(
                "counts_as",
                "answer_unknown",
                f"{counts_as!r} is no answer of item {item}.",
                "Use one of its answers.",
            )
    skip = Skip(of, known.when(sheet), counts_as, sheet.flag("even_if_answered"))
    sheet.done()
    return skip


def _aided(sheet: Sheet, known: Known) -> Aided:
    pair = [known.items_of(sheet, key) for key in ("item", "with_aid")]
    item, with_aid = (one[0] if one else "" for one in pair)
    if item and with_aid and known.items[item].answers != known.items[with_aid].answers:
        sheet.fault("with_aid", "scale_wrong", "the two have other answers.", "Give both the same scale.")
    aided = Aided(item, with_aid, known.when(sheet))
    sheet.done()
    return aided


def _missing(sheet: Sheet, known: Known) -> Missing:
    rule = sheet.choice("rule", MISSING)
    most = sheet.whole_or_none("most")
    if rule == "prorate" and most is None:
        sheet.fault(
            "most", "key_missing", "nothing says how many items may be made up.", "Add most = a whole number."
        )
    table = sheet.table("most_in", required=False)
    most_in = {code: table.whole(code) for code in table.every_key()}
    for code in most_in:
        if code not in known.scores:
            table.fault(
                code, "score_unknown", f"there is no score {code!r}.", f"Use: {', '.join(known.scores)}."
            )
    missing = Missing(
        rule=rule,
        most=most,
        most_in=MappingProxyType(most_in),
        least=sheet.whole_or_none("least"),
        never=known.items_of(sheet, "never") if sheet.has("never") else (),
        source=pieces.source(sheet, "the rule for missing answers"),
    )
    sheet.done()
    return missing
