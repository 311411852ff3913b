"""The command that writes a report in another form."""

from __future__ import annotations

from pathlib import Path

import click

from selfcheck.terminal import say, show


@click.command()
@click.argument("report", type=click.Path(path_type=Path), metavar="REPORT.json")
@click.option("--to", "form", type=click.Choice(["markdown", "html"]), required=True, help="The format.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("-"), metavar="FILE", help="Where to. - is stdout."
)
@click.option("--with-addresses", is_flag=True, help="Also write the addresses of pages and photos.")
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def export(report: Path, form: str, out: Path, with_addresses: bool, force: bool) -> None:
    """Write a checklist from a report. It holds no pictures, and no addresses unless you say so."""
    from selfcheck.commands.exporting import export_report

    data = export_report(report, form, addresses=with_addresses)
    if str(out) == "-":
        show(data)
        return
    from selfcheck.export.files import write_export

    write_export(out, data, replace=force)
    say(f"Written to {out}. To remove it, delete that file.")
