"""The front page, and what is asked of the process itself."""

from app.home.routes import front, health, seen

ROUTERS = [front.router, health.router, seen.router]
