"""Every service that takes people next to a file refuses somebody of another family: looked for, not listed by hand."""

import ast
import importlib
import inspect
import re
import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any
from uuid import UUID

import pytest

from tests.architecture.sources import ROOT, files, module_of, tree_of
from tests.architecture.test_services_record_what_they_do import commands
from tests.cast import DILSHAD, HUDA, SALMA, Member
from tests.journey.family import Family
from tests.pictures.drawn import photo
from tests.worlds import House
from wasl.casefile.enums import ScanKind
from wasl.kernel.clock import today
from wasl.kernel.errors import Invalid, NotFound, Refused
from wasl.kernel.refs import new_id
from wasl.runtime.pictures import Picture, cleaned

CODE = "not_of_this_family"
#: names under which services take a person
PEOPLE = {"person", "guardian", "chosen"}
#: who does it, where the family's own worker may not; those of home are done by the officer at home
DONE_BY: Mapping[str, Member] = {
    "sealed_write": HUDA, "case_open": HUDA, "contact": DILSHAD, "home_contact_record": DILSHAD,
    "urgent_event": DILSHAD,
    "review": DILSHAD, "review_record": DILSHAD,
}  # fmt: skip
#: values that no type tells; everything else is drawn by its type
SAID: Mapping[str, Any] = {
    "score": 3, "code": "", "kind": "phone", "result": "reached", "line": "gbv", "missed": "", "permitted": True,
    "given_how": "signature", "language": "ar", "urgent_record.code": "milk", "group.code": "SV-HL-02",
    "group_record.code": "SV-HL-02", "papers_record.kind": "unified_id", "document_record.kind": "unified_id",
    "alone": True, "form_key": None, "scan_keep.kind": ScanKind.LETTER,
}  # fmt: skip


class Service(typing.NamedTuple):
    """A service and the parameter in which it takes a person: its own, or a field of what it is handed."""

    module: str
    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.module.removeprefix('wasl.')}.{self.name}({self.where})"

    @property
    def call(self) -> Any:
        return getattr(importlib.import_module(self.module), self.name)


def handed(root: Path) -> set[str]:
    """Names of what a service can be handed that names a person, itself or through something inside it."""
    inside: dict[str, list[tuple[str, str]]] = {}
    for path in files(root / "wasl", ".py"):
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef):
                inside[node.name] = [
                    (ast.unparse(line.target), ast.unparse(line.annotation))
                    for line in node.body
                    if isinstance(line, ast.AnnAssign)
                ]
    found: set[str] = set()
    while True:
        more = {
            name
            for name, lines in inside.items()
            if any((at in PEOPLE and "UUID" in kind) or found & _words(kind) for at, kind in lines)
        }
        if more <= found:
            return found
        found |= more


def _words(kind: str) -> set[str]:
    return set(re.split(r"[^A-Za-z]+", kind))


def naming_people(root: Path = ROOT) -> list[Service]:
    """Services that take a file and, beside it, somebody. Read from the source, so that no new one is forgotten."""
    holders, found = handed(root), []
    for path, _tree, function in commands(root):
        given = {arg.arg: ast.unparse(arg.annotation) for arg in function.args.kwonlyargs if arg.annotation}
        if not {"file", "chosen"} & given.keys():
            continue
        for name, kind in given.items():
            if (name in PEOPLE and "UUID" in kind) or (name not in ("by", "file") and holders & _words(kind)):
                found.append(Service(module_of(path, root), function.name, name))
    return found


def drawn(kind: Any, name: str, service: str, people: Mapping[str, UUID], where: str) -> Any:
    """A value of a type: the stranger where a person is asked in `where`, else something harmless."""
    key = f"{service}.{name}"
    if key in SAID or (name in SAID and not _is_enum(kind)):
        return SAID.get(key, SAID.get(name))
    if name == "chosen":
        return {people["file"]: [people["stranger"]]}
    if name in PEOPLE:
        return people["stranger"] if where in (name, "") else people["own"]
    if typing.get_origin(kind) in (UnionType, typing.Union):
        return drawn(
            next(k for k in typing.get_args(kind) if k is not NoneType), name, service, people, where
        )
    if kind is Picture:
        return cleaned(photo(200, 300))
    if is_dataclass(kind):
        return built(kind, service, people)
    if typing.get_origin(kind) in (Sequence, tuple):
        inner = typing.get_args(kind)[0]
        return [built(inner, service, people)] if is_dataclass(inner) else ()
    if typing.get_origin(kind) is Collection:
        return list(typing.get_args(kind)[0])[:2]
    if typing.get_origin(kind) is Mapping:
        return {}
    if _is_enum(kind):
        return next((m for m in kind if m == SAID.get(name)), next(iter(kind)))
    return {UUID: people["file" if name == "file" else "worker"], date: today(), str: "x", bool: True}[kind]


def _is_enum(kind: Any) -> bool:
    return inspect.isclass(kind) and issubclass(kind, StrEnum)


def built(kind: Any, service: str, people: Mapping[str, UUID]) -> Any:
    """Something handed to a service, naming the stranger wherever it names a person."""
    hints = typing.get_type_hints(kind)
    values = {}
    for field in fields(kind):
        optional = field.default is not MISSING or field.default_factory is not MISSING
        inner = typing.get_args(hints[field.name])
        names = field.name in PEOPLE or any(is_dataclass(one) and _names(one) for one in inner)
        if not optional or names or field.name in ("text", "words"):
            values[field.name] = drawn(hints[field.name], field.name, service, people, "")
    return kind(**values)


def _names(kind: Any) -> bool:
    return any(field.name in PEOPLE for field in fields(kind))


def called(service: Service, people: Mapping[str, UUID], by: Any) -> None:
    """The service with a stranger in one place and everything else in order."""
    from wasl.access.work import unit_of_work

    wrapped = inspect.unwrap(service.call)
    hints = typing.get_type_hints(wrapped)
    given = {}
    for name, parameter in inspect.signature(wrapped).parameters.items():
        if name == "by":
            continue
        if parameter.default is parameter.empty or name == service.where:
            given[name] = drawn(hints[name], name, service.name, people, service.where)
    with unit_of_work(by.token):
        service.call(**given, by=by)


@pytest.fixture(scope="module")
def families(house: House) -> dict[str, Family]:
    here, other, home = Family(house), Family(house), Family(house)
    here.assess()
    home.assess()
    home.plan()
    home.prepare_exit()
    home.depart()
    return {"here": here, "other": other, "home": home}


SERVICES = naming_people()


def test_the_search_finds_the_services_that_take_people():
    found = {service.name for service in SERVICES}
    assert found >= {
        "contact_record", "need_record", "goal_write", "task_add", "level_set", "plan_agree", "consent_record",
        "document_record", "sealed_write", "urgent_record", "papers_record", "grid_record", "home_contact_record",
        "contact", "urgent_event", "group", "group_record", "plan_write", "page_agree", "page_printed",
        "review_record", "review",
    }  # fmt: skip


def answer(service: Service, house: House, families: Mapping[str, Family]) -> str:
    """The code with which a stranger's name is answered; empty when it was taken."""
    member = DONE_BY.get(service.name, SALMA)
    family = families["home"] if member is DILSHAD else families["here"]
    people = {
        "file": family.ref, "own": family.mother, "stranger": families["other"].mother,
        "worker": house.accounts[member.username],
    }  # fmt: skip
    try:
        called(service, people, house.actor(member))
    except NotFound:
        return "not_found"
    except (Invalid, Refused) as error:
        return error.code
    return ""


@pytest.mark.requirement("P8", "R065")
@pytest.mark.parametrize("service", SERVICES, ids=str)
def test_a_person_of_another_family_is_refused(
    service: Service, house: House, families: Mapping[str, Family]
):
    assert answer(service, house, families) in (CODE, "not_found")


@pytest.mark.requirement("P8")
@pytest.mark.parametrize("name", ["scan_keep", "looks_ask"])
def test_the_person_alone_is_why_it_is_refused(name: str, house: House, families: Mapping[str, Family]):
    """The very same call is taken for somebody of the family."""
    service = next(one for one in SERVICES if one.name == name)
    assert answer(service, house, families) in (CODE, "not_found")
    assert answer(service, house, dict(families, other=families["here"])) == ""


@pytest.mark.requirement("P8")
def test_nothing_about_the_other_family_stands_in_this_one(house: House, families: Mapping[str, Family]):
    from django.apps import apps

    files = [families["here"].ref, families["home"].ref]
    with house.as_role("wasl_backup"):
        for model in apps.get_models():
            names = {field.name for field in model._meta.get_fields()}
            if {"file_id", "person"} <= names and model._meta.get_field("person").is_relation:
                found = model._default_manager.filter(file_id__in=files, person_id=families["other"].mother)
                assert not found.exists(), model.__name__


def test_nobody_at_all_is_answered_as_somebody_of_another_family(house: House, families):
    from wasl.casefile.enums import TaskKind
    from wasl.casefile.services.record import task_add

    here = families["here"]
    for person in (families["other"].mother, new_id()):
        with pytest.raises(Invalid) as wrong:
            task_add(
                file=here.ref, person=person, kind=TaskKind.OTHER, code="x", owner=here.salma.ref, due_on=today(),
                by=here.salma,
            )  # fmt: skip
        assert (wrong.value.field, wrong.value.code) == ("person", CODE)


def test_who_has_left_the_household_can_still_be_written_about(house: House):
    from wasl.casefile.enums import ContactKind
    from wasl.casefile.services.record import contact_record
    from wasl.people.enums import LeaveReason
    from wasl.people.services import membership_end

    family = Family(house)
    membership_end(person=family.child, until=today(), reason=next(iter(LeaveReason)), by=family.salma)
    contact_record(
        file=family.ref,
        person=family.child,
        kind=ContactKind.NOTE,
        text="عند جدته",
        on=today(),
        by=family.salma,
    )


@pytest.mark.parametrize("name", ["contact_record", "task_add", "need_record"])
def test_a_service_that_forgets_to_ask_is_found(
    name: str, house: House, families: Mapping[str, Family], monkeypatch: pytest.MonkeyPatch
):
    """The planted fault: the question left out."""
    service = next(one for one in SERVICES if one.name == name)
    monkeypatch.setattr(importlib.import_module(service.module), "of_family", lambda *_: None)
    other = dict(families, here=Family(house))
    assert answer(service, house, other) == ""


def test_a_new_service_that_takes_people_is_looked_at_too(tmp_path: Path):
    room = tmp_path / "wasl" / "casefile"
    room.mkdir(parents=True)
    (room / "services.py").write_text(
        "class Visit:\n    person: UUID\n\n\nclass Round:\n    visits: Sequence[Visit]\n\n\n"
        "@command\ndef go_round(*, file: UUID, round: Round, by: Actor) -> None: ...\n"
    )
    assert [service.name for service in naming_people(tmp_path)] == ["go_round"]


def test_a_need_of_another_family_is_not_handed_on_below_this_ones_address(house: House):
    from wasl.journey.services import leaving

    here, there = Family(house), Family(house)
    for family in (here, there):
        family.assess()
    with pytest.raises(NotFound):
        leaving.need_hand_on(file=here.ref, need=there.need, owner="aftercare-officer", by=here.salma)
    leaving.need_hand_on(file=there.ref, need=there.need, owner="aftercare-officer", by=there.salma)


def test_the_gate_of_the_path_that_a_family_is_on_is_behind_it():
    from wasl.access.policy import programme
    from wasl.phases.exit_assessment.services.decisions import known_lines

    short = next(path for path in programme().pathways.values() if path.gate)
    gate = {line.code for line in short.gate}
    assert gate <= {line.code for line in known_lines(next(iter(programme().pathways)))}
    assert not gate & {line.code for line in known_lines(short.code)}
