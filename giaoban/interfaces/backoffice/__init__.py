"""The administrator's Django admin, read-mostly."""
