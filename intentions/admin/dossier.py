"""What the page of an intention shows an officer."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.text import capfirst

from intentions.forms.derogation import DerogationForm, Issue
from intentions.models import IntentionEmbauche
from intentions.queries.confiance import signaux_de
from intentions.queries.confirmation import ecrits_de, origine_de_l_ecrit
from intentions.queries.documents import sans_handicap
from noyau.courriers import Document
from noyau.templatetags.maison import siret
from referentiels.admin.affichage import VERDICTS
from referentiels.queries.besoins import enquete_du_metier
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, jour

BOUTONS = (
    {"valeur": Issue.ACCORDER, "texte": "Accorder la dérogation", "icone": "coche", "genre": "principal"},
    {"valeur": Issue.REFUSER, "texte": "Refuser", "icone": "fermer", "genre": "danger"},
)
EFFETS = {
    Issue.ACCORDER: (
        "L’intention devient recevable : les organismes de formation la voient.",
        "L’employeur reçoit votre réponse par courriel, avec le motif.",
    ),
    Issue.REFUSER: (
        "L’intention est refusée : elle n’entre dans aucune session.",
        "L’employeur reçoit votre réponse par courriel, avec le motif.",
    ),
}


def dossier(intention: IntentionEmbauche, *, adaptation: bool, le: date) -> dict[str, Any]:
    """Give the facts, findings, history and documents; ``adaptation`` when the officer may read what is adapted."""
    historique = list(intention.historique)
    return {
        "title": intention.intitule_affiche,
        "verdict_titre": VERDICTS[Verdict(intention.verdict)] if intention.verdict else "",
        "sections": _sections(intention, adaptation=adaptation),
        "constats": intention.constats if adaptation else [sans_handicap(constat) for constat in intention.constats],
        "motif_derogation": intention.motif_derogation if adaptation else "",
        "signaux": signaux_de([intention], le=le).get(intention.pk, []),
        "historique": historique,
        "derniere": historique[0] if historique else None,
        "documents": list(Document.objects.de(intention)),
        "ecrits": ecrits_de(intention),
        "enquete": enquete_du_metier(intention.metier_id, intention.departement_id),
        "derogations": list(intention.derogations.select_related("decidee_par")),
        "boutons": BOUTONS,
        "effets_si_accord": [composer(effet) for effet in EFFETS[Issue.ACCORDER]],
    }


def confirmation(intention: IntentionEmbauche, form: DerogationForm) -> dict[str, Any]:
    """Give what the page that asks names: the act, its effects, what will be written."""
    issue = Issue(form.cleaned_data["decision"])
    limites, fin = form.bornes
    dit = [
        form.cleaned_data["motif"],
        f"Limites : {limites}" if limites else "",
        f"Valable jusqu’au {jour(fin)}." if fin else "",
    ]
    return {
        "title": composer(f"{issue.label} {intention.reference} ?"),
        "titre": f"{intention.intitule_affiche}, {intention.employeur}",
        "effets": [composer(effet) for effet in EFFETS[issue]],
        "dit": [composer(phrase) for phrase in dit if phrase],
        "verbe": issue.label,
        "danger": issue == Issue.REFUSER,
        "form": form,
    }


def _sections(intention: IntentionEmbauche, *, adaptation: bool) -> list[dict[str, Any]]:
    employeur = intention.employeur
    # Fewer hours than the threshold would tell the adaptation by themselves.
    contrat = intention.contrat_affiche if adaptation else intention.contrat_court
    return [
        _section(
            "L’employeur",
            ("Établissement", f"{employeur.nom}, {siret(employeur.siret)}" if employeur else ""),
            ("Personne à joindre", intention.contact_affiche),
            ("Canal", intention.get_canal_display()),
            ("Transmise par", str(intention.partenaire or "")),
            ("Écrit de l’employeur", origine_de_l_ecrit(intention) or _ecrit_attendu(intention)),
        ),
        _section(
            "L’offre",
            ("Poste", intention.intitule_affiche),
            ("Métier", f"{intention.metier.libelle} ({intention.metier_id})" if intention.metier else ""),
            ("Secteur", capfirst(intention.secteur.libelle) if intention.secteur else ""),
            ("Lieu", str(intention.commune or intention.departement or "")),
            ("Postes", str(intention.nombre_postes or "")),
            ("Contrat", contrat if intention.contrat_type else ""),
            ("Temps de travail", "Adapté (obligation d’emploi)" if adaptation and intention.adaptation_boe else ""),
            ("Précisions", intention.precisions),
        ),
        _section(
            "La formation",
            ("Formation souhaitée", intention.formation_souhaitee),
            ("Participe à", ", ".join(intention.etapes_affichees)),
            ("Organisme choisi", str(intention.organisme_choisi or "Aucun en particulier")),
            ("Engagée avec", str(intention.organisme_engage or "")),
        ),
    ]


def _ecrit_attendu(intention: IntentionEmbauche) -> str:
    """Give since when the employer's word is awaited, for what somebody else transmits."""
    if intention.partenaire_id is None:
        return ""
    demandee = intention.confirmation_demandee_le
    if demandee is None:
        return "Pas encore demandé"
    return f"Attendu, demandé le {jour(timezone.localtime(demandee).date())}"


def _section(titre: str, *faits: tuple[str, str]) -> dict[str, Any]:
    return {
        "titre": titre,
        "faits": [
            {"nom": nom, "valeur": valeur, "note": "", "large": "@" in valeur} for nom, valeur in faits if valeur
        ],
    }
