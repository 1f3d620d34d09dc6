"""The commands of `heard`, each a function of its options. What each needs is imported when it runs."""
