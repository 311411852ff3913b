"""Holds docs/commands.md, docs/report.md and docs/report.schema.json to the program, in both directions."""

from __future__ import annotations

import dataclasses
import enum
import json
import re
import typing
from typing import Any

import click
import pytest
from jsonschema import Draft202012Validator

from selfcheck import model
from selfcheck.cli import COMMANDS, cli
from selfcheck.errors import ExitCode
from selfcheck.guidance.model import Guidance
from selfcheck.output.report_json import dump_json, load_report
from tests.support.commands import commands
from tests.support.reports import SCHEMA, full_report, schema_problems
from tests.support.running import AS_INSTALLED, ROOT, run
from tests.support.site import Site

PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
REPORT = (ROOT / "docs/report.md").read_text(encoding="utf-8")

SHAPES = {
    "page": model.Page,
    "page_note": model.PageNote,
    "photo": model.Photo,
    "face": model.Face,
    "sighting": model.Sighting,
    "finding": model.Finding,
    "step": model.Item,
    "request": model.LedgerEntry,
    "limit": model.Limit,
    "signal": model.Signal,
    "change": model.Change,
    "course_point": model.CoursePoint,
    "number": model.Number,
    "fault": model.Fault,
}
WORDS = {
    "state": model.State,
    "role": model.Role,
    "embedded": model.Embedded,
    "outcome": model.Outcome,
    "share": model.Share,
}
INLINE_WORDS = {
    ("finding", "kind"): model.FindingKind,
    ("page", "origin"): model.Origin,
    ("page_note", "kind"): model.Note,
    ("photo", "origin"): model.Origin,
    ("signal", "kind"): model.SignalKind,
    ("signal", "variant"): model.Variant,
    ("step", "mark"): model.Mark,
    ("request", "purpose"): model.Purpose,
    ("change", "kind"): model.ChangeKind,
}
WORDS_OR_NONE = {
    ("photo", "mark"): model.PhotoMark,
    ("change", "reason"): model.ChangeReason,
    ("change", "mark"): model.PhotoMark,
}
WITH_TEXT = {"page", "page_note", "photo", "finding", "step", "limit", "signal", "change"}
"""Parts that have a sentence beside their codes. No reader may need it, so it is no field of the program's."""


def part(name: str) -> dict[str, Any]:
    return SCHEMA if name == "report" else SCHEMA["$defs"][name]


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["report", *SHAPES])
def test_schema_and_program_have_the_same_fields(name: str) -> None:
    fields = [field.name for field in dataclasses.fields(SHAPES.get(name, model.Report))]
    described = part(name)
    assert list(described["properties"]) == [*fields, *(["text"] if name in WITH_TEXT else [])]
    assert described["required"] == fields
    assert described["additionalProperties"] is True
    assert all(value["description"].endswith(".") for value in described["properties"].values())


def _schema_type(hint: Any) -> set[str]:
    if isinstance(hint, type) and issubclass(hint, enum.StrEnum):
        return {"string"}
    if typing.get_origin(hint) is tuple:
        return {"array"}
    if typing.get_args(hint):
        return set().union(*map(_schema_type, typing.get_args(hint)))
    return {{str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}[hint]}


@pytest.mark.parametrize("name", ["report", *SHAPES])
def test_schema_and_program_have_the_same_types(name: str) -> None:
    hints = typing.get_type_hints(SHAPES.get(name, model.Report))
    for field, described in part(name)["properties"].items():
        if field == "text":
            continue
        target = part(described["$ref"].rpartition("/")[2]) if "$ref" in described else described
        if "const" in target or ("enum" in target and "type" not in target):
            continue  # held by the words themselves
        kinds = target["type"] if isinstance(target["type"], list) else [target["type"]]
        assert set(kinds) == _schema_type(hints[field]), field


def test_schema_and_program_have_the_same_words() -> None:
    for name, words in WORDS.items():
        assert part(name)["enum"] == [word.value for word in words]
    for (name, field), words in INLINE_WORDS.items():
        assert part(name)["properties"][field]["enum"] == [word.value for word in words]
    for (name, field), words in WORDS_OR_NONE.items():
        assert part(name)["properties"][field]["enum"] == [*(word.value for word in words), None]
    assert set(SCHEMA["$defs"]) == {*SHAPES, *WORDS}


def test_the_page_about_the_report_names_every_field_and_every_word_and_no_other() -> None:
    named = set(re.findall(r"`([a-z_]+)`", REPORT))
    fields = {field.name for shape in (model.Report, *SHAPES.values()) for field in dataclasses.fields(shape)}
    words = {word.value for kind in (*WORDS.values(), *INLINE_WORDS.values(), *WORDS_OR_NONE.values()) for word in kind}
    assert fields | words <= named
    others = {"text", "null", "true", "yunet"}
    assert named - fields - words <= others


def test_the_report_of_the_demo_fits_the_schema() -> None:
    ended = run("demo", "--json", command=AS_INSTALLED)
    assert ended.code == 4
    assert schema_problems(ended.out) == []


def test_the_report_of_a_wall_fits_the_schema(site: Site) -> None:
    assert schema_problems(run("check", site.answer("/", status=401), "--mine", "--json").out) == []


def test_a_full_report_fits_the_schema_and_comes_back_as_it_was(guidance: Guidance) -> None:
    report = full_report(guidance)
    only_there = {"numbers"}  # stands where nothing else does: tests/output/test_redact.py
    assert all(
        getattr(report, field.name) != () for field in dataclasses.fields(report) if field.name not in only_there
    )
    assert schema_problems(dump_json(report)) == []
    assert load_report(dump_json(report)) == report


def test_the_schema_turns_away_what_is_no_report(guidance: Guidance) -> None:
    good = json.loads(dump_json(full_report(guidance)))
    assert schema_problems(json.dumps({**good, "a_later_field": 1}).encode()) == []
    for broken in (
        {**good, "version": 1},
        {name: value for name, value in good.items() if name != "limits"},
        {**good, "photos": [{**good["photos"][0], "state": "safe"}]},
        {**good, "made_at": "yesterday"},
    ):
        assert schema_problems(json.dumps(broken).encode())


def _section(name: str) -> str:
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def _flags(command: click.Command) -> set[str]:
    below = command.commands.values() if isinstance(command, click.Group) and command is not cli else ()
    own = {flag for option in command.params if isinstance(option, click.Option) for flag in option.opts}
    return own.union(*(_flags(one) for one in below)) - {"--help", "-h"}


@pytest.mark.parametrize("name", ["selfcheck", *COMMANDS])
def test_every_flag_of_a_command_is_in_the_docs_and_no_other(name: str) -> None:
    command: click.Command = cli if name == "selfcheck" else commands()[name]
    section = re.sub(r"```.*?```", "", _section(name), flags=re.DOTALL)
    assert section
    assert set(re.findall(r"`(--?[a-zA-Z][a-z-]*)", section)) == _flags(command) - {"--help", "-h"}
    for option in command.params:
        if isinstance(option.type, click.Choice):
            assert all(f"`{choice}`" in PAGE for choice in option.type.choices)


def test_every_command_is_in_the_table_and_no_other() -> None:
    table = PAGE.partition("\n## ")[0]
    assert set(re.findall(r"^\| `selfcheck ([a-z-]+)", table, re.MULTILINE)) == set(COMMANDS)


def test_every_exit_code_is_in_the_table_and_no_other() -> None:
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", _section("Exit codes"), re.MULTILINE)} == set(ExitCode)


def test_every_example_is_a_command_that_exists() -> None:
    examples = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
    assert len(examples) >= 5
    for line in examples:
        _, name, *rest = line.partition(" >")[0].split()
        command = commands()[name]
        if isinstance(command, click.Group):
            command = command.commands[rest.pop(0)]
        context = command.make_context(name, [word for word in rest if "*" not in word] + ["x"] * ("*" in line))
        assert context.params


def test_every_test_the_threat_model_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/threat-model.md").read_text(encoding="utf-8")))
    written: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        written |= set(re.findall(r"^(?:async )?def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert named
    assert named - written == set()
