"""The catalogue of texts: it holds what the code says, each language says all of it, and no text stands beside it."""

from __future__ import annotations

import ast
import gettext
import io
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from selfcheck import i18n
from tests.guidance.test_languages import FORMAL, NOT_SAID, PARTICLE, fields
from tools import texts

LANGUAGES = [name for name in i18n.languages() if name != "en"]
ROOT = texts.ROOT


def catalogue(name: str) -> Catalog:
    return texts.read_catalogue(po(name), name)


def po(name: str) -> Path:
    return texts.LANGUAGES / name / "LC_MESSAGES" / "selfcheck.po"


def forms(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, (tuple, list)) else [str(value or "")]


def test_the_template_holds_what_the_code_says() -> None:
    assert texts.TEMPLATE.read_bytes() == texts.written(texts.gather()), "run: python tools/texts.py"


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_says_all_of_it_and_nothing_else(name: str) -> None:
    told, wanted = catalogue(name), texts.gather()
    assert texts.untranslated(told) == []
    assert {(message.id, message.context) for message in told} == {(message.id, message.context) for message in wanted}
    assert [message.id for message in told if message.id and message.fuzzy] == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_translation_has_the_values_of_its_text(name: str) -> None:
    wrong = []
    for message in catalogue(name):
        if message.id:
            english = fields(forms(message.id)[-1])
            wrong += [form for form in forms(message.string) if fields(form) != english]
    assert wrong == []


@pytest.mark.parametrize("name", LANGUAGES)
def test_what_the_program_reads_is_what_the_translators_wrote(name: str) -> None:
    made = po(name).with_suffix(".mo").read_bytes()
    assert made == texts.compiled(catalogue(name)), "run: python tools/texts.py"
    read = gettext.GNUTranslations(io.BytesIO(made))
    for message in catalogue(name):
        if isinstance(message.id, tuple):
            assert read.ngettext(*message.id, 2) == message.string[-1]
        elif message.id:
            said = read.pgettext(message.context, message.id) if message.context else read.gettext(message.id)
            assert said == message.string


def test_korean_has_one_form_for_every_number() -> None:
    korean = catalogue("ko")
    assert korean.num_plurals == 1
    assert [message.id for message in korean if isinstance(message.id, tuple) and len(message.string) != 1] == []


def test_korean_says_no_text_in_english_and_keeps_to_the_glossary() -> None:
    unkind = re.compile("|".join(NOT_SAID))
    wrong = []
    for message in catalogue("ko"):
        if not message.id:
            continue
        for form in forms(message.string):
            words = re.sub(r"\{\w+\}|https?://\S+|--[\w-]+|selfcheck [a-z-]+(?: [A-Z.]+\S*)*", " ", form)
            if re.search(r"[A-Za-z]{3,}", words) and not re.search(r"[가-힣]", words) and form not in SAME:
                wrong.append(form)
            if re.search(r"(?:\b[a-z']{2,}\s+){3}[a-z']{2,}\b", words):
                wrong.append(form)
            if unkind.search(form) or PARTICLE.search(form) or (FORMAL.search(form) and "잘못이 아닙니다" not in form):
                wrong.append(form)
    assert wrong == []


SAME = {"API", "robots.txt", "landlock", "seccomp", "no_new_privs"}  # names


def test_a_term_of_the_glossary_that_stands_alone_is_translated_as_it_says() -> None:
    terms = tomllib.loads((ROOT / "docs/ko/glossary.toml").read_text(encoding="utf-8"))["terms"]
    said = {forms(m.id)[0].lower(): forms(m.string)[0] for m in catalogue("ko") if m.id and not m.context}
    otherwise = {term: (said[term], wanted) for term, wanted in terms.items() if term in said and said[term] != wanted}
    assert otherwise == OTHERWISE


OTHERWISE = {
    "no connection": (
        "연결 안 됨",
        "인터넷에 연결되어 있지 않습니다",
    ),  # a cell of the ledger has no room for a sentence
}
"""Where the interface needs another word than the glossary has: both, and why."""

# Calls whose texts a person reads, and which of their arguments: all, or by position and name.
SHOWING = frozenset(
    [
        "Static",
        "Button",
        "Label",
        "Choice",
        "Tick",
        "Binding",
        "Input",
        "Option",
        "Placeholder",
        "say",
        "notify",
        "update",
        "heading",
        "line",
        "UsageError",
        "AddressError",
        "FileProblem",
        "ReportProblem",
        "EngineUnavailable",
        "PolicyRefusal",
        "SelfcheckError",
        "Look",
        "command",
        "option",
        "argument",
        "group",
        "version_option",
        "confirm",
        "prompt",
        "_end",
        "_title",
        "talk",
        "_talk",
        "Limit",
    ]
)
WORD_AT = {"Button": 0, "Label": 0, "Choice": 0, "Tick": 0, "Binding": 2}
"""Where a text of one word is told from an id by its place alone."""
NOT_SHOWN = frozenset(
    [
        "id",
        "classes",
        "name",
        "variant",
        "key_display",
        "type",
        "default",
        "flag_value",
        "form",
        "key",
        "action",
        "metavar_",
    ]
)
TRANSLATED = frozenset({"_", "N_", "in_sense", "several"})
NO_TEXT = re.compile(
    r"https?://\S*|(?:[\w.-]+/)+[\w.-]*|[#.]?[\w-]+(?:,[\w-]+)*|--?[\w-]+|\W*|~/Downloads/"
    r"|(?:bold|underline|italic|\$[\w-]+|\d+%| )+"  # styles
    r"|app\.\w+|\w+\(\W?\w+\W?\)|(?:f9,)?ctrl\+\w"  # actions and keys
    r"|(?:: )?selfcheck [\w%()-]+|, Python|\w+(?:[-|]\w+)+"  # what to type, and names
)
SENTENCE = re.compile(r"[A-Z“][a-z’'-]*(?: [\w“”’',;:()/-]+)+ ?[.?!…:]")


def unread(tree: ast.AST) -> set[ast.AST]:
    """Nodes whose literals nobody reads: docstrings, keys, what is compared, what is raised for programmers."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(node.value)
        elif isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in TRANSLATED or name in {"compile", "query_one", "query", "get", "partition", "replace", "join"}:
                left_out |= set(ast.walk(node)) - {node}
            left_out |= {child for word in node.keywords if word.arg in NOT_SHOWN for child in ast.walk(word)}
        elif isinstance(node, (ast.Compare, ast.Subscript)):
            left_out |= set(ast.walk(node.slice if isinstance(node, ast.Subscript) else node)) - {node}
    return left_out


def literals(node: ast.AST, left_out: set[ast.AST]) -> Iterator[ast.Constant]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part not in left_out:
            yield part


def beside_the_catalogue(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = unread(tree)
    found: dict[int, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in SHOWING:
                shown = [*node.args, *(word.value for word in node.keywords if word.arg not in NOT_SHOWN)]
                for literal in (one for part in shown for one in literals(part, left_out)):
                    text = str(literal.value)
                    word = re.search(r"[a-z]{2}", text) and literal in node.args[WORD_AT.get(name, 9) :]
                    if word or not NO_TEXT.fullmatch(text.strip()):
                        found[literal.lineno] = text
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "attr", "") in {"label", "border_title"}:
            found |= {one.lineno: str(one.value) for one in literals(node.value, left_out)}
        elif (
            isinstance(node, ast.Constant)
            and node not in left_out
            and SENTENCE.fullmatch(" ".join(str(node.value).split()))
        ):
            found[node.lineno] = str(node.value)
    where = path.relative_to(ROOT).as_posix()
    return [f"{where}:{line}: {text}" for line, text in sorted(found.items())]


# Said to programmers, or written into a file that is English alone, with the reason.
ENGLISH_ALONE = (
    "selfcheck/output/platform_table.py:26: # Platforms",  # the beginning of docs/platforms.md
)


def test_no_text_that_a_person_reads_stands_outside_the_catalogue() -> None:
    found = [
        place
        for path in sorted((ROOT / "selfcheck").rglob("*.py"))
        for place in beside_the_catalogue(path)
        if not any(place.startswith(known) for known in ENGLISH_ALONE)
    ]
    assert found == []


def test_the_finder_of_texts_outside_the_catalogue_finds_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "screen.py"
    source.write_text(
        'Button("Save", id="save")\n'
        'say(f"{count} photos found")\n'
        'raise UsageError(_("One."), "Another sentence here.")\n'
        'SENTENCE = "This is read by a person."\n'
        'Binding("s", "stop", "Stop it")\n'
        'Button(_("Save"), id="save")\n'
    )
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    assert [place.split(":")[1] for place in beside_the_catalogue(source)] == ["1", "2", "3", "4", "5"]
