"""The facts behind the trust signals of an intention, read for officers only."""

from datetime import date

from django.db.models import Count, Q, Sum
from django.db.models.functions import Substr

from comptes.models import Rattachement, Role
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.regles import confiance
from noyau.journal import LigneJournal
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import reglement_au

# The line that ``desavouer_intention`` writes.
DESAVOUER = "desavouer"
MOIS = 24
OUVERTES = (
    StatutIntention.DEPOSEE,
    StatutIntention.A_COMPLETER,
    StatutIntention.DEROGATION_DEMANDEE,
    StatutIntention.RECEVABLE,
    StatutIntention.ENGAGEE,
)


def depuis_vingt_quatre_mois(le: date) -> date:
    """Give the first day of the 24 months that end on ``le`` (28 February for a 29th)."""
    try:
        return le.replace(year=le.year - 2)
    except ValueError:
        return le.replace(year=le.year - 2, day=28)


def signaux_de(intention: IntentionEmbauche, *, le: date) -> list[confiance.Signal]:
    """Give the trust signals of an intention, for an officer (seven queries at most, those of the law included)."""
    return confiance.signaux(_faits(intention, le=le), reglement=reglement_au(le))


def _faits(intention: IntentionEmbauche, *, le: date) -> confiance.Faits:
    employeur = intention.employeur
    if employeur is None:
        return confiance.Faits(
            siret=None,
            contact_courriel=intention.contact_courriel,
            contact_telephone=intention.contact_telephone,
            organismes=_organismes(intention),
        )
    siennes = IntentionEmbauche.objects.filter(employeur=employeur).exclude(statut=StatutIntention.BROUILLON)
    recente = Q(deposee_le__date__gte=depuis_vingt_quatre_mois(le))
    comptes = siennes.aggregate(
        postes_ouverts=Sum("nombre_postes", filter=Q(statut__in=OUVERTES)),
        intentions=Count("pk", filter=recente),
        embauches=Sum("nombre_postes", filter=recente & Q(statut=StatutIntention.SATISFAITE)),
    )
    desavouees = LigneJournal.objects.filter(
        objet_type=IntentionEmbauche._meta.label_lower, objet_id__in=siennes.values("pk"), transition=DESAVOUER
    )
    return confiance.Faits(
        siret=employeur.siret,
        ferme_le=employeur.ferme_le,
        effectif=employeur.effectif,
        contact_courriel=intention.contact_courriel,
        contact_telephone=intention.contact_telephone,
        organismes=_organismes(intention),
        postes_ouverts=comptes["postes_ouverts"] or 0,
        intentions=comptes["intentions"],
        embauches=comptes["embauches"] or 0,
        autres_entreprises=_autres_entreprises(intention, employeur.siret[:9]),
        desaveux=desavouees.count(),
    )


def _organismes(intention: IntentionEmbauche) -> tuple[confiance.Organisme, ...]:
    """Those the intention names, with their addresses and those of their people (three queries)."""
    noms = {intention.organisme_choisi_id, intention.organisme_engage_id}
    if intention.partenaire is not None:
        noms.add(intention.partenaire.organisme_id)
    gens = Rattachement.objects.actifs().filter(role=Role.ORGANISME, organisme__in=noms - {None})
    joignables: dict[int, list[tuple[str, str]]] = {}
    for organisme, courriel, telephone in gens.order_by("pk").values_list(
        "organisme", "utilisateur__email", "utilisateur__telephone"
    ):
        joignables.setdefault(organisme, []).append((courriel, telephone))
    return tuple(
        confiance.Organisme(
            nom=organisme.nom,
            courriels=(organisme.courriel, *(courriel for courriel, _ in joignables.get(organisme.pk, []))),
            telephones=(organisme.telephone, *(telephone for _, telephone in joignables.get(organisme.pk, []))),
        )
        for organisme in OrganismeFormation.objects.filter(pk__in=noms - {None}).order_by("pk")
    )


def _autres_entreprises(intention: IntentionEmbauche, siren: str) -> int:
    if not intention.contact_courriel:
        return 0
    memes = IntentionEmbauche.objects.filter(contact_courriel=intention.contact_courriel, employeur__isnull=False)
    autres = memes.exclude(employeur__siret__startswith=siren).exclude(statut=StatutIntention.BROUILLON)
    return autres.aggregate(combien=Count(Substr("employeur__siret", 1, 9), distinct=True))["combien"]
