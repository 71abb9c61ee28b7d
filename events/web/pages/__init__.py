"""Page objects: all that a page shows, fetched and worded, so that its template only lays it out."""
