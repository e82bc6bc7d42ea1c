"""The verbs of `./byline`: each a function in a module here, with a sentence that `--help` shows."""
