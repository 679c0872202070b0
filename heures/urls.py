"""The hours of trainees, under /heures/."""

app_name = "heures"
urlpatterns: list = []
