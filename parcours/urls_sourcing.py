"""Sessions to fill, people proposed for them."""

urlpatterns: list = []
