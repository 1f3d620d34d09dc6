"""The queue of work that is done outside a request, what does it, and the periodic work."""
