"""The ledger: who is credited with what, under the name they had then; lines are added and countered, never changed."""
