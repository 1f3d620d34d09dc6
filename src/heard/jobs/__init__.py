"""The queue and the periodic work: what is done outside a request, at least once, whatever is killed meanwhile."""
