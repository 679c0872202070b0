"""The Celery application; its settings are Django's, its periodic tasks are in config.calendrier."""

import os

from celery import Celery

from config.calendrier import calendrier_celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")

app = Celery("emploi_formation")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = calendrier_celery()
app.autodiscover_tasks()
