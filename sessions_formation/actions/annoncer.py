"""What leaves when a session is authorised: the authorisation, the bon de commande, the news to employers and network.

Called in the deciding transaction, once the composante is there.
"""

from datetime import date
from typing import Any, NamedTuple

from django.urls import reverse

from comptes.models import Utilisateur
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers
from noyau.journal import noter
from sessions_formation.actions.referent import nommer_a_l_autorisation
from sessions_formation.models import Composante, FicheSession, Session
from sessions_formation.queries.documents import contexte_bon, contexte_employeur, contexte_session, destinataire_de
from sessions_formation.queries.instruction import structures_prevenues

QUALITE_DU_SECOND = "Seconde signature de l’achat"


class Signatures(NamedTuple):
    """Who decides, who follows the file (the first to sign), and the words the training body reads."""

    par: Utilisateur
    suivi_par: Utilisateur
    motif: str

    @property
    def signataire(self) -> dict[str, str]:
        """What the letters' signature says when two people have signed; nothing else than usual when one has."""
        if self.par == self.suivi_par:
            return {}
        return {"signataire_nom": self.par.get_full_name(), "signataire_qualite": QUALITE_DU_SECOND}


def suivi_par(agent: Utilisateur) -> dict[str, str]:
    """Give whom a letter tells to call."""
    return {"suivi_par": agent.get_full_name(), "suivi_telephone": agent.telephone, "suivi_courriel": agent.email}


def annoncer_autorisation(
    session: Session, composante: Composante, *, signatures: Signatures, le: date, cle: str
) -> None:
    """Deposit every letter of an authorisation; ``cle`` is the number of its journal line, which names the event."""
    contexte = {
        **contexte_session(session),
        **contexte_bon(composante),
        **suivi_par(signatures.suivi_par),
        "motif": signatures.motif,
        "decidee_le": le.isoformat(),
    }
    lettre = {**contexte, **signatures.signataire}
    autorisation = courriers.deposer_document(
        modele="autorisation",
        cle=f"autorisation:{cle}",
        objet=session,
        titre="Autorisation de démarrage",
        reference=session.reference,
        contexte=lettre,
    )
    bon = courriers.deposer_document(
        modele="bon_commande",
        cle=f"bon:{cle}",
        objet=composante.bon,
        titre="Bon de commande",
        reference=f"{composante.bon.numero}, composante {composante.rang}",
        contexte=lettre,
    )
    mandataire = composante.bon.mandataire
    # Where its public sheet is still to be written: without it the Cariforef displays it in short.
    ecrite = FicheSession.objects.filter(session=session).exists()
    a_ecrire = "" if ecrite else reverse("sessions:fiche", args=[session.pk])
    for modele, destinataire, document in (
        ("autorisation", destinataire_de(session), autorisation),
        ("bon_commande", mandataire.courriel, bon),
    ):
        if destinataire:
            courriers.deposer(
                modele=modele,
                cle=f"{modele}:{cle}",
                destinataire=destinataire,
                contexte={**contexte, "fiche_a_ecrire": a_ecrire},
                documents=[document],
            )
    _prevenir_employeurs_et_reseau(session, contexte, par=signatures.par, cle=cle)


def _prevenir_employeurs_et_reseau(session: Session, contexte: dict[str, Any], *, par: Utilisateur, cle: str) -> None:
    referente = nommer_a_l_autorisation(session)
    suivie = {"referente": referente.nom, "referente_courriel": referente.courriel} if referente else {}
    retenues = session.retenues.filter(active=True).select_related("intention__deposant").order_by("pk")
    for retenue in retenues:
        intention = retenue.intention
        noter(intention, f"Session autorisée : {session.intitule}", par=par, motif=session.reference)
        if destinataire := courriel_de_l_employeur(intention):
            courriers.deposer(
                modele="session_employeur",
                cle=f"session-employeur:{cle}:{intention.pk}",
                destinataire=destinataire,
                contexte={**contexte, **contexte_employeur(intention), **suivie},
                groupable=True,
            )
    for structure in structures_prevenues(session):
        if structure == referente:
            continue
        courriers.deposer(
            modele="session_reseau",
            cle=f"session-reseau:{cle}:{structure.pk}",
            destinataire=structure.courriel,
            contexte=contexte,
            groupable=True,
        )
