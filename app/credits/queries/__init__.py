from app.credits.queries.extract import Extract, contributions, count_contributions
from app.credits.queries.lines import (
    CreditRow,
    Turn,
    countered_lines,
    credit_lines,
    credit_split,
    credits_of,
    last_turn,
    live_lines,
    sealed_at,
)
from app.credits.queries.parties import Named, named

__all__ = [
    "CreditRow",
    "Extract",
    "Named",
    "Turn",
    "contributions",
    "countered_lines",
    "credit_lines",
    "count_contributions",
    "credit_split",
    "credits_of",
    "last_turn",
    "live_lines",
    "named",
    "sealed_at",
]
