"""What is written about a session, mounted under /messages/: one address for everybody who takes part in it."""

from django.urls import path

from sessions_formation.views import messages_de_session

app_name = "messages_session"
urlpatterns = [
    path("session/<int:pk>/", messages_de_session.session, name="session"),
    path("session/pieces/<int:pk>/", messages_de_session.piece, name="piece"),
]
