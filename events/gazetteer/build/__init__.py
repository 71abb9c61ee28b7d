"""Makes the files of events/gazetteer/data from public packages; run by a developer, never at run time (README.md)."""
