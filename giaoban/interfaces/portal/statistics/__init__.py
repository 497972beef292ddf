"""The public statistics page: a range of days, its chart and tables, the same as CSV; what each article was read."""
