"""Joining an establishment, and answering those who ask to join."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from comptes.models import Rattachement, Role, Utilisateur
from comptes.queries.rattachements import a_une_histoire, demandes_a_repondre, membres_de
from noyau import courriers, journal
from noyau.erreurs import RegleViolee
from referentiels.models import Employeur


@dataclass(frozen=True, slots=True)
class FicheEmployeur:
    """What must be known of an establishment that nobody has recorded yet."""

    nom: str
    departement_id: str
    adresse: str = ""
    code_postal: str = ""
    ville: str = ""
    naf: str = ""
    public: bool = False


@transaction.atomic
def rattacher_employeur(
    *, par: Utilisateur, siret: str, fiche: FicheEmployeur | None, maintenant: datetime
) -> Rattachement:
    """Attach ``par`` to the establishment of that SIRET, recording it from ``fiche`` when it is unknown.

    Whoever comes first acts for it at once. Afterwards the request waits, and each member gets an e-mail with the
    page on which to accept or refuse: neither a SIRET nor a ProConnect sign-in proves the link. Where nobody is left
    but there are files, the Région is asked: they hold names, and a SIRET is no secret. Raises
    ``RegleViolee`` when the person is already attached or already waits, or when nothing is known of the SIRET.
    """
    employeur = enregistrer_employeur(siret, fiche, par)
    membres = membres_de(employeur.pk)
    rattachement = Rattachement.objects.filter(utilisateur=par.pk, employeur=employeur.pk).first()
    if rattachement is None:
        rattachement = Rattachement(utilisateur=par, role=Role.EMPLOYEUR, employeur=employeur, actif=False)
    elif rattachement.actif:
        raise RegleViolee(f"{employeur.nom} est déjà dans votre compte.")
    elif rattachement.en_attente_depuis:
        raise RegleViolee(f"Vous avez déjà demandé à rejoindre {employeur.nom} : votre demande attend une réponse.")
    attend = bool(membres) or a_une_histoire(employeur.pk, par)
    rattachement.actif = not attend
    rattachement.depuis = maintenant
    rattachement.en_attente_depuis = maintenant if attend else None
    rattachement.save()
    libelle = "Demande à agir pour l’établissement" if attend else "Agit pour l’établissement"
    ligne = journal.noter(rattachement, libelle, par=par, transition="rattacher")
    if attend:
        repondants = [(membre.prenom, membre.email) for membre in membres] or [("", settings.REGION_EMAIL)]
        for prenom, courriel in repondants:
            _demander_reponse(rattachement, prenom, courriel, ligne.pk)
    return rattachement


def enregistrer_employeur(siret: str, fiche: FicheEmployeur | None, par: Utilisateur | None) -> Employeur:
    """Give the establishment of that SIRET, locked, recording it from ``fiche`` when nobody has. Attaches nobody.

    ``par`` is None when a partner's machine tells of it. Raises ``RegleViolee`` when nothing is known of the SIRET.
    """
    # Locked: of two people who record the same establishment at once, one is first and the other waits.
    connus = Employeur.objects.select_for_update(of=("self",))
    employeur = connus.filter(siret=siret).first()
    if employeur is not None:
        return employeur
    if fiche is None:
        raise RegleViolee("Cet établissement n’est pas encore connu : indiquez son nom et son adresse.")
    _, nouveau = Employeur.objects.get_or_create(siret=siret, defaults=asdict(fiche))
    employeur = connus.get(siret=siret)
    if nouveau:
        journal.noter(employeur, "Établissement enregistré", par=par, transition="enregistrer")
    return employeur


def _demander_reponse(rattachement: Rattachement, prenom: str, courriel: str, ligne_id: int) -> None:
    courriers.deposer(
        modele="rattachement_demande",
        cle=f"rattachement_demande:{ligne_id}:{courriel}"[:120],
        destinataire=courriel,
        contexte={
            "prenom": prenom,
            "demandeur": rattachement.utilisateur.get_full_name(),
            "demandeur_courriel": rattachement.utilisateur.email,
            "etablissement": str(rattachement.employeur),
            "rattachement": rattachement.pk,
        },
    )


@transaction.atomic
def accepter_rattachement(*, rattachement_id: int, par: Utilisateur, maintenant: datetime) -> Rattachement:
    """Let the person act for the establishment, and tell them. Same errors as ``refuser_rattachement``."""
    rattachement = _demande(rattachement_id, par)
    rattachement.actif = True
    rattachement.depuis = maintenant
    return _repondre(rattachement, par, accepte=True)


@transaction.atomic
def refuser_rattachement(*, rattachement_id: int, par: Utilisateur) -> Rattachement:
    """Refuse the person, and tell them. They may ask again.

    Raises ``RegleViolee`` when somebody answered first, or when ``par`` is not one of those who may.
    """
    return _repondre(_demande(rattachement_id, par), par, accepte=False)


def _demande(rattachement_id: int, par: Utilisateur) -> Rattachement:
    demandes = demandes_a_repondre(par).select_for_update(of=("self",))
    demande = demandes.filter(pk=rattachement_id).first()
    if demande is None:
        raise RegleViolee("Cette demande a déjà reçu une réponse.")
    return demande


def _repondre(rattachement: Rattachement, par: Utilisateur, *, accepte: bool) -> Rattachement:
    rattachement.en_attente_depuis = None
    rattachement.save(update_fields=["actif", "depuis", "en_attente_depuis"])
    ligne = journal.noter(
        rattachement,
        "Rattachement accepté" if accepte else "Rattachement refusé",
        par=par,
        transition="accepter" if accepte else "refuser",
    )
    courriers.deposer(
        modele="rattachement_reponse",
        cle=f"rattachement_reponse:{ligne.pk}",
        destinataire=rattachement.utilisateur.email,
        contexte={
            "prenom": rattachement.utilisateur.prenom,
            "etablissement": str(rattachement.employeur),
            "accepte": accepte,
            "par": par.nom_public,
        },
    )
    return rattachement


@transaction.atomic
def quitter_organisation(*, rattachement_id: int, par: Utilisateur) -> Rattachement:
    """Stop acting for an organisation, or take back a request to join it. Its files stay where they are.

    Raises ``RegleViolee`` when it is already done.
    """
    siens = Rattachement.objects.filter(utilisateur=par.pk)
    rattachement = (siens.actifs() | siens.en_attente()).select_for_update(of=("self",)).filter(pk=rattachement_id)
    quitte = rattachement.first()
    if quitte is None:
        raise RegleViolee("Cette organisation n’est plus dans votre compte.")
    quitte.actif = False
    quitte.en_attente_depuis = None
    quitte.save(update_fields=["actif", "en_attente_depuis"])
    journal.noter(quitte, "N’agit plus pour l’organisation", par=par, transition="quitter")
    return quitte
