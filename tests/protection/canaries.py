"""Families made of needles, put through every door: services, pages, sealed circle, every field that a table names.

`put_in` answers with what was stored (with sealing off it must be found), what was replaced since, and what was only
said on the way, such as a name typed as a user name (nothing may keep that at all).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from PIL import Image

from tests.cast import AMAL, HUDA, NADIA, SALMA
from tests.pictures.drawn import file_of, paper
from tests.protection import matrix
from tests.protection.forms import forms_of
from tests.protection.needles import Hay
from tests.protection.visitors import signed_in
from tests.worlds import House
from wasl.kernel.clock import today


@dataclass
class Canary:
    """A family whose every word is a needle."""

    file: UUID
    number: str
    team: int
    people: list[UUID]
    needs: list[UUID] = field(default_factory=list)
    goals: list[UUID] = field(default_factory=list)


@dataclass
class Hays:
    """`stored` lies in the database, sealed; `replaced` did until it was corrected; `said` is kept nowhere; of what was
    `typed` into whatever form there is, the pages decide what they keep.
    """

    stored: Hay
    replaced: Hay
    said: Hay
    typed: Hay

    @classmethod
    def drawn(cls, seed: int) -> "Hays":
        return cls(*(Hay(seed + n) for n in range(4)))

    @property
    def all(self) -> list[str]:
        return [*self.stored.all, *self.replaced.all, *self.said.all, *self.typed.all]


Door = Callable[[House, Canary, Hays], None]


def put_in(house: House, *, families: int, seed: int) -> Hays:
    """Families of needles through all doors; the slow doors are gone through by the first of them only."""
    hays = Hays.drawn(seed)
    for n in range(families):
        family = at_the_desk(house, hays)
        for door in ALWAYS if n else (*ALWAYS, *ONCE):
            door(house, family, hays)
    return hays


def at_the_desk(house: House, hays: Hays, size: int = 8) -> Canary:
    """Received by the clerk: people with every part of a name that the form knows, phones, a village."""
    from wasl.access.services import grant_give
    from wasl.access.work import unit_of_work
    from wasl.casefile.enums import FileState
    from wasl.casefile.models import File
    from wasl.casefile.services.files import NewFile, file_create, file_recount
    from wasl.people.enums import FamilyRole, JoinReason, Sex
    from wasl.people.services import NewPerson, person_add

    amal, team = house.actor(AMAL), house.teams["A"]
    new = NewFile(
        team=team,
        state=FileState.ASSESSING,
        arrived_on=today(),
        governorate="IQG16",
        local_place=hays.stored.arabic(),
    )
    file = file_create(new=new, role="intake-clerk", by=amal)
    roles = [FamilyRole.HEAD, FamilyRole.SPOUSE, *[FamilyRole.CHILD] * (size - 2)]
    newcomers = []
    for n, role in enumerate(roles):
        hay = hays.replaced if n == 1 else hays.stored
        newcomers.append(
            NewPerson(a_name(hay, 1970 + 4 * n), Sex.FEMALE, role, phones=(hay.phone(), hay.phone()))
        )
    people = person_add(file=file, people=newcomers, since=today(), reason=JoinReason.ARRIVAL, by=amal)
    file_recount(file=file, by=amal)
    with unit_of_work(amal.token):
        account = house.accounts["salma"]
        grant_give(file=file, account=account, role="caseworker", purpose="care", by=amal)
        number = File.objects.get(pk=file).number
    return Canary(file, number, team, people)


def a_name(hay: Hay, year: int):
    from wasl.people.enums import Accuracy
    from wasl.people.names import NameCard

    return NameCard(
        hay.arabic(), hay.arabic(), hay.arabic(), hay.arabic(), laqab=hay.arabic(), kunya=hay.arabic(),
        used=hay.arabic(), mother=(hay.arabic(), hay.arabic(), hay.arabic()),
        ckb={"given": hay.kurdish(), "father": hay.kurdish()},
        latin=hay.latin(), birth=date(year, 7, 1), accuracy=Accuracy.YEAR,
    )  # fmt: skip


def corrections_and_contacts(house: House, family: Canary, hays: Hays) -> None:
    from wasl.people.enums import FamilyRole, Sex
    from wasl.people.selectors import SafeContact
    from wasl.people.services import not_the_same, person_change, safe_contact_record

    amal, hay = house.actor(AMAL), hays.stored
    wife = family.people[1]
    name = a_name(hay, 1975)
    person_change(
        person=wife, name=name, sex=Sex.FEMALE, role=FamilyRole.SPOUSE, spouse="", version=1, by=amal
    )
    wishes = [hay.sentence() for _ in range(5)]
    safe_contact_record(person=wife, contact=SafeContact((hay.phone(),), *wishes), by=amal)
    not_the_same(person=wife, other=uuid4(), reason=hay.sentence(), by=amal)


def papers(house: House, family: Canary, hays: Hays) -> None:
    from wasl.access.policy import programme
    from wasl.casefile.enums import DocumentState
    from wasl.casefile.services.record import document_record

    salma = house.actor(SALMA)
    for person, kind in zip(family.people, programme().documents.kinds, strict=False):
        document_record(
            file=family.file, person=person, kind=kind, state=DocumentState.HAVE, number=hays.stored.paper(), by=salma
        )  # fmt: skip


def pictures(house: House, family: Canary, hays: Hays) -> None:
    """A photo whose notes tell a name, a telephone and a place, with words about what it shows."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    said, notes = hays.said, Image.Exif()
    notes[0x010E], notes[0x010F] = said.latin(), said.sentence()
    sent = file_of(paper(300, 400), exif=notes, comment=said.sentence().encode()) + said.sentence().encode()
    answer = signed_in(house, SALMA).post(
        f"/files/{family.number}/people/{family.people[0]}/scans/",
        {
            "kind": "letter",
            "document": "",
            "circle": "own",
            "caption": hays.stored.sentence(),
            "file": SimpleUploadedFile(f"{said.latin()}.jpg", sent),
        },
    )
    assert answer.status_code == 302, answer.status_code


def thread(house: House, family: Canary, hays: Hays) -> None:
    from wasl.access.policy import programme
    from wasl.casefile.enums import GoalState, NoGoalReason, ServiceResult, ServiceState
    from wasl.casefile.services.thread import goal_close, goal_write, need_answer, need_record, service_record

    salma, hay, file, day = house.actor(SALMA), hays.stored, family.file, today()
    domain, other = list(programme().domains)[:2]
    person = family.people[0]

    def need(code: str) -> UUID:
        return need_record(
            file=file, person=person, domain=code, score=3, on=day, due_on=day, wish=hay.sentence(), by=salma
        )

    answered, unanswered = need(domain), need(other)
    need_answer(need=unanswered, reason=next(iter(NoGoalReason)), words=hay.sentence(), by=salma)
    goal = goal_write(file=file, person=person, needs=[answered], words=hay.sentence(), due_on=day, by=salma)
    service_record(
        goal=goal, code=next(iter(programme().rehabilitation.catalogue)), state=ServiceState.DELIVERED, on=day,
        words=hay.sentence(), result=next(iter(ServiceResult)), by=salma,
    )  # fmt: skip
    goal_close(goal=goal, state=GoalState(list(GoalState)[1]), words=hay.sentence(), on=day, by=salma)
    family.needs, family.goals = [answered, unanswered], [goal]


def notes_and_tasks(house: House, family: Canary, hays: Hays) -> None:
    from wasl.casefile.enums import ContactKind, TaskKind
    from wasl.casefile.services.files import handover_propose
    from wasl.casefile.services.record import contact_record, draft_save, task_add

    salma, hay, file, day = house.actor(SALMA), hays.stored, family.file, today()
    for person in (None, *family.people):
        contact_record(file=file, person=person, kind=ContactKind.NOTE, text=hay.sentence(), on=day, by=salma)
    kind = next(kind for kind in TaskKind if kind is not TaskKind.URGENT)
    task_add(
        file=file, person=None, kind=kind, code="", owner=salma.ref, due_on=day, text=hay.sentence(), by=salma
    )
    # a draft goes when what was being written is sent
    gone = hays.replaced
    draft_save(
        file=file, form="note", values={"text": gone.sentence(), gone.latin(): gone.arabic()}, by=salma
    )
    hadi = house.accounts["hadi"]
    handover_propose(file=file, to=hadi, role="caseworker", reason=hay.sentence(), by=house.actor(NADIA))


def sealed_circle(house: House, family: Canary, hays: Hays) -> None:
    from wasl.casefile.enums import SealedKind, SealedLine
    from wasl.casefile.services.sealed import sealed_write

    for person in family.people:
        sealed_write(
            file=family.file, person=person, line=SealedLine.GBV, kind=SealedKind.NOTE, text=hays.stored.sentence(),
            by=house.actor(HUDA),
        )  # fmt: skip


def sealed_cases(house: House, family: Canary, hays: Hays) -> None:
    """A case under a code, with everything that can be written in it; and a safety plan on somebody's own page."""
    from wasl.casefile.enums import SealedLine
    from wasl.lines import services
    from wasl.lines.enums import About, Pace, StepKind

    huda, hay = house.actor(HUDA), hays.stored
    code = services.case_open(file=family.file, person=family.people[0], line=SealedLine.GBV, by=huda)
    services.words_add(code=code, about=About.WISH, text=hay.sentence(), by=huda)
    services.contact_set(code=code, text=f"{hay.sentence()} {hay.phone()}", by=huda)
    services.step_add(
        code=code, kind=StepKind.HEALTH, pace=Pace.SOON, text=hay.sentence(), to=hay.arabic(), by=huda
    )
    plan = {"signs": hay.sentence(), "places": hay.sentence(), "people": hay.latin()}
    services.safety_set(code=code, plan=plan, paper=True, by=huda)
    plan = {"signs": hay.sentence(), "people": hay.arabic()}
    services.own_plan_write(
        file=family.file, person=family.people[0], plan=plan, paper=False, by=house.actor(SALMA)
    )


def every_sealed_field(house: House, family: Canary, hays: Hays) -> None:
    """What any table declares as sealed, written as its services write it; no room can be forgotten."""
    from django.apps import apps

    from wasl.access.work import unit_of_work
    from wasl.vault import services as vault
    from wasl.vault.client import Plain

    names = {name for model in apps.get_models() for name in getattr(model, "sealed_fields", ())}
    salma, hay = house.actor(SALMA), hays.stored
    # what the vault itself reads has a form of its own; other fields take whatever is written
    roster = {
        "batch": str(uuid4()),
        "number": "1",
        "members": [{"given": hay.arabic(), "mother": hay.arabic()}],
    }
    shaped = {"identity:roster": roster, "identity:name": a_name(hay, 1990).document()}
    plains = [
        Plain(
            uuid4(), name, family.people[0], family.file, family.team,
            shaped[name] if name in shaped else [hay.sentence()],
        )
        for name in sorted(names)
    ]  # fmt: skip
    with unit_of_work(salma.token):
        vault.write(plains)


def in_bulk(house: House, family: Canary, hays: Hays) -> None:
    """The way of imports: many values by COPY through a temporary table."""
    from wasl.access.work import unit_of_work
    from wasl.vault import services as vault
    from wasl.vault.client import Plain

    salma, hay = house.actor(SALMA), hays.stored
    with unit_of_work(salma.token):
        vault.copy(
            Plain(uuid4(), "notes:text", family.people[0], family.file, family.team, hay.sentence())
            for _ in range(100)
        )


def pages(house: House, family: Canary, hays: Hays) -> None:
    """What is typed into the pages: kept where it is right, told back where it is wrong, logged nowhere."""
    browser, hay, said = signed_in(house, SALMA), hays.stored, hays.said
    at = f"/files/{family.number}"
    note = {"key": str(uuid4()), "kind": "note", "circle": "family", "on": today().isoformat(), "person": ""}
    assert browser.post(f"{at}/note/", note | {"text": hay.sentence()}).status_code == 302
    assert (
        browser.post(f"{at}/drafts/plan/", {"words": hay.sentence(), "who": hay.arabic()}).status_code == 200
    )
    wrong = note | {
        "key": str(uuid4()),
        "on": said.latin(),
        "text": said.sentence(),
        "person": said.arabic(),
        "kind": said.kurdish(),
    }
    told = browser.post(f"{at}/note/", wrong)
    assert told.status_code == 422, f"{told.status_code} {told.headers}"
    assert (
        browser.post(f"{at}/note/", note | {"key": said.latin(), "text": said.sentence()}).status_code == 422
    )
    for address in (f"/files/{said.arabic()}/", f"/{said.kurdish()}/", f"{at}/drafts/{said.latin()}x/"):
        assert browser.get(address).status_code in (404, 405)
    for key in ("after", "scope", "order", "state", "q"):
        assert browser.get("/files/", {key: said.arabic()}).status_code < 500
    assert browser.get("/files/", {"after": f"{said.latin()}|{said.latin()}"}).status_code < 500
    nobody = signed_in(house, None)
    typed = {"login": said.arabic(), "password": said.latin()}
    assert nobody.post("/accounts/login/", typed).status_code == 200
    assert nobody.get("/accounts/login/", {"next": said.arabic(), "lang": said.latin()}).status_code == 200


# what changes who is signed in, and how, is no door for words about families
ONES_OWN = ("/accounts/", "/account/", "/language/", "/lock/", "/switch/", "/conduct/")
NOT_ABOUT_FAMILIES = ("account", "mfa_", "lock", "switch", "conduct", "set_language", "printed_codes")


def every_form(house: House, family: Canary, hays: Hays) -> None:
    """Each form of each page that a worker or a clerk can open, filled in wherever it takes words.

    On a family of its own, since what was written of it before may be replaced.
    """
    before = Hays(hays.replaced, hays.replaced, hays.said, hays.typed)
    apart = at_the_desk(house, before)
    for door in ALWAYS:
        door(house, apart, before)
    found = next(one for one in matrix.families(house) if one.file == apart.file)
    for member in (AMAL, SALMA):
        browser = signed_in(house, member)
        for address in matrix.addresses():
            if address.name.startswith(NOT_ABOUT_FAMILIES) or address.missing(found):
                continue
            path = matrix.path_of(address, found)
            page = browser.get(path)
            if page.status_code != 200 or "text/html" not in page.headers["Content-Type"]:
                continue
            for form in forms_of(page.content.decode()):
                action = form.action or path
                if action.startswith(ONES_OWN):
                    continue
                answer = browser.post(action, form.filled(hays.typed))
                assert answer.status_code < 500, f"{action}: {answer.status_code}"
                assert answer.status_code != 423, f"{action} came to a locked screen"


def searches(house: House, family: Canary, hays: Hays) -> None:
    """Questions to the vault: the record keeps that somebody searched, never for what."""
    from wasl.vault import services as vault

    amal, said = house.actor(AMAL), hays.said
    vault.client().search(amal.token, "reception", f"{said.arabic()} {said.arabic()} {said.arabic()}")
    person: dict[str, object] = {
        "given": said.arabic(),
        "father": said.arabic(),
        "grandfather": said.arabic(),
        "mother": said.arabic(),
    }
    more = person | {"key": "1", "family": "1", "laqab": said.arabic(), "sex": "f", "birth_year": 1990}
    vault.client().duplicates(amal.token, [more])


def mistakes_in_sql(house: House, family: Canary, hays: Hays) -> None:
    """Statements that the server refuses quote what was sent; the server's log must not."""
    import psycopg

    with psycopg.connect(house.dsn("wasl_web"), autocommit=True) as web:
        for statement in (
            f"SELECT '{hays.said.arabic()}'::int",
            f"SELECT * FROM nothing_there WHERE name = '{hays.said.arabic()}'",
            f"INSERT INTO people_person (id) VALUES ('{hays.said.latin()}')",
        ):
            try:
                web.execute(statement)
            except psycopg.Error:
                continue
            raise AssertionError(statement)


ALWAYS: tuple[Door, ...] = (corrections_and_contacts, papers, pictures, thread, notes_and_tasks)
ONCE: tuple[Door, ...] = (
    sealed_circle,
    sealed_cases,
    every_sealed_field,
    in_bulk,
    pages,
    searches,
    mistakes_in_sql,
    every_form,
)


def plain_text(value: object) -> bytes:
    """What a forgetful programmer would store."""
    return json.dumps(value, ensure_ascii=False, default=str).encode()
