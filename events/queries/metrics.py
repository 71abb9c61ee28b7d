"""The figures of /metrics: read out of the database, so that they hold for all processes and survive each of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Sum
from django.db.models.functions import Now
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric, SummaryMetricFamily
from prometheus_client.registry import Collector

from events.models import ArticleWork, Feed, Tally
from events.models.choices import Lane, WorkStatus
from events.queries.feed_health import count_feeds
from events.tallies import FETCH_ERROR, STEP, SWEEP

# A label for each host of the web would drown a Prometheus; the worst are shown, the rest in one.
MOST_HOSTS = 50
CONNECTIONS = (
    "SELECT coalesce(state, 'other'), count(*) FROM pg_stat_activity WHERE datname = current_database() GROUP BY 1"
)


class Figures(Collector):
    """Collects when asked; about eight queries."""

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yield from _articles(now)
        yield from _tallies(now)
        feeds = GaugeMetricFamily("newsbase_feeds", "Feeds by how they stand.", labels=["state"])
        for state, count in count_feeds().items():
            feeds.add_metric([state], count)
        yield feeds
        polls = Feed.objects.aggregate(all=Sum("requests"), same=Sum("not_modified"))
        yield CounterMetricFamily("newsbase_feed_requests", "Requests for feeds.", value=polls["all"] or 0)
        yield CounterMetricFamily("newsbase_feed_not_modified", "… answered 'not modified'.", value=polls["same"] or 0)
        pool = GaugeMetricFamily("newsbase_database_connections", "Connections by state.", labels=["state"])
        with connection.cursor() as cursor:
            cursor.execute(CONNECTIONS)
            for state, count in cursor.fetchall():
                pool.add_metric([state], count)
        yield pool
        version = GaugeMetricFamily("newsbase_build_info", "What is running.", labels=["version"])
        version.add_metric([settings.VERSION], 1)
        yield version


def write_metrics() -> bytes:
    """Return all figures as Prometheus reads them (text, version 0.0.4)."""
    registry = CollectorRegistry()
    registry.register(Figures())
    return generate_latest(registry)


def _articles(now: datetime) -> Iterator[Metric]:
    states = GaugeMetricFamily("newsbase_articles", "Articles by stage and outcome.", labels=["stage", "status"])
    for row in ArticleWork.objects.order_by().values("stage", "status").annotate(n=Count("pk")):
        states.add_metric([row["stage"], row["status"]], row["n"])
    yield states
    length = GaugeMetricFamily("newsbase_queue_length", "Articles that wait.", labels=["stage", "lane"])
    age = GaugeMetricFamily("newsbase_queue_age_seconds", "How long the oldest waits.", labels=["stage", "lane"])
    due = ArticleWork.objects.filter(status=WorkStatus.PENDING).exclude(not_before__gt=Now()).order_by()
    for waiting in due.values("stage", "lane").annotate(n=Count("pk"), since=Min("changed_at")):
        labels = [waiting["stage"], Lane(waiting["lane"]).name.lower()]
        length.add_metric(labels, waiting["n"])
        age.add_metric(labels, max((now - waiting["since"]).total_seconds(), 0.0))
    yield length
    yield age


def _tallies(now: datetime) -> Iterator[Metric]:
    steps = SummaryMetricFamily("newsbase_step_seconds", "Seconds of work by step, an article.", labels=["step"])
    errors = CounterMetricFamily("newsbase_fetch_errors", "Fetches that failed.", labels=["host", "reason"])
    sweep = GaugeMetricFamily("newsbase_sweep_age_seconds", "Since a worker last did what beat asked of it.")
    others = 0
    for tally in Tally.objects.filter(name__in=[STEP, FETCH_ERROR, SWEEP]).order_by("name", "-count", "label"):
        if tally.name == STEP:
            steps.add_metric([tally.label], tally.count, tally.total)
        elif tally.name == SWEEP:
            sweep.add_metric([], (now - tally.changed_at).total_seconds())
        elif len(errors.samples) < MOST_HOSTS:
            host, _, reason = tally.label.partition(" ")
            errors.add_metric([host, reason], tally.count)
        else:
            others += tally.count
    if others:
        errors.add_metric(["others", ""], others)
    yield from (steps, errors, sweep)
