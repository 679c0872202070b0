"""Hires, by account or by personal link."""

urlpatterns: list = []
