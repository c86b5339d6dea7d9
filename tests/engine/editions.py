"""The shipped packs as an edition, read from text without a database."""

from functools import cache
from pathlib import Path

from pathways.packs.folders import join_packs, read_packs
from pathways.planning.catalogue import Edition

DATA = Path(__file__).parents[2] / "pathways" / "data"


@cache
def shipped() -> Edition:
    """All packs under pathways/data, joined."""
    return join_packs(read_packs(sorted(one for one in DATA.iterdir() if one.is_dir())))
