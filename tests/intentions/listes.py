"""Lists of intentions as CSV, made of one good line spoilt here and there."""

import csv
from io import BytesIO, StringIO

from intentions.forms.liste import ListeCsv
from tests.intentions.reponses import SAISIE

TETE = [
    *SAISIE, "departement", "saisonnier", "agence_interim", "adaptation_boe", "motif_derogation", "organisme_siret",
]  # fmt: skip


def ligne(rang: int = 1, **changements) -> dict[str, str]:
    """A good line under its own reference, for the same establishment unless told otherwise."""
    return dict.fromkeys(TETE, "") | SAISIE | {"reference_externe": f"OFF-{rang}"} | changements


def en_csv(lignes, *, separateur: str = ";", tete=TETE) -> str:
    flux = StringIO()
    ecrivain = csv.writer(flux, delimiter=separateur)
    ecrivain.writerow(tete)
    ecrivain.writerows([ligne.get(cle, "") for cle in tete] for ligne in lignes)
    return flux.getvalue()


def liste(contenu: str | bytes) -> ListeCsv:
    octets = contenu.encode() if isinstance(contenu, str) else contenu
    return ListeCsv(lambda: BytesIO(octets))
