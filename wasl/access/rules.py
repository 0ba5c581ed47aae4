"""May this person? Pure: the roles somebody holds on a thing and what the programme lets those roles do.

What no configuration can relax stands here too: nobody approves their own work, nobody acts without a role.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from wasl.access.enums import Action
from wasl.kernel.decision import Decision, allow, refuse


def may(action: Action, roles: Collection[str], allowed: Mapping[str, frozenset[str]]) -> Decision:
    """Whether one of `roles` may do `action`; `allowed` maps a role to its actions (the programme's roles.toml)."""
    if not roles:
        return refuse("no_role_here")
    if any(action in allowed.get(role, frozenset()) for role in roles):
        return allow()
    return refuse("role_may_not", action=str(action), roles=sorted(roles))


def decided_by_another(by: UUID | None, author: UUID | None) -> Decision:
    """Four eyes: whoever prepared a thing does not decide on it."""
    if by is None:
        return refuse("nobody_decides")
    if author is not None and by == author:
        return refuse("own_work")
    return allow()
