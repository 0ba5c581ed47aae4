"""Who works in the sealed lines beside the cast: the children's line, a second focal point, one at another site."""

from tests.cast import PASSWORD, Member
from tests.worlds import House

MARYAM = Member("maryam", "مريم", "f", "child-protection-worker", "A")
IMAN = Member("iman", "إيمان", "f", "child-protection-supervisor", "A")
NOOR = Member("noor", "نور", "f", "gbv-focal-point", "A")
SHILAN = Member("shilan", "شیلان", "f", "gbv-focal-point", "SD", "ckb")
HANA = Member("hana", "هناء", "f", "clinical-supervisor", "A")
MORE = (MARYAM, IMAN, NOOR, SHILAN, HANA)


def take_on(house: House) -> None:
    """Found them once in a house, as the cast is founded."""
    if MARYAM.username in house.accounts:
        return
    from wasl.access.models import Account, Membership, Team
    from wasl.access.policy import means_of, programme
    from wasl.kernel.clock import now

    with house.as_role("wasl_owner"):
        for member in MORE:
            role = programme().roles[member.role]
            account = Account(
                username=member.username, name=member.name, gender=member.gender, language=member.language,
                practice=True, conduct_version=programme().entry.conduct.version, conduct_accepted_at=now(),
            )  # fmt: skip
            account.set_password(PASSWORD)
            account.save()
            house.accounts[member.username] = account.pk
            team = Team.objects.get(pk=house.teams[member.team])
            Membership.objects.create(
                account=account, role=member.role, reach=role.reach, team=None, site=team.site,
                **means_of(member.role),
            )  # fmt: skip
