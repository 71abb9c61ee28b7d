"""Handing the sample corpus in, as a vouched run of its own kind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from events.intake import close_run, parse_jsonl, run_for_command, take_in
from events.models import Article, IngestRun, Source
from events.models.choices import Affiliation, RunKind

FOLDER = Path(__file__).parent


def offer_demo() -> IngestRun | None:
    """Load the corpus only while no article is stored; returns the run, or None when there is something already."""
    return None if Article.objects.exists() else load_demo()


def load_demo() -> IngestRun:
    """Hand the whole corpus in; the workers read it like anything else. Idempotent like all intake."""
    _load_outlets(yaml.safe_load((FOLDER / "outlets.yaml").read_text(encoding="utf-8")))
    run = run_for_command("sample corpus", vouched=True, kind=RunKind.DEMO)
    with (FOLDER / "corpus.jsonl").open("rb") as file:
        take_in(run, parse_jsonl(file, "corpus.jsonl"))
    close_run(run)
    return run


def _load_outlets(outlets: dict[str, dict[str, Any]]) -> None:
    rows = [
        Source(
            domain=domain,
            name=entry["name"],
            country_code=entry["country"],
            language=entry["language"],
            kind=entry["kind"],
            owner=entry["owner"] or "",
            affiliation=entry["affiliation"] or Affiliation.NONE,
            is_sample=True,
        )
        for domain, entry in outlets.items()
    ]
    Source.objects.bulk_create(rows, ignore_conflicts=True)
