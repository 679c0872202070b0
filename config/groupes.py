"""What officers may do, by group. Kept here because the composition root is the one that knows every app.

The rights of a group are put back at each ``migrate``: to take one away from somebody, take the group away.
"""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as applications
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models.signals import post_migrate

ACHAT, CHEFS, MARCHES = "Agents d’achat", "Chefs d’unité", "Gestion des marchés"
REMUNERATION = "Rémunération des stagiaires"
FINANCES = "Finances"
DIRECTION = "Direction"
# Reads figures and nothing else: no file, no name, no administration.
ELUS = "Élus et auditeurs"

_LECTURE = {
    "sessions_formation": (
        "session", "lot", "prixlot", "borneslot", "lieulot", "groupement", "membregroupement", "habilitation",
        "bondecommande", "composante", "avenant", "mouvement", "demandeavenant", "absenceagent", "decisiongroupee",
        "lignedecisiongroupee", "parcours",
    ),
    # Never « amenagement »: it is read on one page, by who has that right by name.
    "stagiaires": ("stagiaire",),
    "intentions": ("intentionembauche", "partenaire", "cleapi", "abonnement", "envoiwebhook", "importintentions"),
    "referentiels": (
        "employeur", "organismeformation", "structurereseau", "opco", "secteur", "metier", "certification",
        "parametre", "departement", "commune", "territoireefop", "dispositif", "besoinenquete", "importenquete",
        "correspondancefap",
    ),
    "comites": ("comite", "pointcomite"),
    "factures": ("facture", "envoifinances", "emetteurfactures"),
    "aides": ("demandeaide", "envoipaiement"),
    "comptes": ("utilisateur", "rattachement"),
    "noyau": ("courrier", "document", "lignejournal"),
}  # fmt: skip
_VOIR = {
    **{app: tuple(f"view_{modele}" for modele in modeles) for app, modeles in _LECTURE.items()},
    "pilotage": ("voir_tableaux", "view_constatimpossible"),
}

# Who mends an impossible datum says beside it what is known: it is looked for once.
_CORRIGER = (*_VOIR["pilotage"], "change_constatimpossible")

_ACHETER = {
    **_VOIR,
    "pilotage": _CORRIGER,
    "sessions_formation": (*_VOIR["sessions_formation"], "acheter_session", "add_absenceagent", "change_absenceagent"),
    "intentions": (
        *_VOIR["intentions"],
        "trancher_derogation",
        "classer_intention",
        "voir_adaptation",
        "add_importintentions",
    ),
    # Preparing and noting; carrying a decision out asks for the right to buy as well.
    "comites": (*_VOIR["comites"], "add_comite", "change_comite"),
    "noyau": (*_VOIR["noyau"], "change_courrier"),
    # Attesting that hours were done; sending to the finance department is another group's: nobody does both alone.
    "factures": (*_VOIR["factures"], "certifier_service_fait"),
    # Deciding on an aid and settling what is due; paying it is another group's. What increases it is health data.
    "aides": (*_VOIR["aides"], "instruire_aide", "liquider_aide", "voir_majoration"),
    # Reading what trainees say of their training before it is shown.
    "insertion": ("view_avisstagiaire", "moderer_avis"),
    # Correcting who a person is, when nobody follows it any more.
    "stagiaires": (*_VOIR["stagiaires"], "change_stagiaire"),
}

DROITS = {
    ACHAT: _ACHETER,
    # What an officer does, the second signature, and the sharing of the work.
    CHEFS: {
        **_ACHETER,
        "sessions_formation": (*_ACHETER["sessions_formation"], "valider_session", "reaffecter_session"),
        # Before its term, when the person asks: what is gone is gone.
        "stagiaires": (*_ACHETER["stagiaires"], "effacer_stagiaire"),
        "pilotage": (*_CORRIGER, "mettre_a_jour_mesures", "rejouer_annee"),
    },
    MARCHES: {
        **_VOIR,
        "sessions_formation": (
            *_VOIR["sessions_formation"],
            *(
                f"{acte}_{modele}"
                for modele in ("lot", "lieulot", "groupement", "membregroupement", "habilitation")
                for acte in ("add", "change", "delete")
            ),
            "add_prixlot",
            "add_borneslot",
        ),
        "intentions": (
            *_VOIR["intentions"],
            *(f"{acte}_{modele}" for modele in ("partenaire", "cleapi") for acte in ("add", "change")),
            "add_importintentions",
        ),
        "referentiels": (
            *_VOIR["referentiels"],
            *(f"{acte}_parametre" for acte in ("add", "change", "delete")),
            *(f"{acte}_{modele}" for modele in ("organismeformation", "dispositif") for acte in ("add", "change")),
            "add_importenquete",
            "change_correspondancefap",
        ),
        "pilotage": (*_CORRIGER, "mettre_a_jour_mesures", "rejouer_annee"),
    },
    # Reads what was certified, sends it, notes what was paid.
    FINANCES: {
        **_VOIR,
        "factures": (*_VOIR["factures"], "envoyer_aux_finances"),
        "aides": (*_VOIR["aides"], "payer_aide"),
        "pilotage": _CORRIGER,
    },
    # Hands the paying agency what it needs: the only group that takes names out of the service.
    REMUNERATION: {
        **_VOIR,
        "sessions_formation": (*_VOIR["sessions_formation"], "exporter_remuneration"),
    },
    DIRECTION: {**_VOIR, "pilotage": (*_VOIR["pilotage"], "mettre_a_jour_mesures", "rejouer_annee")},
    ELUS: {"pilotage": ("voir_tableaux",)},
}


def donner_les_droits(sender: AppConfig, using: str, apps: Apps = applications, **_options: Any) -> None:
    """Give each group its rights on the app that has just migrated.

    Connected before Django's own receiver: it makes the permissions itself, which is done once whoever comes first.
    A migration that stops halfway may know neither groups nor the newest rights: the next one gives them.
    """
    attendus = {groupe: droits[sender.label] for groupe, droits in DROITS.items() if sender.label in droits}
    if not attendus or "auth" not in apps.app_configs:
        return
    create_permissions(sender, verbosity=0, using=using, apps=apps)
    permissions = Permission.objects.using(using).filter(content_type__app_label=sender.label)
    for nom, codes in attendus.items():
        groupe, _ = Group.objects.using(using).get_or_create(name=nom)
        groupe.permissions.add(*permissions.filter(codename__in=codes))


def brancher() -> None:
    """Call ``donner_les_droits`` after every migration (the end of a test's flush included)."""
    post_migrate.connect(donner_les_droits, dispatch_uid="config.groupes")
