"""One module a page of the setup."""

from app.setup.routes import audit, award_kinds, departments, direction, follow_ups, overview, people, stages

ROUTERS = [
    overview.router,
    departments.router,
    people.router,
    stages.router,
    award_kinds.router,
    direction.router,
    follow_ups.router,
    audit.router,
]
