"""Sign-in, posts, sessions, notices."""
