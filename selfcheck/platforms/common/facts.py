"""The folders of the platforms, found by walking the package, and what their facts.toml says of addresses and pictures.

A folder with a facts.toml is a platform; a name that begins with "_" is none. Works from a zipped package too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

import msgspec

from selfcheck.readers.pages.sites import KnownSites
from selfcheck.readers.pages.size_rules import Rule, largest, named
from selfcheck.readers.pages.sizes import Sizes

_LAST: Final = 500


@dataclass(frozen=True, slots=True)
class SizeMark:
    """How the platform's picture hosts write a size into the path of an address.

    `pattern` finds the mark, `instead` takes its place. The first group is a name in `sides`, or the first two are
    pixels.
    """

    hosts: tuple[str, ...]
    pattern: str
    instead: str = ""
    sides: Mapping[str, float] = field(default_factory=dict)
    source: str = "known"

    def rule(self, name: str) -> Rule:
        """The same as a rule for page readers."""
        side = named(self.sides) if self.sides else largest
        return Rule(name, self.source, self.hosts, "", re.compile(self.pattern), self.instead, side)


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """The part of a facts.toml before its first table. The folder `_template` explains each key."""

    id: str
    order: int = _LAST
    download_order: int = _LAST
    steps_of: str = ""
    """The platform whose steps fit, where it is another one."""
    hosts: tuple[str, ...] = ()
    other_hosts: tuple[str, ...] = ()
    own_pictures: tuple[str, ...] = ()
    title_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: tuple[SizeMark, ...] = ()
    size_names: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    query_words: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def steps(self) -> str:
        """The platform whose steps fit."""
        return self.steps_of or self.id


@cache
def platform_folders() -> Mapping[str, Traversable]:
    """Every platform's folder by its name, in alphabetical order."""
    found = {
        folder.name: folder
        for folder in files("selfcheck.platforms").iterdir()
        if not folder.name.startswith("_") and (folder / "facts.toml").is_file()
    }
    return dict(sorted(found.items()))


@cache
def site_facts() -> Mapping[str, SiteFacts]:
    """The facts on addresses and pictures, by the folder's name. Raises `msgspec.ValidationError` for a misspelt one.

    Only what comes before the first table is parsed: steps are read by `guidance`, and a worker needs none.
    """
    return {
        name: msgspec.convert(tomllib.loads(_before_tables(folder / "facts.toml")), SiteFacts)
        for name, folder in platform_folders().items()
    }


def _before_tables(path: Traversable) -> str:
    return path.read_text(encoding="utf-8").partition("\n[")[0]


def with_module(module: str, order: str) -> tuple[str, ...]:
    """The names of the folders that hold this module, by one of the two orders in facts.toml and then by name."""
    facts = site_facts()
    names = [name for name, folder in platform_folders().items() if (folder / f"{module}.py").is_file()]
    return tuple(sorted(names, key=lambda name: (getattr(facts[name], order), name)))


@cache
def known_sites() -> KnownSites:
    """What page readers know of the platforms' sites."""
    every = site_facts().values()
    return KnownSites(
        hosts={host: facts.steps for facts in every for host in (*facts.hosts, *facts.other_hosts)},
        own_pictures=tuple(pattern for facts in every for pattern in facts.own_pictures),
        title_names={label: names for facts in every for label, names in facts.title_names.items()},
        sizes=Sizes(
            rules=tuple(mark.rule(facts.id) for facts in every for mark in facts.sizes),
            names={host: names for facts in every for host, names in facts.size_names.items()},
            words={host: words for facts in every for host, words in facts.query_words.items()},
        ),
    )


def platform_of(host: str) -> str:
    """The platform whose steps fit a host; "personal-website" where the host is not known."""
    return known_sites().platform_of(host)
