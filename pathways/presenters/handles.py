"""What can be moved by hand in a picture: by mouse, by touch or with the keyboard.

What is done, confirmed or pinned stays where it is. The handles only fill in the forms of the
editor, so everything they do can be done there as well.
"""

from collections.abc import Mapping

from pathways.drawing import Handle
from pathways.planning.timeline import Bar, Item, Timeline


def present_handles(timeline: Timeline) -> Mapping[str, Handle]:
    """The handles of all items by key; each says where the item is, even when it stays there."""
    return {item.key: _handle(item) for item in timeline.items}


def _handle(item: Item) -> Handle:
    free = item.status == "planned" and not item.pinned
    if isinstance(item, Bar):
        sized = not (item.pinned or item.open_ended) and item.status in ("planned", "current")
        return Handle(
            at=item.start.date, until=item.end.date, moves="start" if free else "", sized=sized
        )
    movable = free and not item.follows
    return Handle(at=item.at.date, until=item.until, moves="sitting" if movable else "")
