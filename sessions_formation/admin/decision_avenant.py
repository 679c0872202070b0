"""What the page of a demand on an ordered session shows: what is asked, what the rules say, the order it changes."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from comptes.models import Utilisateur
from noyau.templatetags.maison import heures, jour, montant
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.repondre_avenant import DROIT_SECOND
from sessions_formation.admin.presentation import VERDICTS, VERDICTS_PASSES, Attente, titre_de
from sessions_formation.enums import MotifDecision, NatureAvenant
from sessions_formation.forms.avenants import Issue, ReponseForm
from sessions_formation.models import DemandeAvenant, Session
from sessions_formation.queries.commandes import RIEN, ZERO, Commande, commande_de
from sessions_formation.queries.delais import Delais
from sessions_formation.queries.demandes_avenant import jours_d_attente
from sessions_formation.queries.lecture_demande import LectureDemande
from sessions_formation.queries.lots import mandataire_du_lot

AUTORISABLES = {Verdict.ELIGIBLE, Verdict.DEROGATION}
VERBES = {
    Issue.ACCORDER: "Accorder",
    Issue.REFUSER: "Refuser la demande",
    Issue.RENVOYER: "Renvoyer sans signer",
}


def attente_de_la_demande(demande: DemandeAvenant, *, delais: Delais, le: date) -> Attente:
    """Give how long a demand has waited, and how that stands against the deadlines of the day (domaine.md §6)."""
    jours = jours_d_attente(demande, le=le)
    niveau = "depasse" if jours >= delais.alerte_session_jours else ""
    if not niveau and jours >= delais.relance_session_jours:
        niveau = "proche"
    return Attente(compter(jours, "jour ouvré", "jours ouvrés") if jours else "arrivée aujourd’hui", niveau)


def ajout_de(demande: DemandeAvenant, commande: Commande) -> Commande:
    """Give what granting changes in the order (signed)."""
    if demande.nature == NatureAvenant.ANNULATION:
        return Commande(-commande.parcours, -commande.heures, -commande.montant)
    parcours = demande.parcours or 0
    de_plus = parcours if demande.nature == NatureAvenant.PARCOURS else 0
    return Commande(de_plus, parcours * (demande.heures or 0), demande.montant or ZERO)


def page_de_la_demande(
    lecture: LectureDemande, form: ReponseForm | None, *, par: Utilisateur, peut_decider: bool
) -> dict[str, Any]:
    """Give what the page shows; ``form`` holds what was typed, if anything."""
    demande, session, le = lecture.demande, lecture.demande.session, lecture.le
    attend, constats = lecture.attend, lecture.constats
    ajout = ajout_de(demande, lecture.commande)
    return {
        "title": f"{demande.get_nature_display()}, {titre_de(session)}",
        "demande": demande,
        "session": session,
        "faits": faits_de_la_demande(demande),
        "constats": [constat._asdict() for constat in constats] or demande.constats,
        "jugee_le": le if constats else demande.jugee_le,
        "verdict": _verdict(lecture),
        "attente": attente_de_la_demande(demande, delais=lecture.reglement, le=le) if attend else None,
        "commandee": lecture.commande,
        "ajout": ajout,
        "ensuite": lecture.commande.plus(ajout),
        "jauge": lecture.faits.montants.jauge(ajout.montant if attend and ajout.montant > 0 else ZERO),
        "retenues": lecture.retenues,
        "historique": lecture.historique,
        "panneau": _panneau(lecture, form, par=par) if attend and peut_decider else None,
        "sans_droit": attend and not peut_decider,
        "derniere": lecture.historique[0] if lecture.historique else None,
        "le": le,
    }


def confirmation_de_la_reponse(lecture: LectureDemande, form: ReponseForm) -> dict[str, Any]:
    """Give what the page that asks names: the act, its effects, what will be written."""
    demande, decision = lecture.demande, Issue(form.cleaned_data["decision"])
    nature = demande.get_nature_display()
    verbe = VERBES[decision]
    if decision == Issue.ACCORDER:
        signe = lecture.deux_signatures and not lecture.signee
        verbe = "Donner la première signature" if signe else f"Accorder : {nature[:1].lower()}{nature[1:]}"
        if demande.nature == NatureAvenant.ANNULATION:
            verbe = "Annuler la session"
    return {
        "title": composer(f"{verbe} ?"),
        "titre": composer(f"{nature}, session {demande.session.numero}"),
        "effets": effets_de_la_reponse(decision, lecture),
        "verbe": composer(verbe),
        "danger": decision == Issue.REFUSER or demande.nature == NatureAvenant.ANNULATION,
        "dit": list(filter(None, [MotifDecision(form.cleaned_data["motif"]).label, form.cleaned_data["precisions"]])),
        "form": form,
    }


def effets_de_la_reponse(decision: Issue, lecture: LectureDemande) -> list[str]:
    """Name what an answer does, in sentences."""
    demande = lecture.demande
    organisme = demande.session.organisme.nom
    if decision == Issue.RENVOYER:
        return ["La demande reste dans la file, sans signature.", "Votre collègue lit pourquoi dans l’historique."]
    if decision == Issue.REFUSER:
        effets = [f"{organisme} reçoit votre refus et votre motif par courriel.", "Ce qui est commandé ne change pas."]
        if demande.nature == NatureAvenant.PARCOURS:
            effets.append("Les intentions réunies pour ces parcours sont de nouveau à prendre.")
        return effets
    if demande.nature == NatureAvenant.ANNULATION:
        annulee = Annulee(lecture.commande, lecture.faits.mandataire, lecture.employeurs, lecture.positionnes)
        return _effets_de_l_annulation(demande.session, annulee)
    if lecture.deux_signatures and not lecture.signee:
        return [
            "Cet achat demande deux signatures : la vôtre est gardée, rien n’est encore commandé.",
            "Une autre personne, qui en a le droit, donnera la seconde ou vous renverra la demande.",
        ]
    return _effets_de_l_accord(lecture)


class Annulee(NamedTuple):
    """What a cancellation takes back: the order and who receives its amendment, intentions held, people proposed."""

    commande: Commande
    mandataire: str
    employeurs: int
    candidats: int


def effets_de_l_annulation(session: Session) -> list[str]:
    """Name what cancelling an ordered session does, in sentences."""
    annulee = Annulee(
        commande_de(session) or RIEN,
        mandataire_du_lot(session.lot).organisme.nom,
        employeurs=session.retenues.filter(active=True).count(),
        candidats=session.parcours.filter(statut__in=["positionne", "profil_valide"]).count(),
    )
    return _effets_de_l_annulation(session, annulee)


def _effets_de_l_annulation(session: Session, annulee: Annulee) -> list[str]:
    libres = compter(annulee.employeurs, "intention est de nouveau", "intentions sont de nouveau")
    effets = [
        f"Un avenant retire {montant(annulee.commande.montant)} du bon de commande, adressé à {annulee.mandataire}.",
        f"{libres} à prendre ; les employeurs lisent pourquoi.",
        f"{session.organisme.nom} et le Réseau pour l’emploi sont prévenus, les étapes à venir sont annulées.",
        "La session n’est plus publiée. Elle ne se rouvre pas.",
    ]
    if candidats := annulee.candidats:
        pas = compter(candidats, "candidat positionné n’est pas retenu", "candidats positionnés ne sont pas retenus")
        effets.insert(2, f"{pas}.")
    return [composer(effet) for effet in effets]


def _effets_de_l_accord(lecture: LectureDemande) -> list[str]:
    demande, session, commande = lecture.demande, lecture.demande.session, lecture.commande
    apres = montant(commande.montant + (demande.montant or Decimal(0)))
    effets = [
        f"La commande augmente de {montant(demande.montant)} : de {montant(commande.montant)} à {apres}.",
        f"L’avenant part à {lecture.faits.mandataire}, la réponse à {session.organisme.nom}.",
    ]
    if demande.nature == NatureAvenant.PARCOURS:
        effets.append("Les employeurs des intentions réunies sont prévenus.")
    if demande.nouvelle_fin and demande.nouvelle_fin != session.fin:
        effets.append(f"La session finit le {jour(demande.nouvelle_fin)} au lieu du {jour(session.fin)}.")
    return [composer(effet) for effet in effets]


def faits_de_la_demande(demande: DemandeAvenant) -> list[dict[str, str]]:
    """Give what is asked, as ``composants/faits.html`` shows it."""
    session = demande.session
    lignes = [
        ("Organisme", session.organisme.nom, f"Demandé par {demande.demandeur.get_full_name()}"),
        ("Demandé", demande.get_nature_display(), f"le {jour(demande.deposee_le)}"),
        ("Stagiaires", str(demande.parcours or ""), ""),
        ("Heures de chacun", heures(demande.heures), ""),
        ("Prix de l’heure", montant(demande.prix_heure), ""),
        ("Montant en plus", montant(demande.montant), ""),
        ("Entrée", jour(demande.entree or ""), ""),
        ("Nouvelle fin", jour(demande.nouvelle_fin or ""), f"au lieu du {jour(session.fin)}"),
        ("Commencement", jour(session.debut) if demande.nature == NatureAvenant.ANNULATION else "", ""),
    ]  # fmt: skip
    return [{"nom": nom, "valeur": valeur, "note": note} for nom, valeur, note in lignes if valeur]


def _verdict(lecture: LectureDemande) -> dict[str, str] | None:
    if lecture.demande.nature == NatureAvenant.ANNULATION:
        return None
    code = lecture.verdict if lecture.attend else Verdict(lecture.demande.verdict)
    titres = {**VERDICTS, Verdict.ELIGIBLE: "Rien ne s’oppose à l’accord"} if lecture.attend else VERDICTS_PASSES
    titre = titres[code].replace("la session ne peut pas être autorisée", "cela ne peut pas être accordé")
    return {"code": code, "titre": titre, "texte": ""}


def _panneau(lecture: LectureDemande, form: ReponseForm | None, *, par: Utilisateur) -> dict[str, Any]:
    """The decision panel: granting is offered when the rules allow it, to who may sign."""
    verdict, deux, signee = lecture.verdict, lecture.deux_signatures, lecture.signee
    deja_la_mienne = bool(signee and signee.par_id == par.pk)
    peut_contresigner = bool(signee) and not deja_la_mienne and par.has_perm(DROIT_SECOND)
    boutons = [{"valeur": Issue.REFUSER, "texte": "Refuser", "icone": "fermer", "genre": "danger"}]
    if peut_contresigner:
        renvoi = {"valeur": Issue.RENVOYER, "texte": "Renvoyer sans signer", "icone": "a_completer", "genre": "second"}
        boutons.insert(0, renvoi)
    accordable = verdict in AUTORISABLES and (not signee or peut_contresigner)
    if accordable:
        textes = {(True, False): "Donner la première signature", (True, True): "Signer et accorder"}
        texte = textes.get(
            (deux, bool(signee)), "Accorder la dérogation" if verdict == Verdict.DEROGATION else "Accorder"
        )
        if lecture.demande.nature == NatureAvenant.ANNULATION:
            texte = "Annuler la session"
        boutons.insert(0, {"valeur": Issue.ACCORDER, "texte": texte, "icone": "coche", "genre": "principal"})
    formulaire = form or ReponseForm(derogation=verdict == Verdict.DEROGATION)
    return {
        "form": formulaire,
        "champs": [formulaire["motif"], formulaire["precisions"]],
        "effets": effets_de_la_reponse(Issue.ACCORDER, lecture) if accordable else [],
        "boutons": boutons,
        "version": lecture.version,
        "deux": deux,
        "signee": signee,
        "deja_la_mienne": deja_la_mienne,
        "peut_contresigner": peut_contresigner,
    }
