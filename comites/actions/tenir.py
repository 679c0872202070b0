"""A committee from its date to its closing."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from comites.actions.droits import exiger, relire
from comites.actions.figer import figer_ordre, figer_releve
from comites.enums import NatureComite, StatutComite, TransitionComite
from comites.models import Comite, PointComite
from comites.queries.preparation import structures_du_lieu
from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import noter
from noyau.templatetags.maison import horaire


@dataclass(frozen=True, slots=True)
class Rencontre:
    """When and where a committee meets."""

    debut: datetime
    fin: datetime
    lieu: str = ""
    lien: str = ""


@transaction.atomic
def prevoir_comite(*, par: Utilisateur, nature: str, ici: str, rencontre: Rencontre) -> Comite:
    """Plan a committee of a territory or a département (``ici``, its code); the structures of the place are invited.

    Raises ``PermissionDenied``, and ``RegleViolee`` when the same one is planned at that hour already.
    """
    exiger(par, "comites.add_comite")
    echelle = "territoire_id" if nature == NatureComite.LOCAL else "departement_id"
    comite = Comite(nature=nature, cree_par=par, cree_le=maintenant(), **{echelle: ici})
    comite.debut, comite.fin = rencontre.debut, rencontre.fin
    comite.lieu, comite.lien = rencontre.lieu, rencontre.lien
    try:
        with transaction.atomic():
            comite.save()
    except IntegrityError as erreur:
        if "un_comite_a_la_fois" not in str(erreur):
            raise
        raise RegleViolee("Ce comité est déjà prévu à cette date et à cette heure.") from erreur
    comite.structures.set(structures_du_lieu(comite))
    comite.agents.set([par])
    noter(comite, "Comité prévu", par=par, motif=str(horaire(comite.debut, comite.fin)))
    return comite


@transaction.atomic
def deplacer_comite(*, comite_id: int, par: Utilisateur, rencontre: Rencontre) -> Comite:
    """Give a committee another date or place, before it is held; those invited are told when it is sent again."""
    comite = relire(comite_id, par=par)
    if comite.statut != StatutComite.PREPARE:
        raise TransitionImpossible("La séance a commencé : sa date et son lieu ne changent plus.")
    if rencontre == Rencontre(comite.debut, comite.fin, comite.lieu, comite.lien):
        return comite
    comite.debut, comite.fin = rencontre.debut, rencontre.fin
    comite.lieu, comite.lien = rencontre.lieu, rencontre.lien
    if comite.version_envoyee == comite.version:
        comite.version += 1
    comite.save(update_fields=["debut", "fin", "lieu", "lien", "version"])
    ligne = noter(comite, "Date ou lieu changés", par=par, motif=f"{horaire(comite.debut, comite.fin)}, {comite.ou}")
    if comite.ordre_arrete:
        figer_ordre(comite, ligne)
    return comite


@transaction.atomic
def ouvrir_seance(*, comite_id: int, par: Utilisateur) -> Comite:
    """Open the meeting: from here on its points are noted. Raises ``RegleViolee`` while its agenda is not settled."""
    comite = relire(comite_id, par=par)
    if comite.statut == StatutComite.PREPARE and not comite.ordre_arrete:
        raise RegleViolee("Arrêtez d’abord l’ordre du jour : c’est lui que la séance suit.")
    comite.franchir(TransitionComite.TENIR, par=par)
    return comite


@transaction.atomic
def revenir_a_la_preparation(*, comite_id: int, par: Utilisateur) -> Comite:
    """Undo the opening of a meeting, as long as nothing was noted in it. Raises ``RegleViolee`` afterwards."""
    comite = relire(comite_id, par=par)
    if PointComite.objects.notes().filter(comite=comite).exists():
        raise RegleViolee("Un point est déjà noté : la séance a eu lieu.")
    comite.franchir(TransitionComite.REVENIR, par=par)
    return comite


@transaction.atomic
def clore_comite(*, comite_id: int, par: Utilisateur, compte_rendu: str) -> Comite:
    """Close the committee: its record of decisions is kept as PDF and read by those invited.

    Decisions that are not carried out yet still may be. Raises ``TransitionImpossible`` when it is closed already.
    """
    comite = relire(comite_id, par=par)
    comite.compte_rendu = compte_rendu.strip()
    ligne = comite.franchir(TransitionComite.CLORE, par=par, compte_rendu=comite.compte_rendu)
    figer_releve(comite, ligne)
    return comite
