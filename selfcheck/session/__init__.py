"""The conductor, and the only room that joins the others: addresses in, a stream of events out."""

from selfcheck.session.checks import Held, check, go_on
from selfcheck.session.deadline import Deadline, usual_minutes
from selfcheck.session.elsewhere import Asker, Elsewhere, Gate, first_addresses, hosts_of
from selfcheck.session.files import look_at_files
from selfcheck.session.importing import look_into
from selfcheck.session.rechecking import Again, Settled, recheck
from selfcheck.session.run import SourceMaker

__all__ = [
    "Again",
    "Asker",
    "Deadline",
    "Elsewhere",
    "Gate",
    "Held",
    "Settled",
    "SourceMaker",
    "check",
    "first_addresses",
    "go_on",
    "hosts_of",
    "look_at_files",
    "look_into",
    "recheck",
    "usual_minutes",
]
