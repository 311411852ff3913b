"""Steps marked done, held against what a later check saw: photos that they should hide and that are there. Pure.

The person's word stands: a step stays done. But it hides nothing from the plan while its photos can be seen.
"""

from __future__ import annotations

from typing import Final

from selfcheck.guidance.effects import load_effects
from selfcheck.guidance.exposure import Exposure
from selfcheck.i18n import N_, several
from selfcheck.model import Item, Mark, Report

_HIDING: Final = frozenset({"all", "chosen"})
"""Steps that take photos out of sight by themselves. A letter or a wish to programs promises less."""
STILL_TITLE: Final = N_("Done, and still to be seen")


def still_visible_photos(report: Report, exposure: Exposure | None = None) -> dict[tuple[str, str], int]:
    """For each done step, by platform and id: how many photos with a face that it is to hide this check still saw.

    Steps without any are left out. It is for the caller to know that they were done before the check.
    """
    exposure = exposure or Exposure(report)
    effects = load_effects()
    found: dict[tuple[str, str], int] = {}
    for item in report.steps:
        effect = effects.get(item.step)
        if item.mark is not Mark.DONE or effect is None or effect.reach not in _HIDING:
            continue
        places = exposure.hidden_by(item.platform, effect)
        if seen := sum(not places.isdisjoint(one.places) for one in exposure.photos(item.platform, effect)):
            found[item.platform, item.step] = seen
    return found


def done_before(item: Item, report: Report) -> bool:
    """Whether a step was done before this check for certain. Only days are kept: of the same day it cannot be told."""
    return item.mark is Mark.DONE and bool(item.marked_on) and item.marked_on < report.made_at[:10]


def still_visible_words(number: int) -> str:
    """What to say of a done step whose photos are still there."""
    return several(
        "{n} photo that it can hide could still be seen at this check. A site may take a while to show a change; look "
        "whether it was kept.",
        "{n} photos that it can hide could still be seen at this check. A site may take a while to show a change; look "
        "whether it was kept.",
        number,
    )
