"""Intake: the one way in for documents, idempotent, counted by outcome."""

from events.intake.accept import enqueue, take_in
from events.intake.documents import (
    BadDocument,
    FetchRequest,
    InvalidDocument,
    SuppliedDocument,
    parse_document,
    parse_jsonl,
    parse_request,
)
from events.intake.runs import COMMAND_LINE, RunProgress, close_run, open_run, run_for_command, summarize_run

__all__ = [
    "COMMAND_LINE",
    "BadDocument",
    "FetchRequest",
    "InvalidDocument",
    "RunProgress",
    "SuppliedDocument",
    "close_run",
    "enqueue",
    "open_run",
    "parse_document",
    "parse_jsonl",
    "parse_request",
    "run_for_command",
    "summarize_run",
    "take_in",
]
