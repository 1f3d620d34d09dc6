"""Every write of the register: each asks `access`, writes the rows and the history in one transaction."""
