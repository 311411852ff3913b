"""The conductor, and the only room that joins the others: addresses in, a stream of events out."""

from selfcheck.session.check import OpenCheck, check, continue_check
from selfcheck.session.check_run import SourceMaker
from selfcheck.session.deadline import Deadline, usual_minutes
from selfcheck.session.imports.run import look_into
from selfcheck.session.picture_files import look_at_files
from selfcheck.session.recheck import RecheckContext, SettledCheck, recheck
from selfcheck.session.third_party import Asker, Elsewhere, Gate, first_addresses, hosts_of

__all__ = [
    "Asker",
    "Deadline",
    "Elsewhere",
    "Gate",
    "OpenCheck",
    "RecheckContext",
    "SettledCheck",
    "SourceMaker",
    "check",
    "continue_check",
    "first_addresses",
    "hosts_of",
    "look_at_files",
    "look_into",
    "recheck",
    "usual_minutes",
]
