"""What is written in a file, mounted under /messages/: one address for everybody who takes part in it."""

from django.urls import path

from intentions.views import messages_du_fil

app_name = "messages"
urlpatterns = [
    path("intention/<int:pk>/", messages_du_fil.intention, name="intention"),
    path("pieces/<int:pk>/", messages_du_fil.piece, name="piece"),
]
