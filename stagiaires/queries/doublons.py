"""People who may be the one being typed: across all structures, since a person knocks at several doors."""

from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from comptes import acces
from comptes.models import Utilisateur
from referentiels.regles.textes import normaliser
from referentiels.regles.typographie import composer
from stagiaires.models import Stagiaire

# Of the whole name; « martin lea » and « martin leah » are at 0.79, « dupont jean » and « dupond jean » at 0.6.
NOM_PROCHE = 0.5
MONTRES_MAX = 5


class Raison(StrEnum):
    """Why two files look alike, the surest first."""

    IDENTIFIANT = "identifiant"
    NAISSANCE = "naissance"
    CONTACT = "contact"


_PHRASES = {
    Raison.IDENTIFIANT: "le même identifiant France Travail",
    Raison.NAISSANCE: "le même nom et la même date de naissance",
    Raison.CONTACT: "le même courriel ou le même téléphone",
}


class Ressemblance(NamedTuple):
    """A person already there. ``a_nous``: followed by a structure of the reader, who may then see who it is.
    ``nommee``: what was typed is its name, or close to it."""

    stagiaire: Stagiaire
    raison: Raison
    a_nous: bool
    nommee: bool

    @property
    def reprenable(self) -> bool:
        """The file may be used again: it is the reader's, or what was typed says who the person is. A number alone
        does not: families share a phone, and identifiers can be tried one after the other."""
        return self.a_nous or (self.raison != Raison.CONTACT and self.nommee)

    @property
    def phrase(self) -> str:
        """What the reader is told. Of another structure's person: what was typed, and who to call, nothing more."""
        if self.a_nous:
            naissance = self.stagiaire.date_naissance
            ne_le = f", naissance le {naissance:%d/%m/%Y}" if naissance else ""
            return composer(f"{self.stagiaire.nom_complet}{ne_le} : {_PHRASES[self.raison]}.")
        structure = self.stagiaire.structure
        par = f"par {structure}" if structure else "dans le dispositif"
        return composer(f"Une personne qui a {_PHRASES[self.raison]} est déjà suivie {par}.")


def ressemblants(
    *, nom: str, prenom: str, date_naissance: date | None, courriel: str, telephone: str, identifiant_ft: str
) -> list[tuple[Stagiaire, Raison]]:
    """Give the people whose file looks like what is typed and why, the surest first, ``MONTRES_MAX`` at most.

    Erased files have nothing left to look like. One query, each of its arms has its index.
    """
    ressemble = Q()
    proximite = Coalesce(TrigramSimilarity("nom_normalise", normaliser(f"{prenom} {nom}")), Value(0.0))
    if identifiant_ft:
        ressemble |= Q(identifiant_ft=identifiant_ft)
    if date_naissance:
        ressemble |= Q(date_naissance=date_naissance, proximite__gte=NOM_PROCHE)
    if courriel:
        ressemble |= Q(courriel=courriel)
    if telephone:
        ressemble |= Q(telephone=telephone)
    if not ressemble:
        return []
    trouves = (
        Stagiaire.objects.annotate(proximite=proximite)
        .filter(ressemble, efface_le=None)
        .select_related("structure")
        .order_by(F("proximite").desc(), "pk")[: 4 * MONTRES_MAX]
    )
    rangs = list(Raison)
    avec_raison: list[tuple[Stagiaire, Raison]] = [
        (trouve, _raison(trouve, date_naissance, identifiant_ft)) for trouve in trouves
    ]
    return sorted(avec_raison, key=lambda paire: rangs.index(paire[1]))[:MONTRES_MAX]


def ressemblances_pour(
    lecteur: Utilisateur, identite: dict[str, Any], *, sauf: int | None = None
) -> list[Ressemblance]:
    """Give, as ``lecteur`` may read them, the files that look like ``identite`` (what ``FormulaireStagiaire`` reads,
    the commune left aside); ``sauf``: the file being corrected."""
    champs = {nom: valeur for nom, valeur in identite.items() if nom != "commune"}
    structures = set(acces.constantes(acces.structures_de(lecteur)))
    agent = acces.est_agent(lecteur)
    return [
        Ressemblance(stagiaire, raison, agent or stagiaire.structure_id in structures, _nommee(stagiaire))
        for stagiaire, raison in ressemblants(**champs)
        if stagiaire.pk != sauf
    ]


def personne_a_reprendre(stagiaire_id: int, *, par: Utilisateur, identite: dict[str, Any]) -> Stagiaire:
    """Give the file ``par`` says the person already has.

    A number alone opens nobody's file: what was typed must name the same person, unless the file is already theirs.
    Raises ``Stagiaire.DoesNotExist`` otherwise.
    """
    for trouvee in ressemblances_pour(par, identite):
        if trouvee.stagiaire.pk == stagiaire_id and trouvee.reprenable:
            return trouvee.stagiaire
    return Stagiaire.objects.visibles_pour(par).presents().get(pk=stagiaire_id)


def _nommee(stagiaire: Stagiaire) -> bool:
    return getattr(stagiaire, "proximite", 0) >= NOM_PROCHE


def _raison(stagiaire: Stagiaire, date_naissance: date | None, identifiant_ft: str) -> Raison:
    if identifiant_ft and stagiaire.identifiant_ft == identifiant_ft:
        return Raison.IDENTIFIANT
    if stagiaire.date_naissance == date_naissance and _nommee(stagiaire):
        return Raison.NAISSANCE
    return Raison.CONTACT
