"""The people an employer meets."""

urlpatterns: list = []
