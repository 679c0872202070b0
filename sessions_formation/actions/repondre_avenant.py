"""An officer answers what is asked on a session already ordered. Nothing is decided twice."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from comptes import acces
from comptes.models import Utilisateur
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import noter
from noyau.lettres import Document
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.typographie import jour
from sessions_formation.actions.annuler import annuler_la_commande
from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.actions.commander import etendre_le_prix
from sessions_formation.actions.demandes_avenant import examiner, rendre_intentions, verrouiller_demande
from sessions_formation.enums import MotifDecision, NatureAvenant, StatutDemandeAvenant, TransitionDemandeAvenant
from sessions_formation.models import Avenant, Composante, DemandeAvenant, Lot
from sessions_formation.queries.avenants import contexte_demande, signataire
from sessions_formation.queries.commandes import commande_de
from sessions_formation.queries.demandes_avenant import (
    AMENDABLE,
    PREMIERE_SIGNATURE,
    RENVOI,
    demande_deux_signatures,
    premiere_signature,
)
from sessions_formation.queries.documents import contexte_employeur
from sessions_formation.queries.lots import mandataire_du_lot
from sessions_formation.regles.envoi import obstacles

DROIT, DROIT_SECOND = "sessions_formation.acheter_session", "sessions_formation.valider_session"


class Reponse(NamedTuple):
    """What an officer writes: a code of ``MotifDecision``, own words, and the last journal line read (``lu``)."""

    motif: str
    precisions: str = ""
    lu: int | None = None

    @property
    def phrase(self) -> str:
        """What the training body reads, and what the journal keeps."""
        libelle = MotifDecision(self.motif).label if self.motif else ""
        return "\n".join(filter(None, [libelle, self.precisions.strip()]))


@transaction.atomic
def accorder_avenant(*, demande_id: int, par: Utilisateur, reponse: Reponse, le: date) -> DemandeAvenant:
    """Grant what is asked: amendment, movement, new end, letters, in one transaction with the decision.

    When it needs two signatures, the first one changes nothing but the journal: the demand stays in the queue until a
    different person, who may give the second, grants it. Raises ``RegleViolee`` when a rule forbids it that day,
    ``TransitionImpossible`` when it is decided already, ``DossierModifie`` when it has changed since it was read.
    """
    demande = _relire(demande_id, par=par, lu=reponse.lu)
    if not reponse.phrase:
        raise RegleViolee("Choisissez un motif : l’organisme le lira, et il reste dans l’historique.")
    if demande.nature == NatureAvenant.ANNULATION:
        avenant = annuler_la_commande(demande.session, par=par, motif=reponse.phrase, le=le, demande=demande)
        _repondre(demande, par=par, motif=reponse.phrase, le=le, avenant=avenant)
        return demande
    constats = _exiger_accordable(demande, reponse, le=le)
    if _signer(demande, par=par, motif=reponse.phrase, le=le):
        return demande
    avenant = _commander(demande, par=par, motif=reponse.phrase, le=le)
    _reporter_la_fin(demande, par=par)
    demande.franchir(
        TransitionDemandeAvenant.ACCORDER,
        par=par,
        motif=reponse.phrase,
        constats=[constat._asdict() for constat in constats],
        verdict=verdict_de(constats),
        jugee_le=le,
    )
    _repondre(demande, par=par, motif=reponse.phrase, le=le, avenant=avenant)
    _prevenir_les_employeurs(demande, par=par)
    return demande


@transaction.atomic
def renvoyer_avenant(*, demande_id: int, par: Utilisateur, reponse: Reponse) -> DemandeAvenant:
    """Do not sign second: the demand goes back to the queue, unsigned, with a reason officers read."""
    demande = _relire(demande_id, par=par, lu=reponse.lu)
    signee = premiere_signature(demande)
    if signee is None:
        raise RegleViolee("Cette demande n’attend pas de seconde signature.")
    if not par.has_perm(DROIT_SECOND) or signee.par_id == par.pk:
        raise PermissionDenied
    if not reponse.precisions.strip():
        raise RegleViolee("Écrivez pourquoi vous renvoyez la demande : votre collègue le lira.")
    noter(demande, "Renvoyée avant seconde signature", par=par, transition=RENVOI, motif=reponse.precisions.strip())
    return demande


@transaction.atomic
def refuser_avenant(*, demande_id: int, par: Utilisateur, reponse: Reponse, le: date) -> DemandeAvenant:
    """Refuse what is asked, with words the training body reads; the intentions it held are free again."""
    demande = _relire(demande_id, par=par, lu=reponse.lu)
    if not reponse.precisions.strip():
        raise RegleViolee("Écrivez pourquoi vous refusez : l’organisme le lira.")
    demande.franchir(TransitionDemandeAvenant.REFUSER, par=par, motif=reponse.phrase)
    noter(demande.session, f"Refusé : {demande.get_nature_display()}", par=par, motif=reponse.phrase)
    motif = f"La Région n’accorde pas les parcours supplémentaires de la session {demande.session.numero}."
    rendre_intentions(demande, par=par, motif=motif, le=le)
    _repondre(demande, par=par, motif=reponse.phrase, le=le, avenant=None)
    return demande


def _relire(demande_id: int, *, par: Utilisateur, lu: int | None) -> DemandeAvenant:
    demande = verrouiller_demande(demande_id, qui_peut=DemandeAvenant.objects.visibles_pour(par))
    if not par.has_perm(DROIT):
        raise PermissionDenied
    derniere = demande.historique.first()
    if demande.statut != StatutDemandeAvenant.DEPOSEE:
        quand = date_format(timezone.localtime(derniere.le), "j F Y à H \\h i") if derniere else ""
        acte, qui = (derniere.libelle, derniere.par_nom) if derniere else ("", "")
        raise TransitionImpossible(f"Cette demande n’attend plus de décision : « {acte} » par {qui}, le {quand}.")
    if derniere and lu not in {None, derniere.pk}:
        raise DossierModifie(
            f"Ce dossier a changé depuis votre lecture : « {derniere.libelle} » par {derniere.par_nom}. "
            "Relisez-le, puis décidez."
        )
    return demande


def _exiger_accordable(demande: DemandeAvenant, reponse: Reponse, *, le: date) -> list[Constat]:
    if demande.session.statut not in AMENDABLE:
        etat = demande.session.get_statut_display().lower()
        raise RegleViolee(f"La session est « {etat} » : ce qui est commandé ne change plus.")
    constats = examiner(demande, le=le)
    if bloquants := obstacles(constats, accord_a_demander=False):
        raise RegleViolee(*[constat.message for constat in bloquants])
    if verdict_de(constats) == Verdict.DEROGATION and not reponse.precisions.strip():
        raise RegleViolee("Vous accordez une dérogation : écrivez pourquoi, l’organisme le lira.")
    return constats


def _signer(demande: DemandeAvenant, *, par: Utilisateur, motif: str, le: date) -> bool:
    """Take a first signature when two are needed, and tell so; raises when the second may not be this person's."""
    commande = commande_de(demande.session)
    total = commande.montant if commande else Decimal(0)
    if not demande_deux_signatures(demande, commande=total, reglement=reglement_au(le)):
        return False
    signee = premiere_signature(demande)
    if signee is None:
        noter(demande, "Première signature", par=par, transition=PREMIERE_SIGNATURE, motif=motif)
        return True
    if signee.par_id == par.pk:
        raise RegleViolee("Vous avez déjà signé : une autre personne donne la seconde signature.")
    if not par.has_perm(DROIT_SECOND):
        raise RegleViolee("La seconde signature revient à une personne qui a le droit de la donner.")
    return False


def _commander(demande: DemandeAvenant, *, par: Utilisateur, motif: str, le: date) -> Avenant:
    session, nature = demande.session, NatureAvenant(demande.nature)
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=session.lot_id)
    etendre_le_prix(demande.prix_heure, lot, par=par, le=le, accorde_a=session.reference)
    composante = Composante.objects.select_related("bon__lot__groupement", "bon__mandataire").get(session=session)
    composante.session = session
    parcours, heures, prix = demande.parcours or 0, demande.heures or 0, demande.prix_heure or Decimal(0)
    ligne = Ligne(composante, parcours if nature == NatureAvenant.PARCOURS else 0, parcours * heures, prix)
    return prendre_avenant(
        bon=composante.bon, nature=nature, lignes=[ligne], motif=motif, par=par, le=le, demande=demande
    )


def _reporter_la_fin(demande: DemandeAvenant, *, par: Utilisateur) -> None:
    session, fin = demande.session, demande.nouvelle_fin
    if fin is None or session.fin is None or fin == session.fin:
        return
    noter(session, f"Fin portée du {jour(session.fin)} au {jour(fin)}", par=par)
    session.fin = fin
    session.save(update_fields=["fin", "modifie_le"])


def _repondre(demande: DemandeAvenant, *, par: Utilisateur, motif: str, le: date, avenant: Avenant | None) -> None:
    """Tell who asked, and the mandataire of a refusal: of what is granted it has the letter of the amendment.

    A refusal is a letter too, kept in the session's file: it can be contested, and checked.
    """
    session = demande.session
    contexte = {
        **contexte_demande(demande),
        "accordee": avenant is not None,
        "avenant": avenant.numero if avenant else "",
        "motif": motif,
        **signataire(par),
        "decidee_le": le.isoformat(),
    }
    lettres = [] if avenant else [_ecrire_le_refus(demande, contexte)]
    agit_encore = acces.organismes_de(demande.demandeur).filter(organisme=session.organisme_id).exists()
    mandataire = mandataire_du_lot(session.lot).organisme
    destinataires = {"organisme": demande.demandeur.email if agit_encore else session.organisme.courriel}
    if avenant is None and mandataire.pk != session.organisme_id:
        destinataires["mandataire"] = mandataire.courriel
    for pour, adresse in destinataires.items():
        if adresse:
            courriers.deposer(
                modele="reponse_avenant",
                cle=f"reponse_avenant:{demande.pk}:{pour}",
                destinataire=adresse,
                contexte={**contexte, "pour": pour},
                documents=lettres,
            )


def _ecrire_le_refus(demande: DemandeAvenant, contexte: dict[str, Any]) -> Document:
    return courriers.deposer_document(
        modele="refus_avenant",
        cle=f"refus_avenant:{demande.pk}",
        objet=demande.session,
        titre="Refus d’un avenant",
        reference=demande.session.reference,
        contexte=contexte,
    )


def _prevenir_les_employeurs(demande: DemandeAvenant, *, par: Utilisateur) -> None:
    contexte = contexte_demande(demande)
    retenues = demande.retenues.filter(active=True).select_related("intention__deposant").order_by("pk")
    for intention in [retenue.intention for retenue in retenues]:
        noter(intention, f"Session autorisée : {demande.session.intitule}", par=par, motif=demande.session.reference)
        if destinataire := courriel_de_l_employeur(intention):
            courriers.deposer(
                modele="session_employeur",
                cle=f"session-employeur:avenant-{demande.pk}:{intention.pk}",
                destinataire=destinataire,
                contexte={**contexte, **contexte_employeur(intention)},
                groupable=True,
            )
