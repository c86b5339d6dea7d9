"""A timeline as an iCalendar file: whole-day events whose identity survives edits."""

import datetime as dt

from icalendar import Calendar, Event

from pathways.planning.timeline import Bar, Timeline


def timeline_ics(
    timeline: Timeline, *, name: str, identity: str, stamp: dt.datetime, stages: bool = False
) -> bytes:
    """What there is to do or turn up for, the milestones, as whole-day events (DTEND exclusive);
    with ``stages`` those, too.

    ``identity`` tells plans apart: an item's UID is its key and the identity, so an edit moves
    the same event. ``stamp`` is when the plan was last changed, in UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//RadCareers//Timeline//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for item in timeline.items if stages else timeline.markers():
        moment = item.start if isinstance(item, Bar) else item.at
        end = item.end.date if isinstance(item, Bar) else item.until
        event = Event()
        event.add("uid", f"{item.key}.{identity}@radcareers")
        event.add("dtstamp", stamp)
        event.add("dtstart", moment.date)
        event.add("dtend", max(end, moment.date + dt.timedelta(days=1)))
        event.add("summary", item.name)
        event.add("description", f"{moment.receipt.says} ({moment.precision})")
        event.add("status", "CONFIRMED" if moment.precision == "exact" else "TENTATIVE")
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
