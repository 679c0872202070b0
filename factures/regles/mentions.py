"""What the law wants written on an invoice of a training body to a public buyer."""

from decimal import Decimal

from referentiels.regles.typographie import montant

# The first two figures of a declaration number are the region of the prefect who recorded it; those of before 2016
# stay on the numbers given then (CT R6351-6).
_REGIONS = {
    "Auvergne-Rhône-Alpes": ("84", "82", "83"),
    "Bourgogne-Franche-Comté": ("27", "26", "43"),
    "Bretagne": ("53",),
    "Centre-Val de Loire": ("24",),
    "Corse": ("94",),
    "Grand Est": ("44", "41", "42", "21"),
    "Hauts-de-France": ("32", "31", "22"),
    "Île-de-France": ("11",),
    "Normandie": ("28", "23", "25"),
    "Nouvelle-Aquitaine": ("75", "72", "54", "74"),
    "Occitanie": ("76", "73", "91"),
    "Pays de la Loire": ("52",),
    "Provence-Alpes-Côte d’Azur": ("93",),
}
REGION_DU_NDA = {code: region for region, codes in _REGIONS.items() for code in codes}

SANS_ESCOMPTE = "Pas d’escompte pour paiement anticipé."
EXONERATION = "Exonération de TVA, article 261-4-4° a du code général des impôts"


def nda_valide(nda: str) -> bool:
    """Say whether a declaration number has its eleven figures."""
    return nda.isascii() and nda.isdigit() and len(nda) == 11


def mention_nda(nda: str) -> str:
    """Return the sentence on the declaration of activity (CT L6352-12, R6351-6)."""
    groupes = " ".join((nda[:2], nda[2:4], nda[4:9], nda[9:]))
    region = REGION_DU_NDA.get(nda[:2])
    prefet = f"du préfet de région {region}" if region else "du préfet de région"
    return (
        f"Déclaration d’activité enregistrée sous le numéro {groupes} auprès {prefet}. "
        "Cet enregistrement ne vaut pas agrément de l’État."
    )


def mention_retard() -> str:
    """Return the sentence on late payment (CCP L2192-13, R2192-31)."""
    return (
        "Retard de paiement : intérêts moratoires dus de plein droit, au taux directeur de la Banque centrale "
        "européenne majoré de huit points (CCP L2192-13 et R2192-31)."
    )


def mention_recouvrement(indemnite: Decimal) -> str:
    """Return the sentence on the flat indemnity, in euros (CCP D2192-35)."""
    somme = montant(indemnite)
    return f"Retard de paiement : indemnité forfaitaire de {somme} pour frais de recouvrement (CCP D2192-35)."


def mention_delai(jours: int) -> str:
    """Return the terms of payment, in days (CCP R2192-10)."""
    return f"Paiement à {jours} jours, délai global de paiement (CCP R2192-10)."
