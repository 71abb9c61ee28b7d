"""Telling an account what happened to its webhooks and exports: on its pages, and by mail."""

from __future__ import annotations

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import connection
from django.utils import timezone

from events.models import Notice

log = logging.getLogger(__name__)

LOCAL = "http://127.0.0.1:8000"
CLAIM = """
WITH due AS MATERIALIZED (
     SELECT id FROM events_notice WHERE mail_at <= now() ORDER BY mail_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)
UPDATE events_notice AS notice SET mail_at = now() + interval '10 minutes' FROM due WHERE notice.id = due.id
RETURNING notice.id
"""
GIVE_UP = timedelta(days=2)


def notify(user: User, text: str, path: str = "") -> Notice:
    """Leave a notice for an account; a mail of it follows where there is a server and an address."""
    mailed = bool(settings.EMAIL_HOST and user.email)
    return Notice.objects.create(user=user, text=text[:500], path=path, mail_at=timezone.now() if mailed else None)


def send_notices() -> int:
    """Mail the notices that are due; one that a failing server refused for two days is shown on the pages alone."""
    sent = 0
    while settings.EMAIL_HOST and (pk := _claim()) is not None:
        notice = Notice.objects.select_related("user").filter(pk=pk).first()
        if notice is None:
            continue
        link = f"\n\n{settings.PUBLIC_URL or LOCAL}{notice.path}" if notice.path else ""
        try:
            send_mail(f"Newsbase: {notice.text[:60]}", f"{notice.text}{link}\n", None, [notice.user.email])
        except (SMTPException, OSError) as error:
            log.warning("notice %s was not mailed: %s", pk, error)
            if notice.made_at > timezone.now() - GIVE_UP:
                continue
        else:
            sent += 1
        Notice.objects.filter(pk=pk).update(mail_at=None)
    return sent


def _claim() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(CLAIM)
        row = cursor.fetchone()
    return row[0] if row else None
