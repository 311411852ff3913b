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

from selfcheck.guidance.translated import NAME, digests_in, digests_of

GUIDANCE = Path(__file__).parent.parent / "selfcheck" / "guidance" / "data"


def main() -> None:
    """Bring the file of one language up to date for the steps named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("language")
    parser.add_argument("steps", nargs="*")
    parser.add_argument("--all", action="store_true")
    named = parser.parse_args()
    tables = (tomllib.loads(path.read_text("utf-8")) for path in sorted((GUIDANCE / "en/platforms").glob("*.toml")))
    now = digests_of(tables)
    if unknown := set(named.steps) - now.keys():
        sys.exit(f"There is no step {', '.join(sorted(unknown))}.")
    path = GUIDANCE / named.language / NAME
    before = digests_in(path.read_text("utf-8")) if path.exists() else {}
    wanted = now.keys() if named.all else named.steps
    after = {name: now[name] if name in wanted else before[name] for name in now if name in wanted or name in before}
    path.write_text("".join(f"{name} {digest}\n" for name, digest in after.items()), encoding="utf-8")
    print(f"{named.language}: {len(after)} of {len(now)} steps are written down")


if __name__ == "__main__":
    main()
