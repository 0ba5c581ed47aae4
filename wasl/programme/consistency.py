"""What can only be seen when the whole folder has been read: levels, schedules, people behind the work."""

import re
from itertools import pairwise

from wasl.programme.forbidden import check_name
from wasl.programme.notes import Notes
from wasl.programme.programme import Programme

FIRST_MONTHS_DAYS = 90
_ASKS = re.compile(r"(^|\.)(name|question|child_question|ask|anchors\.\d|child_anchors\.\d)$")
_SUB_DISTRICT = re.compile(r"N\d{2}$")


def examine(programme: Programme, notes: Notes, folder: str) -> None:
    """Note everything that does not fit together."""
    if programme.code and programme.code != folder:
        notes.fault(
            "programme.toml",
            "code",
            "code_not_folder",
            f"the code {programme.code!r} is not the folder's name {folder!r}.",
            "Give both the same name.",
        )
    _levels(programme, notes)
    _tiers(programme, notes)
    _roles(programme, notes)
    _proposals(programme, notes)
    _pathways(programme, notes)
    _centres(programme, notes)
    _sealed_lines(programme, notes)
    _minimum(programme, notes)
    _instruments(programme, notes)
    _words(notes)


def _centres(programme: Programme, notes: Notes) -> None:
    """A centre lies in a district of the list, or in a sub-district of one (the district's code, N and two digits)."""
    for centre in programme.centres.values():
        known = programme.places.by_code(centre.place) or programme.places.by_code(
            _SUB_DISTRICT.sub("", centre.place)
        )
        if centre.place and known is None:
            notes.fault(
                "programme.toml",
                f"centre[{centre.code}].place",
                "place_unknown",
                f"there is no place {centre.place!r}.",
                "Use a code of places/districts.csv, with N and two digits for a sub-district.",
            )


def _levels(programme: Programme, notes: Notes) -> None:
    for level in programme.levels:
        if level not in programme.rehabilitation.review_days:
            notes.fault(
                "2-rehabilitation.toml",
                f"review_days.{level}",
                "interval_missing",
                f"no review interval for the support level {level!r}.",
                "Say how many days may pass between reviews.",
            )
        if level not in programme.aftercare.tiers:
            notes.fault(
                "4-aftercare.toml",
                "tier",
                "tier_missing",
                f"no after-care contacts for the support level {level!r}.",
                f'Add a [[tier]] with code = "{level}".',
            )
    for level in programme.rehabilitation.review_days:
        if level not in programme.levels:
            notes.fault(
                "2-rehabilitation.toml",
                f"review_days.{level}",
                "level_unknown",
                f"there is no support level {level!r}.",
                f"Use one of: {', '.join(programme.levels)}.",
            )
    ordered = [level for level in programme.levels if level in programme.rehabilitation.review_days]
    for lighter, heavier in pairwise(ordered):
        if programme.rehabilitation.review_days[heavier] > programme.rehabilitation.review_days[lighter]:
            notes.fault(
                "2-rehabilitation.toml",
                f"review_days.{heavier}",
                "interval_disordered",
                f"{heavier!r} is reviewed less often than {lighter!r}.",
                "More support means more reviews.",
            )


def _tiers(programme: Programme, notes: Notes) -> None:
    ordered = [
        programme.aftercare.tiers[code] for code in programme.levels if code in programme.aftercare.tiers
    ]
    for lighter, heavier in pairwise(ordered):
        if len(heavier.within(0, FIRST_MONTHS_DAYS)) < len(lighter.within(0, FIRST_MONTHS_DAYS)):
            notes.fault(
                "4-aftercare.toml",
                f"tier[{heavier.code}].days",
                "schedule_disordered",
                f"{heavier.code!r} has fewer contacts than {lighter.code!r} in the first {FIRST_MONTHS_DAYS} days.",
                "More support means more contacts.",
            )


def _roles(programme: Programme, notes: Notes) -> None:
    """Work that the folder hands to a role must be work the role may do; sealed lines need a supervisor each."""
    expected = [
        ("3-exit.toml", "decision.decided_by", programme.exit.decided_by, "exit.decide"),
        ("4-aftercare.toml", "owner_roles", programme.aftercare.owner_roles, "aftercare.contact"),
        ("4-aftercare.toml", "closed_by", programme.aftercare.closed_by, "file.close"),
    ]
    for file, place, codes, action in expected:
        for code in codes:
            role = programme.roles.get(code)
            if role is not None and not role.may(action):
                notes.fault(
                    file,
                    place,
                    "role_unable",
                    f"the role {code!r} has no {action}.",
                    f"Add {action} to it in roles.toml.",
                )
    held = {action for role in programme.roles.values() for action in role.actions}
    for line in ("sealed.gbv", "sealed.child", "sealed.clinical"):
        if line in held and f"{line}_supervise" not in held:
            notes.fault(
                "roles.toml",
                "role",
                "supervisor_missing",
                f"somebody works with {line} and nobody supervises it.",
                f"Give {line}_supervise to a role.",
            )


def _proposals(programme: Programme, notes: Notes) -> None:
    """Each need must lead somewhere: a domain without a goal would raise needs that nothing answers."""
    answered = {goal.domain for goal in programme.rehabilitation.goals.values()}
    for domain in programme.domains.values():
        if domain.code not in answered:
            notes.fault(
                "2-rehabilitation.toml",
                "goal",
                "domain_unanswered",
                f"no goal answers needs in {domain.code!r}.",
                f'Add a [[goal]] with domain = "{domain.code}".',
            )
    if programme.rehabilitation.goals and not programme.rehabilitation.first_plan_goals:
        notes.fault(
            "2-rehabilitation.toml",
            "goal",
            "return_goal_missing",
            "no goal belongs to every first plan.",
            "Mark the goal of return or place of choice with first_plan = true.",
        )


def _pathways(programme: Programme, notes: Notes) -> None:
    if programme.pathways and all(pathway.gate for pathway in programme.pathways.values()):
        notes.fault(
            "programme.toml",
            "pathway",
            "no_open_pathway",
            "every way through has a gate.",
            "Leave one pathway without a gate, open to everybody.",
        )


def _sealed_lines(programme: Programme, notes: Notes) -> None:
    """What only a sealed line may know is neither proposed nor asked for where others read it."""
    sealed = {
        code for code, service in programme.rehabilitation.catalogue.items() if service.circle == "sealed"
    }
    for goal in programme.rehabilitation.goals.values():
        for code in sorted(sealed.intersection(goal.services)):
            _sealed_in_the_open(notes, "2-rehabilitation.toml", f"goal[{goal.code}].services", code)
    for urgent in programme.entry.urgent_needs.values():
        if urgent.service in sealed and urgent.circle != "sealed":
            _sealed_in_the_open(notes, "1-entry.toml", f"urgent_need[{urgent.code}].service", urgent.service)
    for line in programme.exit.minimum.values():
        for code in sorted(sealed.intersection(line.services)):
            _sealed_in_the_open(notes, "3-exit.toml", f"minimum[{line.code}].services", code)


def _minimum(programme: Programme, notes: Notes) -> None:
    """A line that nobody can receive would stand open at every exit; one for some people only is told (R033, R045)."""
    services = programme.services
    for line in programme.exit.minimum.values():
        place = f"minimum[{line.code}].services"
        fitting = [
            services[code]
            for code in line.services
            if code in services
            and services[code].ages[0] <= line.ages[1]
            and line.ages[0] <= services[code].ages[1]
        ]
        if not fitting:
            notes.fault(
                "3-exit.toml",
                place,
                "minimum_impossible",
                "no service of this line is offered to people of these ages.",
                "Name a service that is, or remove the line.",
            )
        elif not any(service.open_to == "everyone" for service in fitting):
            notes.warn(
                "3-exit.toml",
                place,
                "one_sex_only",
                f"every service of this line is open to {' or '.join(sorted({s.open_to for s in fitting}))} only.",
                "Add a service that is open to everyone.",
            )


def _sealed_in_the_open(notes: Notes, file: str, place: str, service: str) -> None:
    notes.fault(
        file,
        place,
        "sealed_in_the_open",
        f"{service} belongs to a sealed line and would show here.",
        "Remove it; the workers of that line choose it themselves.",
    )


def _instruments(programme: Programme, notes: Notes) -> None:
    """What is to be asked may be asked on a screen, and its safety item is known."""
    for code in programme.entry.instruments:
        tool = programme.scoring.tools.get(code)
        if tool is None:
            continue
        place = f"instrument[{code}].code"
        if tool.texts == "never":
            notes.fault(
                "1-entry.toml",
                place,
                "form_not_allowed",
                f"{tool.name} may not be drawn as a form.",
                "Fill it on paper and record its totals, or choose another.",
            )
        for flag in tool.flags.values():
            if flag.awaits:
                notes.fault(
                    "1-entry.toml",
                    place,
                    "safety_item_unnamed",
                    f"nothing says which item of {tool.name} is its safety item.",
                    f'Add a [[flag]] with tool = "{code}" and code = "{flag.code}" to scoring.toml.',
                )


def _words(notes: Notes) -> None:
    """No name, code, question or line of a scale may ask for what has no field here.

    Sentences are left out: a privacy notice must be able to say what is *not* asked.
    """
    for file, place, text in notes.texts:
        if not _ASKS.search(place):
            continue
        for language in ("ar", "ckb", "en"):
            _word(notes, file, f"{place}.{language}", text.in_(language))
    for kind, codes in notes.declared.items():
        for code, where in codes.items():
            if kind not in ("action", "class"):
                file, _, place = where.partition(": ")
                _word(notes, file, place, code)


def _word(notes: Notes, file: str, place: str, text: str) -> None:
    if found := check_name(text):
        notes.fault(
            file,
            place,
            "word_forbidden",
            f"this speaks of {found.name.en} ({found.term}).",
            "Say what the person needs instead.",
        )
