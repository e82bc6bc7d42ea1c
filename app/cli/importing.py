"""Bringing in what stands elsewhere: people, departments, ideas."""
