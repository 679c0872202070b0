# One image for web, worker and beat: what changes is the command. pg_dump as recent as the server: `sauvegarder` runs here.
FROM python:3.12-slim-trixie

RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        fonts-liberation libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 service

ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production

WORKDIR /application
COPY requirements.production.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements.production.lock
COPY . .

# The values serve this one command and stay in no layer: collectstatic reads settings and talks to no server.
RUN SECRET_KEY=construction ALLOWED_HOSTS=construction SITE_URL=https://construction.example \
    DATABASE_URL=postgres://construction/construction REDIS_URL=redis://construction \
    DOCUMENTS=/documents EMAIL_URL=consolemail:// DEFAULT_FROM_EMAIL=construction@construction.example \
    python manage.py collectstatic --noinput \
    && install -d -o service -g service /documents

USER service
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "1", "--respawn-failed-workers", "--workers-kill-timeout", "10", \
     "config.wsgi:application"]
