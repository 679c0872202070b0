"""The facts behind the trust signals of intentions, read for officers only."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import JSONObject, Left

from comptes.models import Rattachement, Role
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.regles import confiance
from noyau.journal import LigneJournal
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import reglement_au
from referentiels.regles.reglement import Reglement

# The line that ``desavouer_intention`` writes.
DESAVOUER = "desavouer"
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


def signaux_de(intentions: Collection[IntentionEmbauche], *, le: date) -> dict[int, list[confiance.Signal]]:
    """Give the trust signals of each intention, by its id; those without any are left out.

    Seven queries whatever their number, those of the law included. ``employeur`` and ``partenaire`` must be loaded.
    """
    reglement = reglement_au(le)
    employeurs = {intention.employeur_id for intention in intentions if intention.employeur_id is not None}
    comptes = _comptes(employeurs, le=le)
    desaveux = _desaveux(employeurs)
    organismes = _organismes({pk for intention in intentions for pk in _organismes_nommes(intention)})
    sirens = _sirens_par_contact({intention.contact_courriel for intention in intentions} - {""})
    trouves = {}
    for intention in intentions:
        employeur = intention.employeur
        faits = _faits(
            intention,
            organismes=(organismes[pk] for pk in sorted(_organismes_nommes(intention))),
            sirens=sirens[intention.contact_courriel],
            desaveux=desaveux.get(employeur.pk, 0) if employeur else 0,
            compte=comptes.get(employeur.pk, {}) if employeur else {},
        )
        if siens := confiance.signaux(faits, reglement=reglement):
            trouves[intention.pk] = siens
    return trouves


def faits_de_confiance(intention: str, *, le: date) -> JSONObject:
    """The facts behind the signals of the intention that a row names, to annotate a queryset with: no query of their
    own. ``signaux_lus`` reads them."""

    def ref(chemin: str) -> OuterRef:
        return OuterRef(f"{intention}__{chemin}")

    siennes = _deposees().filter(employeur=ref("employeur"))
    recente = Q(deposee_le__date__gte=depuis_vingt_quatre_mois(le))
    histoire = siennes.order_by().values("employeur").annotate(
        postes_ouverts=Sum("nombre_postes", filter=Q(statut__in=OUVERTES), default=0),
        intentions=Count("pk", filter=recente),
        embauches=Sum("postes_pourvus", filter=recente, default=0),
    )  # fmt: skip
    compte = JSONObject(postes_ouverts="postes_ouverts", intentions="intentions", embauches="embauches")
    desavouees = LigneJournal.objects.filter(
        objet_type=IntentionEmbauche._meta.label_lower, objet_id=OuterRef("pk"), transition=DESAVOUER
    )
    gens = Rattachement.objects.actifs().filter(role=Role.ORGANISME, organisme=OuterRef("pk")).order_by("pk")
    nommes = OrganismeFormation.objects.filter(
        Q(pk=ref("organisme_choisi")) | Q(pk=ref("organisme_engage")) | Q(pk=ref("partenaire__organisme"))
    ).order_by("pk")
    contacts = _deposees().filter(contact_courriel=ref("contact_courriel"), employeur__isnull=False)
    return JSONObject(
        compte=Subquery(histoire.values(json=compte)),
        desavouees=ArraySubquery(
            siennes.filter(Exists(desavouees), partenaire__isnull=False).order_by("pk").values("pk")
        ),
        organismes=ArraySubquery(
            nommes.values(
                json=JSONObject(
                    nom="nom",
                    courriel="courriel",
                    telephone="telephone",
                    courriels=ArraySubquery(gens.values("utilisateur__email")),
                    telephones=ArraySubquery(gens.values("utilisateur__telephone")),
                )
            )
        ),
        sirens=ArraySubquery(
            contacts.exclude(contact_courriel="").order_by().values(siren=Left("employeur__siret", 9)).distinct()
        ),
    )


def signaux_lus(intention: IntentionEmbauche, lus: dict[str, Any], *, reglement: Reglement) -> list[confiance.Signal]:
    """Give the signals of an intention from the facts that ``faits_de_confiance`` read. ``employeur`` is loaded."""
    faits = _faits(
        intention,
        organismes=(
            confiance.Organisme(
                nom=organisme["nom"],
                courriels=(organisme["courriel"], *organisme["courriels"]),
                telephones=(organisme["telephone"], *organisme["telephones"]),
            )
            for organisme in lus["organismes"]
        ),
        sirens=set(lus["sirens"]),
        desaveux=len(lus["desavouees"]),
        compte=lus["compte"] or {},
    )
    return confiance.signaux(faits, reglement=reglement)


def _faits(
    intention: IntentionEmbauche,
    *,
    organismes: Iterable[confiance.Organisme],
    sirens: Set[str],
    desaveux: int,
    compte: dict[str, Any],
) -> confiance.Faits:
    """What the rules read: the intention and its employer, with what else was looked up about them.

    ``sirens``: those of every company whose intentions give the same contact.
    """
    employeur = intention.employeur
    siren = employeur.siret[:9] if employeur else ""
    return confiance.Faits(
        siret=employeur.siret if employeur else None,
        ferme_le=employeur.ferme_le if employeur else None,
        effectif=employeur.effectif if employeur else None,
        contact_courriel=intention.contact_courriel,
        contact_telephone=intention.contact_telephone,
        organismes=tuple(organismes),
        autres_entreprises=len(sirens - {siren}),
        domaines_partages=frozenset(settings.DOMAINES_PARTAGES),
        desaveux=desaveux,
        **compte,
    )


def _deposees() -> QuerySet[IntentionEmbauche]:
    return IntentionEmbauche.objects.exclude(statut=StatutIntention.BROUILLON)


def _comptes(employeurs: Collection[int], *, le: date) -> dict[int, dict[str, int]]:
    """What each employer has open, filed and filled (one query)."""
    recente = Q(deposee_le__date__gte=depuis_vingt_quatre_mois(le))
    lignes = (
        _deposees()
        .filter(employeur__in=employeurs)
        .order_by("employeur")
        .values("employeur")
        .annotate(
            postes_ouverts=Sum("nombre_postes", filter=Q(statut__in=OUVERTES), default=0),
            intentions=Count("pk", filter=recente),
            embauches=Sum("postes_pourvus", filter=recente, default=0),
        )
    )
    return {
        ligne["employeur"]: {nom: ligne[nom] for nom in ("postes_ouverts", "intentions", "embauches")}
        for ligne in lignes
    }


def _desaveux(employeurs: Collection[int]) -> dict[int, int]:
    """How many intentions each employer has disowned (two queries)."""
    siennes = dict(
        _deposees().filter(employeur__in=employeurs, partenaire__isnull=False).values_list("pk", "employeur")
    )
    lignes = LigneJournal.objects.filter(
        objet_type=IntentionEmbauche._meta.label_lower, objet_id__in=siennes, transition=DESAVOUER
    )
    combien: dict[int, int] = defaultdict(int)
    for intention in set(lignes.values_list("objet_id", flat=True)):
        combien[siennes[intention]] += 1
    return combien


def _organismes_nommes(intention: IntentionEmbauche) -> set[int]:
    transmet = intention.partenaire.organisme_id if intention.partenaire else None
    nommes = (intention.organisme_choisi_id, intention.organisme_engage_id, transmet)
    return {organisme for organisme in nommes if organisme is not None}


def _organismes(identifiants: Collection[int]) -> dict[int, confiance.Organisme]:
    """Each body with its addresses and those of its people (two queries)."""
    gens: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rattachements = Rattachement.objects.actifs().filter(role=Role.ORGANISME, organisme__in=identifiants)
    for organisme, courriel, telephone in rattachements.order_by("pk").values_list(
        "organisme", "utilisateur__email", "utilisateur__telephone"
    ):
        gens[organisme].append((courriel, telephone))
    return {
        organisme.pk: confiance.Organisme(
            nom=organisme.nom,
            courriels=(organisme.courriel, *(courriel for courriel, _ in gens[organisme.pk])),
            telephones=(organisme.telephone, *(telephone for _, telephone in gens[organisme.pk])),
        )
        for organisme in OrganismeFormation.objects.filter(pk__in=identifiants).order_by("pk")
    }


def _sirens_par_contact(courriels: Collection[str]) -> dict[str, set[str]]:
    """The companies for which each address is the one to write to (one query)."""
    sirens: dict[str, set[str]] = defaultdict(set)
    memes = _deposees().filter(contact_courriel__in=courriels, employeur__isnull=False)
    for courriel, siret in memes.order_by().values_list("contact_courriel", "employeur__siret").distinct():
        sirens[courriel].add(siret[:9])
    return sirens
