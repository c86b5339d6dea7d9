"""Rows and documents ⇄ engine values: the one place that knows both.

::

    packs ──replace_packs──▶ rows ──catalogue_document──▶ edition ──edition_values──▶ engine
"""

from pathways.bridge.documents import (
    Draft,
    catalogue_document,
    catalogue_draft,
    draft_of,
    join_documents,
    pack_documents,
)
from pathways.bridge.editions import (
    current_edition,
    current_number,
    edition_values,
    warm_up,
)
from pathways.bridge.replacing import UnknownKey, replace_pack, replace_packs

__all__ = [
    "Draft",
    "UnknownKey",
    "catalogue_document",
    "catalogue_draft",
    "current_edition",
    "current_number",
    "draft_of",
    "edition_values",
    "join_documents",
    "pack_documents",
    "replace_pack",
    "replace_packs",
    "warm_up",
]
