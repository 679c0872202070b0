"""What the page of a demand on an ordered session shows: what is asked, what the rules say, the order it changes."""

from datetime import date
from decimal import Decimal
from typing import Any

from comptes.models import Utilisateur
from noyau.templatetags.maison import heures, jour, montant
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.demandes_avenant import examiner
from sessions_formation.actions.repondre_avenant import DROIT_SECOND
from sessions_formation.admin.presentation import VERDICTS, VERDICTS_PASSES, Attente, titre_de
from sessions_formation.enums import MotifDecision, NatureAvenant, StatutDemandeAvenant
from sessions_formation.forms.avenants import Issue, ReponseForm
from sessions_formation.models import DemandeAvenant, Session
from sessions_formation.queries.commandes import ZERO, Commande, commande_de
from sessions_formation.queries.delais import Delais
from sessions_formation.queries.demandes_avenant import demande_deux_signatures, jours_d_attente, premiere_signature
from sessions_formation.queries.lots import mandataire_du_lot, montants_du_lot

AUTORISABLES = {Verdict.ELIGIBLE, Verdict.DEROGATION}
RIEN_DE_COMMANDE = Commande(0, 0, ZERO)
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
    demande: DemandeAvenant, form: ReponseForm | None, *, par: Utilisateur, peut_decider: bool, le: date
) -> dict[str, Any]:
    """Give what the page shows; ``form`` holds what was typed, if anything."""
    session, attend = demande.session, demande.statut == StatutDemandeAvenant.DEPOSEE
    constats = examiner(demande, le=le) if attend else []
    commande = commande_de(session) or RIEN_DE_COMMANDE
    ajout = ajout_de(demande, commande)
    historique = list(demande.historique)
    signee = premiere_signature(demande) if attend else None
    return {
        "title": f"{demande.get_nature_display()}, {titre_de(session)}",
        "demande": demande,
        "session": session,
        "faits": faits_de_la_demande(demande, commande),
        "constats": [constat._asdict() for constat in constats] or demande.constats,
        "jugee_le": le if constats else demande.jugee_le,
        "verdict": _verdict(demande, constats, attend=attend),
        "commandee": commande,
        "ajout": ajout,
        "ensuite": commande.plus(ajout),
        "jauge": montants_du_lot(session.lot, le=le).jauge(ajout.montant if attend and ajout.montant > 0 else ZERO),
        "retenues": list(
            demande.retenues.filter(active=True)
            .select_related("intention__employeur", "intention__commune", "intention__metier")
            .order_by("pk")
        ),
        "historique": historique,
        "signee": signee,
        "panneau": _panneau(demande, constats, form, par=par, le=le) if attend and peut_decider else None,
        "sans_droit": attend and not peut_decider,
        "derniere": historique[0] if historique else None,
        "le": le,
    }


def confirmation_de_la_reponse(demande: DemandeAvenant, form: ReponseForm, *, le: date) -> dict[str, Any]:
    """Give what the page that asks names: the act, its effects, what will be written."""
    decision = Issue(form.cleaned_data["decision"])
    nature = demande.get_nature_display()
    verbe = VERBES[decision]
    if decision == Issue.ACCORDER:
        signe = deux_signatures(demande, le=le) and not premiere_signature(demande)
        verbe = "Donner la première signature" if signe else f"Accorder : {nature[:1].lower()}{nature[1:]}"
        if demande.nature == NatureAvenant.ANNULATION:
            verbe = "Annuler la session"
    return {
        "title": composer(f"{verbe} ?"),
        "titre": composer(f"{nature}, session {demande.session.numero}"),
        "effets": effets_de_la_reponse(decision, demande, le=le),
        "verbe": composer(verbe),
        "danger": decision == Issue.REFUSER or demande.nature == NatureAvenant.ANNULATION,
        "dit": list(filter(None, [MotifDecision(form.cleaned_data["motif"]).label, form.cleaned_data["precisions"]])),
        "form": form,
    }


def verdict_du_jour(demande: DemandeAvenant, *, le: date) -> Verdict:
    """Give the verdict the rules would give today, which is the one that decides."""
    constats = examiner(demande, le=le)
    return verdict_de(constats) if constats else Verdict.ELIGIBLE


def deux_signatures(demande: DemandeAvenant, *, le: date) -> bool:
    """Tell whether granting this demand takes two people, with what is ordered and the law of ``le``."""
    commande = commande_de(demande.session) or RIEN_DE_COMMANDE
    return demande_deux_signatures(demande, commande=commande.montant, reglement=reglement_au(le))


def effets_de_la_reponse(decision: Issue, demande: DemandeAvenant, *, le: date) -> list[str]:
    """Name what an answer does, in sentences."""
    organisme = demande.session.organisme.nom
    if decision == Issue.RENVOYER:
        return ["La demande reste dans la file, sans signature.", "Votre collègue lit pourquoi dans l’historique."]
    if decision == Issue.REFUSER:
        effets = [f"{organisme} reçoit votre refus et votre motif par courriel.", "Ce qui est commandé ne change pas."]
        if demande.nature == NatureAvenant.PARCOURS:
            effets.append("Les intentions réunies pour ces parcours sont de nouveau à prendre.")
        return effets
    if demande.nature == NatureAvenant.ANNULATION:
        return effets_de_l_annulation(demande.session)
    if deux_signatures(demande, le=le) and not premiere_signature(demande):
        return [
            "Cet achat demande deux signatures : la vôtre est gardée, rien n’est encore commandé.",
            "Une autre personne, qui en a le droit, donnera la seconde ou vous renverra la demande.",
        ]
    return _effets_de_l_accord(demande)


def effets_de_l_annulation(session: Session) -> list[str]:
    """Name what cancelling an ordered session does, in sentences."""
    commande = commande_de(session) or RIEN_DE_COMMANDE
    employeurs = session.retenues.filter(active=True).count()
    mandataire = mandataire_du_lot(session.lot).organisme.nom
    libres = compter(employeurs, "intention est de nouveau", "intentions sont de nouveau")
    effets = [
        f"Un avenant retire {montant(commande.montant)} du bon de commande, adressé à {mandataire}.",
        f"{libres} à prendre ; les employeurs lisent pourquoi.",
        f"{session.organisme.nom} et le Réseau pour l’emploi sont prévenus, les étapes à venir sont annulées.",
        "La session n’est plus publiée. Elle ne se rouvre pas.",
    ]
    if positionnes := session.parcours.filter(statut__in=["positionne", "profil_valide"]).count():
        pas = compter(positionnes, "candidat positionné n’est pas retenu", "candidats positionnés ne sont pas retenus")
        effets.insert(2, f"{pas}.")
    return [composer(effet) for effet in effets]


def _effets_de_l_accord(demande: DemandeAvenant) -> list[str]:
    session = demande.session
    commande = commande_de(session) or RIEN_DE_COMMANDE
    apres = montant(commande.montant + (demande.montant or Decimal(0)))
    effets = [
        f"La commande augmente de {montant(demande.montant)} : de {montant(commande.montant)} à {apres}.",
        f"L’avenant part à {mandataire_du_lot(session.lot).organisme.nom}, la réponse à {session.organisme.nom}.",
    ]
    if demande.nature == NatureAvenant.PARCOURS:
        effets.append("Les employeurs des intentions réunies sont prévenus.")
    if demande.nouvelle_fin and demande.nouvelle_fin != session.fin:
        effets.append(f"La session finit le {jour(demande.nouvelle_fin)} au lieu du {jour(session.fin)}.")
    return [composer(effet) for effet in effets]


def faits_de_la_demande(demande: DemandeAvenant, commande: Commande) -> list[dict[str, str]]:
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


def _verdict(demande: DemandeAvenant, constats: list[Constat], *, attend: bool) -> dict[str, str] | None:
    if demande.nature == NatureAvenant.ANNULATION:
        return None
    code = verdict_de(constats) if attend else Verdict(demande.verdict)
    titres = {**VERDICTS, Verdict.ELIGIBLE: "Rien ne s’oppose à l’accord"} if attend else VERDICTS_PASSES
    titre = titres[code].replace("la session ne peut pas être autorisée", "cela ne peut pas être accordé")
    return {"code": code, "titre": titre, "texte": ""}


def _panneau(
    demande: DemandeAvenant, constats: list[Constat], form: ReponseForm | None, *, par: Utilisateur, le: date
) -> dict[str, Any]:
    """The decision panel: granting is offered when the rules allow it, to who may sign."""
    verdict = verdict_de(constats) if constats else Verdict.ELIGIBLE
    deux, signee = deux_signatures(demande, le=le), premiere_signature(demande)
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
        if demande.nature == NatureAvenant.ANNULATION:
            texte = "Annuler la session"
        boutons.insert(0, {"valeur": Issue.ACCORDER, "texte": texte, "icone": "coche", "genre": "principal"})
    formulaire = form or ReponseForm(derogation=verdict == Verdict.DEROGATION)
    version = demande.historique.values_list("pk", flat=True).first()
    return {
        "form": formulaire,
        "champs": [formulaire["motif"], formulaire["precisions"]],
        "effets": effets_de_la_reponse(Issue.ACCORDER, demande, le=le) if accordable else [],
        "boutons": boutons,
        "version": version,
        "deux": deux,
        "signee": signee,
        "deja_la_mienne": deja_la_mienne,
        "peut_contresigner": peut_contresigner,
    }
