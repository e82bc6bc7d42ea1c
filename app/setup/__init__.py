"""What administrators set up: departments, people, stages, award kinds, the direction line; and the audit list."""
