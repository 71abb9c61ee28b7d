"""Log lines as JSON, one object a line, for machines that collect them; with the article and run that a line is about."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

# What our own log calls add by `extra`.
FIELDS = ("article", "run", "feed", "host", "step", "seconds")


class JsonFormatter(logging.Formatter):
    """Writes time, level, logger and message, the fields that are given, and the traceback of an error."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        line |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
