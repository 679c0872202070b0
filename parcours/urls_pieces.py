"""Reports, attestations, pay."""

urlpatterns: list = []
