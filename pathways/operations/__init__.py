"""Every write there is, one transaction each."""
