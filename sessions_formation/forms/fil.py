"""The conversation about a session with the form to take part in it: the same on the pages of all who read it."""

from typing import Any

from django.http import HttpRequest

from intentions.forms.message import MessageForm
from noyau.fil import lignes_du_fil
from noyau.messagerie import fil_de, marquer_lu
from referentiels.regles.typographie import enumerer
from sessions_formation.models import Session
from sessions_formation.queries.fil import participants_du_fil, qualite_dans_le_fil


def fil_de_la_session(request: HttpRequest, lue: Session, *, form: MessageForm | None = None) -> dict[str, Any]:
    """Give what ``sessions/_messages.html`` draws, and note that its reader has read it (5 queries at most)."""
    fil = fil_de(lue)
    if fil:
        marquer_lu(lue, request.user, jusqu_a=fil[-1].pk)
    return {
        "messages_fil": lignes_du_fil(fil, request.user, url_piece="messages_session:piece"),
        "lecteurs": enumerer(participants_du_fil(lue)),
        "qualite": qualite_dans_le_fil(request.user, lue),
        "message_form": form or MessageForm.vierge(),
    }
