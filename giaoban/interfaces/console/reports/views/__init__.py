"""The views of the area, one file per screen."""
