from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Concurrently: workers go on claiming while it is built."""

    atomic = False
    dependencies = [("events", "0017_fetching_and_lanes")]
    operations = [
        AddIndexConcurrently(
            "articlework",
            models.Index(
                condition=models.Q(("status", "pending")), fields=["stage", "lane", "article"], name="work_waiting"
            ),
        ),
        RemoveIndexConcurrently("articlework", "work_pending"),
    ]
