"""Which articles tell of one happening: profiles of articles and events, a learned likeness, grouping. Pure, no Django."""
