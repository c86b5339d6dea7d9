"""What somebody typed whose session had ended: kept for an hour in the session that leads to
signing in, for one plan, and given back once.
"""

import json
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict

SESSION_KEY = "typed"
SECONDS = 60 * 60
MAX_BYTES = 64 * 1024
# What belongs to the form and not to what was typed into it.
OWN_FIELDS = ("csrfmiddlewaretoken", "version", "action", "key", "confirmed", "preview", "keep")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A form of the planner: its action, the item it is about, the version it was made from, and
    its fields."""

    action: str
    key: str
    version: str
    values: Mapping[str, str]

    def posted(self) -> QueryDict:
        """The same as a form would send it."""
        form = QueryDict(mutable=True)
        form.update({**self.values, "action": self.action, "key": self.key})
        return form


def values_of(posted: QueryDict) -> dict[str, str]:
    """What was typed: the posted fields but those of the form itself."""
    return {name: str(value) for name, value in posted.items() if name not in OWN_FIELDS}


def typed_in(posted: QueryDict) -> Typed:
    """A posted form of the planner; never its token."""
    return Typed(
        action=posted.get("action", ""),
        key=posted.get("key", ""),
        version=posted.get("version", ""),
        values=values_of(posted),
    )


def keep_typed(session: SessionBase, *, plan_id: uuid.UUID, typed: Typed) -> bool:
    """Keep it until its owner has signed in; False where it is too large for that."""
    kept = {**asdict(typed), "plan": str(plan_id), "at": int(time.time())}
    if len(json.dumps(kept).encode()) > MAX_BYTES:
        return False
    session[SESSION_KEY] = kept
    return True


def take_typed(session: SessionBase, *, plan_id: uuid.UUID) -> Typed | None:
    """What was typed for that plan within the last hour; it is not kept any longer then."""
    if session.get(SESSION_KEY, {}).get("plan") != str(plan_id):
        return None
    kept = session.pop(SESSION_KEY)
    if not 0 <= int(time.time()) - kept["at"] <= SECONDS:
        return None
    return Typed(
        action=kept["action"], key=kept["key"], version=kept["version"], values=kept["values"]
    )


def forget_typed(session: SessionBase, *, unless_for: Iterable[uuid.UUID]) -> None:
    """Drop what was typed for any other plan than these."""
    kept = session.get(SESSION_KEY)
    if kept is not None and kept.get("plan") not in {str(one) for one in unless_for}:
        del session[SESSION_KEY]
