"""Everything that is kept about one person, in words: for its page, and for the copy it may ask (RGPD, article 15)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Field
from django.utils import timezone
from django.utils.formats import date_format

from comptes import acces
from comptes.models import Utilisateur
from insertion.models import AvisStagiaire, Embauche, Reponse
from insertion.regles.lettres import nature_de
from noyau.courriers import Courrier
from noyau.effacement import courriers_de
from noyau.lettres import Document
from parcours.enums import TypeAmenagement
from parcours.models import Amenagement, AvisEmployeur, Interruption, ModuleParcours, NoteParcours, Remuneration
from referentiels.regles.constats import Verdict
from sessions_formation.models import Parcours
from stagiaires.models import Appel, Consultation, Stagiaire

Fiche = list[tuple[str, str]]
# Technical, or told otherwise: a key, the person itself, who typed.
_TUS = frozenset({
    "id", "stagiaire", "parcours", "suivi", "par", "saisi_par", "saisie_par", "cree_par", "positionne_par",
    "declaree_par", "repondu_par", "envoi", "nom_normalise", "constats", "ecarts", "efface_le", "rang", "remplace",
})  # fmt: skip
_LIES = {
    Parcours: ("session__organisme", "intention__employeur", "intention__metier", "structure", "valideur"),
    AvisEmployeur: ("employeur",),
    Reponse: ("suivi",),
}
_VERDICTS = {
    Verdict.ELIGIBLE: "Conditions remplies",
    Verdict.DEROGATION: "Dérogation nécessaire",
    Verdict.A_COMPLETER: "Réponses attendues",
    Verdict.NON_ELIGIBLE: "Une condition n’est pas remplie",
}


class Section(NamedTuple):
    """A part of what is kept: its title, and one list of (name, value) for each thing it holds."""

    titre: str
    fiches: list[Fiche]


def donnees_de(stagiaire: Stagiaire, *, amenagement: bool) -> list[Section]:
    """Give all that is kept about a person (a fixed number of queries).

    ``amenagement``: with what is arranged for it; for the person itself only. Empty sections are left out.
    """
    siens = Parcours.objects.filter(stagiaire=stagiaire).order_by("pk")
    de_lui = {"parcours__in": siens}
    sections = [
        Section("Identité et coordonnées", [_fiche(stagiaire)]),
        _section("Parcours de formation", siens),
        _section("Interruptions", Interruption.objects.filter(**de_lui)),
        _section("Modules", ModuleParcours.objects.filter(**de_lui)),
        _section("Notes", NoteParcours.objects.filter(**de_lui)),
        _section("Appels", Appel.objects.filter(stagiaire=stagiaire)),
        _section("Avis des employeurs", AvisEmployeur.objects.filter(**de_lui)),
        _section("Rémunération", Remuneration.objects.filter(**de_lui)),
        Section("Besoins d’aménagement", _amenagements(siens) if amenagement else []),
        _section("Situation après la formation", Reponse.objects.filter(suivi__parcours__in=siens)),
        _section("Embauche", Embauche.objects.filter(**de_lui)),
        _section("Avis sur la formation", AvisStagiaire.objects.filter(**de_lui)),
        Section("Courriels", _courriers(stagiaire)),
        Section("Documents", _documents(stagiaire)),
        Section("Qui a ouvert cette fiche", [_lecture(lue) for lue in consultations_de(stagiaire)]),
    ]
    return [section for section in sections if section.fiches]


def consultations_de(stagiaire: Stagiaire) -> Any:
    """Who opened the person's file in the last twelve months, newest first."""
    return Consultation.objects.filter(stagiaire=stagiaire).select_related("par").order_by("-le", "-pk")


def suivis_par(utilisateur: Utilisateur) -> Any:
    """Give the parcours whose personal data this person answers for: all for an officer, those its structure follows
    for a referent. A training body and an employer see parcours, not this."""
    visibles = Parcours.objects.visibles_pour(utilisateur)
    if acces.est_agent(utilisateur):
        return visibles
    structures = acces.constantes(acces.structures_de(utilisateur))
    return visibles.filter(stagiaire__structure__in=structures) | visibles.filter(structure__in=structures)


def _section(titre: str, objets: Any) -> Section:
    lus = objets.select_related(*_LIES.get(objets.model, ())).order_by("pk")
    return Section(titre, [_fiche(objet) for objet in lus])


def _fiche(objet: Any) -> Fiche:
    lus = [_lu(objet, champ) for champ in objet._meta.concrete_fields if champ.name not in _TUS]
    if isinstance(objet, Reponse):
        lus.insert(0, ("Échéance", objet.suivi.get_echeance_display()))
    return [(nom, valeur) for nom, valeur in lus if valeur]


def _lu(objet: Any, champ: Field) -> tuple[str, str]:
    nom = str(champ.verbose_name)
    lire = getattr(objet, f"get_{champ.name}_display", None)
    valeur = lire() if lire else getattr(objet, champ.name)
    return nom[:1].upper() + nom[1:], _VERDICTS.get(valeur, "") if champ.name == "verdict" else mots(valeur)


def mots(valeur: object) -> str:
    """Give a value in words; an empty string when there is none."""
    if isinstance(valeur, bool):
        return "Oui" if valeur else "Non"
    if isinstance(valeur, datetime):
        return date_format(timezone.localtime(valeur), "j F Y à H \\h i")
    if isinstance(valeur, date):
        return date_format(valeur, "j F Y")
    if isinstance(valeur, Decimal):
        return f"{valeur:f}".replace(".", ",")
    return "" if valeur is None else str(valeur)


def _amenagements(siens: Any) -> list[Fiche]:
    return [
        [
            ("Aménagements", ", ".join(TypeAmenagement(mesure).label for mesure in lu.mesures) or "Aucun"),
            ("Bénéficiaire de l’obligation d’emploi", mots(lu.boe)),
            ("Justificatif vu le", mots(lu.preuve_vue_le) or "Aucun"),
        ]
        for lu in Amenagement.objects.filter(parcours__in=siens).order_by("pk")
    ]


def _courriers(stagiaire: Stagiaire) -> list[Fiche]:
    lus: list[Courrier] = list(
        courriers_de("stagiaires", stagiaire.pk, stagiaire.courriel).order_by("depose_le", "pk")
    )
    return [
        [
            ("Objet", nature_de(lu.modele)),
            ("À", "vous" if lu.destinataire.lower() == stagiaire.courriel.lower() else "un professionnel"),
            ("Le", mots(lu.depose_le)),
        ]
        for lu in lus
    ]


def _documents(stagiaire: Stagiaire) -> list[Fiche]:
    nommant = {"contexte__has_key": "stagiaires", "contexte__stagiaires__contains": [stagiaire.pk]}
    return [
        [("Titre", lu.titre), ("Référence", lu.reference), ("Le", mots(lu.cree_le))]
        for lu in Document.objects.filter(**nommant).order_by("pk")
    ]


def _lecture(lue: Consultation) -> Fiche:
    return [("Qui", lue.qualite), ("Page", lue.get_page_display()), ("Le", mots(lue.le))]
