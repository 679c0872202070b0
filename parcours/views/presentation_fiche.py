"""How a parcours reads on its page: what comes next, its steps, its facts, what may be done by whom."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from noyau.journal import LigneJournal
from noyau.templatetags.maison import heures, instant, jour_sans_annee, nombre, periode
from parcours.queries.fiche import CANDIDATS
from parcours.queries.lecteur import Lecteur
from parcours.queries.remuneration import SE_DIT
from referentiels.regles.typographie import composer, jour, ordinale
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours

# The way everybody hopes for; whoever leaves it sees where, and how.
_CHEMIN = (
    (S.POSITIONNE, "Proposition"),
    (S.PROFIL_VALIDE, "Profil validé"),
    (S.ADMIS, "Admission"),
    (S.ENTRE, "Entrée"),
    (S.TERMINE, "Fin"),
)
_RANG = {S.POSITIONNE: 0, S.PROFIL_VALIDE: 1, S.ADMIS: 2, S.ENTRE: 3, S.TERMINE: 4}
_SORTIE_AVANT_TERME = {S.ABANDON: "Abandon", S.SORTIE_EMPLOI: "Sortie pour un emploi", S.EXCLU: "Exclusion"}


def suite_de(parcours: Parcours, *, rang: int | None, le: date) -> dict[str, str]:
    """Give the next step in words: ``titre`` says who must do what, ``texte`` the rest."""
    if rang is not None:
        return {
            "titre": composer(f"En liste d’attente, {ordinale(rang) if rang > 1 else 'première'} place"),
            "texte": composer(
                "Dès qu’un poste et une place se libèrent, ils reviennent à la première personne de la liste."
                + (" Le profil est à valider d’ici là." if parcours.statut == S.POSITIONNE else "")
            ),
        }
    titre, texte = _SUITES[parcours.statut](parcours, le)
    return {"titre": composer(titre), "texte": composer(texte)}


def _positionne(parcours: Parcours, _le: date) -> tuple[str, str]:
    qui = parcours.session.structure_referente or parcours.structure
    return (
        "Le profil est à valider",
        f"{qui} ou un autre valideur du Réseau pour l’emploi le valide." if qui else "Un valideur le valide.",
    )


def _profil_valide(parcours: Parcours, _le: date) -> tuple[str, str]:
    employeur = f" {parcours.intention.employeur} peut donner son avis avant." if parcours.intention else ""
    return "L’organisme doit se prononcer", f"{parcours.session.organisme} décide de l’admission.{employeur}"


def _admis(parcours: Parcours, le: date) -> tuple[str, str]:
    debut = parcours.debut or parcours.session.debut
    if debut is None:
        return "L’entrée est à fixer", f"{parcours.session.organisme} dit quel jour la formation commence."
    if debut < le:
        return "L’organisme doit déclarer l’entrée", f"Elle était prévue le {jour(debut)}."
    return f"Entrée prévue le {jour(debut)}", f"{parcours.session.organisme} la déclare à partir de ce jour."


def _entre(parcours: Parcours, le: date) -> tuple[str, str]:
    fin = parcours.fin or parcours.session.fin
    if fin is None:
        return "En formation", "La date de fin n’est pas encore connue."
    if fin < le:
        return "L’organisme doit déclarer la fin", f"La formation devait se terminer le {jour(fin)}."
    return f"En formation jusqu’au {jour(fin)}", "Une interruption ou un départ se déclare le jour même."


def _apres(parcours: Parcours, _le: date) -> tuple[str, str]:
    titre = "Formation terminée" if parcours.statut == S.TERMINE else "Sortie pour un emploi"
    if parcours.stagiaire.efface_le:
        return titre, "Les données de la personne sont effacées : plus rien n’est demandé."
    return titre, "On demande des nouvelles à la fin, puis 1, 3 et 6 mois après."


def _close(parcours: Parcours, _le: date) -> tuple[str, str]:
    return parcours.get_statut_display(), f"{parcours.get_motif_display()}." if parcours.motif else ""


_SUITES = {
    S.POSITIONNE: _positionne,
    S.PROFIL_VALIDE: _profil_valide,
    S.ADMIS: _admis,
    S.ENTRE: _entre,
    S.TERMINE: _apres,
    S.SORTIE_EMPLOI: _apres,
    S.ABANDON: _close,
    S.EXCLU: _close,
    S.NON_RETENU: _close,
}


def frise_de(parcours: Parcours, lignes: Iterable[LigneJournal]) -> list[dict[str, Any]]:
    """Give the steps of ``composants/frise.html``; days come from the journal, entry and end from the parcours."""
    franchis: dict[str, date] = {}
    for ligne in lignes:
        if ligne.arrivee != ligne.depart and ligne.objet_type == parcours._meta.label_lower:
            franchis.setdefault(ligne.arrivee, ligne.le)
    franchis[S.POSITIONNE] = parcours.cree_le
    if parcours.entre_le:
        franchis[S.ENTRE] = parcours.entre_le
    atteint = _atteint(parcours, franchis)
    moments = [
        {"titre": titre, "le": franchis.get(code), "etat": "fait" if rang <= atteint else "", "note": ""}
        for rang, (code, titre) in enumerate(_CHEMIN)
    ]
    if parcours.statut in _RANG:
        moments[atteint]["etat"] = "ici"
        if parcours.statut == S.ADMIS:
            _prevoir(moments[3], parcours.debut)
        if parcours.statut in {S.ADMIS, S.ENTRE}:
            _prevoir(moments[4], parcours.fin)
        if parcours.statut == S.TERMINE:
            moments[4]["le"] = parcours.sorti_le
        return moments
    fin = _SORTIE_AVANT_TERME.get(parcours.statut, parcours.get_statut_display())
    quand = parcours.sorti_le or franchis.get(parcours.statut)
    return [*moments[: atteint + 1], {"titre": fin, "le": quand, "etat": "ici", "note": ""}]


def _atteint(parcours: Parcours, franchis: dict[str, date]) -> int:
    if parcours.statut in _RANG:
        return _RANG[parcours.statut]
    return max(rang for code, rang in _RANG.items() if code in franchis)


def _prevoir(moment: dict[str, Any], quand: date | None) -> None:
    moment["le"], moment["note"] = None, f"prévue le {jour_sans_annee(quand)}" if quand else ""


def faits_du_parcours(parcours: Parcours, *, rang: int | None) -> list[dict[str, Any]]:
    """Give the facts of the training: session, post, days, hours."""
    session = parcours.session
    faits = [
        {"nom": "Formation", "valeur": session.intitule, "note": f"{session.reference}, {session.organisme}"},
        {"nom": "Dates", "valeur": periode(parcours.debut or session.debut, parcours.fin or session.fin) or "À fixer"},
        {"nom": "Lieu", "valeur": session.lieu_affiche or "À choisir"},
        {"nom": "Heures", "valeur": heures(parcours.heures_prevues()) or "À dire", "note": _rythme(parcours)},
        _poste(parcours, rang),
        {"nom": "Avant la formation", "valeur": parcours.get_situation_display() or "Pas encore dit"},
    ]
    if parcours.fin_contrat_siae:
        faits[-1]["note"] = f"Contrat jusqu’au {jour(parcours.fin_contrat_siae)}"
    if parcours.motif:
        faits.append({"nom": "Raison donnée", "valeur": parcours.get_motif_display()})
    return faits


def _rythme(parcours: Parcours) -> str:
    hebdo = f"{nombre(parcours.heures_hebdo)}\N{NO-BREAK SPACE}h par semaine" if parcours.heures_hebdo else ""
    return ", ".join(filter(None, [hebdo, "à temps partiel" if parcours.temps_partiel else ""]))


def _poste(parcours: Parcours, rang: int | None) -> dict[str, Any]:
    if parcours.intention is not None:
        intention = parcours.intention
        note = f"Poste {parcours.poste} sur {intention.nombre_postes}, {intention.reference}"
        return {
            "nom": "Emploi au bout",
            "valeur": f"{intention.intitule_affiche}, {intention.employeur}",
            "note": note,
        }
    if rang is not None:
        return {"nom": "Emploi au bout", "valeur": "Pas encore de poste", "note": f"En liste d’attente, rang {rang}"}
    return {"nom": "Emploi au bout", "valeur": "Aucun : session du socle" if _socle(parcours) else "Aucun poste"}


def _socle(parcours: Parcours) -> bool:
    return parcours.session.type == "socle"


def faits_du_suivi(parcours: Parcours) -> list[dict[str, Any]]:
    """Give who answers for the person: proposed, validated, followed by."""
    stagiaire, session = parcours.stagiaire, parcours.session
    qui = parcours.positionne_par
    faits = [
        {"nom": "Proposition de", "valeur": parcours.structure or "Pas dit", "note": str(qui) if qui else ""},
        {
            "nom": "Suivi assuré par",
            "valeur": stagiaire.structure or "Personne",
            "note": str(stagiaire.referent or ""),
        },
        {
            "nom": "Référent de la session",
            "valeur": session.structure_referente or "Pas encore nommé",
            "note": str(session.referent or ""),
        },
    ]
    if parcours.valideur:
        faits.insert(1, {"nom": "Profil validé par", "valeur": parcours.valideur})
    if stagiaire.sans_relance_le:
        note = "Elle ne reçoit plus de question sur sa situation"
        faits.append({"nom": "Courriels arrêtés", "valeur": instant(stagiaire.sans_relance_le), "note": note})
    return faits


_EN_PLACE = frozenset({S.ADMIS, S.ENTRE})
_SE_CORRIGE = frozenset({S.ENTRE, S.TERMINE, S.SORTIE_EMPLOI, S.ABANDON, S.EXCLU})
# Words, name of the address, states in which the act is open, whose it is (a property of ``Lecteur``).
_ACTES: tuple[tuple[str, str, frozenset[str], str], ...] = (
    ("Valider le profil", "parcours:valider", frozenset({S.POSITIONNE}), "referent"),
    ("Se prononcer sur l’admission", "parcours:admettre", frozenset({S.PROFIL_VALIDE}), "organisme"),
    ("Déclarer l’entrée", "parcours:entrees", frozenset({S.ADMIS}), "declare"),
    ("Déclarer une sortie", "parcours:sortie", frozenset({S.ENTRE}), "declare"),
    ("Déclarer un abandon", "parcours:sortie", frozenset({S.ADMIS}), "declare"),
    ("Déclarer une interruption", "parcours:interruption", frozenset({S.ENTRE}), "declare"),
    ("Remplacer", "parcours:remplacer", frozenset({S.ABANDON, S.EXCLU}), "declare"),
    ("Heures et modules", "parcours:programme", CANDIDATS | _EN_PLACE, "organisme"),
    ("Changer de poste", "parcours:poste", CANDIDATS | _EN_PLACE, "declare"),
    ("Ne pas retenir", "parcours:ecarter", CANDIDATS, "organisme"),
    ("Retirer la candidature", "parcours:retirer", CANDIDATS, "referent"),
    ("Corriger une déclaration", "parcours:rectifier", _SE_CORRIGE, "declare"),
)
# What one is invited to do, when it comes first; the others are there for who needs them.
_ATTENDUS = frozenset({"Valider le profil", "Se prononcer sur l’admission", "Déclarer l’entrée", "Remplacer"})
# Those of a whole session take its id.
_DE_LA_SESSION = frozenset({"parcours:entrees"})


def actes_de(parcours: Parcours, lecteur: Lecteur, *, le: date) -> list[dict[str, Any]]:
    """Give the acts open to this reader in this state on ``le``, the first one first."""
    sans_objet = {"parcours:poste"} if parcours.intention is None else set()
    debut = parcours.debut or parcours.session.debut
    if debut and le < debut:
        sans_objet.add("parcours:entrees")
    actes = [
        {"texte": texte, "url": reverse(nom, args=[parcours.session_id if nom in _DE_LA_SESSION else parcours.pk])}
        for texte, nom, etats, role in _ACTES
        if parcours.statut in etats and getattr(lecteur, role) and nom not in sans_objet
    ]
    liste = [{**acte, "principal": rang == 0 and acte["texte"] in _ATTENDUS} for rang, acte in enumerate(actes)]
    if (lecteur.organisme or lecteur.suit) and parcours.statut in SE_DIT:
        liste.append({"texte": "Rémunération", "url": reverse("parcours:remuneration", args=[parcours.pk])})
    return liste
