"""The page of one item's receipts."""

from dataclasses import dataclass

from pathways.planning.catalogue import Edition
from pathways.planning.timeline import Bar, Item
from pathways.presenters import words
from pathways.presenters.receipts import ReceiptView, present_receipts
from pathways.presenters.words import DateStyle


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """An item with its receipts. ``back_url`` is its place in the list of the plan."""

    name: str
    is_bar: bool
    dates: str
    receipts: tuple[ReceiptView, ...]
    title: str
    back_url: str


def present_why(
    edition: Edition, item: Item, style: DateStyle, *, title: str, page: str
) -> WhyView:
    """Why an item's dates are what they are; ``title`` and ``page`` are those of its plan."""
    return WhyView(
        name=item.name,
        is_bar=isinstance(item, Bar),
        dates=words.item_dates(item, style),
        receipts=present_receipts(edition, item, style),
        title=title,
        back_url=f"{page}#item-{item.key}",
    )
