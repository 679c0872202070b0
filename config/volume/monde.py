"""Who a filled database is about: training bodies and their lots, the Réseau, officers; recorded once."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from comptes.models import Rattachement, Role, Utilisateur
from config.demo.sirets import siret_invente
from factures.models import EmetteurFactures
from intentions.enums import Canal
from intentions.models import Partenaire
from referentiels.models import (
    Certification,
    Commune,
    Departement,
    Metier,
    OrganismeFormation,
    Secteur,
    StructureReseau,
)
from sessions_formation.models import Groupement, Habilitation, LieuLot, Lot, MembreGroupement, PrixLot

DOMAINE = "@volume.example"
MARCHE = "VOLUME"
# Ranks of SIRETs that the demonstration does not use.
RANG_DES_ORGANISMES, RANG_DES_EMPLOYEURS = 40_000, 50_000
GROUPEMENTS, METIERS_PAR_SECTEUR = 12, 6
AGENTS, CERTIFICATIONS = 8, 20
AGENCE, AGENCES = "Agence de volume", 12
# Those that only follow people: with the agencies, about as many as the Région has.
MISSION, MISSIONS = "Mission de volume", 84
ROLES = ("mandataire", "cotraitant", "sous_traitant")
ZONES = (("44",), ("49",), ("53", "72"), ("85",))
PRIX = Decimal("9.50")
# A bank account of examples, which nobody has.
IBAN = "FR7630006000011234567890189"


class ReferentielsAbsents(Exception):
    """The reference tables are empty: there is nothing to make files of."""


@dataclass(frozen=True, slots=True)
class Marche:
    """A lot, the training bodies of its groupement (the mandataire first), its place."""

    lot: Lot
    organismes: tuple[OrganismeFormation, ...]
    lieu: LieuLot


@dataclass(frozen=True, slots=True)
class Monde:
    """What files are drawn from. ``metiers``: sector → its jobs, the most wanted first; each job is of one sector."""

    secteurs: tuple[Secteur, ...]
    metiers: dict[str, tuple[Metier, ...]]
    communes: dict[str, tuple[Commune, ...]]
    marches: dict[tuple[str, str], Marche]
    agents: tuple[Utilisateur, ...]
    personnes: dict[int, Utilisateur]
    reseau: tuple[tuple[Partenaire, Utilisateur], ...]
    # By département, the first agency first.
    structures: dict[str, tuple[int, ...]]

    @property
    def agent(self) -> Utilisateur:
        """The first of the officers."""
        return self.agents[0]


def installer(*, le: date) -> Monde:
    """Record the organisations once; give them, with the référentiels. Raises ``ReferentielsAbsents``."""
    secteurs, metiers = _secteurs_et_metiers()
    communes = _communes()
    if not (secteurs and communes):
        raise ReferentielsAbsents("Les référentiels manquent : lancez d’abord « manage.py charger_referentiels ».")
    agents = tuple(_personne(f"agent{rang}", is_staff=True) for rang in range(1, AGENTS + 1))
    if not Lot.objects.filter(marche=MARCHE).exists():
        _creer(secteurs, communes, agents, le=le)
    organismes = list(OrganismeFormation.objects.filter(courriel__endswith=DOMAINE).order_by("pk"))
    return Monde(
        secteurs=secteurs,
        metiers=metiers,
        communes=communes,
        marches=_marches(organismes),
        agents=agents,
        personnes={o.pk: _personne(f"organisme{o.pk}", Role.ORGANISME, organisme=o) for o in organismes},
        reseau=tuple(
            (
                Partenaire.objects.get_or_create(
                    structure=structure, defaults={"nom": structure.nom, "canal": Canal.RESEAU}
                )[0],
                _personne(f"conseillere{structure.pk}", Role.REFERENT, structure=structure),
            )
            for structure in StructureReseau.objects.filter(nom__startswith=AGENCE).order_by("pk")
        ),
        structures=_structures(),
    )


def tirer_place(tirage: Random, rangees: tuple) -> int:
    """Draw a rank, the first ones far oftener: a few jobs and places make most of the files."""
    return min(int(tirage.expovariate(3.0 / len(rangees))), len(rangees) - 1)


def _secteurs_et_metiers() -> tuple[tuple[Secteur, ...], dict[str, tuple[Metier, ...]]]:
    pris: set[str] = set()
    metiers: dict[str, tuple[Metier, ...]] = {}
    secteurs = list(Secteur.objects.exclude(tension_depuis=None).order_by("ordre", "code"))
    for secteur in secteurs:
        siens = [m for m in secteur.metiers.order_by("code_rome") if m.pk not in pris][:METIERS_PAR_SECTEUR]
        pris |= {metier.pk for metier in siens}
        metiers[secteur.pk] = tuple(siens)
    return tuple(secteur for secteur in secteurs if metiers[secteur.pk]), metiers


def _structures() -> dict[str, tuple[int, ...]]:
    """The structures made up, by the département each covers."""
    couvertes: dict[str, tuple[int, ...]] = {}
    for nom in (AGENCE, MISSION):
        siennes = StructureReseau.objects.filter(nom__startswith=nom).order_by("pk")
        for pk, departement in siennes.values_list("pk", "departements"):
            couvertes[departement] = (*couvertes.get(departement, ()), pk)
    return couvertes


def _communes() -> dict[str, tuple[Commune, ...]]:
    """The thirty largest communes of each département of the Région."""
    communes = {}
    for departement in Departement.objects.filter(dans_region=True).order_by("code"):
        grandes = list(Commune.objects.filter(departement=departement).order_by("-population", "code_insee")[:30])
        for commune in grandes:
            commune.departement = departement
        if grandes:
            communes[departement.pk] = tuple(grandes)
    return communes


def _creer(
    secteurs: tuple[Secteur, ...],
    communes: dict[str, tuple[Commune, ...]],
    agents: tuple[Utilisateur, ...],
    *,
    le: date,
) -> None:
    certifications = list(Certification.objects.filter(active=True).order_by("pk")[:CERTIFICATIONS])
    departements = list(communes)
    groupements = [_groupement(rang, departements[rang % len(departements)]) for rang in range(GROUPEMENTS)]
    debut, fin = date(le.year - 3, 1, 1), date(le.year + 1, 12, 31)
    numero = 0
    for secteur in secteurs:
        for zone in ZONES:
            if zone[0] not in communes:
                continue
            lot = Lot.objects.create(
                numero=str(numero + 1),
                marche=MARCHE,
                intitule=f"{secteur.libelle}, {', '.join(zone)}"[:160],
                groupement=groupements[numero % GROUPEMENTS],
                secteur=secteur,
                montant_min=Decimal("1000000.00"),
                montant_max=Decimal("900000000.00"),
                agent=agents[numero % len(agents)],
                debut=debut,
                fin=fin,
            )
            lot.departements.set([code for code in zone if code in communes])
            PrixLot.objects.create(lot=lot, depuis=debut, prix_heure=PRIX, texte="Acte d’engagement")
            LieuLot.objects.create(lot=lot, nom="Plateau technique", commune=communes[zone[0]][0])
            if certifications:
                _habiliter(lot, certifications[numero % len(certifications)])
            numero += 1
    for nature, nom, combien in (("france_travail", AGENCE, AGENCES), ("mission_locale", MISSION, MISSIONS)):
        for rang in range(combien):
            structure = StructureReseau.objects.create(nature=nature, nom=f"{nom} {rang + 1}")
            structure.departements.set([departements[rang % len(departements)]])


def _habiliter(lot: Lot, certification: Certification) -> None:
    """The sous-traitant of a groupement holds no certification of its lots."""
    lot.certifications.add(certification)
    habilites = lot.groupement.membres.exclude(role="sous_traitant").order_by("pk")
    for organisme in habilites.values_list("organisme", flat=True):
        Habilitation.objects.get_or_create(organisme_id=organisme, certification=certification)


def _groupement(rang: int, departement: str) -> Groupement:
    groupement = Groupement.objects.create(nom=f"Groupement de volume {rang + 1}")
    for place, role in enumerate(ROLES):
        numero = rang * len(ROLES) + place
        organisme = OrganismeFormation.objects.create(
            siret=siret_invente(RANG_DES_ORGANISMES + numero),
            nom=f"Organisme de volume {numero + 1}",
            departement_id=departement,
            adresse=f"{numero + 1} rue du Volume",
            code_postal=f"{departement}000",
            ville="Villevolume",
            nda=f"52{departement}{numero:05d}00"[:11],
            courriel=f"organisme{numero + 1}{DOMAINE}",
        )
        EmetteurFactures.objects.create(organisme=organisme, titulaire=organisme.nom, iban=IBAN)
        MembreGroupement.objects.create(groupement=groupement, organisme=organisme, role=role)
    return groupement


def _marches(organismes: list[OrganismeFormation]) -> dict[tuple[str, str], Marche]:
    """Each sector and département, with its lot."""
    par_groupement: dict[int, list[OrganismeFormation]] = {}
    connus = {organisme.pk: organisme for organisme in organismes}
    for groupement, organisme in MembreGroupement.objects.order_by("pk").values_list("groupement", "organisme"):
        if organisme in connus:
            par_groupement.setdefault(groupement, []).append(connus[organisme])
    marches = {}
    for lot in (
        Lot.objects.filter(marche=MARCHE)
        .select_related("agent", "groupement")
        .prefetch_related("departements", "lieux")
        .order_by("pk")
    ):
        marche = Marche(lot, tuple(par_groupement[lot.groupement_id]), lot.lieux.all()[0])
        for departement in lot.departements.all():
            marches[lot.secteur_id, departement.pk] = marche
    return marches


def _personne(nom: str, role: Role | None = None, *, is_staff: bool = False, **organisation) -> Utilisateur:
    courriel = f"{nom}{DOMAINE}"
    personne = Utilisateur.objects.filter(email=courriel).first()
    if personne is None:
        personne = Utilisateur.objects.create_user(courriel, prenom="Personne", nom=nom, is_staff=is_staff)
        if role:
            Rattachement.objects.create(utilisateur=personne, role=role, **organisation)
    return personne
