"""Days as the commands take them."""

import argparse
import datetime as dt

from pathways.planning.catalogue.naming import NameProblem, read_date


def day(text: str) -> dt.date:
    """A day, or a month (its first day), with a sentence for what is neither."""
    try:
        return read_date(text)
    except NameProblem as problem:
        raise argparse.ArgumentTypeError(str(problem)) from problem
