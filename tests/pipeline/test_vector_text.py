"""Vectors keep their numbers on the way into the database and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from events.models import ArticleVector
from events.pipeline.vector_text import load_vector_texts, read_vector, write_vector
from events.tagger.vectors import VECTOR_SIZE, make_vector
from tests import factories as make


@given(arrays(np.float32, 8, elements=st.floats(-1, 1, width=32)))
def test_a_vector_reads_back_as_it_was_written(vector: np.ndarray[tuple[int], np.dtype[np.float32]]) -> None:
    assert np.array_equal(read_vector(write_vector(vector)), vector)


@pytest.mark.django_db
def test_a_stored_vector_is_what_the_model_reads_to_half_precision() -> None:
    article = make.ArticleFactory.create()
    vector = make_vector("Flood in Lagos", "The river rose by 3 metres on Monday, the state's governor said.")
    ArticleVector.objects.update_or_create(article=article, defaults={"vector": vector})
    texts = load_vector_texts(ArticleVector, [article.pk, article.pk + 1])
    assert list(texts) == [article.pk]
    found = read_vector(texts[article.pk])
    assert len(found) == VECTOR_SIZE
    assert np.array_equal(found.astype(np.float16), vector.astype(np.float16))
