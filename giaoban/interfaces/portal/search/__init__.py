"""Searching what is public: one index of our own rows, matched by the database's engine, ranked by one rule."""
