"""Tests mirror giaoban/; architecture/ tests the repository itself; browser/ walks it in Chromium."""
