"""The referent's working page, under /referent/."""

app_name = "referent"
urlpatterns: list = []
