import pytest

from events import models
from tests import factories

NAMES = sorted(name for name in vars(factories) if name.endswith("Factory") and name != "DjangoModelFactory")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_every_factory_makes_a_row_the_database_accepts(name: str) -> None:
    made = getattr(factories, name)()
    made.full_clean(exclude=["document", "summary"])
    assert type(made).objects.filter(pk=made.pk).exists()


@pytest.mark.django_db
def test_an_article_is_readable_and_found_by_its_words() -> None:
    article = factories.ArticleFactory(text="Inmates escaped from a prison.")
    assert article.revision.text == "Inmates escaped from a prison."
    assert models.ArticleSearch.objects.filter(document="inmate", article=article).exists()
