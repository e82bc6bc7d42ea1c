from app.recognition.routes import feed, giving

ROUTERS = [feed.router, giving.router]
