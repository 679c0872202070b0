"""The facts that letters and e-mails about an aid say, frozen when they are decided. None says why it is increased."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils import timezone

from aides.models import DemandeAide
from aides.regles.montant import Calcul
from comptes import acces
from comptes.models import Rattachement, Role, Utilisateur
from noyau.templatetags.maison import montant
from referentiels.regles.typographie import composer, compter, nombre


def contexte_courriel(demande: DemandeAide) -> dict[str, Any]:
    """Give what every e-mail says: which aid, whose, where to read it. No name of the person hired."""
    return {
        "numero": demande.numero or "",
        "dispositif": demande.get_dispositif_display(),
        "employeur": demande.employeur.nom,
        "contact": demande.demandeur.get_full_name(),
        "chemin": chemin_employeur(demande),
    }


def contexte_lettre(demande: DemandeAide) -> dict[str, Any]:
    """Give what a letter says of the request: the establishment, the person hired, the training."""
    employeur = demande.employeur
    return {
        **contexte_courriel(demande),
        "deposee_le": timezone.localtime(demande.deposee_le).date().isoformat() if demande.deposee_le else "",
        "etablissement": {
            "nom": employeur.nom,
            "siret": employeur.siret,
            "dirigeant": demande.demandeur.get_full_name(),
            "adresse": employeur.adresse,
            "code_postal": employeur.code_postal,
            "ville": employeur.ville,
        },
        "salarie": demande.nom_complet,
        "poste": demande.poste,
        "contrat": demande.get_contrat_type_display() if demande.contrat_type else "",
        "contrat_debut": demande.contrat_debut.isoformat() if demande.contrat_debut else "",
        "formation": demande.formation,
        "organisme": demande.organisme_nom,
        "debut": demande.formation_debut.isoformat() if demande.formation_debut else "",
        "fin": demande.formation_fin.isoformat() if demande.formation_fin else "",
    }


def suivi_par(agent: Utilisateur) -> dict[str, str]:
    """Give whom a letter tells to call."""
    return {"suivi_par": agent.get_full_name(), "suivi_telephone": agent.telephone, "suivi_courriel": agent.email}


def lignes_du_calcul(calcul: Calcul, *, dit_la_majoration: bool = True) -> list[dict[str, str]]:
    """Give the calculation line by line, ``nom`` and ``valeur`` in words: what counts, what cut it, what it makes.

    An aid that doubles says why: without ``dit_la_majoration``, for who has no right to it, nothing is told of it.
    """
    lignes = [("Heures", _heures(calcul))]
    if calcul.cout_demande is not None:
        lignes += [("Coût de la formation", montant(calcul.cout_demande))]
        if calcul.cout_compte is not None and calcul.cout_compte != calcul.cout_demande:
            lignes += [("Coût qui compte", montant(calcul.cout_compte))]
        lignes += [("Part prise en charge", f"{nombre((calcul.taux * 100).normalize() + 0)} %")]
    else:
        lignes += [("Aide par heure", montant(calcul.taux))]
    lignes += [(_COUPES.get(coupe.code, "Ce qui réduit l’aide"), coupe.phrase) for coupe in calcul.coupes]
    if calcul.majoration and calcul.montant and dit_la_majoration:
        lignes += [("Aide avant majoration", montant(calcul.base)), ("Majoration", montant(calcul.majore_de))]
    return [{"nom": nom, "valeur": composer(valeur)} for nom, valeur in lignes]


_COUPES = {
    "autre_financement": "Autre financeur",
    "cout_heure": "Coût à l’heure",
    "heures": "Heures financées",
    "plafond": "Plafond",
    "delai": "Délai",
    "accorde": "Aide accordée",
}


def _heures(calcul: Calcul) -> str:
    demandees = calcul.heures_demandees if calcul.heures_demandees is not None else Decimal(0)
    if demandees == calcul.heures_comptees:
        return compter(demandees, "heure")
    return f"{compter(calcul.heures_comptees, 'heure')} sur {nombre(demandees)}"


def chemin_employeur(demande: DemandeAide) -> str:
    """Give the address of the employer's page of a request."""
    return reverse("aides:demande", args=[demande.pk])


def destinataire_de(demande: DemandeAide) -> str:
    """Give where answers go: to who asked, while they act for the establishment; otherwise to whoever does since the
    longest; empty when nobody does (the letter waits in the area of the establishment)."""
    if acces.employeurs_de(demande.demandeur).filter(employeur=demande.employeur_id).exists():
        return demande.demandeur.email
    siens = Rattachement.objects.actifs().filter(
        role=Role.EMPLOYEUR, employeur=demande.employeur_id, utilisateur__is_active=True
    )
    return siens.order_by("pk").values_list("utilisateur__email", flat=True).first() or ""
