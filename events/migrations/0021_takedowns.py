import django.db.models.deletion
from django.db import migrations, models

VERBS = [
    ("merge", "Merge"),
    ("split", "Split"),
    ("link", "Link"),
    ("unlink", "Unlink"),
    ("create", "Create"),
    ("alias", "Alias"),
    ("edit", "Edit"),
    ("lock", "Lock"),
    ("unlock", "Unlock"),
    ("judge", "Judge"),
    ("suppress", "Suppress"),
    ("takedown", "Takedown"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0020_day_counts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Takedown",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="takedown",
                        serialize=False,
                        to="events.article",
                    ),
                ),
                ("reason", models.CharField(help_text="Readers are told.", max_length=500)),
                ("account", models.CharField(help_text="Who decided it.", max_length=150)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="takedown_has_a_reason"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="curationjob",
            name="verb",
            field=models.CharField(choices=VERBS, max_length=8),
        ),
        migrations.AlterField(
            model_name="decision",
            name="verb",
            field=models.CharField(choices=VERBS, max_length=8),
        ),
        migrations.AlterField(
            model_name="decisionhistory",
            name="verb",
            field=models.CharField(choices=VERBS, max_length=8),
        ),
    ]
