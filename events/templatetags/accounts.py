"""What the pages of an account show besides their own matter."""

from __future__ import annotations

from django import template
from django.contrib.auth.models import User

from events.models import Notice

register = template.Library()
SHOWN = 5


@register.simple_tag
def notices_of(user: User) -> list[Notice]:
    """The newest notices that the account has not dismissed. One query."""
    return list(Notice.objects.filter(user=user, dismissed_at__isnull=True).order_by("-pk")[:SHOWN])
