"""Results: each rate with its definition and its numbers."""

urlpatterns: list = []
