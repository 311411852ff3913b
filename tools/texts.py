"""The texts for translators: gathers them from the code, brings the catalogues up to date, makes them ready to read.

    python tools/texts.py            gather, update, make ready, and say what is not translated yet
    python tools/texts.py --check    write nothing; fail where a catalogue is stale, or has an unused or missing text
    python tools/texts.py --new xx   begin a language

Every call of `_`, `N_`, `in_sense` and `several` with literals is found by Python's own parser, in f-strings too, and
every `{% trans %}` and `_()` of the templates by Jinja's. No dates and no line numbers are written: what changes in a
catalogue is what changed in the texts.
"""

from __future__ import annotations

import argparse
import ast
import io
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "selfcheck"
LANGUAGES = PACKAGE / "data" / "languages"
TEMPLATE = LANGUAGES / "selfcheck.pot"
HEADER = """\
# Texts of selfcheck. Made by tools/texts.py; translate in the .po files beside it.
# The words to use: docs/ko/glossary.toml. The rules of sentences: docs/writing.md.
#"""
Found = tuple[str | tuple[str, str], str | None, str]
"""A text or its two forms, the sense it is meant in, and the file it stands in."""


def texts_in_code(path: Path, source: str) -> Iterator[Found]:
    """The texts of a Python file, in the order they stand there. Raises `SystemExit` for one that is no literal."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    where = path.relative_to(ROOT).as_posix()
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        wanted = {"_": 1, "N_": 1, "in_sense": 2, "several": 2}.get(name)
        if wanted is None or where == "selfcheck/i18n.py":
            continue
        said = [argument.value for argument in call.args[:wanted] if isinstance(argument, ast.Constant)]
        literals = [text for text in said if isinstance(text, str)]
        if len(literals) != wanted:
            raise SystemExit(f"{where}:{call.lineno}: {name}() takes literals alone")
        if name == "several":
            yield (literals[0], literals[1]), None, where
        else:
            yield literals[-1], literals[0] if name == "in_sense" else None, where


def texts_in_template(path: Path, source: str) -> Iterator[Found]:
    """The texts of a Jinja template."""
    environment = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)  # noqa: S701
    for _line, name, said in environment.extract_translations(source):
        where = path.relative_to(ROOT).as_posix()
        if isinstance(said, tuple):
            forms = [text for text in said if isinstance(text, str)]
            yield ((forms[0], forms[1]) if name in {"ngettext", "several"} else forms[0]), None, where
        else:
            yield said, None, where


def gather() -> Catalog:
    """All texts of the package, by file, each once."""
    catalog = Catalog(header_comment=HEADER, fuzzy=False)
    for path in sorted(PACKAGE.rglob("*")):
        found: Iterator[Found] = iter(())
        if path.suffix == ".py":
            found = texts_in_code(path, path.read_text(encoding="utf-8"))
        elif path.suffix == ".jinja":
            found = texts_in_template(path, path.read_text(encoding="utf-8"))
        for text, sense, where in found:
            flags = {"python-brace-format"} if "{" in (text if isinstance(text, str) else text[1]) else set()
            catalog.add(text, locations=[(where, None)], flags=flags, context=sense)
    return catalog


def written(catalog: Catalog) -> bytes:
    """A catalogue as a .po file: no dates, no line numbers, the header of this project."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=116, omit_header=True, include_lineno=False)
    plural = (
        f'"Plural-Forms: nplurals={catalog.num_plurals}; plural={catalog.plural_expr};\\n"\n' if catalog.locale else ""
    )
    language = f'"Language: {catalog.locale}\\n"\n' if catalog.locale else ""
    head = f'{HEADER}\nmsgid ""\nmsgstr ""\n{language}"Content-Type: text/plain; charset=UTF-8\\n"\n{plural}\n'
    return head.encode() + buffer.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """A catalogue as the .mo file that gettext reads (GNU gettext manual, 10.3), the same bytes for the same texts."""
    head = "Content-Type: text/plain; charset=UTF-8\n"
    head += f"Plural-Forms: nplurals={catalog.num_plurals}; plural={catalog.plural_expr};\n"
    said = {b"": head.encode()}
    for message in catalog:
        if message.id:
            key = "\0".join(_forms(message.id))
            key = f"{message.context}\x04{key}" if message.context else key
            if all(_forms(message.string)):
                said[key.encode()] = "\0".join(_forms(message.string)).encode()
    keys = sorted(said)
    at = 28 + 16 * len(keys)
    table, texts = b"", b""
    for part in (keys, [said[key] for key in keys]):
        for text in part:
            table += struct.pack("<II", len(text), at + len(texts))
            texts += text + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, at) + table + texts


def _forms(value: object) -> list[str]:
    return [str(form) for form in value] if isinstance(value, (tuple, list)) else [str(value or "")]


def read_catalogue(path: Path, name: str) -> Catalog:
    """A language's .po file."""
    with path.open("rb") as file:
        return read_po(file, locale=name)


def updated(path: Path, name: str, template: Catalog) -> Catalog:
    """The language's catalogue with the texts of now: new ones empty, those that are gone left out."""
    old = read_catalogue(path, name) if path.exists() else Catalog(locale=Locale.parse(name))
    new = Catalog(locale=Locale.parse(name), header_comment=HEADER, fuzzy=False)
    for message in template:
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        string = known.string if known is not None and not known.fuzzy else None
        if string is None and isinstance(message.id, tuple):
            string = ("",) * new.num_plurals
        new.add(
            message.id,
            string or "",
            locations=message.locations,
            flags=message.flags - {"fuzzy"},
            context=message.context,
        )
    return new


def untranslated(catalog: Catalog) -> list[str]:
    """The texts that have no translation, or not in every form."""
    missing = []
    for message in catalog:
        strings = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        if message.id and not all(strings):
            missing.append(message.id if isinstance(message.id, str) else message.id[0])
    return missing


def problems() -> list[str]:
    """What `main` would change in the catalogues, in sentences."""
    template = gather()
    found = [] if TEMPLATE.read_bytes() == written(template) else ["The template is stale: run python tools/texts.py"]
    wanted = {(message.id, message.context) for message in template}
    for path in sorted(LANGUAGES.glob("*/LC_MESSAGES/selfcheck.po")):
        name = path.parent.parent.name
        catalog = read_catalogue(path, name)
        unused = [_forms(one.id)[0] for one in catalog if one.id and (one.id, one.context) not in wanted]
        found += [f"{name}: no longer used: {text}" for text in unused]
        found += [f"{name}: not translated: {text}" for text in untranslated(updated(path, name, template))]
        if path.with_suffix(".mo").read_bytes() != compiled(catalog):
            found.append(f"{name}: the .mo file is stale: run python tools/texts.py")
    return found


def main() -> int:
    """Do all of it. Returns 1 where a text is not translated; of a language that begins, only how many there are."""
    options = argparse.ArgumentParser()
    options.add_argument("--new", metavar="LANGUAGE")
    options.add_argument("--check", action="store_true")
    given = options.parse_args()
    if given.check:
        print("\n".join(found := problems()) or "texts: every language is whole.")
        return int(bool(found))
    new = given.new
    template = gather()
    LANGUAGES.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(template))
    names = {path.parent.parent.name for path in LANGUAGES.glob("*/LC_MESSAGES/selfcheck.po")} | (
        {new} if new else set()
    )
    left = 0
    for name in sorted(names):
        path = LANGUAGES / name / "LC_MESSAGES" / "selfcheck.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = updated(path, name, template)
        path.write_bytes(written(catalog))
        path.with_suffix(".mo").write_bytes(compiled(catalog))
        missing = untranslated(catalog)
        print(f"{name}: {len(template)} texts, {len(missing)} not translated")
        if name == new:
            print(f"Translate {path.relative_to(ROOT)}")
            continue
        left += len(missing)
        for text in missing:
            print(f"  {text}")
    return int(left > 0)


if __name__ == "__main__":
    sys.exit(main())
