"""What Byline promises, as tests; `./byline test` runs them all."""
