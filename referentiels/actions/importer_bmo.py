"""France Travail's survey of needs (BMO), saved as CSV: one row per job and employment area."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial

from django.db import transaction

from referentiels.actions.fichiers import Colonne, Fichier, LigneRefusee
from referentiels.actions.imports import Rapport, Suivi, importer_lignes
from referentiels.models import BesoinEnquete, Departement

# Each vintage adds its own suffix (BE24, met25…): columns are known by how they begin.
COLONNES = (
    Colonne("annee", ("annee",), exigee=False),
    Colonne("code_metier", ("code metier( bmo)?",)),
    Colonne("metier", ("nom metier bmo", "(nom )?metier")),
    Colonne("departement", ("dept", "code departement", "departement")),
    Colonne("code_bassin", (r"be\d*", "code bassin")),
    Colonne("bassin", (r"nombe\d*", "bassin")),
    Colonne("projets", (r"met\d*", "projets")),
    Colonne("difficiles", (r"xmet\d*", "projets difficiles")),
    Colonne("saisonniers", (r"smet\d*", "projets saisonniers")),
)
_SECRET = {"", "*"}


@transaction.atomic
def importer_bmo(
    fichier: Fichier, *, annee: int | None = None, remplacer: bool = False, suivre: Suivi = iter
) -> Rapport:
    """Add or update the needs of the region's départements; rows of other regions are counted, not kept.

    `annee`: the survey's year, for a file that has no such column. `*` and an empty cell are statistical secrets.
    `remplacer`: rows of the file's years that it does not hold any more are taken away, all or nothing, and only when
    none of its lines was refused: a line that cannot be read is not a line that is gone. Other years stay.
    """
    vues: dict[int, set[tuple[str, str]]] = defaultdict(set)
    construire = partial(_besoin, annee=annee, de_la_region=_departements_de_la_region(), vues=vues)
    rapport = importer_lignes(
        fichier, construire, modele=BesoinEnquete, cle=("annee", "code_metier", "code_bassin"), suivre=suivre
    )
    rapport.annees = {lue: len(cles) for lue, cles in sorted(vues.items())}
    if remplacer and rapport.refus:
        rapport.remarques.append("Rien n’est retiré tant que des lignes sont refusées.")
    elif remplacer:
        rapport.retirees = _retirer_les_absentes(vues)
    return rapport


def _retirer_les_absentes(vues: dict[int, set[tuple[str, str]]]) -> int:
    lignes = BesoinEnquete.objects.filter(annee__in=vues).order_by("pk")
    parties = [
        pk
        for pk, annee, metier, bassin in lignes.values_list("pk", "annee", "code_metier", "code_bassin")
        if (metier, bassin) not in vues[annee]
    ]
    return BesoinEnquete.objects.filter(pk__in=parties).delete()[0]


def _departements_de_la_region() -> Callable[[str], bool]:
    return set(Departement.objects.filter(dans_region=True).values_list("code", flat=True)).__contains__


def _besoin(
    valeurs: dict[str, str],
    *,
    annee: int | None,
    de_la_region: Callable[[str], bool],
    vues: dict[int, set[tuple[str, str]]],
) -> BesoinEnquete | None:
    departement = valeurs["departement"].zfill(2)
    if not de_la_region(departement):
        return None
    annee_lue = _entier(valeurs.get("annee", ""))
    if (retenue := annee_lue if annee_lue is not None else annee) is None:
        raise LigneRefusee("sans année : indiquez celle de l’enquête.")
    vues[retenue].add((valeurs["code_metier"], valeurs["code_bassin"]))
    return BesoinEnquete(
        annee=retenue,
        code_metier=valeurs["code_metier"],
        metier=valeurs["metier"],
        departement_id=departement,
        code_bassin=valeurs["code_bassin"],
        bassin=valeurs["bassin"],
        projets=_entier(valeurs["projets"]),
        difficiles=_entier(valeurs["difficiles"]),
        saisonniers=_entier(valeurs["saisonniers"]),
    )


def _entier(texte: str) -> int | None:
    if texte in _SECRET:
        return None
    chiffres = "".join(texte.split()).removesuffix(".0").removesuffix(",0")
    if not (chiffres.isascii() and chiffres.isdigit()):
        raise LigneRefusee(f"« {texte} » n’est pas un nombre entier.")
    return int(chiffres)
