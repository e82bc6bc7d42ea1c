# One image for everything that ./byline does: `docker run IMAGE` serves, `docker run IMAGE worker` is a worker, and so on.
# deploy/compose.yaml shows them together.
#
# The base is named by a tag, which moves. To build the same image again, name what the tag points to today:
#   docker buildx imagetools inspect python:3.13-slim-trixie      # prints the digest
#   docker build --build-arg BASE=python:3.13-slim-trixie@sha256:… --build-arg REVISION=$(git rev-parse HEAD) -t byline .
ARG BASE=python:3.13-slim-trixie

FROM ${BASE} AS build
WORKDIR /byline
COPY requirements.lock .
RUN python -m venv --without-pip /venv \
 && python -m pip --python /venv/bin/python install --no-cache-dir --require-hashes --no-deps -r requirements.lock
COPY . .
# Catalogues and modules are compiled here; the finished program can't write beside its sources.
RUN mv deploy/container/* . && rm -r deploy \
 && /venv/bin/python -c "from app.core.catalogues import FOLDERS, translations; [translations(f) for f in FOLDERS]" \
 && /venv/bin/python -m compileall -q app migrations

FROM ${BASE}
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Byline" \
      org.opencontainers.image.description="Where a company's people share ideas, talk them over, back what is good, and get the credit." \
      org.opencontainers.image.version="0.1.0" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.licenses="MIT"
# pg_dump, pg_restore and psql for backups: of Debian 13, for a PostgreSQL of 17 or older. Nothing here installs more later.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client && rm -rf /var/lib/apt/lists/* \
 && python -m pip uninstall -y -q pip --root-user-action=ignore \
 && rm -rf /usr/local/lib/python3*/ensurepip
COPY --from=build /venv /venv
COPY --from=build /byline /byline
# The folders are there with their owner, so that new volumes get him.
RUN useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin byline \
 && install -d -o byline -g byline -m 700 /data /backups \
 && ln -s /byline/byline /usr/local/bin/byline
WORKDIR /byline
USER byline
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=1 BYLINE_DATA=/data
VOLUME /data
EXPOSE 8000
# Of a server or of a worker, whichever runs.
HEALTHCHECK --start-period=60s --interval=30s --timeout=20s CMD ["/byline/healthy"]
ENTRYPOINT ["/byline/byline"]
# It brings the database forward first.
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
