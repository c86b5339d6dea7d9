"""Where the person stands: what is running, what is behind them, and what that implies.

Whoever is in residency has finished what residency requires, without having to say so. Such
things are *assumed*: they satisfy requirements, and get assumed dates (ended when the thing
that needed them began) so that offsets from them can be worked out.
"""

import datetime as dt
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pathways.planning.catalogue import Edition, Requirement, Stage
from pathways.planning.catalogue.documents import EARLIEST
from pathways.planning.catalogue.expressions import Ref
from pathways.planning.dates import ONE_DAY, add_months, intakes_around, nominal_end
from pathways.planning.plans import Current, Past, Situation


class Spot(NamedTuple):
    """The dates of something: [start, end). None where it is not known."""

    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A situation with what it implies. ``floor`` is the day before which no new stage begins;
    ``milestone_floor`` the same for milestones: somebody in a stage has kept to the usual times
    so far, somebody in none can only begin on the day they told. ``countries`` are the
    jurisdictions of the stages that they are in or have done, ``tracks`` the tracks on which they
    must have taken what is assumed."""

    situation: Situation
    running: Mapping[str, Current]
    past: Mapping[str, Past]
    assumed: Mapping[str, Spot]
    floor: dt.date
    milestone_floor: dt.date
    countries: frozenset[str]
    tracks: Mapping[str, str]

    def has_begun(self, key: str) -> bool:
        """Whether the person said they are in it or have done it."""
        return key in self.running or key in self.past

    def holds(self, ref: Ref) -> bool:
        """Whether it is running, done or assumed, on that track where one is named."""
        if ref.key in self.running:
            return not ref.track or self.running[ref.key].track == ref.track
        if ref.key in self.past:
            return not ref.track or self.past[ref.key].track == ref.track
        return ref.key in self.assumed and (not ref.track or self.tracks.get(ref.key) == ref.track)

    def track_of(self, key: str) -> str:
        """The track on which a stage was taken that is behind them; empty where nobody knows."""
        past = self.past.get(key)
        return past.track if past else self.tracks.get(key, "")


def stand(edition: Edition, situation: Situation) -> Standing:
    """Work out what a situation implies within an edition. Unknown keys imply nothing."""
    running = {one.stage: one for one in situation.at}
    past = {one.key: one for one in situation.done}
    floor = min((one.start for one in situation.at), default=situation.as_of)
    assumed, tracks = _assumed(edition, running, past)
    return Standing(
        situation=situation,
        running=running,
        past=past,
        assumed=assumed,
        tracks=tracks,
        floor=floor,
        milestone_floor=EARLIEST if running else situation.as_of,
        countries=frozenset(
            edition.stages[key].jurisdiction for key in (*running, *past) if key in edition.stages
        ),
    )


def repeated_in(edition: Edition, standing: Standing, stage: Stage) -> str:
    """The key of training of the same kind that they are in or have behind them; empty where the
    stage repeats nothing, because nothing is alike or because it builds on that."""
    built_on = {
        stage.key,
        *(ref.key for group in stage.requires for one in group.any_of for ref in one.refs),
    }
    begun = (*standing.running, *standing.past, *standing.assumed)
    for key in begun:
        earlier = edition.stages.get(key)
        if earlier is None or earlier.kind == "practice" or key in built_on:
            continue
        if set(earlier.counts_as) & set(stage.counts_as):
            return key
    return ""


def _assumed(
    edition: Edition, running: Mapping[str, Current], past: Mapping[str, Past]
) -> tuple[dict[str, Spot], dict[str, str]]:
    queue: deque[tuple[Ref, dt.date | None]] = deque()
    for current in running.values():
        queue.append((Ref(current.stage, current.track), current.start))
    for one in past.values():
        stage = edition.stages.get(one.key)
        start = one.date
        if stage and one.date:
            start = add_months(one.date, -stage.length_on(one.track).typical * unit_months(stage))
        queue.append((Ref(one.key, one.track), start))
    assumed: dict[str, Spot] = {}
    tracks: dict[str, str] = {}
    begun = running.keys() | past.keys()
    while queue:
        owner, ended = queue.popleft()
        for group in _requirements(edition, owner):
            refs = [ref for condition in group.any_of for ref in condition.refs]
            # One way is enough: one that they told of or that is assumed already, else the first.
            if not refs or any(ref.key in begun or ref.key in assumed for ref in refs):
                continue
            if _is_any_credential(edition, owner, refs):
                continue
            ref = refs[0]
            spot = assumed_spot(edition, ref.key, ended)
            assumed[ref.key] = spot
            if ref.track:
                tracks[ref.key] = ref.track
            queue.append((ref, spot.start))
    return assumed, tracks


def _is_any_credential(edition: Edition, owner: Ref, refs: Sequence[Ref]) -> bool:
    """Whether a post takes any of several credentials: being in it tells nothing of which."""
    stage = edition.stages.get(owner.key)
    is_post = stage is not None and stage.kind == "practice"
    return is_post and len(refs) > 1 and all(ref.key in edition.milestones for ref in refs)


def _requirements(edition: Edition, owner: Ref) -> tuple[Requirement, ...]:
    """What must be behind somebody who has begun it: what its track needs of anything but the
    stage itself included."""
    stage = edition.stages.get(owner.key)
    if stage is None:
        milestone = edition.milestones.get(owner.key)
        return milestone.requires if milestone else ()
    track = stage.track(owner.track)
    return stage.requires + tuple(
        group
        for group in (track.requires if track else ())
        if not any(ref.key == owner.key for condition in group.any_of for ref in condition.refs)
    )


def unit_months(stage: Stage) -> int:
    """How many months one unit of a stage's length is (roughly, for years)."""
    return 1 if stage.length.unit == "months" else 12


def assumed_spot(edition: Edition, key: str, ended: dt.date | None) -> Spot:
    """The dates assumed for something that was over when the next thing began. A stage ends by
    its own intakes, if that leaves less than a year in between."""
    if ended is None:
        return Spot(None, None)
    stage = edition.stages.get(key)
    if stage is None:
        return Spot(ended - ONE_DAY, ended)
    start = add_months(ended, -stage.length.typical * unit_months(stage))
    ends = (
        (nominal_end(day, stage.length, None, stage.intakes), day)
        for day in intakes_around(stage.intakes, start)
    )
    end, begun = max((one for one in ends if one[0] <= ended), default=(ended, start))
    return Spot(begun, end)
