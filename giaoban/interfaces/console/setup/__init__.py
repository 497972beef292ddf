"""Setting a new office up: what a working cycle needs, step by step."""
