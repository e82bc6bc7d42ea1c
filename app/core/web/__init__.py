"""The web as Byline speaks it: pages, forms, addresses, refusals, and what happens at the door."""
