"""Who is invited, and the letter that says so: once for each state of the committee, again after a change."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.urls import reverse

from comites.actions.droits import relire
from comites.actions.figer import ORDRE_DU_JOUR
from comites.enums import StatutComite
from comites.models import Comite
from comites.queries.documents import adresse_publique, agenda_de, contexte_document
from comites.queries.preparation import agents_a_inviter, structures_du_lieu
from comptes.models import Utilisateur
from noyau import courriers
from noyau.agenda import Methode
from noyau.courriers import Document
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import noter
from referentiels.regles.typographie import compter


@transaction.atomic
def choisir_les_invites(
    *, comite_id: int, par: Utilisateur, structures: Collection[int], agents: Collection[int]
) -> Comite:
    """Say who is invited, among the structures of the place and the officers who prepare committees."""
    comite = relire(comite_id, par=par)
    if comite.statut != StatutComite.PREPARE:
        raise TransitionImpossible("La séance a commencé : la liste des invités ne change plus.")
    comite.structures.set(structures_du_lieu(comite).filter(pk__in=structures))
    comite.agents.set(agents_a_inviter().filter(pk__in=agents))
    return comite


@transaction.atomic
def convoquer(*, comite_id: int, par: Utilisateur) -> int:
    """Write to everyone invited, with the agenda and the calendar file; give how many letters left.

    Pressed twice, nothing leaves twice: a letter is of one version of the committee. Raises ``RegleViolee`` while the
    agenda is not settled or nobody with an address is invited, ``TransitionImpossible`` when they know it all already.
    """
    comite = relire(comite_id, par=par)
    if not comite.ordre_arrete:
        raise RegleViolee("Arrêtez d’abord l’ordre du jour : il part avec la convocation.")
    if not comite.a_convoquer:
        raise TransitionImpossible("Les invités ont déjà reçu cette convocation.")
    destinataires = _destinataires(comite)
    if not destinataires:
        raise RegleViolee("Personne à qui écrire : choisissez des invités qui ont une adresse.")
    document = Document.objects.de(comite).filter(modele=ORDRE_DU_JOUR).first()
    contexte = {**contexte_document(comite, arrete_le=""), "changement": comite.version_envoyee is not None}
    partis = [
        courriers.deposer(
            modele="comite_convocation",
            cle=f"comite-convocation:{comite.pk}:{comite.version}:{qui}",
            destinataire=courriel,
            contexte={**contexte, **_pour(comite, nom=nom, courriel=courriel, agent=qui.startswith("agent"))},
            documents=[document] if document else [],
        )
        for qui, nom, courriel in destinataires
    ]
    nombre = len([courrier for courrier in partis if courrier])
    comite.version_envoyee, comite.convoque_le = comite.version, maintenant()
    comite.save(update_fields=["version_envoyee", "convoque_le"])
    noter(comite, "Convocation envoyée", par=par, motif=compter(nombre, "invité"))
    return nombre


def _destinataires(comite: Comite) -> list[tuple[str, str, str]]:
    """Give each invited one that has an address: what it is, its name, its address; one letter for an address."""
    structures = comite.structures.exclude(courriel="").order_by("nom", "pk")
    agents = comite.agents.filter(is_active=True).order_by("nom", "prenom", "pk")
    tous = [
        *((f"structure-{structure.pk}", structure.nom, structure.courriel) for structure in structures),
        *((f"agent-{agent.pk}", agent.get_full_name(), agent.email) for agent in agents),
    ]
    par_adresse: dict[str, tuple[str, str, str]] = {}
    for destinataire in tous:
        par_adresse.setdefault(destinataire[2].lower(), destinataire)
    return list(par_adresse.values())


def _pour(comite: Comite, *, nom: str, courriel: str, agent: bool) -> dict[str, Any]:
    """Officers work in the administration: the page of those invited is not theirs."""
    adresse = adresse_publique(comite)
    propre = {"chemin": reverse("admin:comites_comite_change", args=[comite.pk])} if agent else {}
    return {
        **propre,
        "destinataire": nom,
        "rendez_vous": {
            **agenda_de(comite, adresse=adresse, methode=Methode.INVITER),
            "invite": {"nom": nom, "courriel": courriel},
        },
    }
