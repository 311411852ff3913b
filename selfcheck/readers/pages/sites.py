"""What page readers know of sites where many people have a page. The facts come from the platforms, as a value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from selfcheck.readers.pages.sizes import Sizes

PERSONAL_WEBSITE: Final = "personal-website"
"""The platform of every site that is not known: its owner decides everything there."""


@dataclass(frozen=True)
class KnownSites:
    """Hosts, and the signs by which a site's own pictures and log-in pages are told apart.

    `hosts` maps the end of a host to a platform's id; "name.*" is a site with a host for each country (name.co.kr).
    `own_pictures` are patterns of what follows "https://" in the address of a picture that a service made and that
    shows nobody: its logo, its share card, its stand-in for a missing portrait. `title_names` maps a label of a host to
    what else the site is called in the title of its log-in page. `sizes` reads sizes out of addresses of pictures.
    """

    hosts: Mapping[str, str] = field(default_factory=dict)
    own_pictures: tuple[str, ...] = ()
    title_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sizes: Sizes = field(default_factory=Sizes)

    def platform_of(self, host: str) -> str:
        """The platform's id for a host, by its longest known ending; `PERSONAL_WEBSITE` where there is none."""
        labels = host.lower().split(".")
        endings = [".".join(labels[start:]) for start in range(len(labels) - 1)]
        countries = [f"{label}.*" for label in labels[:-1]]
        return next((self.hosts[name] for name in endings + countries if name in self.hosts), PERSONAL_WEBSITE)

    def is_own_picture(self, url: str) -> bool:
        """Whether this picture is a service's own, by its address."""
        return self._own_picture.match(url) is not None

    @cached_property
    def _own_picture(self) -> re.Pattern[str]:
        return re.compile(rf"https?://(?:{'|'.join(self.own_pictures) or '(?!)'})", re.IGNORECASE)


NO_SITES: Final = KnownSites()
