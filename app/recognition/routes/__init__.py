from app.recognition.routes import citing, feed, giving

ROUTERS = [citing.router, feed.router, giving.router]
