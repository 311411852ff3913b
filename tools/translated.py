"""Writes down that steps of a language say what the English ones say now.

    python tools/translated.py ko ig-private fb-photo    these steps were translated anew, or need no new words
    python tools/translated.py ko --all                  every step was gone through

`selfcheck guidance check` tells of each step whose English words have changed since.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from pathlib import Path

from selfcheck.guidance.translated import TRANSLATED_FROM, digests_of

PLATFORMS = Path(__file__).parent.parent / "selfcheck" / "platforms"


def main() -> None:
    """Bring the last table of each platform's words in one language up to date for the steps named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language")
    parser.add_argument("steps", nargs="*")
    parser.add_argument("--all", action="store_true")
    named = parser.parse_args()
    now = {path.parent: digests_of(tomllib.loads(path.read_text("utf-8"))) for path in PLATFORMS.glob("[!_]*/en.toml")}
    known = {step for digests in now.values() for step in digests}
    if unknown := set(named.steps) - known:
        sys.exit(f"There is no step {', '.join(sorted(unknown))}.")
    count = 0
    for folder, digests in now.items():
        path = folder / f"{named.language}.toml"
        if not digests or not path.exists():
            continue
        words = path.read_text("utf-8").partition(f"\n[{TRANSLATED_FROM}]\n")[0].rstrip("\n") + "\n"
        table = tomllib.loads(path.read_text("utf-8"))
        before = table.get(TRANSLATED_FROM, {})
        wanted = table.get("steps", {}).keys() if named.all else named.steps
        after = {name: digests[name] if name in wanted else before.get(name) for name in digests}
        lines = [f'{name} = "{digest}"\n' for name, digest in after.items() if digest]
        path.write_text(words + (f"\n[{TRANSLATED_FROM}]\n{''.join(lines)}" if lines else ""), encoding="utf-8")
        count += len(lines)
    print(f"{named.language}: {count} of {len(known)} steps are written down")


if __name__ == "__main__":
    main()
