"""Where the company is heading: the direction line under the masthead."""
