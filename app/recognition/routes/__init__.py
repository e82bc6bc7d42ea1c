from app.recognition.routes import citing, feed, giving, rewording

ROUTERS = [citing.router, feed.router, giving.router, rewording.router]
