"""Tests of reading and writing forms."""
