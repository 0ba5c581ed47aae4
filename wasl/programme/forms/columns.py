"""What headings and types of an XLSForm mean, under all the names that people give them, and what is refused and why.

Source: the XLSForm reference and pyxform 4.5 (`aliases.py`). What is not in these lists is never dropped silently.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from wasl.programme.forms.form import Kind

#: heading as written (lower case, spaces as _) → our column
_SURVEY: Final = {
    "type": "type", "command": "type",
    "name": "name", "tag": "name", "value": "name",
    "label": "label", "caption": "label",
    "hint": "hint", "guidance_hint": "guidance",
    "constraint_message": "constraint_message", "constraining_message": "constraint_message",
    "bind::jr:constraintmsg": "constraint_message", "jr:constraintmsg": "constraint_message",
    "required_message": "required_message", "requiredmsg": "required_message",
    "bind::jr:requiredmsg": "required_message", "jr:requiredmsg": "required_message",
    "relevant": "relevant", "relevance": "relevant", "bind::relevant": "relevant",
    "constraint": "constraint", "bind::constraint": "constraint",
    "required": "required", "bind::required": "required",
    "calculation": "calculation", "calculate": "calculation", "bind::calculate": "calculation",
    "read_only": "read_only", "readonly": "read_only", "bind::readonly": "read_only",
    "choice_filter": "choice_filter", "default": "default",
    "repeat_count": "repeat_count", "count": "repeat_count", "jr:count": "repeat_count",
    "appearance": "appearance", "body::appearance": "appearance", "control::appearance": "appearance",
    "decision": "decision", "item": "item",
}  # fmt: skip
_CHOICES: Final = {
    "list_name": "list_name",
    "name": "name", "value": "name",
    "label": "label", "caption": "label",
}  # fmt: skip
_SETTINGS: Final = {
    "form_id": "form_id", "id_string": "form_id", "set_form_id": "form_id",
    "form_title": "form_title", "title": "form_title", "set_form_title": "form_title",
    "version": "version", "default_language": "default_language",
    "title_ar": "title_ar", "title_ckb": "title_ckb", "title_en": "title_en", "tool": "tool", "review": "review",
}  # fmt: skip
_DECISIONS: Final = {"name": "name", "label": "label"}
KNOWN: Final[Mapping[str, Mapping[str, str]]] = {
    "survey": _SURVEY,
    "choices": _CHOICES,
    "settings": _SETTINGS,
    "decisions": _DECISIONS,
}
#: columns whose cells may stand once for each language
TRANSLATED: Final = frozenset(("label", "hint", "guidance", "constraint_message", "required_message"))
LOGIC: Final = (
    "relevant",
    "constraint",
    "required",
    "choice_filter",
    "calculation",
    "default",
    "read_only",
    "repeat_count",
)
#: what changes what is asked or stored, and is not drawn here: a filled cell refuses the form
REFUSED: Final[Mapping[str, str]] = {
    "image": "pictures are not shown beside questions",
    "big-image": "pictures are not shown beside questions",
    "audio": "sounds are not played beside questions",
    "video": "films are not shown beside questions",
    "media": "pictures, sounds and films are not shown beside questions",
    "trigger": "calculations run by themselves, not on a trigger",
    "parameters": "parameters of a question are not read",
    "save_to": "answers are not copied into lists of entities",
    "disabled": "a row is asked or it is not there",
    "autoplay": "sounds are not played beside questions",
    "instance": "attributes of the instance are not kept",
    "bind": "this attribute is not read",
    "body": "this attribute is not read",
    "control": "this attribute is not read",
    "public_key": "forms are sealed by Wasl itself",
    "submission_url": "answers are stored here and sent nowhere else",
    "auto_send": "answers are stored here and sent nowhere else",
    "auto_delete": "how long answers are kept is the programme's matter",
    "instance_name": "a record is named by its file number only",
    "allow_choice_duplicates": "a choice has one name",
    "prefix": "forms do not travel by text message",
}
_SPACES = re.compile(r"\s+")
_LANGUAGE = re.compile(r"^(?P<name>.*?)\s*\(\s*(?P<code>[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\s*\)$")


@dataclass(frozen=True, slots=True)
class Column:
    """What a heading means. `key` is empty where nobody knows it; `language` and `named` only where it says one."""

    key: str
    language: str = ""
    named: str = ""
    refused: str = ""


def column(sheet: str, heading: str) -> Column:
    """The column that a heading stands for: `label::English (en)` is (label, en, 'English (en)')."""
    parts = [part.strip() for part in heading.split("::")]
    first = _SPACES.sub("_", parts[0].lower())
    known = KNOWN[sheet]
    if len(parts) > 1:
        pair = f"{first}::{_SPACES.sub('_', parts[1].lower())}"
        if pair in known:
            rest = parts[2] if len(parts) > 2 else ""
            return Column(known[pair], language_code(rest), rest)
        if first in known and known[first] in TRANSLATED and parts[1]:
            return Column(known[first], language_code(parts[1]), parts[1])
        return Column("", refused=REFUSED.get(first, ""))
    return Column(known.get(first, ""), refused="" if first in known else REFUSED.get(first, ""))


def language_code(named: str) -> str:
    """`ckb` of `کوردی (ckb)`; the name itself where it has no code."""
    found = _LANGUAGE.match(named)
    return found["code"].lower() if found else named


_TYPES: Final[Mapping[str, Kind]] = {
    "text": Kind.TEXT, "string": Kind.TEXT,
    "integer": Kind.INTEGER, "int": Kind.INTEGER,
    "decimal": Kind.DECIMAL,
    "date": Kind.DATE,
    "note": Kind.NOTE,
    "calculate": Kind.CALCULATE, "calculation": Kind.CALCULATE,
    "start": Kind.META, "end": Kind.META, "today": Kind.META,
}  # fmt: skip
_ONE = ("select_one", "select one from", "select one", "select1", "add select one prompt using")
_MANY = (
    "select_multiple", "select multiple from", "select multiple", "select all that apply from",
    "select all that apply", "add select multiple prompt using",
)  # fmt: skip
_FILES = "files come in on the page for scans, where they are painted anew"
_OUTSIDE = "answers come from lists inside the sheet only"
_DEVICE = "who asked, and on which device, is in the record already"
_PLACE = "where exactly somebody is, is not recorded"
_UNSUPPORTED: Final[Mapping[str, str]] = {
    **dict.fromkeys(("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint"), _PLACE),
    **dict.fromkeys(("image", "photo", "audio", "video", "file", "background-audio"), _FILES),
    **dict.fromkeys(("deviceid", "phonenumber", "phone number", "username", "email", "subscriberid",
                     "simserial", "imei", "audit"), _DEVICE),
    **dict.fromkeys(("select_one_from_file", "select_multiple_from_file", "select one from file",
                     "select multiple from file", "select_one_external", "csv-external", "xml-external",
                     "osm"), _OUTSIDE),
    "time": "a time of day alone has no field; ask in words or for a number of hours",
    "datetime": "a moment has no field; ask for the date",
    "datetime-no-tz": "a moment has no field; ask for the date",
    "range": "sliders are not drawn; use an integer with a constraint",
    "rank": "an order of answers is not drawn; ask for the first, then the second",
    "barcode": "codes are not read by the camera here",
    "acknowledge": "use select_one with a list of one answer",
    "trigger": "use select_one with a list of one answer",
    "hidden": "nothing is stored that nobody sees; use calculate",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """What a cell of the column `type` says. `begins` and `ends` a group; `refused` says why it cannot be drawn."""

    kind: Kind | None = None
    choices: str = ""
    begins: bool = False
    ends: bool = False
    refused: str = ""


def typed(written: str) -> Typed:
    """Reads a type, whichever of its names is written."""
    said = _SPACES.sub(" ", written.strip())
    low = said.lower()
    if control := re.fullmatch(r"(begin|end)[ _](group|repeat|lgroup|looped group)", low):
        kind = Kind.GROUP if control[2] == "group" else Kind.REPEAT
        return Typed(kind, begins=control[1] == "begin", ends=control[1] == "end")
    if low in _TYPES:
        return Typed(_TYPES[low])
    first = low.split(" ")[0]
    for unsupported, why in _UNSUPPORTED.items():
        if low == unsupported or (first == unsupported and first not in ("select", "phone")):
            return Typed(refused=why)
    for names, kind in ((_ONE, Kind.SELECT_ONE), (_MANY, Kind.SELECT_MULTIPLE)):
        for name in names:
            if low.startswith(f"{name} "):
                return _select(kind, said[len(name) :].strip())
    return Typed()


def _select(kind: Kind, rest: str) -> Typed:
    name, _, more = rest.partition(" ")
    if more.replace(" ", "_").lower() in ("or_other", "or_specify_other"):
        why = "'or_other' is in English only; add an answer 'other' and a text question that is relevant then"
        return Typed(kind, name, refused=why)
    if more or "${" in name:
        return Typed(kind, refused="a list of answers has one name, which is in the sheet 'choices'")
    return Typed(kind, name)
