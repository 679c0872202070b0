"""What the pages of the measures show, in the administration and outside of it: the same words, two frames."""

from datetime import datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst

from comptes import acces
from comptes.models import Utilisateur
from insertion.regles.resultats import Etat
from insertion.views.taux import POURQUOI
from noyau.journal import LigneJournal
from noyau.listes import adresse
from pilotage.forms.mesures import FiltreMesures
from pilotage.models import EtatMesure, Mesure
from pilotage.queries.mesures import TRIS, bilan_par_priorite, mesures, mesures_du_rapport, resultats_de
from pilotage.queries.mesures_indicateurs import SOURCE, Compte, compte_ici, indicateurs_de
from pilotage.regles.figures import Unite
from pilotage.tableaux.affichage import montrer
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import INSECABLE, composer, nombre

# The colour and the drawing of a state are those of composants/etat.html, which knows the words of files.
ETATS = {
    EtatMesure.RECONDUITE: "en_cours",
    EtatMesure.MODIFIEE: "a_completer",
    EtatMesure.ABANDONNEE: "classee",
    EtatMesure.TERMINEE: "autorisee",
    EtatMesure.NON_PRECISE: "brouillon",
}
ORDRES = (("numero", "numéro"), ("-avancement", "avancement"), ("-maj", "dernière mise à jour"))
# Who reads figures and no name reads who acted in these words.
UN_AGENT = "un agent de la Région"


def tableau(request: HttpRequest, *, page: str) -> dict[str, Any]:
    """Give the board: by priority, or in one list when it is sorted otherwise. ``page``: the URL name of a measure."""
    filtre = FiltreMesures(request.GET)
    tri = request.GET.get("tri", "numero")
    tri = tri if tri in TRIS else "numero"
    lues = list(mesures(filtre.criteres(), tri))
    par_priorite = tri.removeprefix("-") == "numero"
    groupes = groupby(lues, key=lambda mesure: mesure.priorite if par_priorite else None)
    return {
        "filtre": filtre,
        "filtree": any(request.GET.get(nom) for nom in filtre.fields),
        "sans_filtre": adresse(request, **dict.fromkeys(filtre.fields)),
        "tri": request.GET.get("tri", ""),
        "tris": [
            {"texte": f"Par {mots}", "url": adresse(request, tri=cle), "courant": cle == tri} for cle, mots in ORDRES
        ],
        "groupes": [
            {"priorite": priorite, "mesures": [ligne(mesure, page=page) for mesure in siennes]}
            for priorite, siennes in groupes
        ],
        "combien": len(lues),
        "bilan": montrer(bilan_par_priorite()),
    }


def ligne(mesure: Mesure, *, page: str) -> dict[str, Any]:
    """Give one line of the board."""
    return {
        "mesure": mesure,
        "url": reverse(page, args=[mesure.pk]),
        "etat": ETATS[EtatMesure(mesure.etat)],
        "avancement": pour_cent(mesure.avancement),
        "compte_ici": compte_ici(mesure.pk),
    }


def fiche(mesure: Mesure, *, lecteur: Utilisateur, loi: Reglement, maintenant: datetime) -> dict[str, Any]:
    """Give the page of a measure: as printed, where it stands, what this service counts ``maintenant``, its
    history."""
    agent = acces.est_agent(lecteur)
    return {
        "mesure": mesure,
        "titre": f"Mesure {mesure.numero}",
        "etat": ETATS[EtatMesure(mesure.etat)],
        "avancement": pour_cent(mesure.avancement),
        "imprime": [
            {"nom": "Avancement imprimé", "valeur": pour_cent(mesure.avancement_imprime)},
            {"nom": "État pour 2019", "valeur": EtatMesure(mesure.etat_imprime).label},
        ],
        "indicateurs": [capfirst(indicateur) for indicateur in mesure.indicateurs],
        "comptes": [_compte(compte) for compte in indicateurs_de(mesure.pk, loi=loi)],
        "source_des_comptes": SOURCE,
        "effectif_min": loi.resultat_effectif_min,
        "resultats": list(resultats_de(mesure, retires=False)),
        "retires": list(resultats_de(mesure, retires=True)) if agent else [],
        "historique": [
            {
                "libelle": trace.libelle,
                "par_nom": trace.par_nom if agent else UN_AGENT,
                "le": trace.le,
                # What is withdrawn is no longer told outside, nor what an officer may have written of somebody.
                "motif": trace.motif if agent else "",
            }
            for trace in LigneJournal.objects.de(mesure)
        ],
        "lu_le": maintenant,
    }


def rapport(*, loi: Reglement) -> dict[str, Any]:
    """Give the report: every measure by priority, with its results and what this service counts."""
    lues = list(mesures_du_rapport())
    return {
        "bilan": bilan_par_priorite(),
        "effectif_min": loi.resultat_effectif_min,
        "source_des_comptes": SOURCE,
        "groupes": [
            {
                "priorite": priorite,
                "mesures": [
                    {
                        "mesure": mesure,
                        "avancement": pour_cent(mesure.avancement),
                        "imprime": pour_cent(mesure.avancement_imprime),
                        "change": mesure.avancement != mesure.avancement_imprime,
                        "indicateurs": [capfirst(indicateur) for indicateur in mesure.indicateurs],
                        "comptes": [_compte(compte) for compte in indicateurs_de(mesure.pk, loi=loi)],
                    }
                    for mesure in siennes
                ],
            }
            for priorite, siennes in groupby(lues, key=lambda mesure: mesure.priorite)
        ],
    }


def pour_cent(avancement: int | None) -> str:
    """Give a progress in words."""
    return "non renseigné" if avancement is None else f"{avancement}{INSECABLE}%"


def _compte(compte: Compte) -> dict[str, str]:
    indicateur, case = compte
    if case.valeur is None:
        texte = POURQUOI.get(case.etat, POURQUOI[Etat.PERSONNE])
    else:
        texte = nombre(case.valeur) + (f"{INSECABLE}%" if indicateur.unite is Unite.POUR_CENT else "")
    sur = f", sur {nombre(case.sur)}" if case.valeur is not None and case.sur else ""
    return {"nom": composer(indicateur.nom), "texte": f"{texte}{sur}", "definition": composer(indicateur.definition)}
