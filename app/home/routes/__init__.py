"""The front page, and what is asked of the process itself."""

from app.home.routes import front, health, metrics, seen

ROUTERS = [front.router, health.router, metrics.router, seen.router]
