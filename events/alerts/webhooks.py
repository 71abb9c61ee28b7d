"""Webhooks: making, changing, renewing the secret, and what they may be about."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from events.alerts.changes import find_end
from events.alerts.secrets import derive_secret
from events.models import SavedSearch, Webhook
from events.models.choices import ChangeVerb, RecordKind
from events.models.saved_search import make_nonce
from events.pipeline.addresses import check_url
from events.pipeline.errors import Reject
from events.pipeline.fetch_settings import policy_from_settings
from events.selections import SelectionRefused, name_problem

MOST_WEBHOOKS = 20
MAX_NAME = 100
SIGN = "webhook"
PREFIX = "whsec_"
VERBS = tuple(verb.value for verb in ChangeVerb if verb != ChangeVerb.HORIZON)
# What a webhook may ask for: one thing that happens to one kind of record, or all that does.
TYPES = tuple(f"{kind}.{verb}" for kind in RecordKind.values for verb in (*VERBS, "*"))
PING, HIT = "test.ping", "search.hit"


def list_webhooks(user: User) -> QuerySet[Webhook]:
    """The account's webhooks with their number of waiting messages as `.waiting`. One query."""
    waiting = Count("deliveries", filter=Q(deliveries__state="pending"))
    return Webhook.objects.filter(user=user).select_related("search").annotate(waiting=waiting).order_by("pk")


def make_webhook(
    user: User, *, name: str, url: str, types: Collection[str] = (), search: SavedSearch | None = None
) -> tuple[Webhook, str]:
    """Make a webhook; returns it with its signing secret, to be shown this once. Raises SelectionRefused."""
    if Webhook.objects.filter(user=user).count() >= MOST_WEBHOOKS:
        raise SelectionRefused(
            [name_problem("name", name, f"would be webhook {MOST_WEBHOOKS + 1}", "delete one that is not needed")]
        )
    hook = Webhook(user=user)
    _fill(hook, name, url, types, search)
    _start(hook)
    _save(hook)
    return hook, renew_secret(hook)


def change_webhook(
    hook: Webhook, *, name: str, url: str, types: Collection[str], search: SavedSearch | None, enabled: bool
) -> Webhook:
    """Change a webhook in place; what is about other things begins anew. Enabled again, it goes on where it stopped."""
    other = (hook.search_id is None) != (search is None) or (search is not None and search.pk != hook.search_id)
    _fill(hook, name, url, types, search)
    if other:
        _start(hook)
    if enabled and not hook.enabled:
        hook.disabled_reason, hook.quiet_until, hook.failing_since = "", None, None
    if not enabled and hook.enabled:
        hook.disabled_reason = "switched off by its owner"
    hook.enabled = enabled
    _save(hook)
    return hook


def renew_secret(hook: Webhook) -> str:
    """Give the webhook another signing secret and return it; messages are signed with it from now on."""
    hook.nonce = make_nonce()
    secret = signing_secret(hook)
    hook.secret_hash = sha256(secret.encode()).hexdigest()
    hook.save(update_fields=["nonce", "secret_hash"])
    return secret


def signing_secret(hook: Webhook) -> str:
    return PREFIX + derive_secret(SIGN, hook.pk, hook.nonce)


def has_its_secret(hook: Webhook) -> bool:
    """Whether the secret still is the one that was shown: another SECRET_KEY makes another."""
    return sha256(signing_secret(hook).encode()).hexdigest() == hook.secret_hash


def wants(hook: Webhook, kind: str, verb: str) -> bool:
    return f"{kind}.{verb}" in hook.types or f"{kind}.*" in hook.types


def _start(hook: Webhook) -> None:
    end = find_end()
    hook.transaction, hook.change = end.transaction, end.change
    last = hook.search.hits.order_by("-pk").values_list("pk", flat=True).first() if hook.search else None
    hook.hit = last or 0


def _fill(hook: Webhook, name: str, url: str, types: Collection[str], search: SavedSearch | None) -> None:
    name = " ".join(name.split())
    problems = []
    if not name or len(name) > MAX_NAME or not name.isprintable():
        problems.append(name_problem("name", name, "is not a name", f"give a text of at most {MAX_NAME} characters"))
    try:
        url = check_url(url, policy_from_settings()).url
    except Reject as error:
        problems.append(name_problem("url", url, f"cannot be sent to: {error}", "give a public https address"))
    if unknown := sorted(set(types) - set(TYPES)):
        way_out = "give kind.verb or kind.*, as in event.created; kinds: " + ", ".join(RecordKind.values)
        problems.append(name_problem("types", unknown[0], "is no type of message", way_out))
    if bool(types) == (search is not None):
        way_out = "give either types or a saved search"
        problems.append(
            name_problem(
                "types", ",".join(types), "and a search do not go together" if types else "is missing", way_out
            )
        )
    if problems:
        raise SelectionRefused(problems)
    hook.name, hook.url, hook.search = name, url, search
    hook.types = [known for known in TYPES if known in types]


def _save(hook: Webhook) -> None:
    try:
        with transaction.atomic():
            hook.save()
    except IntegrityError:
        raise SelectionRefused(
            [name_problem("name", hook.name, "is the name of another webhook of yours", "choose another name")]
        ) from None
