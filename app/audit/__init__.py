"""The audit list: who did what that others must be able to look up; notes are added and never changed."""
