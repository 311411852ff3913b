"""What click itself says, named here so that translators find it: click looks it up by its text (`language.use`).

A test holds these to the texts of the click that is installed.
"""

from __future__ import annotations

from selfcheck.i18n import _, several


def said_by_click() -> tuple[str, ...]:
    """Never called; its literals are gathered into the catalogue."""
    return (
        _("Usage:"),
        _("Options"),
        _("Commands"),
        _("Show this message and exit."),
        _("Error: {message}"),
        _("Error: invalid input"),
        _("Try '{command} {option}' for help."),
        _("No such command {name!r}."),
        _("No such option {name!r}."),
        _("Missing command."),
        _("Missing argument"),
        _("Missing option"),
        _("Choose from:\n\t{choices}"),
        _("Invalid value: {message}"),
        _("Invalid value for {param_hint}: {message}"),
        _("{value!r} is not a valid {number_type}."),
        _("Option {name!r} does not take a value."),
        _("default: {default}"),
        several("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", 2),
        several("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", 2),
        several("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", 2),
        several("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", 2),
    )
