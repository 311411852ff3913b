"""The commands of the command line, imported: by name."""

from __future__ import annotations

import click

from selfcheck.cli import COMMANDS, cli


def commands() -> dict[str, click.Command]:
    """Every command by its name."""
    context = click.Context(cli)
    return {name: command for name in COMMANDS if (command := cli.get_command(context, name)) is not None}
