"""The hours of a relevé in a file: the template is downloaded, filled in a spreadsheet, sent back."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.core import signing

from heures.actions.saisir import CHAMPS
from heures.models import Releve
from heures.queries.tableau import Tableau
from heures.regles.anomalies import HEURES_MAX, Heures, refus_d_un_nombre
from heures.regles.saisie import ecrire_heures, lire_heures
from noyau.antivirus import controler
from noyau.tableur import lire_lignes, lire_texte
from referentiels.regles.textes import normaliser
from referentiels.regles.typographie import composer

COLONNES = ("Parcours", "Stagiaire", "Prévues", "Faites", "Absences justifiées", "Absences non justifiées")
OCTETS_MAX = 1024 * 1024
LIGNES_MAX = 1000
SEL = "heures.fichier"
UNE_HEURE = 3600
_CHIFFRES_MAX = 18


class Refus(NamedTuple):
    """A line of the file that cannot be taken, and why."""

    ligne: int
    phrase: str


class Lecture(NamedTuple):
    """What a file says: hours by parcours, and every line refused."""

    lignes: dict[int, Heures]
    refus: list[Refus]


class FichierIllisible(Exception):
    """Nothing can be read of it; the message is a French sentence."""


class FichierForm(forms.Form):
    fichier = forms.FileField(
        label="Votre fichier rempli",
        help_text="Au format CSV, tel qu’un tableur l’enregistre.",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
        error_messages={"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."},
    )

    def clean_fichier(self) -> bytes:
        """Give the bytes of the file."""
        fichier = self.cleaned_data["fichier"]
        if fichier.size > OCTETS_MAX:
            raise forms.ValidationError("Ce fichier est trop lourd pour un relevé d’heures.")
        contenu: bytes = fichier.read()
        controler(contenu)
        return contenu


def modele(tableau: Tableau) -> Iterator[list[str]]:
    """Give the lines of the template: everybody on the relevé, with the hours already there."""
    yield list(COLONNES)
    for rang in tableau.lignes:
        yield [str(rang.parcours.pk), str(rang.parcours.stagiaire), *map(ecrire_heures, rang.heures)]


def lire_le_fichier(contenu: bytes, tableau: Tableau) -> Lecture:
    """Read a file filled from the template: people are known by the number of their parcours, names are not read.

    Every wrong line is told. Raises ``FichierIllisible``.
    """
    lignes = _cellules(contenu)
    _, tete = next(lignes, (0, []))
    rangs = _colonnes(tete)
    connus = {rang.parcours.pk for rang in tableau.lignes}
    lues: dict[int, Heures] = {}
    refus: list[Refus] = []
    for numero, cellules in lignes:
        try:
            pk, heures = _lire_une_ligne(lambda nom, c=cellules: c[rangs[nom]] if rangs[nom] < len(c) else "", connus)
            connus.discard(pk)
            lues[pk] = heures
        except ValueError as erreur:
            refus.append(Refus(numero, composer(str(erreur))))
    return Lecture(lues, refus)


def garder(releve: Releve, lecture: Lecture) -> str:
    """Give what the page of the preview sends back: the lines that were right, signed."""
    lignes = {str(pk): [str(valeur) for valeur in heures] for pk, heures in lecture.lignes.items()}
    return signing.dumps([releve.pk, releve.modifie_le.isoformat(), lignes], salt=SEL, compress=True)


def reprendre(releve: Releve, jeton: str) -> tuple[str, dict[int, Heures]]:
    """Give what was kept: when the relevé was read, and the hours. Raises ``FichierIllisible`` if it is not ours."""
    try:
        pk, lu, lignes = signing.loads(jeton, salt=SEL, max_age=UNE_HEURE)
    except signing.BadSignature:
        raise FichierIllisible("Cet aperçu date trop : envoyez de nouveau le fichier.") from None
    if pk != releve.pk:
        raise FichierIllisible("Cet aperçu est celui d’un autre mois : envoyez de nouveau le fichier.")
    return lu, {int(cle): Heures(*map(Decimal, valeurs)) for cle, valeurs in lignes.items()}


def _cellules(contenu: bytes) -> Iterator[tuple[int, list[str]]]:
    """Give each line that says something, with its number."""
    try:
        for rang, ligne in enumerate(lire_lignes(lire_texte(contenu))):
            if rang > LIGNES_MAX:
                raise FichierIllisible("Ce fichier a trop de lignes pour un relevé d’heures.")
            yield ligne
    except ValueError as erreur:
        raise FichierIllisible(str(erreur)) from None


def _colonnes(tete: list[str]) -> dict[str, int]:
    titres = [normaliser(titre) for titre in tete]
    voulus = {"parcours": COLONNES[0], **dict(zip(CHAMPS, COLONNES[2:], strict=True))}
    manquent = [titre for titre in voulus.values() if normaliser(titre) not in titres]
    if manquent:
        raise FichierIllisible(
            composer(
                f"Il manque les colonnes : {', '.join(manquent)}. Partez du modèle, sans changer sa première ligne."
            )
        )
    return {champ: titres.index(normaliser(titre)) for champ, titre in voulus.items()}


def _lire_une_ligne(cellule: Callable[..., Any], connus: set[int]) -> tuple[int, Heures]:
    numero = cellule("parcours").strip()
    if not (numero.isdecimal() and len(numero) <= _CHIFFRES_MAX and int(numero) in connus):
        raise ValueError(f"Le parcours « {numero[:20]} » n’est pas sur ce relevé, ou est écrit deux fois.")
    valeurs = [lire_heures(cellule(champ)) for champ in CHAMPS]
    for valeur in valeurs:
        if refus := refus_d_un_nombre(valeur):
            raise ValueError(refus)
    heures = Heures(*valeurs)
    if heures.presentes > HEURES_MAX:
        raise ValueError("Un mois ne tient pas tant d’heures.")
    return int(numero), heures
