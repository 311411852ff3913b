"""The steps of platforms, as text or data."""

from __future__ import annotations

from selfcheck.checklist import steps_in_order
from selfcheck.errors import UsageError
from selfcheck.export.reports import dump_json
from selfcheck.guidance.loader import load_guidance
from selfcheck.guidance.model import Guidance, SearchEngine, Step
from selfcheck.language import _
from selfcheck.plain import SEARCH_ENGINES, engines_text, platforms_text, steps_text
from selfcheck.safetext import safe_text


def steps_for(platforms: tuple[str, ...], *, as_json: bool, plain: bool, width: int) -> bytes:
    """The steps of some platforms, or the list of platforms. Raises `UsageError` for one that is not known."""
    guidance = load_guidance()
    ids = {platform.name.casefold(): platform.id for platform in guidance.platforms.values()}
    platforms = tuple(ids.get(platform.casefold(), platform.casefold()) for platform in platforms)
    for platform in platforms:
        if platform not in guidance.platforms and platform != SEARCH_ENGINES:
            raise UsageError(
                _("There are no steps for “{platform}”.").format(platform=safe_text(platform, 40)),
                _("There are for: {platforms}.").format(platforms=", ".join((*guidance.platforms, SEARCH_ENGINES))),
            )
    if as_json:
        return dump_json(_steps_as_data(platforms or tuple(guidance.platforms), guidance))
    if not platforms:
        return platforms_text(guidance, plain=plain, width=width).encode()
    texts = []
    for name in dict.fromkeys(platforms):
        if name == SEARCH_ENGINES:
            texts.append(engines_text(guidance, plain=plain, width=width))
            continue
        steps = steps_in_order(guidance.platforms[name].steps, guidance)
        texts.append(steps_text(guidance.platforms[name], steps, guidance, plain=plain, width=width))
    return "\n".join(texts).encode()


def _steps_as_data(names: tuple[str, ...], guidance: Guidance) -> list[Step | SearchEngine]:
    found: list[Step | SearchEngine] = []
    for name in dict.fromkeys(names):
        found += (
            guidance.engines if name == SEARCH_ENGINES else steps_in_order(guidance.platforms[name].steps, guidance)
        )
    return found
