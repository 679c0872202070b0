"""« Besoins »: what was asked for, what is likely to be, how wrong that has been, what the survey says beside."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from noyau.listes import adresse
from noyau.templatetags.maison import pourcent
from pilotage.forms.besoins import FiltreBesoins
from pilotage.queries.enquete import enquete
from pilotage.queries.figures_besoins import courbe, croisee, epreuve, par_ligne, prevision_de
from pilotage.queries.previsions import Passe, lire_noms, lire_passe
from pilotage.regles.figures import Figure
from pilotage.regles.previsions import A_EPROUVER, COMME_AVANT, SAISONS, Prevision
from pilotage.tableaux.affichage import montrer
from pilotage.tableaux.exports import exporter
from pilotage.tableaux.vues import Cadre, exiger_le_droit, liens_des_pages
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.typographie import composer, compter

TITRE = "Besoins"
UN_AN = 12


def page_des_besoins(request: HttpRequest, *, cadre: Cadre, le: date) -> HttpResponse:
    """The page as it is on ``le``, or one of its figures as a file with ``format``. 403 without the right."""
    exiger_le_droit(request)
    filtre = FiltreBesoins(request.GET, noms=lire_noms())
    passe = lire_passe(le)
    prevision = prevision_de(passe, filtre.coupe)
    figures = _figures(filtre, passe, prevision, le)
    if request.GET.get("format"):
        return _fichier(request, figures, filtre=filtre, le=le)
    contexte = {
        **cadre.commun(request),
        "title": TITRE,
        "pages_des_tableaux": liens_des_pages(cadre, "besoins"),
        "filtre": filtre,
        "filtree": filtre.filtree,
        "sans_filtre": request.path,
        "perimetre": filtre.en_mots,
        "figures": [
            montrer(figure, exports=lambda format_, code=figure.code: adresse(request, figure=code, format=format_))
            for figure in figures
        ],
        "methode": phrases(prevision, passe.evolution(filtre.coupe)),
        "le": le,
    }
    return render(request, cadre.gabarit, contexte)


def phrases(prevision: Prevision, evolution: tuple[int, float] | None) -> list[str]:
    """Say which way of telling is used, how wrong it was, and what the survey changes to it."""
    if not prevision.mois:
        return ["Une prévision demande douze mois entiers de dépôts. Il n’y en a pas encore autant."]
    if not prevision.eprouvee:
        return [
            "Trop peu de mois ont passé pour éprouver une méthode : l’année d’avant est répétée, sans erreur connue."
        ]
    erreurs = {methode: pourcent(round(100 * e.taux)) for methode, e in prevision.par_methode.items()}
    plancher, candidate = erreurs[COMME_AVANT], prevision.candidate
    eprouvee = f"Éprouvée en se plaçant à {compter(prevision.erreurs.mois, 'mois passé', 'mois passés')}"
    if prevision.methode == COMME_AVANT:
        return [
            composer(
                "Aucun calcul ne fait mieux que de répéter l’année d’avant : c’est l’année d’avant qui est montrée. "
                f"{eprouvee}, elle se trompait de {plancher} ; le moins faux des autres, {candidate.nom}, de "
                f"{erreurs[candidate]}."
            )
        ]
    [autre] = (methode for methode in A_EPROUVER if methode != candidate)
    contre = f"contre {plancher} en répétant simplement l’année d’avant"
    dites = [
        f"La prévision est {candidate.nom}. {eprouvee}, elle se trompait de {erreurs[candidate]}, {contre}.",
        f"L’autre calcul, {autre.nom}, se trompait de {erreurs[autre]}.",
    ]
    if evolution and candidate == SAISONS:
        annee, part = evolution
        ecart = round(100 * (part - 1))
        mot = "de plus" if ecart >= 0 else "de moins"
        dites.append(
            f"L’enquête BMO {annee} compte {pourcent(abs(ecart))} de projets {mot} que celle de {annee - 1} : la "
            "moitié de ce mouvement, sans dépasser vingt-cinq pour cent en plus ni vingt en moins, est reprise."
        )
    return [composer(dite) for dite in dites]


def _figures(filtre: FiltreBesoins, passe: Passe, prevision: Prevision, le: date) -> list[Figure]:
    secteur, departement = filtre.coupe
    figures = [courbe(passe, filtre.coupe, prevision, trimestres=filtre.trimestres), epreuve(passe, prevision)]
    if not secteur:
        figures.append(par_ligne(passe, filtre.noms.secteurs, secteur="", departement=departement, axe="secteur"))
    if not departement:
        figures.append(par_ligne(passe, filtre.noms.departements, secteur=secteur, departement="", axe="departement"))
    if not filtre.filtree:
        figures.append(croisee(passe, filtre.noms))
    depuis = ajouter_mois(le.replace(day=1), -UN_AN)
    return [*figures, enquete(secteur=secteur, departement=departement, depuis=depuis)]


def _fichier(request: HttpRequest, figures: list[Figure], *, filtre: FiltreBesoins, le: date) -> HttpResponse:
    trouvee = next((figure for figure in figures if figure.code == request.GET.get("figure")), None)
    fichier: Any = trouvee and exporter(trouvee, request.GET["format"], le=le, perimetre=filtre.en_mots)
    if fichier is None:
        raise Http404
    return fichier
