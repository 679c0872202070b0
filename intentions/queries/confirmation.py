"""Intentions that a partner transmits and that their employer has still to confirm (I-ECRIT, FAQ §6)."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import OrigineEcrit, StatutIntention
from intentions.models import IntentionEmbauche, Partenaire
from intentions.regles.champs import ECRIT
from noyau.pieces import Piece
from referentiels.models import OrganismeFormation
from referentiels.regles.typographie import jour

SUIVIES_MONTREES = 20
CATEGORIE_ECRIT = "ecrit_employeur"
_ATTENDUE = Q(
    Q(ecrit_employeur=None) | Q(ecrit_employeur=False),
    statut=StatutIntention.A_COMPLETER,
    partenaire__isnull=False,
    confirmation_demandee_le__isnull=False,
)


def attend_l_employeur(intention: IntentionEmbauche) -> bool:
    """Tell whether nothing is missing but the employer's own word: it is then asked for it, and not before (1 query).

    While other answers are missing the offer is not the one it would commit to.
    """
    if not intention.partenaire_id or intention.statut != StatutIntention.A_COMPLETER:
        return False
    attendues = intention.champs_demandes.filter(repondu_le=None).order_by("champ")
    return list(attendues.values_list("champ", flat=True)) == [ECRIT]


def ecrits_de(intention: IntentionEmbauche) -> list[Piece]:
    """Give the employer's letters and e-mails attached to an intention (1 query)."""
    return list(Piece.objects.de(intention).filter(categorie=CATEGORIE_ECRIT))


def origine_de_l_ecrit(intention: IntentionEmbauche) -> str:
    """Give what stands for the employer's writing, in words; empty while nothing does."""
    if not (intention.ecrit_employeur and intention.ecrit_origine):
        return ""
    libelle = OrigineEcrit(intention.ecrit_origine).label
    if intention.confirmee_le is None:
        return str(libelle)
    return f"{libelle}, le {jour(timezone.localtime(intention.confirmee_le).date())}"


def adressees_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """Those whose contact reads mail at ``courriel``, drafts excepted: what its personal link may show."""
    siennes = IntentionEmbauche.objects.filter(contact_courriel=courriel.lower())
    return siennes.exclude(contact_courriel="").exclude(statut=StatutIntention.BROUILLON)


def transmises_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """Those that somebody else wrote for that person."""
    return adressees_a(courriel).filter(partenaire__isnull=False)


def a_confirmer_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """Those that wait for that person's word, oldest first."""
    return transmises_a(courriel).filter(_ATTENDUE).order_by("confirmation_demandee_le", "pk")


def suivies_a(courriel: str) -> QuerySet[IntentionEmbauche]:
    """That person's other intentions, the latest first: filed by itself or confirmed."""
    return adressees_a(courriel).exclude(_ATTENDUE).order_by("-deposee_le", "-pk")[:SUIVIES_MONTREES]


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


def concurrent_retenu(
    intention: IntentionEmbauche, *, par: Utilisateur | None, partenaire: Partenaire | None = None
) -> OrganismeFormation | None:
    """Give the training body that the employer's word has gone to, when who acts transmits for another one.

    ``par`` is the person, or ``partenaire`` the organisation whose machine acts. A body that transmits has
    competitors: it no longer changes nor withdraws what one of them counts on.
    """
    transmet = intention.partenaire
    retenu = intention.organisme_engage or intention.organisme_choisi
    if not (transmet and transmet.organisme_id and retenu and intention.ecrit_employeur):
        return None
    if retenu.pk == transmet.organisme_id or not (partenaire or est_transmise_par(intention, par)):
        return None
    if par and acces.employeurs_de(par).filter(employeur=intention.employeur_id).exists():
        return None
    return retenu


def courriel_du_partenaire(intention: IntentionEmbauche) -> str:
    """Give where who transmits an intention reads us: who filed it while they act for it, else its organisation."""
    partenaire = intention.partenaire
    if partenaire is None:
        return ""
    deposant = intention.deposant
    if deposant is not None and deposant.is_active and est_transmise_par(intention, deposant):
        return deposant.email
    return courriel_de(partenaire)


def courriel_de(partenaire: Partenaire) -> str:
    """Give where a partner itself reads us, empty when nowhere (a query at most)."""
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
