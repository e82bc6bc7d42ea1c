"""Search: what may be found, kept in an index that is only a cache of the database and can always be made anew."""
