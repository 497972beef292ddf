"""The demonstration: Phổ Yên, first half of 2020, loaded through operations only."""
