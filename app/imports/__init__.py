"""What every import shares: what columns are called, how rows are judged, what texts become, and what was brought."""
