"""Who may do what: one table, one question. Everything that reads or writes the register asks here first."""
