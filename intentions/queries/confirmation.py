"""Intentions that a partner transmits and that their employer has still to confirm (I-ECRIT, FAQ §6)."""

from django.db.models import QuerySet

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import OrigineEcrit, StatutIntention
from intentions.models import IntentionEmbauche, Partenaire
from intentions.regles.champs import ECRIT

CONFIRMEES_MONTREES = 20


def attend_l_employeur(intention: IntentionEmbauche) -> bool:
    """Tell whether nothing is missing but the employer's own word: it is then asked for it, and not before (1 query).

    While other answers are missing the offer is not the one it would commit to.
    """
    if not intention.partenaire_id or intention.statut != StatutIntention.A_COMPLETER:
        return False
    attendues = intention.champs_demandes.filter(repondu_le=None).order_by("champ")
    return list(attendues.values_list("champ", flat=True)) == [ECRIT]


def transmises_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """Those transmitted for the person who reads mail at ``courriel``, drafts excepted: what a personal link opens."""
    transmises = IntentionEmbauche.objects.filter(contact_courriel=courriel.lower(), partenaire__isnull=False)
    return transmises.exclude(contact_courriel="").exclude(statut=StatutIntention.BROUILLON)


def a_confirmer_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """Those that wait for that person's word, oldest first."""
    attendues = transmises_a(courriel).filter(
        statut=StatutIntention.A_COMPLETER, confirmation_demandee_le__isnull=False
    )
    return attendues.exclude(ecrit_employeur=True).order_by("confirmation_demandee_le", "pk")


def confirmees_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """The latest that were confirmed by a link sent to that person."""
    confirmees = transmises_a(courriel).filter(ecrit_origine=OrigineEcrit.LIEN)
    return confirmees.order_by("-confirmee_le", "-pk")[:CONFIRMEES_MONTREES]


def est_transmise_par(intention: IntentionEmbauche, utilisateur: Utilisateur | None) -> bool:
    """Tell whether this person acts for the organisation that transmits the intention."""
    if not intention.partenaire_id or utilisateur is None:
        return False
    return Partenaire.objects.de(utilisateur).filter(pk=intention.partenaire_id).exists()


def est_l_employeur(intention: IntentionEmbauche, utilisateur: Utilisateur | None) -> bool:
    """Tell whether this person may speak for the employer: it acts for the establishment, and not for who transmits.

    A SIRET joined to an account proves little: who writes an offer for somebody else never confirms it too.
    """
    if utilisateur is None or not intention.employeur_id or est_transmise_par(intention, utilisateur):
        return False
    return acces.employeurs_de(utilisateur).filter(employeur=intention.employeur_id).exists()


def courriel_du_partenaire(intention: IntentionEmbauche) -> str:
    """Give where who transmits an intention reads us: who filed it while they act for it, else its organisation."""
    partenaire = intention.partenaire
    if partenaire is None:
        return ""
    deposant = intention.deposant
    if deposant is not None and deposant.is_active and est_transmise_par(intention, deposant):
        return deposant.email
    return partenaire.courriel or _courriel_de_l_organisation(partenaire)


def adresses_du_partenaire(partenaire: Partenaire) -> set[str]:
    """Give the addresses at which a partner itself reads mail, in lower case: none of them can speak for an employer.

    Three queries at most. The Région's officers are not listed: theirs are read from their accounts.
    """
    connues = {partenaire.courriel.lower(), _courriel_de_l_organisation(partenaire).lower()}
    personnes = Utilisateur.objects.filter(is_active=True)
    if partenaire.organisme_id or partenaire.structure_id or partenaire.opco_id:
        personnes = personnes.filter(
            rattachements__actif=True,
            rattachements__organisme=partenaire.organisme_id,
            rattachements__structure=partenaire.structure_id,
            rattachements__opco=partenaire.opco_id,
        )
    else:
        personnes = personnes.filter(is_staff=True)
    return (connues | {adresse.lower() for adresse in personnes.values_list("email", flat=True)}) - {""}


def _courriel_de_l_organisation(partenaire: Partenaire) -> str:
    organisation = partenaire.organisme or partenaire.structure
    return organisation.courriel if organisation else ""
