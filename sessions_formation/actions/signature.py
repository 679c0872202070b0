"""What becomes of a first signature when its request changes: it falls, and the journal says so."""

from comptes.models import Utilisateur
from noyau.journal import noter
from sessions_formation.models import Session
from sessions_formation.queries.signature import premiere_signature_de


def faire_tomber_la_signature(session: Session, *, par: Utilisateur | None, pourquoi: str) -> None:
    """Forget the first signature of a request that is no longer what was signed; nothing to do without one.

    Called in the transaction that changes the request or takes it out of the queue, the session being locked.
    """
    signature = premiere_signature_de(session)
    if signature is None:
        return
    signature.delete()
    noter(
        session,
        "Première signature annulée",
        par=par,
        transition="signature_tombee",
        motif=f"{signature.par.nom_public} avait signé. {pourquoi}",
    )
