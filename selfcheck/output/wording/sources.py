"""Facts of the guidance -> words: who helps and how they are reached, when and how surely a fact was read. Pure."""

from __future__ import annotations

from typing import Final

from selfcheck.guidance.age import is_old
from selfcheck.guidance.model import MenuNote, Place, Provenance, Step
from selfcheck.i18n import Texts, _, in_sense

CONFIDENCE_WORDS: Final = Texts(
    lambda: {
        "high": _("read on the official page or its source"),
        "medium": _("read on someone else's page"),
        "low": _("general knowledge, not confirmed"),
    }
)
CONFIDENCE_LEVELS: Final = Texts(
    lambda: {
        "high": in_sense("confidence", "high"),
        "medium": in_sense("confidence", "medium"),
        "low": in_sense("confidence", "low"),
    }
)
_WAYS: Final = Texts(
    lambda: {
        "phone": _("Phone"),
        "other_phone": _("Other phone"),
        "phone_us": _("Phone (US)"),
        "regional": _("Regional"),
        "mobile": _("Mobile"),
        "sms": _("Text message"),
        "kakao_channel": _("KakaoTalk"),
        "email": _("Email"),
        "web": _("Web"),
    }
)
_COUNTRIES: Final = Texts(
    lambda: {
        "KR": _("KR"),
        "US": _("US"),
        "UK": _("UK"),
        "AU": _("AU"),
        "EU": _("EU"),
        "worldwide": _("worldwide"),
        "US / worldwide": _("US / worldwide"),
    }
)


def place_name(place: Place) -> str:
    """A place that helps by its name, with the one it goes by at home where that is another."""
    if not place.name_native or place.name_native in place.name:
        return place.name
    return f"{place.name} ({place.name_native})"


def place_facts(place: Place) -> tuple[tuple[str, str], ...]:
    """Whom a place helps, when and in which languages, each with its title; "" where not known."""
    return (_("For"), place.who_for), (_("Hours"), place.hours), (_("Languages"), place.languages)


def country_words(place: Place) -> str:
    """Where a place that helps is."""
    return _COUNTRIES.get(place.country, place.country)


def ways_to_reach(place: Place) -> tuple[tuple[str, str], ...]:
    """How a place that helps is reached: each way with what to dial or open, its web page last."""
    ways = tuple((_WAYS.get(way, way.capitalize()), value) for way, value in place.contact)
    url = place.facts.url
    return ways if url is None or url in dict(place.contact).values() else (*ways, (_("Web"), url))


def place_provenance(place: Place) -> str:
    """When and how surely a place's facts were read; a number that was not confirmed is told as such."""
    told = fact_provenance(place.facts)
    if not place.unsure_number or not place.contact:
        return told
    return f"{_('This number is not confirmed. Please check it first.')} {told}"


def fact_provenance(facts: Provenance) -> str:
    """When and how surely a fact was read, in a sentence."""
    return with_age(_confidence(CONFIDENCE_WORDS[facts.confidence], facts.checked), facts.checked)


def _confidence(words: str, date: str) -> str:
    if date == "unknown":
        return _("Confidence: {words}, date of last check not known.").format(words=words)
    return _("Confidence: {words}, last checked {date}.").format(words=words, date=date)


def provenance(step: Step) -> str:
    """When and how surely a step's facts were read, in a sentence or two."""
    words = _confidence(CONFIDENCE_WORDS[step.confidence], step.checked)
    if step.path_confidence != step.confidence:
        words = f"{words} {path_words(step.path_confidence)}"
    return with_age(words, step.checked)


def moved_words(note: MenuNote | None, *, told: bool = True) -> str:
    """The person's note that a menu has moved, "" without one. Not `told`: what they typed stays out of it."""
    if note is None:
        return ""
    if not told:
        return _("You noted on {day} that this menu has moved.").format(day=note.day)
    return _("You noted on {day} that the menu is now: {path}").format(day=note.day, path=note.path)


def path_words(confidence: str) -> str:
    """How sure a menu path is, where that is less or more than the step itself."""
    return _("Menu path: {words}.").format(words=CONFIDENCE_WORDS[confidence])


def with_age(words: str, checked: str) -> str:
    """The words, and a sentence more for a fact that was last looked at more than a year ago."""
    old = _("That is more than a year ago, so menus may have moved since.")
    return f"{words} {old}" if is_old(checked) else words
