"""What the mandataire says of a draft, line by line, before it is issued: right, or not, and why."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from comptes import acces
from comptes.models import Utilisateur
from factures.actions.verrous import verrouiller_la_facture
from factures.enums import Controle, StatutFacture
from factures.models import Facture, LigneFacture
from factures.models.factures import FactureQuerySet
from heures.models import Releve
from heures.regles.mois import de_mois
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import noter
from referentiels.regles.typographie import composer, compter
from sessions_formation.models import Session
from sessions_formation.queries.documents import destinataire_de


@transaction.atomic
def confirmer(
    *, facture_id: int, par: Utilisateur, lignes: Collection[int] | None = None, lu: datetime | None = None
) -> int:
    """Confirm the ``lignes`` of a draft, or all those nobody disputes; give how many were not yet.

    ``lu``: when the draft was last prepared, as its reader saw it. Raises ``Facture.DoesNotExist`` out of their own,
    ``TransitionImpossible`` once issued, ``DossierModifie`` when hours changed it since.
    """
    facture = _projet(facture_id, par)
    _exiger_la_version(facture, lu)
    siennes = facture.lignes.exclude(controle=Controle.CONFIRMEE)
    siennes = siennes.exclude(controle=Controle.CONTESTEE) if lignes is None else siennes.filter(pk__in=lignes)
    confirmees = siennes.update(controle=Controle.CONFIRMEE, contestation="")
    if confirmees:
        libelle = compter(confirmees, "ligne confirmée", "lignes confirmées")
        noter(facture, composer(libelle), par=par, transition="confirmer")
    return confirmees


@transaction.atomic
def contester(
    *, facture_id: int, ligne_id: int, motif: str, par: Utilisateur, lu: datetime | None = None
) -> LigneFacture:
    """Say what is wrong with a line: the training body that declared its hours reads it, and corrects them or not.

    Raises what ``confirmer`` does, ``LigneFacture.DoesNotExist`` for a line of another draft, and ``RegleViolee``
    without a reason, or for an avoir.
    """
    facture = _projet(facture_id, par)
    _exiger_la_version(facture, lu)
    ligne = facture.lignes.select_related("composante__session__organisme", "composante__session__demandeur").get(
        pk=ligne_id
    )
    motif = motif.strip()
    if not motif:
        raise RegleViolee("Écrivez ce qui ne va pas : l’organisme qui a déclaré ces heures le lira.")
    if facture.corrige_id and facture.prepare_le is None:
        raise RegleViolee("Un avoir que vous avez préparé ne se conteste pas : abandonnez-le.")
    if (ligne.controle, ligne.contestation) == (Controle.CONTESTEE, motif):
        return ligne
    ligne.controle, ligne.contestation = Controle.CONTESTEE, motif
    ligne.save(update_fields=["controle", "contestation"])
    trace = noter(facture, f"Ligne {ligne.rang} contestée", par=par, motif=motif, transition="contester")
    _ecrire_a_l_organisme(facture, ligne, cle=f"ligne-contestee:{trace.pk}")
    return ligne


def ses_factures(par: Utilisateur) -> FactureQuerySet:
    """Give the invoices a person issues: those of their own training bodies, and for an officer none."""
    return Facture.objects.filter(emetteur__in=acces.constantes(acces.organismes_de(par)))


def _projet(facture_id: int, par: Utilisateur) -> Facture:
    ses_factures(par).only("pk").get(pk=facture_id)
    facture = verrouiller_la_facture(facture_id)
    if facture.statut != StatutFacture.PROJET:
        raise TransitionImpossible(composer(f"La facture {facture.numero} est émise : ses lignes ne changent plus."))
    return facture


def _exiger_la_version(facture: Facture, lu: datetime | None) -> None:
    if lu is not None and lu != facture.prepare_le:
        raise DossierModifie(
            "Des heures ont été déclarées ou corrigées entre-temps, et le projet a changé : "
            "relisez ses lignes, puis répondez de nouveau."
        )


def _ecrire_a_l_organisme(facture: Facture, ligne: LigneFacture, *, cle: str) -> None:
    """Tell who declared the hours; names nobody."""
    session = ligne.composante.session
    adresse = destinataire_de(session)
    if not adresse:
        return
    courriers.deposer(
        modele="ligne_contestee",
        cle=cle,
        destinataire=adresse,
        contexte={
            "session": session.intitule,
            "numero": session.numero,
            "mandataire": facture.emetteur.nom,
            "de_mois": de_mois(facture.mois),
            "heures": str(ligne.quantite),
            "motif": ligne.contestation,
            "chemin": _adresse_des_heures(session, facture),
        },
    )


def _adresse_des_heures(session: Session, facture: Facture) -> str:
    """The page of the hours in question, or the session's while it has none."""
    releve = Releve.objects.filter(session=session, mois=facture.mois).first()
    return reverse("heures:releve", args=[releve.pk]) if releve else reverse("sessions:demande", args=[session.pk])
