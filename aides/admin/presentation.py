"""The words of the officers' pages: what is asked, how long it has waited, what an act does."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse

from aides.enums import CategoriePiece, TypeAide
from aides.models import BilanFormation, DemandeAide, PieceVue
from aides.queries.avancement import pieces_de
from aides.queries.dossier import autre_montant, autre_montant_paye
from aides.queries.instruction import Lecture, jours_d_attente
from aides.regles.pieces import Etape, manquantes
from noyau.templatetags.maison import montant, siret
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, compter, jour

VERDICTS = {
    Verdict.ELIGIBLE: "Toutes les conditions sont remplies",
    Verdict.DEROGATION: "Une dérogation serait à décider",
    Verdict.A_COMPLETER: "Il manque une information : l’aide ne peut pas être accordée",
    Verdict.NON_ELIGIBLE: "Une condition n’est pas remplie : l’aide ne peut pas être accordée",
}


class Attente(NamedTuple):
    """How long a request has waited: words, and the level of ``composants/delai.html``."""

    texte: str
    niveau: str


def attente_de(demande: DemandeAide, *, proche: int, depasse: int, le: date) -> Attente:
    """Give the working days a request has waited for an officer."""
    jours = jours_d_attente(demande, le=le)
    niveau = "depasse" if jours >= depasse else "proche" if jours >= proche else ""
    return Attente(compter(jours, "jour ouvré", "jours ouvrés") if jours else "arrivée aujourd’hui", niveau)


def titre_de(demande: DemandeAide) -> str:
    """« Parcours emploi Formation, Toitures du Bocage »."""
    return f"{demande.get_dispositif_display()}, {demande.employeur.nom}"


def faits_de_l_etablissement(demande: DemandeAide) -> list[dict[str, str]]:
    """Who asks."""
    employeur = demande.employeur
    return _faits(
        ("Établissement", employeur.nom, f"SIRET {siret(employeur.siret)}"),
        ("Demandée par", demande.demandeur.get_full_name(), ""),
        ("Effectif", compter(demande.effectif, "salarié") if demande.effectif is not None else "", ""),
        ("Offre diffusée", oui_non(demande.offre_diffusee), demande.offre_ou),
    )


def faits_de_la_personne(demande: DemandeAide) -> list[dict[str, str]]:
    """Who was hired: for who instructs or settles only."""
    naissance = f"née ou né le {jour(demande.date_naissance)}" if demande.date_naissance else ""
    contrat = demande.get_contrat_type_display() if demande.contrat_type else ""
    duree = compter(demande.duree_mois, "mois", "mois") if demande.duree_mois else ""
    return _faits(
        ("Personne embauchée", demande.nom_complet or "Effacée", naissance),
        ("Poste", demande.poste, ""),
        ("Inscription à France Travail", oui_non(demande.demandeur_emploi), ""),
        ("Contrat", ", ".join(filter(None, [contrat, duree])), _du(demande.contrat_debut)),
        ("Compte à payer", _par_quatre(demande.iban), demande.titulaire),
    )


def faits_de_la_formation(demande: DemandeAide) -> list[dict[str, str]]:
    """What is to be learnt, when, for how much."""
    dates = ""
    if demande.formation_debut and demande.formation_fin:
        dates = f"du {jour(demande.formation_debut)} au {jour(demande.formation_fin)}"
    autre = montant(demande.autre_montant) if demande.autre_financement and demande.autre_montant else ""
    return _faits(
        ("Formation", demande.formation, ""),
        ("Organisme", demande.organisme_nom, siret(demande.organisme_siret) if demande.organisme_siret else ""),
        ("Qualiopi", oui_non(demande.qualiopi), ""),
        ("Dates", dates, ""),
        ("Heures", compter(demande.heures, "heure") if demande.heures is not None else "", ""),
        ("Coût", montant(demande.cout) if demande.cout is not None else "", ""),
        ("Autre financeur", demande.autre_financeur if demande.autre_financement else "", autre),
    )


def faits_du_bilan(bilan: BilanFormation, demande: DemandeAide) -> list[dict[str, str]]:
    """What was done, beside what was granted."""
    fini = f"fini le {jour(bilan.contrat_fini_le)}" if bilan.contrat_fini_le else ""
    return _faits(
        ("Dates", _du_au(bilan.debut, bilan.fin), f"prévues {_du_au(demande.formation_debut, demande.formation_fin)}"),
        ("Heures faites", _heures(bilan.heures), f"{_heures(demande.heures)} accordées"),
        *_cout_du_bilan(bilan, demande),
        ("Toujours en poste", oui_non(bilan.contrat_en_cours), fini),
    )


def _cout_du_bilan(bilan: BilanFormation, demande: DemandeAide) -> list[tuple[str, str, str]]:
    if demande.dispositif != TypeAide.FORMATION:
        return []
    prevu = f"{montant(demande.cout)} prévus" if demande.cout is not None else ""
    autre, annonce = autre_montant_paye(demande, bilan), autre_montant(demande)
    return [
        ("Coût facturé", montant(bilan.cout) if bilan.cout is not None else "", prevu),
        (
            "Payé par un autre financeur",
            montant(autre) if autre or annonce else "",
            f"{montant(annonce)} annoncés" if annonce else "",
        ),
    ]


def pieces_lues(demande: DemandeAide) -> list[dict[str, Any]]:
    """Give the proofs, oldest first, each with who has seen it (2 queries)."""
    vues = {vue.empreinte: vue for vue in PieceVue.objects.filter(demande=demande).select_related("par")}
    return [
        {
            "piece": piece,
            "categorie": CategoriePiece(piece.categorie).label,
            "vue": vues.get(piece.empreinte),
            "url": reverse("admin:aides_demandeaide_piece", args=[demande.pk, piece.pk]),
            "url_vue": reverse("admin:aides_demandeaide_piece_vue", args=[demande.pk, piece.pk]),
        }
        for piece in pieces_de(demande)
    ]


def pieces_manquantes(demande: DemandeAide, pieces: list[dict[str, Any]], *, bilan: bool) -> list[str]:
    """Give the words of the proofs the project asks for and that are not there."""
    presentes = {lue["piece"].categorie for lue in pieces}
    etapes = [Etape.DEMANDE, Etape.BILAN] if bilan else [Etape.DEMANDE]
    return [
        CategoriePiece(code).label for etape in etapes for code in manquantes(demande.dispositif, etape, presentes)
    ]


def effets_de_l_accord(lu: Lecture) -> list[str]:
    """Name what granting does, in sentences."""
    effets = [
        f"{montant(lu.calcul.montant)} sont accordés à {lu.demande.employeur.nom} : c’est le plus qui sera payé.",
        "La lettre d’accord part à l’employeur, avec le calcul et ce qu’il enverra après la formation.",
        "Aucune autre aide ne pourra couvrir les mêmes jours pour cette personne.",
    ]
    if lu.justificatif_attendu:
        effets.append("La majoration déclarée n’est pas comptée : son justificatif n’est pas noté comme vu.")
    return [composer(effet) for effet in effets]


def _par_quatre(iban: str) -> str:
    """« FR76 3000 6000 … », as it is printed."""
    return " ".join(iban[rang : rang + 4] for rang in range(0, len(iban), 4))


def oui_non(valeur: bool | None) -> str:
    """Give an answer in words; nothing when there is none."""
    return "" if valeur is None else "Oui" if valeur else "Non"


def _faits(*lignes: tuple[str, str, str]) -> list[dict[str, str]]:
    return [{"nom": nom, "valeur": composer(valeur), "note": composer(note)} for nom, valeur, note in lignes if valeur]


def _du(debut: date | None) -> str:
    return f"depuis le {jour(debut)}" if debut else ""


def _du_au(debut: date | None, fin: date | None) -> str:
    return f"du {jour(debut)} au {jour(fin)}" if debut and fin else ""


def _heures(heures: Decimal | None) -> str:
    return compter(heures, "heure") if heures is not None else ""
