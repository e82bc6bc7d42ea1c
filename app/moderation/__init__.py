"""An administrator takes something from sight with a reason its author reads, or shows it again; credit stays."""
