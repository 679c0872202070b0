"""What the survey says of the jobs of a sector and of a département, beside the posts filed here for the same jobs."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connections

from noyau.replique import base_de_lecture
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite

METIERS_MONTRES = 25
# Shares are told of lines that say both numbers. Posts are those of the ROME jobs an officer, or the official table,
# said to be this job of the survey.
ENQUETE = """
with derniere as (select max(annee) as annee from referentiels_besoinenquete),
voulues as (
    select b.* from referentiels_besoinenquete b cross join derniere d
    where b.annee in (d.annee, d.annee - 1) and (%(departement)s = '' or b.departement_id = %(departement)s)
        and (%(secteur)s = '' or exists (
            select from referentiels_correspondancefap c
            join referentiels_metier_secteurs ms on ms.metier_id = c.metier_id and ms.secteur_id = %(secteur)s
            where c.code_metier = b.code_metier and c.retenue
        ))
), deposes as (
    select c.code_metier, count(*) as postes
    from pilotage_faitposte f
    join intentions_intentionembauche i on i.id = f.intention_id
    join referentiels_correspondancefap c on c.metier_id = i.metier_id and c.retenue
    where f.mois >= %(depuis)s and (%(departement)s = '' or f.departement_id = %(departement)s)
    group by 1
), metiers as (
    select v.code_metier, max(v.metier) as metier, d.annee,
        sum(projets) filter (where v.annee = d.annee) as projets,
        count(*) filter (where v.annee = d.annee and projets is null) as secretes,
        count(*) filter (where v.annee = d.annee) as lignes,
        sum(difficiles) filter (where v.annee = d.annee and projets > 0) as difficiles,
        sum(projets) filter (where v.annee = d.annee and difficiles is not null) as sur_difficiles,
        sum(saisonniers) filter (where v.annee = d.annee and projets > 0) as saisonniers,
        sum(projets) filter (where v.annee = d.annee and saisonniers is not null) as sur_saisonniers,
        sum(projets) filter (where v.annee < d.annee) as avant
    from voulues v cross join derniere d
    group by 1, 3
)
select m.*, dp.postes, exists (
    select from referentiels_correspondancefap c where c.code_metier = m.code_metier and c.retenue
) as reconnu
from metiers m left join deposes dp on dp.code_metier = m.code_metier
where m.lignes > 0 order by m.projets desc nulls last, m.code_metier limit %(combien)s
"""


def enquete(*, secteur: str, departement: str, depuis: date) -> Figure:
    """Give the jobs with most projects, empty codes for all (code ``besoins_enquete``, BARRES; one statement).

    ``depuis``: the month from which posts filed here are counted.
    """
    with connections[base_de_lecture()].cursor() as curseur:
        curseur.execute(
            ENQUETE,
            {"secteur": secteur, "departement": departement, "depuis": depuis, "combien": METIERS_MONTRES},
        )
        noms = [colonne.name for colonne in curseur.description]
        lus = [dict(zip(noms, ligne, strict=True)) for ligne in curseur.fetchall()]
    annee = lus[0]["annee"] if lus else None
    phrase = "Aucune ligne de l’enquête ne répond à ce choix."
    if lus:
        phrase = (
            f"Enquête BMO {annee}, les {len(lus)} métiers qui ont le plus de projets : ce que des employeurs disaient "
            "vouloir recruter, sans s’engager. « Au moins », quand des lignes sont tenues secrètes."
        )
    return Figure(
        "besoins_enquete", "Ce que dit l’enquête Besoins en main-d’œuvre", phrase, _colonnes(annee),
        tuple(_ligne(lu) for lu in lus), premiere="Métier de l’enquête", dessin=Dessin.BARRES,
        source="France Travail, enquête Besoins en main-d’œuvre ; « un chiffre n’est pas une intention », FAQ §1",
    )  # fmt: skip


def _colonnes(annee: int | None) -> tuple[Colonne, ...]:
    avant = f"Projets {annee - 1}" if annee else "Projets l’année d’avant"
    return (
        Colonne("projets", f"Projets {annee or ''}".strip(), "Projets de recrutement déclarés, lignes connues."),
        Colonne("deposes", "Postes déposés ici", "Postes des intentions déposées ici en douze mois pour ce métier."),
        Colonne("avant", avant, "Les mêmes projets, un an plus tôt.", dessinee=False),
        Colonne("difficiles", "Difficiles", "Part des projets que l’employeur pense difficiles.", Unite.POUR_CENT),
        Colonne("saisonniers", "Saisonniers", "Part des projets qui sont saisonniers.", Unite.POUR_CENT),
        Colonne(
            "secretes",
            "Lignes secrètes",
            "Bassins d’emploi où trop peu d’employeurs ont répondu : leur nombre n’est pas donné, il n’est pas zéro.",
            dessinee=False,
        ),
    )


def _ligne(lu: dict[str, Any]) -> Ligne:
    cases = (
        Case(_entier(lu["projets"])),
        Case((lu["postes"] or 0) if lu["reconnu"] else None),
        Case(_entier(lu["avant"])),
        _part(lu["difficiles"], lu["sur_difficiles"]),
        _part(lu["saisonniers"], lu["sur_saisonniers"]),
        Case(lu["secretes"], sur=lu["lignes"]),
    )
    return Ligne(lu["code_metier"], lu["metier"], cases)


def _entier(nombre: Decimal | int | None) -> int | None:
    return None if nombre is None else int(nombre)


def _part(dessus: int | None, dessous: int | None) -> Case:
    if dessus is None or not dessous:
        return Case(None)
    return Case(Decimal(round(100 * dessus / dessous)), sur=int(dessous))
