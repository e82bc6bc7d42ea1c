"""Contribution records: the ledger taken out for a period by HR, and the same rows for oneself."""
