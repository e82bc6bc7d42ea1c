# One image for the site and, with `worker` as its command, for a worker of its own.
FROM python:3.13-slim AS build
WORKDIR /byline
COPY requirements.lock .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY . .
# Catalogues are compiled when they are read; the finished program can't write beside its sources.
RUN /venv/bin/python -c "from app.core.catalogues import FOLDERS, translations; [translations(f) for f in FOLDERS]" \
 && /venv/bin/python -m compileall -q app migrations

FROM python:3.13-slim
COPY --from=build /venv /venv
COPY --from=build /byline /byline
RUN useradd --uid 10001 --home-dir /data --no-create-home byline && install -d -o byline -g byline -m 700 /data
WORKDIR /byline
USER byline
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=1 BYLINE_DATA=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --start-period=30s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
# exec: the server hears the signal that ends the container.
CMD ["sh", "-c", "python -m app.cli migrate && exec python -m app.cli serve --host 0.0.0.0 --port 8000"]
