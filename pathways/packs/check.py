"""Checks packs without a database: ``python -m pathways.packs.check pathways/data/*``.

Prints every problem with file, line and path, then what deserves a second look; ends with 1
when there is a problem. Packs that refer to each other are named together.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from pathways.packs.folders import PackError, join_packs, read_packs, tell
from pathways.planning.soundness import check_edition, list_unverified
from pathways.planning.soundness.cautions import warnings_of


def main(arguments: Sequence[str]) -> int:
    """Check the packs in the folders named; returns the exit code."""
    write = sys.stdout.write
    try:
        packs = read_packs([Path(argument).resolve() for argument in arguments])
        edition = join_packs(packs)
    except PackError as error:
        write("".join(f"{sentence}\n" for sentence in error.sentences))
        return 1
    problems = tell(packs, check_edition(edition))
    cautions = tell(packs, warnings_of(edition))
    write("".join(f"{sentence}\n" for sentence in problems))
    write("".join(f"warning: {sentence}\n" for sentence in cautions))
    write(
        f"{len(problems)} problems, {len(cautions)} warnings, "
        f"{len(list_unverified(edition))} figures unverified or estimated; "
        f"{len(edition.stages)} stages, {len(edition.milestones)} milestones, "
        f"{len(edition.destinations)} destinations, {len(edition.sources)} sources.\n"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
