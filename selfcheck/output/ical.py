"""A calendar file with one entry and one alarm, whose words tell nobody at a shared calendar what it is about.

It holds no name, no address, no number of a report, and nothing that says which program wrote it. Pure but for the
random id that RFC 5545 asks for.
"""

from __future__ import annotations

import re
import uuid
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vDuration

from selfcheck.errors import UsageError
from selfcheck.i18n import _

_SPAN: Final = re.compile(r"(\d{1,3})\s*(d|w|m|y|days?|weeks?|months?|years?|일|주|개월|달|년)", re.IGNORECASE)
_KOREAN: Final = {"일": "d", "주": "w", "개월": "m", "달": "m", "년": "y"}
_HOUR: Final = 10
"""When the alarm rings, in the time of wherever the calendar is then."""
_LATEST: Final = 10 * 366


def remind_on(wish: str, today: date) -> date:
    """The day meant by "3 months", "6w", "90 days", "1y" or "3개월" from today, or by a date (2027-03-01).

    Raises `UsageError`.
    """
    way_out = _("Say it like this: 3 months, 6 weeks, 90 days, 1 year, or a date such as 2027-03-01.")
    text = wish.strip()
    if match := _SPAN.fullmatch(text):
        number, unit = int(match[1]), _KOREAN.get(match[2], match[2][0].lower())
        day = _in_months(today, number * (12 if unit == "y" else 1)) if unit in "my" else None
        day = day or today + timedelta(days=number * (7 if unit == "w" else 1))
    else:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise UsageError(_("That is no time to be reminded at."), way_out) from None
    if not today < day <= today + timedelta(days=_LATEST):
        raise UsageError(_("A reminder is for a day after today, and within ten years."), way_out)
    return day


def _in_months(today: date, months: int) -> date:
    """The same day of a later month, or its last day where it has no such day."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def to_ical(day: date) -> bytes:
    """An iCalendar file with an entry on this day, private and not blocking the day, with an alarm just before."""
    title = _("Reminder")
    start = datetime.combine(day, time(_HOUR))  # without a zone: ten o'clock wherever the person is that day
    event = Event()
    event.add("uid", str(uuid.uuid4()))
    event.add("dtstamp", datetime.combine(datetime.now(UTC).date(), time(), UTC))
    event.add("summary", title)
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=15))
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm["trigger"] = vDuration(timedelta(minutes=-5))  # 0 is written P0D, which some calendars do not read
    event.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")  # must be there; which program it was is left out
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
