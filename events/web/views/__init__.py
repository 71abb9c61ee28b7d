"""One file a kind of page; each view fetches, builds a page object and renders."""
