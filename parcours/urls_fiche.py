"""One person's parcours: its file, what is noted of it, its personal data."""

urlpatterns: list = []
