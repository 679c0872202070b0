"""Opinions of trainees."""

urlpatterns: list = []
