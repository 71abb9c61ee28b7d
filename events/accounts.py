"""The first administrator, and the password that must be changed at the first login."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, Group, Permission, User
from django.db import transaction
from django.db.models import Q

FIRST_ADMIN = "admin"
# Membership is the flag: seen in the admin, gone with the first change of the password.
MUST_CHANGE_GROUP = "must change password"
# What an account may do; reading needs no account at all, a reader has one to keep searches and tokens under.
READER, CURATOR, ADMIN = "reader", "curator", "admin"
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"  # without l, o, 0, 1: read off a terminal and typed


def ensure_first_admin() -> str | None:
    """Create the administrator where there is no superuser yet; returns the first password, None when nothing was made.

    The password exists nowhere else in clear: show it once and let it go.
    """
    with transaction.atomic():
        if User.objects.select_for_update().filter(is_superuser=True).exists():
            return None
        password = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
        name = FIRST_ADMIN
        while User.objects.filter(username=name).exists():
            name = f"{FIRST_ADMIN}-{secrets.token_hex(2)}"
        admin = User.objects.create_superuser(name, password=password)
        admin.groups.add(Group.objects.get_or_create(name=MUST_CHANGE_GROUP)[0])
    return password


def ensure_roles() -> None:
    """Make the groups reader, curator and admin, and give them what they lack; takes nothing away that people gave.

    Called after migrating: only then does Django know the permissions of the tables.
    """
    ours = Permission.objects.filter(content_type__app_label="events")
    looking = Q(codename__startswith="view_")
    accounts = Permission.objects.filter(content_type__app_label="auth", content_type__model__in=["user", "group"])
    may = {
        READER: ours.none(),
        CURATOR: ours.filter(looking | Q(codename="curate")),
        ADMIN: ours | accounts,
    }
    with transaction.atomic():
        for name, permissions in may.items():
            group, _ = Group.objects.get_or_create(name=name)
            group.permissions.add(*permissions)


def find_first_admin() -> User:
    """Return the superuser made first."""
    return User.objects.filter(is_superuser=True).order_by("pk")[0]


def must_change_password(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Tell whether the user still has a password that somebody else chose. One query."""
    return isinstance(user, User) and user.groups.filter(name=MUST_CHANGE_GROUP).exists()


def settle_password(user: User) -> None:
    """Note that the user chose a password of their own."""
    user.groups.remove(*Group.objects.filter(name=MUST_CHANGE_GROUP))
