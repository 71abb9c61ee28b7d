"""Imports run one way, from what people and clocks call down to the vocabulary; the pure steps know no Django."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house.read_imports import ROOT, Import, find_sources, read_imports

# The first prefix that fits decides. A module imports its own layer and those below; the numbers are heights.
LAYERS = {
    "events.pipeline.records": 0,
    "events.pipeline.errors": 0,
    "events.vocabulary": 0,
    "events.names": 0,
    "events.fulltext": 0,
    "events.gazetteer": 1,
    "events.models": 2,
    "events.tagger": 2,
    "events.cluster": 2,
    "events.nudge": 3,
    "events.clock": 2,
    "events.rate_limit": 3,
    "events.outage": 3,
    "events.tallies": 3,
    "events.retention": 4,
    "events.work": 3,
    "events.accounts": 3,
    "events.tokens": 3,
    "events.changes": 3,
    "events.selections": 3,
    "events.alerts": 3,
    "events.queries": 3,
    "events.filters": 3,
    "events.curation": 3,
    "events.pipeline": 3,
    "events.feeds": 3,
    "events.interop": 3,
    "events.intake": 3,
    "events.exports": 3,
    "events.demo": 4,
    "events.ground": 4,
    "events.tasks": 5,
    "events.templatetags": 5,
    "events.web": 5,
    "events.api": 5,
    "events.admin": 5,
    "events.management": 6,
    "events.apps": 6,
    "events": 0,
}
TOP = 4  # from here up a module may know the project around the app …
KNOWS_THE_PROJECT = {"events.nudge"}  # … and below it, only the one that sends messages
# Each is a face of its own: what two of them need belongs into queries, filters or curation.
FACES = ("events.web", "events.api", "events.admin")
# The project's own files that must know the app: addresses, and the demand for an own password.
KNOW_THE_APP = {"newsbase.urls", "newsbase.first_password"}
PURE_STEPS = (
    "claim_keys claim_meaning claim_records compare_counts concepts figure_bounds judge_figures link_pairs link_sides "
    "mediums speaker_words times_in_text "
    "actor_context actor_pool actor_scene compare_names resolve_actors score_actors "
    "outlet_places place_evidence place_names place_ranker place_readings place_records place_scene place_support "
    "place_surroundings place_words train_places "
    "extract tag resolve places names_in_text claims figures cluster copies align describe topics records errors "
    "acts acts_of_event headline_choice summarize event_time"
)
PURE_PACKAGES = ("events.names", "events.cluster", "events.tagger", "events.vocabulary", "events.gazetteer")

SOURCES = find_sources()
IMPORTS = read_imports(SOURCES)


def lies_in(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def height_of(module: str) -> int:
    return next(height for package, height in LAYERS.items() if lies_in(module, package))


def show(imports: list[Import]) -> list[str]:
    return [f"{i.module}:{i.line} imports {i.target}" for i in imports]


def find_pure() -> set[str]:
    steps = {f"events.pipeline.{name}" for name in PURE_STEPS.split()}
    return (steps | {m for m in SOURCES if any(lies_in(m, p) for p in PURE_PACKAGES)}) & SOURCES.keys()


def test_every_package_has_its_place_in_the_order() -> None:
    known = {package for package in LAYERS if package != "events"}
    strays = [m for m in SOURCES if m.startswith("events.") and not any(lies_in(m, package) for package in known)]
    assert strays == [], "name their layer in LAYERS"


def test_no_import_runs_back_up() -> None:
    ours = [i for i in IMPORTS if i.module.startswith("events.") and lies_in(i.target, "events")]
    assert len(ours) > 100
    assert show([i for i in ours if height_of(i.target) > height_of(i.module)]) == []


def test_pages_api_and_administration_do_not_lean_on_each_other() -> None:
    back = [
        i
        for i in IMPORTS
        for face in FACES
        if lies_in(i.module, face) and any(lies_in(i.target, other) for other in FACES if other != face)
    ]
    assert show(back) == []


def test_only_the_top_of_the_app_knows_the_project_around_it() -> None:
    up = [i for i in IMPORTS if lies_in(i.module, "events") and lies_in(i.target, "newsbase")]
    assert show([i for i in up if height_of(i.module) < TOP and i.module not in KNOWS_THE_PROJECT]) == []


def test_the_project_knows_the_app_in_few_places() -> None:
    down = [i for i in IMPORTS if lies_in(i.module, "newsbase") and lies_in(i.target, "events")]
    assert show([i for i in down if i.module not in KNOW_THE_APP]) == []


def test_the_bootstrap_needs_nothing_but_the_standard_library() -> None:
    early = {m for m in SOURCES if m.startswith("newsbase.bootstrap") or m == "newsbase.embedded_keeper"}
    assert len(early) > 1
    allowed = sys.stdlib_module_names | {"newsbase"}
    foreign = [i for i in IMPORTS if i.module in early and i.target.split(".")[0] not in allowed]
    inner = [i for i in IMPORTS if i.module in early and lies_in(i.target, "newsbase") and i.target not in early]
    assert show(foreign) == []
    assert show([i for i in inner if i.target != "newsbase"]) == []


def test_the_pure_steps_import_no_django_not_even_by_another_module() -> None:
    reached, rest = set(), find_pure()
    assert len(rest) > 20
    impure: list[Import] = []
    while rest:
        module = rest.pop()
        reached.add(module)
        for found in (i for i in IMPORTS if i.module == module):
            if found.target.split(".")[0] in ("django", "newsbase", "celery", "psycopg"):
                impure.append(found)
            if found.target in SOURCES and found.target not in reached:
                rest.add(found.target)
    assert show(impure) == []


def test_the_pure_steps_load_where_django_cannot_be_had() -> None:
    modules = sorted(m for m in find_pure() if ".build" not in m and ".train" not in m)
    script = f"import sys, importlib; sys.modules['django'] = None; [importlib.import_module(m) for m in {modules!r}]"
    result = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("module", ["events.models.claim", "events.vocabulary.load"])
def test_an_arrow_that_runs_back_is_seen(module: str) -> None:
    assert height_of("events.queries") > height_of(module)
    assert height_of("events.management.commands.up") > height_of("events.web.views")
