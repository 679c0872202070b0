"""How a training body invoices: VAT, bank account, whom to ask."""

from datetime import datetime
from typing import Any

from django import forms
from stdnum import iban
from stdnum.fr import tva

from factures.enums import RegimeTva
from factures.models import EmetteurFactures
from noyau.formulaires import ChampCourriel, Choix, Jour, Texte
from referentiels.regles.typographie import composer


class EmetteurForm(forms.Form):
    lu = forms.CharField(widget=forms.HiddenInput, required=False)
    regime_tva = forms.ChoiceField(
        label="Facturez-vous la TVA\u00a0?",
        choices=RegimeTva.choices,
        widget=Choix(
            details={
                RegimeTva.EXONERE: "Vos factures le disent (code général des impôts, article 261-4-4° a).",
                RegimeTva.ASSUJETTI: "La TVA s’ajoute au prix du marché, au taux normal.",
            }
        ),
        error_messages={"required": "Dites si vous facturez la TVA."},
    )
    attestation_le = forms.DateField(
        label="Attestation d’exonération (formulaire 3511-SD) du",
        help_text="Un organisme public n’en a pas besoin : laissez vide.",
        required=False,
        widget=Jour(),
        error_messages={"invalid": "Écrivez la date comme ceci : 15/06/2026."},
    )
    numero_tva = forms.CharField(
        label="Numéro de TVA intracommunautaire",
        help_text="Par exemple : FR 44 732829320. Vide si vous n’en avez pas.",
        max_length=20,
        required=False,
        widget=Texte(taille="moyen", attrs={"autocomplete": "off"}),
    )
    forme_juridique = forms.CharField(
        label="Forme juridique et capital",
        help_text="Tels que vos factures les portent. Par exemple : SCOP SA au capital de 90 000 €, RCS Angers.",
        max_length=120,
        required=False,
    )
    iban = forms.CharField(
        label="IBAN du compte à créditer",
        help_text="Il est écrit sur chaque facture émise ensuite. Nous prévenons votre organisme dès qu’il change.",
        max_length=42,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    titulaire = forms.CharField(
        label="Titulaire du compte",
        help_text="Le nom de votre organisme si vous laissez vide.",
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    service = forms.CharField(
        label="Service à joindre", help_text="Par exemple : comptabilité clients.", max_length=120, required=False
    )
    courriel = ChampCourriel(
        label="Courriel de facturation",
        help_text="Les factures émises y sont envoyées. Vide : l’adresse de votre organisme.",
        required=False,
        exemple="facturation@organisme.fr",
        remplissage="off",
    )
    telephone = forms.CharField(
        label="Téléphone",
        max_length=20,
        required=False,
        widget=Texte(taille="moyen", attrs={"type": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, fiche: EmetteurFactures | None, **options: Any) -> None:
        """``fiche``: what is known so far."""
        depart = {}
        if fiche is not None:
            depart = {nom: getattr(fiche, nom) for nom in self.base_fields if nom != "lu"}
            depart |= {"lu": fiche.modifie_le.isoformat(), "iban": iban.format(fiche.iban)}
        super().__init__(*args, initial=depart, **options)
        for champ in self.fields.values():
            champ.help_text = composer(str(champ.help_text))

    def clean_lu(self) -> datetime | None:
        """Give when what was read was last changed, None when there was nothing to read."""
        texte = self.cleaned_data["lu"]
        try:
            return datetime.fromisoformat(texte) if texte else None
        except ValueError as erreur:
            raise forms.ValidationError("Rechargez cette page.") from erreur

    def clean_iban(self) -> str:
        """Give the account without its spaces; refuse a wrong key."""
        compte = iban.compact(self.cleaned_data["iban"])
        if compte and not iban.is_valid(compte):
            raise forms.ValidationError("Cet IBAN est faux : relisez ses chiffres et ses lettres.")
        return compte

    def clean_numero_tva(self) -> str:
        """Give the number with its country; refuse a wrong key."""
        saisi = self.cleaned_data["numero_tva"]
        if not saisi:
            return ""
        if not tva.is_valid(saisi):
            raise forms.ValidationError("Ce numéro de TVA est faux. Il s’écrit FR, deux caractères, puis votre SIREN.")
        return f"FR{tva.compact(saisi)}"

    def clean(self) -> dict[str, Any]:
        """A body that invoices VAT writes its number."""
        propre = super().clean() or {}
        if propre.get("regime_tva") == RegimeTva.ASSUJETTI and propre.get("numero_tva") == "":
            self.add_error("numero_tva", "Écrivez votre numéro de TVA : vos factures le portent.")
        return propre
