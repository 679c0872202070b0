"""A person's file: opened by the structure that follows the person, corrected by it or by an officer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from comptes import acces
from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.horloge import maintenant
from referentiels.models import StructureReseau
from referentiels.regles.typographie import composer, enumerer
from stagiaires.models import UN_SEUL_IDENTIFIANT, Stagiaire

DOUBLE_CLIC = timedelta(minutes=1)
# Named in the journal, never with what they hold: the journal is kept when the person's data is erased.
MOTS = {
    "prenom": "prénom",
    "nom": "nom",
    "date_naissance": "date de naissance",
    "courriel": "courriel",
    "telephone": "téléphone",
    "commune": "commune",
    "identifiant_ft": "identifiant France Travail",
    "structure": "structure qui suit",
    "referent": "référent",
}
MODIFIEE = "Quelqu’un a modifié cette fiche entre-temps : relisez-la, votre correction n’est pas enregistrée."


@transaction.atomic
def creer_stagiaire(
    *, identite: Mapping[str, Any], par: Utilisateur, structure: StructureReseau | None = None
) -> Stagiaire:
    """Open the file of a person (``identite``: what ``FormulaireStagiaire.identite`` gives).

    Followed by ``structure``, or by the only one ``par`` acts for; ``par`` becomes its référent unless it is an
    officer. A second click within the minute gives the file of the first. Raises ``PermissionDenied`` for who is
    neither a référent of that structure nor an officer, ``RegleViolee`` when the identifier is already another's.
    """
    agent = acces.est_agent(par)
    structure = _structure_de(par, structure)
    if structure is None and not agent:
        raise PermissionDenied("Seul un référent du Réseau pour l’emploi ouvre la fiche d’une personne.")
    # Two clicks come one after the other.
    Utilisateur.objects.select_for_update(of=("self",), no_key=True).get(pk=par.pk)
    deja = Stagiaire.objects.filter(
        cree_par=par,
        cree_le__gte=maintenant() - DOUBLE_CLIC,
        **{nom: identite.get(nom) for nom in ("nom", "prenom", "date_naissance")},
    )
    if trouve := deja.order_by("pk").first():
        return trouve
    stagiaire = Stagiaire(**identite, structure=structure, referent=None if agent else par, cree_par=par)
    _enregistrer(stagiaire)
    journal.noter(stagiaire, "Fiche ouverte", par=par, transition="creer")
    return stagiaire


@transaction.atomic
def corriger_stagiaire(
    *, stagiaire_id: int, identite: Mapping[str, Any], par: Utilisateur, lu: str | None = None
) -> list[str]:
    """Change what is stored of a person; give the words of what really changed.

    Raises ``Stagiaire.DoesNotExist`` for who does not follow the person, ``DossierModifie`` when the file has changed
    since ``lu`` (``version_de``) unless it already says what is typed, ``RegleViolee`` when the identifier is already
    another's or the file is erased.
    """
    stagiaire = Stagiaire.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=stagiaire_id)
    if stagiaire.efface_le:
        raise RegleViolee("Les données de cette personne sont effacées : sa fiche ne se corrige plus.")
    changes = [nom for nom, valeur in identite.items() if getattr(stagiaire, nom) != valeur]
    if not changes:
        return []
    if lu is not None and lu != stagiaire.modifie_le.isoformat():
        raise DossierModifie(composer(MODIFIEE))
    for nom in changes:
        setattr(stagiaire, nom, identite[nom])
    _enregistrer(stagiaire)
    mots = [MOTS[nom] for nom in changes]
    journal.noter(stagiaire, composer(f"Fiche corrigée : {enumerer(mots)}"), par=par, transition="corriger")
    return mots


def _structure_de(par: Utilisateur, structure: StructureReseau | None) -> StructureReseau | None:
    if acces.est_agent(par):
        return structure
    siennes = StructureReseau.objects.filter(pk__in=acces.structures_de(par))
    if structure is not None:
        return siennes.filter(pk=structure.pk).first()
    seules = list(siennes.order_by("pk")[:2])
    if len(seules) > 1:
        raise RegleViolee("Vous êtes rattaché à plusieurs structures : dites laquelle suit cette personne.")
    return seules[0] if seules else None


def _enregistrer(stagiaire: Stagiaire) -> None:
    try:
        with transaction.atomic():
            stagiaire.save()
    except IntegrityError as erreur:
        if UN_SEUL_IDENTIFIANT not in str(erreur):
            raise
        raise RegleViolee(
            "Cet identifiant France Travail est déjà celui d’une autre fiche : vérifiez-le, ou reprenez cette fiche."
        ) from erreur
