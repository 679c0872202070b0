"""The mails about what changes an order once it is placed, each way they can be told."""

from typing import Any

Exemples = list[tuple[str, dict[str, Any]]]
AVANT = {"parcours": 5, "heures": 2100, "montant": "19950.00"}


def ligne(change: dict[str, Any], apres: dict[str, Any], **autres: Any) -> dict[str, Any]:
    return {
        "composante": 4,
        "bon": "BC-2026-00007",
        "session": "SE-2026-00412",
        "intitule": "Soudeur assembleur industriel",
        "organisme": "Formaloire Métiers",
        "avant": AVANT,
        "change": change,
        "apres": apres,
        **autres,
    }


def avenant(decision: dict[str, Any]) -> dict[str, Any]:
    """An amendment of 200 hours, from the facts of a decision."""
    commun = ("mandataire", "groupement", "lot", "lot_intitule", "marche", "suivi_par", "suivi_telephone")
    change = {"parcours": 0, "heures": 200, "montant": "1900.00"}
    return {
        **{nom: decision[nom] for nom in (*commun, "suivi_courriel", "decidee_le")},
        "avenant": "BC-2026-00007-A1",
        "nature": "heures",
        "nature_affichee": "Heures supplémentaires",
        "motif": "Deux employeurs demandent le titre entier.",
        "bon": "BC-2026-00007",
        "bon_emis_le": "2026-09-01T11:20:00+02:00",
        "bon_avant": "74812.50",
        "bon_total": "76712.50",
        "change": "1900.00",
        "lignes": [ligne(change, {"parcours": 5, "heures": 2300, "montant": "21850.00"})],
        "chemin_bon": "/organisme/bons/7/",
    }


def annulation(decision: dict[str, Any]) -> dict[str, Any]:
    """The amendment that takes everything off a composante."""
    change = {"parcours": -5, "heures": -2100, "montant": "-19950.00"}
    return {
        **avenant(decision),
        "nature": "annulation",
        "nature_affichee": "Annulation de la session",
        "bon_total": "54862.50",
        "change": "-19950.00",
        "lignes": [ligne(change, {"parcours": 0, "heures": 0, "montant": "0.00"})],
    }


def fongibilite(decision: dict[str, Any]) -> dict[str, Any]:
    """Hours moved from a session to another."""
    moins = {"parcours": 0, "heures": -50, "montant": "-475.00"}
    plus = {"parcours": 0, "heures": 50, "montant": "475.00"}
    autre = {"composante": 1, "bon": "BC-2025-00031", "session": "SE-2026-00398", "intitule": "Chaudronnier"}
    return {
        **avenant(decision),
        "nature": "fongibilite",
        "nature_affichee": "Heures déplacées entre sessions du lot",
        "lignes": [
            ligne(moins, {"parcours": 5, "heures": 2050, "montant": "19475.00"}),
            ligne(plus, {"parcours": 5, "heures": 2150, "montant": "20425.00"}, **autre),
        ],
    }


def avenants(demande: dict[str, Any], decision: dict[str, Any], employeur: dict[str, Any]) -> Exemples:
    """Give every example, from the facts of a request, of a decision, and of an employer told of it."""
    demandee = {
        **demande,
        "nature": "parcours",
        "nature_affichee": "Parcours supplémentaires",
        "ajout_parcours": 1,
        "ajout_heures": 420,
        "ajout_montant": "3990.00",
        "entree": "2027-01-18",
        "nouvelle_fin": "",
        "pourquoi": "Un employeur de plus a besoin d’un soudeur.",
        "demande_par": "Odile Charrier",
    }
    heures = {
        **demandee, "nature": "heures", "nature_affichee": "Heures supplémentaires", "entree": "", "ajout_parcours": 2,
        "ajout_heures": 100, "ajout_montant": "1900.00", "nouvelle_fin": "2027-05-14",
    }  # fmt: skip
    annulee = {
        **demandee, "nature": "annulation", "nature_affichee": "Annulation de la session", "entree": "",
        "ajout_parcours": None, "ajout_heures": None, "ajout_montant": None,
    }  # fmt: skip
    suivi = {nom: decision[nom] for nom in ("suivi_par", "suivi_telephone", "suivi_courriel", "decidee_le")}
    oui = {**suivi, "accordee": True, "avenant": "BC-2026-00007-A1", "motif": "Besoin avéré.", "pour": "organisme"}
    non = {**oui, "accordee": False, "avenant": "", "motif": "Une session proche peut accueillir ce stagiaire."}
    fin = {**demande, **suivi, "avenant": "BC-2026-00007-A2", "motif": "Le plateau technique est fermé."}
    return [
        ("avenant", avenant(decision)),
        ("avenant", annulation(decision)),
        ("avenant", fongibilite(decision)),
        *[
            ("demande_avenant", {**faits, "pour": pour})
            for faits in (demandee, heures, annulee)
            for pour in ("region", "mandataire")
        ],
        *[
            ("reponse_avenant", {**faits, **reponse})
            for faits in (demandee, heures, annulee)
            for reponse in (oui, non)
        ],
        ("reponse_avenant", {**heures, **non, "pour": "mandataire", "suivi_telephone": ""}),
        *[("session_annulee", {**fin, "pour": pour}) for pour in ("organisme", "mandataire", "reseau")],
        ("session_annulee_employeur", {**employeur, **fin}),
        ("session_annulee_employeur", {**employeur, **fin, "contact": ""}),
    ]
