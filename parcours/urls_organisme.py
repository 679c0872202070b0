"""What a training body declares of its trainees."""

urlpatterns: list = []
