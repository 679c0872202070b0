"""Worlds of people drawn at random, the same each time, as the public figures count them."""

from datetime import date
from decimal import Decimal
from random import Random

from django.utils import timezone

from insertion.regles.resultats import COMPTES, Bornes
from pilotage.actions.publier import tables_publiees
from pilotage.models import PublicationChiffres
from pilotage.regles.publics import DELAIS, GENS, POSTES, AxePublic, LignePublique

BORNES = Bornes(10, Decimal("0.5"))


def un_monde(graine: int) -> list[LignePublique]:
    """People by sector, département and year, few or many; the lines of each axis add up to the whole."""
    hasard = Random(graine)
    lieux = [
        (hasard.choice(("btp", "sante", "industrie", "")), hasard.choice(("44", "49", "53", "85")), annee)
        for annee in ("2025", "2026")
        for _ in range(hasard.choice((1, 3, 6)))
    ]
    sommes: dict[tuple[AxePublic, str], dict[str, int]] = {}
    for lieu in lieux:
        entres = hasard.choice((0, 1, 3, 8, 12, 30))
        fins = hasard.randint(0, entres)
        sus = dict.fromkeys(COMPTES, 0) | {"entres": entres, "tenues": entres, "capacite": entres + 2}
        sus |= {"termines": fins, "abandons": entres - fins, "promis": fins, "promis_tenus": fins // 2}
        sus |= {f"{nom}_{mois}": fins for mois in (1, 3, 6) for nom in ("demandes", "reponses", "emploi")}
        sus |= {"postes_promis": entres + 4, "postes_demandes": entres + 2, "postes_autorises": entres + 1}
        sus |= {"entrees": entres, "fins": fins, "embauches": fins // 2}
        axes = zip((AxePublic.SECTEUR, AxePublic.DEPARTEMENT, AxePublic.ANNEE), lieu, strict=True)
        for cle in ((AxePublic.ENSEMBLE, ""), *axes):
            somme = sommes.setdefault(cle, dict.fromkeys(sus, 0))
            for nom, combien in sus.items():
                somme[nom] += combien
    return [
        LignePublique(
            axe,
            code,
            code or "Ensemble",
            {nom: s[nom] for nom in (*POSTES, *GENS)},
            dict.fromkeys(DELAIS, (4, 12)),
            {nom: s[nom] for nom in COMPTES},
        )
        for (axe, code), s in sommes.items()
    ]


def publication(graine: int = 1) -> PublicationChiffres:
    """Publish one of these worlds, as of October 2026."""
    monde = un_monde(graine)
    tetes = [{"axe": str(ligne.axe), "code": ligne.code, "nom": ligne.nom or "Ensemble"} for ligne in monde]
    donnees = {
        **tables_publiees(monde, bornes=BORNES),
        "sessions": [{**tete, "sessions": 3, "places": 24, "heures": 9600} for tete in tetes],
    }
    return PublicationChiffres.objects.create(mois=date(2026, 10, 1), faite_le=timezone.now(), donnees=donnees)
