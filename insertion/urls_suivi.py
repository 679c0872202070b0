"""The follow-up after a training, by account or by personal link."""

urlpatterns: list = []
