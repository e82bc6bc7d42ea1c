"""Ideas: a proposal to the department that would carry it out, its stages, and the department's response."""
