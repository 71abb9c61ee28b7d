"""Places of the world as plain records: GeoNames' towns, countries and regions, and the areas news speaks of.

Pure: no Django, no network. `read_places` yields everything, `name_variants` gives the keys to look a name up under.
"""
