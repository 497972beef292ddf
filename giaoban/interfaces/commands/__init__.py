"""Management commands behind the giaoban command line."""
