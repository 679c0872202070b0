"""Which job of the survey is which ROME job: said by an officer, or read from the official table."""

import re
from collections.abc import Collection
from typing import Any

from django.db import transaction

from noyau import journal
from noyau.erreurs import RegleViolee
from referentiels.actions.fichiers import Colonne, Fichier, LigneRefusee
from referentiels.actions.imports import Rapport, Suivi, importer_lignes
from referentiels.models import CorrespondanceFap, Metier
from referentiels.regles.typographie import enumerer

COLONNES = (
    Colonne("code_metier", ("(code )?fap( ?\\d*)?", "code metier( bmo)?", "(code )?fap.*")),
    Colonne("code_rome", ("(code )?rome( ?v?\\d*)?", "(code )?rome.*")),
)
_ROME = re.compile(r"[A-Z]\d{4}")


@transaction.atomic
def dire_les_correspondances(code_metier: str, *, retenus: Collection[str], vus: Collection[str], par: Any) -> None:
    """Keep that a job of the survey is each of ``retenus`` (ROME codes), and is not the others of ``vus``.

    What the officer did not see is left as it is. Raises ``RegleViolee`` for a code that is no ROME job.
    """
    connus = set(Metier.objects.filter(pk__in=retenus).values_list("pk", flat=True))
    if inconnus := sorted(set(retenus) - connus):
        raise RegleViolee(
            f"Le code ROME {enumerer(inconnus)} n’existe pas : vérifiez la lettre et les quatre chiffres."
        )
    for code in sorted({*retenus, *vus}):
        correspondance, neuve = CorrespondanceFap.objects.get_or_create(
            code_metier=code_metier,
            metier_id=code,
            defaults={"retenue": code in connus, "source": CorrespondanceFap.Source.AGENT},
        )
        if not neuve and correspondance.retenue == (code in connus):
            continue
        correspondance.retenue, correspondance.source = code in connus, CorrespondanceFap.Source.AGENT
        correspondance.save()
        mot = "Même métier" if correspondance.retenue else "Pas le même métier"
        journal.noter(correspondance, mot, par=par, transition="dire")


def importer_passage_fap(fichier: Fichier, *, suivre: Suivi = iter) -> Rapport:
    """Add the couples of the official table (FAP – ROME). What an officer said of a couple is replaced by the table;
    couples whose ROME code is unknown here are refused, each with its reason."""
    connus = set(Metier.objects.values_list("pk", flat=True))

    def construire(valeurs: dict[str, str]) -> CorrespondanceFap:
        rome = valeurs["code_rome"].upper()
        if not _ROME.fullmatch(rome) or rome not in connus:
            raise LigneRefusee(f"« {rome} » n’est pas un code ROME connu.")
        if not valeurs["code_metier"]:
            raise LigneRefusee("sans code FAP.")
        return CorrespondanceFap(code_metier=valeurs["code_metier"].upper(), metier_id=rome)

    return importer_lignes(
        fichier, construire, modele=CorrespondanceFap, cle=("code_metier", "metier_id"), suivre=suivre
    )
