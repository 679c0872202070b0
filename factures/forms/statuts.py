"""The file by which the finance department says what became of invoices: read line by line, every error told."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from django import forms
from django.core.files.uploadedfile import UploadedFile

from factures.actions.statuts import DITS, LigneStatut
from noyau.antivirus import controler
from noyau.tableur import lire_lignes, lire_texte

COLONNES = ("numero", "siret", "statut", "date", "montant", "mandat", "motif")
OBLIGATOIRES = ("numero", "siret", "statut", "date")
LIGNES_MAX, OCTETS_MAX = 1000, 300_000
SIRET = 14
MANDAT_MAX, MOTIF_MAX = 30, 500


class Faute(NamedTuple):
    """What a line of the file holds that cannot be read."""

    rang: int
    numero: str
    message: str


class StatutsForm(forms.Form):
    """The file; once it is clean, ``texte`` is what it holds."""

    use_required_attribute = False

    fichier = forms.FileField(
        label="Fichier des paiements (CSV)",
        help_text="Une ligne par facture, 1 000 au plus : numero ; siret ; statut ; date ; montant ; mandat.",
        widget=forms.FileInput({"accept": ".csv,text/csv"}),
    )

    def clean_fichier(self) -> UploadedFile:
        recu = self.cleaned_data["fichier"]
        if recu.size > OCTETS_MAX:
            raise forms.ValidationError("Ce fichier est trop gros : 300 ko au plus. Coupez-le en deux.")
        contenu = recu.read()
        controler(contenu)
        try:
            self.texte = lire_texte(contenu)
            lignes, fautes = lire_statuts(self.texte)
        except ValueError as erreur:
            raise forms.ValidationError(str(erreur)) from erreur
        if not lignes and not fautes:
            raise forms.ValidationError("Ce fichier n’a aucune ligne.")
        return recu


def lire_statuts(texte: str) -> tuple[list[LigneStatut], list[Faute]]:
    """Read a file of statuses; give its lines, and what could not be read. Raises ``ValueError`` for the whole."""
    rangees = lire_lignes(texte)
    _, tete = next(rangees, (0, []))
    noms = [nom.strip().lower() for nom in tete]
    if manquent := [nom for nom in OBLIGATOIRES if nom not in noms]:
        raise ValueError(f"Colonnes absentes : {', '.join(manquent)}. La première ligne donne le nom des colonnes.")
    lignes: list[LigneStatut] = []
    fautes: list[Faute] = []
    for lues, (rang, cellules) in enumerate(rangees, start=1):
        if lues > LIGNES_MAX:
            raise ValueError("Ce fichier a plus de 1 000 lignes : coupez-le en plusieurs.")
        dits = {nom: cellule.strip() for nom, cellule in zip(noms, cellules, strict=False)}
        brute = {nom: dits.get(nom, "") for nom in COLONNES}
        try:
            lignes.append(_ligne(rang, brute))
        except ValueError as erreur:
            fautes.append(Faute(rang, brute["numero"], str(erreur)))
    return lignes, fautes


def _ligne(rang: int, brute: dict[str, str]) -> LigneStatut:
    siret = "".join(brute["siret"].split())
    if not brute["numero"]:
        raise ValueError("Le numéro de la facture manque.")
    if len(siret) != SIRET or not siret.isdecimal():
        raise ValueError("Le SIRET de l’émetteur n’a pas ses 14 chiffres.")
    statut = brute["statut"].lower().replace("é", "e")
    if statut not in DITS:
        raise ValueError(f"Le statut « {brute['statut']} » n’existe pas : mandatee, payee ou rejetee.")
    if len(brute["mandat"]) > MANDAT_MAX:
        raise ValueError("Le numéro de mandat a plus de 30 signes.")
    return LigneStatut(
        rang=rang,
        numero=brute["numero"],
        siret=siret,
        statut=statut,
        le=_jour(brute["date"]),
        montant=_montant(brute["montant"]),
        mandat=brute["mandat"],
        motif=brute["motif"][:MOTIF_MAX],
    )


def _jour(texte: str) -> date:
    for forme in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(texte, forme).date()  # noqa: DTZ007 a day, read from a file
        except ValueError:
            continue
    raise ValueError(f"La date « {texte} » ne se lit pas : écrivez 28/02/2027.")


def _montant(texte: str) -> Decimal | None:
    if not texte:
        return None
    propre = "".join(texte.replace("€", "").split()).replace(",", ".")
    try:
        montant = Decimal(propre)
    except InvalidOperation as erreur:
        raise ValueError(f"Le montant « {texte} » ne se lit pas.") from erreur
    if not montant.is_finite() or abs(montant) >= Decimal(10) ** 10 or montant != round(montant, 2):
        raise ValueError(f"Le montant « {texte} » n’est pas un montant en euros et centimes.")
    return montant
