"""Who may see and do what with regimes, rounds and submissions. A standing is read once and asked here."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from giaoban.domain.accounts.models import Role, User
from giaoban.domain.accounts.queries import Standing, standing
from giaoban.domain.periods.rules import parse
from giaoban.domain.reports.models import Regime, Round, State, Submission
from giaoban.lib.clock import VIETNAM

UNIT_ROLES = (Role.CLERK, Role.HEAD)
LEADING_ROLES = (Role.SECRETARY, Role.CHAIR)
# What the superior reads is what left the unit.
LEFT_THE_UNIT = (State.SUBMITTED, State.ACCEPTED)


def standing_at(user: User, at: datetime) -> Standing:
    """Return what the person holds on the Vietnamese day of a moment (1 query)."""
    return standing(user, day_of(at))


def day_of(at: datetime) -> date:
    """Return the day of a moment in Vietnam, whatever zone it came in."""
    return at.astimezone(VIETNAM).date()


def reference_day(period: str) -> date:
    """Return the day as of which a period's duties are asked: its State cut-off."""
    return parse(period).window().last


def leads(standing: Standing, regime: Regime, *roles: Role) -> bool:
    """Return whether the person holds one of the roles (secretary or chair unless told) in the body that receives."""
    wanted = roles or LEADING_ROLES
    return standing.has_in(regime.receiver_id, *wanted) or standing.has_in(regime.bloc.coordinator_id, *wanted)


def can_run(standing: Standing, regime: Regime) -> bool:
    """Open, close, remind, return, accept, reopen, freeze: the receiving body's secretary."""
    return leads(standing, regime, Role.SECRETARY)


def can_define(standing: Standing, receiver_id: int) -> bool:
    """Define a regime: an administrator, or the secretary of the body that will receive."""
    return standing.has(Role.ADMINISTRATOR) or standing.has_in(receiver_id, Role.SECRETARY)


def can_edit(standing: Standing, submission: Submission) -> bool:
    """Enter figures and text: the unit's own clerk or head. The state is asked separately."""
    return standing.has_in(submission.unit_id, *UNIT_ROLES)


def can_sign_off(standing: Standing, submission: Submission) -> bool:
    """Sign off, and withdraw it: the head alone."""
    return standing.has_in(submission.unit_id, Role.HEAD)


def can_comment(standing: Standing, submission: Submission) -> bool:
    """Remark on a cell: the unit, the receiving body, the superior; the last only on what left the unit."""
    return can_see(standing, submission)


def can_see(standing: Standing, submission: Submission) -> bool:
    """Return whether the person may see the submission (no query beyond what is loaded)."""
    if standing.has_in(submission.unit_id, *UNIT_ROLES) or leads(standing, submission.round.regime):
        return True
    return submission.state in LEFT_THE_UNIT and standing.has(Role.SUPERIOR)


def visible_submissions(standing: Standing) -> QuerySet[Submission]:
    """Return the submissions the person may see, with round, regime, bloc and unit loaded (1 query)."""
    led = standing.units_with(*LEADING_ROLES)
    visible = (
        Q(unit__in=standing.units_with(*UNIT_ROLES))
        | Q(round__regime__receiver__in=led)
        | Q(round__regime__bloc__coordinator__in=led)
    )
    if standing.has(Role.SUPERIOR):
        visible |= Q(state__in=LEFT_THE_UNIT)
    return Submission.objects.filter(visible).select_related("round__regime__bloc", "unit")


def visible_rounds(standing: Standing) -> QuerySet[Round]:
    """Return the rounds whose board and consolidation the person may see: receiving body and superior (1 query)."""
    rounds = Round.objects.select_related("regime__bloc__territory", "regime__receiver")
    if standing.has(Role.SUPERIOR):
        return rounds
    led = standing.units_with(*LEADING_ROLES)
    return rounds.filter(Q(regime__receiver__in=led) | Q(regime__bloc__coordinator__in=led))


def can_see_round(standing: Standing, round: Round) -> bool:
    """Return whether the person may see a round's board."""
    return leads(standing, round.regime) or standing.has(Role.SUPERIOR)
