"""Celery tasks: thin, carrying no data, safe to run twice. A nudge says "look"; what is to be done the database knows."""

from __future__ import annotations

from celery.utils.log import get_task_logger

from events import work
from events.nudge import EXPIRES_SECONDS, nudge_concluder, nudge_readers
from events.pipeline import run
from events.tallies import SWEEP, Tallies
from newsbase.celery import app

log = get_task_logger(__name__)


@app.task(name="events.tasks.read_articles", expires=EXPIRES_SECONDS)
def read_articles() -> int:
    """Read what waits, then have it concluded; queue a successor when the time is up before the work."""
    done, more = run.read_pending()
    if done:
        log.info("read %s article%s", done, "s" * (done != 1))
        nudge_concluder()
    if more:
        read_articles.apply_async(ignore_result=True, retry=False)
    return done


@app.task(name="events.tasks.conclude_articles", expires=EXPIRES_SECONDS)
def conclude_articles() -> int:
    """Conclude what was read."""
    done, more = run.conclude_pending()
    if done:
        log.info("concluded %s article%s", done, "s" * (done != 1))
    if more:
        nudge_concluder()
    return done


@app.task(name="events.tasks.sweep", expires=EXPIRES_SECONDS)
def sweep() -> None:
    """Bring back what dead workers held, and nudge for whatever still waits: makes up for every lost message."""
    swept = work.sweep_leases()
    sums = Tallies()
    sums.add(SWEEP)
    sums.save()
    if swept:
        log.warning("took back %s article%s from workers that died", swept, "s" * (swept != 1))
    waiting = work.count_pending()
    if waiting["read"]:
        nudge_readers()
    if waiting["conclude"]:
        nudge_concluder()


@app.task(name="events.tasks.poll_due_feeds", expires=EXPIRES_SECONDS)
def poll_due_feeds() -> None:
    """Poll every feed whose time has come."""
    from events.feeds.poll import poll_due

    poll_due()


@app.task(name="events.tasks.drop_what_is_old", expires=EXPIRES_SECONDS)
def drop_what_is_old() -> None:
    """Apply the settings of retention."""
    from events import retention

    dropped = retention.drop_what_is_old()
    if dropped:
        log.info("dropped what is old: %s", dropped)


@app.task(name="events.tasks.revisit_pages", expires=EXPIRES_SECONDS)
def revisit_pages() -> None:
    """Queue articles whose pages are due for another look."""
    from events.pipeline.revisit import queue_revisits

    count = queue_revisits()
    if count:
        log.info("looking again at %s page%s", count, "s" * (count != 1))


@app.task(name="events.tasks.carry_out_decisions", expires=EXPIRES_SECONDS)
def carry_out_decisions() -> int:
    """Carry out curators' decisions that are too large for one request."""
    from events.curation import carry_out_jobs

    return carry_out_jobs()


@app.task(name="events.tasks.refresh_review", expires=EXPIRES_SECONDS)
def refresh_review() -> None:
    """Search for what curators should look at."""
    from events.curation.review import refresh_queue

    found = refresh_queue()
    if found:
        log.info("review queue: %s", found)


@app.task(name="events.tasks.tell_news", expires=EXPIRES_SECONDS)
def tell_news() -> None:
    """Find what is new to saved searches, write the messages of webhooks, and have them sent."""
    from events.alerts.dispatch import dispatch_webhooks
    from events.alerts.match import match_searches

    match_searches()
    dispatch_webhooks()
    deliver_webhooks.apply_async(ignore_result=True, retry=False)


@app.task(name="events.tasks.deliver_webhooks", expires=EXPIRES_SECONDS)
def deliver_webhooks() -> int:
    """Send the messages of webhooks that are due."""
    from events.alerts.deliver import deliver_due

    return deliver_due()


@app.task(name="events.tasks.send_digests", expires=EXPIRES_SECONDS)
def send_digests() -> int:
    """Mail what is new to those whose time has come."""
    from events.alerts.digests import send_digests
    from events.alerts.notices import send_notices

    return send_digests() + send_notices()


@app.task(name="events.tasks.prune_changes", expires=EXPIRES_SECONDS)
def prune_changes() -> int:
    """Let go of changes that nobody needs any more."""
    from events.changes import prune_changes

    return prune_changes()


@app.task(name="events.tasks.tidy_alerts", expires=EXPIRES_SECONDS)
def tidy_alerts() -> int:
    """Let go of what has ended long ago."""
    from events.alerts.deliver import tidy_deliveries
    from events.exports.files import expire_exports

    return tidy_deliveries() + expire_exports()


@app.task(name="events.tasks.make_exports", expires=EXPIRES_SECONDS)
def make_exports() -> None:
    """Write the exports that wait; queue a successor when the time is up before the work."""
    from events.api.make_exports import make_exports as make

    if make():
        make_exports.apply_async(ignore_result=True, retry=False)
