"""Filing a partner's list: what ``transmettre_intention`` does for one, written for hundreds at once.

The same rows come of it, but one: the partner is told of its list once (``import_recu``), not of each line. Employers
are asked to confirm afterwards, once each (``solliciter.demander_confirmations``).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db import DataError, IntegrityError, transaction

from comptes.models import Utilisateur
from intentions.actions.accuser import preparer_accuse
from intentions.actions.complements import demandes_d_apres
from intentions.actions.deposer import SUITE, champs_du_verdict, motif_du_verdict, numeroter
from intentions.actions.solliciter import adresse_du_partenaire
from intentions.actions.transmettre import EmployeurDeclare, exiger_ouvert, preciser_insertion
from intentions.enums import TransitionIntention
from intentions.models import Abonnement, ChampDemande, EnvoiWebhook, IntentionEmbauche, Partenaire
from intentions.models.webhooks import preparer_annonces
from intentions.queries.confirmation import adresses_du_partenaire
from intentions.queries.documents import contexte_accuse
from intentions.queries.dossier import dossier_de
from intentions.queries.imports import engagements_des, references_connues
from intentions.regles import intention as regles
from noyau.courriers import Document
from noyau.horloge import maintenant
from noyau.journal import LigneJournal, preparer_ligne
from referentiels.models import Employeur
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import verdict_de
from referentiels.regles.reglement import Reglement

SIRET_INCONNU = "Cet établissement n’est pas encore connu : indiquez son nom et son adresse."
REFUSEE_PAR_LA_BASE = "Cette ligne ne peut pas être enregistrée : vérifiez la longueur et la forme de ses réponses."


@dataclass(frozen=True, slots=True)
class LigneLue:
    """A line of a list, checked: ``numero`` is its place in the file, ``champs`` those of ``transmettre_intention``.

    The référentiels in ``champs`` are objects, so that judging asks no query.
    """

    numero: int
    employeur: EmployeurDeclare
    champs: dict[str, Any]

    @property
    def reference(self) -> str:
        return str(self.champs["reference_externe"])


@dataclass(frozen=True, slots=True)
class Transmission:
    """What every batch of one list needs, read once: who transmits, who acts, the day and its law."""

    partenaire: Partenaire
    par: Utilisateur | None
    le: date
    reglement: Reglement
    adresses: set[str]
    abonnements: tuple[Abonnement, ...]


@dataclass(slots=True)
class Ecriture:
    """What became of some lines: how many were new, how many known, and why others were refused (line → reason)."""

    creees: int = 0
    deja_connues: int = 0
    refus: dict[int, str] = field(default_factory=dict)

    def ajouter(self, autre: "Ecriture") -> None:
        """Count another one's lines with these."""
        self.creees += autre.creees
        self.deja_connues += autre.deja_connues
        self.refus |= autre.refus


@dataclass(slots=True)
class _Dossier:
    """An intention judged in memory, with the lines and questions to write once it has its key."""

    intention: IntentionEmbauche
    depot: LigneJournal
    verdict: LigneJournal
    demandes: dict[str, str]


def preparer_transmission(*, partenaire: Partenaire, par: Utilisateur | None, le: date) -> Transmission:
    """Read what the batches of a list share. Raises ``RegleViolee`` when the partner's account is closed."""
    exiger_ouvert(partenaire)
    return Transmission(
        partenaire=partenaire,
        par=par,
        le=le,
        reglement=reglement_au(le),
        adresses=adresses_du_partenaire(partenaire),
        abonnements=tuple(Abonnement.objects.filter(partenaire=partenaire, actif=True).order_by("pk")),
    )


def importer_lignes(lignes: Sequence[LigneLue], *, transmission: Transmission) -> Ecriture:
    """File some checked lines together; a reference already known is left as it is.

    A line the database refuses (or that another machine files at this instant) is found by halving, so that it costs
    no other: it is then refused with its reason, or known.
    """
    try:
        return _ecrire(lignes, transmission)
    except (IntegrityError, DataError):
        if len(lignes) == 1:
            return Ecriture(refus={lignes[0].numero: REFUSEE_PAR_LA_BASE})
    milieu = len(lignes) // 2
    ecriture = importer_lignes(lignes[:milieu], transmission=transmission)
    ecriture.ajouter(importer_lignes(lignes[milieu:], transmission=transmission))
    return ecriture


@transaction.atomic
def _ecrire(lignes: Sequence[LigneLue], transmission: Transmission) -> Ecriture:
    connues = references_connues(transmission.partenaire, [ligne.reference for ligne in lignes])
    neuves = [ligne for ligne in lignes if ligne.reference not in connues]
    refus = dict(_contacts_refuses(neuves, transmission))
    employeurs = _enregistrer_employeurs([ligne for ligne in neuves if ligne.numero not in refus], transmission)
    for ligne in neuves:
        if ligne.numero not in refus and ligne.employeur.siret not in employeurs:
            refus[ligne.numero] = SIRET_INCONNU
    dossiers = _juger([ligne for ligne in neuves if ligne.numero not in refus], employeurs, transmission)
    _enregistrer(dossiers, transmission)
    return Ecriture(creees=len(dossiers), deja_connues=len(lignes) - len(neuves), refus=refus)


def _contacts_refuses(lignes: Iterable[LigneLue], transmission: Transmission) -> Iterator[tuple[int, str]]:
    for ligne in lignes:
        courriel = str(ligne.champs["contact_courriel"])
        if courriel.lower() in transmission.adresses:
            yield ligne.numero, adresse_du_partenaire(courriel)


def _enregistrer_employeurs(lignes: Sequence[LigneLue], transmission: Transmission) -> dict[str, Employeur]:
    """Give the establishments of these lines by SIRET, locked in one order, recording those nobody knows yet."""
    sirets = {ligne.employeur.siret for ligne in lignes}
    verrouilles = Employeur.objects.select_for_update(of=("self",)).order_by("pk")
    connus = {employeur.siret: employeur for employeur in verrouilles.filter(siret__in=sirets)}
    nouveaux: dict[str, Employeur] = {}
    for ligne in lignes:
        declare = ligne.employeur
        if declare.fiche and declare.siret not in connus:
            nouveaux.setdefault(declare.siret, Employeur(siret=declare.siret, **asdict(declare.fiche)))
    Employeur.objects.bulk_create(nouveaux.values())
    LigneJournal.objects.bulk_create(
        preparer_ligne(employeur, "Établissement enregistré", par=transmission.par, transition="enregistrer")
        for employeur in nouveaux.values()
    )
    return connus | nouveaux


def _juger(lignes: Sequence[LigneLue], employeurs: dict[str, Employeur], transmission: Transmission) -> list[_Dossier]:
    engagements = engagements_des(employeur.pk for employeur in employeurs.values())
    precises: dict[int, Employeur] = {}
    journal: list[LigneJournal] = []
    dossiers = []
    for ligne in lignes:
        employeur = employeurs[ligne.employeur.siret]
        if libelle := preciser_insertion(employeur, ligne.employeur):
            precises[employeur.pk] = employeur
            journal.append(preparer_ligne(employeur, libelle, par=transmission.par, transition="preciser"))
        dossiers.append(_dossier(ligne, employeur, engagements, transmission))
    if precises:
        Employeur.objects.bulk_update(precises.values(), ["siae", "etti"])
        LigneJournal.objects.bulk_create(journal)
    return dossiers


def _dossier(
    ligne: LigneLue, employeur: Employeur, engagements: dict[tuple[int, str], set[int]], transmission: Transmission
) -> _Dossier:
    partenaire, le, reglement = transmission.partenaire, transmission.le, transmission.reglement
    champs = {**ligne.champs, "contact_courriel": str(ligne.champs["contact_courriel"]).lower()}
    intention = IntentionEmbauche(
        deposant=transmission.par, partenaire=partenaire, canal=partenaire.canal, employeur=employeur, **champs
    )
    depot = intention.preparer_passage(TransitionIntention.DEPOSER, par=transmission.par, deposee_le=maintenant())
    choisi, metier = intention.organisme_choisi_id, intention.metier_id
    engages = engagements.get((employeur.pk, metier), set()) if choisi and metier else set()
    dossier = dossier_de(intention, ailleurs=bool(engages - {choisi}))
    constats = list(regles.examiner(dossier, reglement=reglement, le=le))
    verdict = verdict_de(constats)
    arrivee = intention.automate.arrivee(SUITE[verdict], intention.statut)
    suite = intention.preparer_passage(
        SUITE[verdict],
        par=None,
        motif=motif_du_verdict(constats, verdict),
        **champs_du_verdict(constats, verdict, arrivee=arrivee, reglement=reglement, le=le),
    )
    return _Dossier(intention, depot, suite, demandes_d_apres(constats, dossier))


def _enregistrer(dossiers: Sequence[_Dossier], transmission: Transmission) -> None:
    """Number and write the intentions, then all that follows from each, in as many queries as there are tables."""
    if not dossiers:
        return
    # As late as can be: others who file wait for the series until this transaction ends.
    for dossier, numero in zip(dossiers, numeroter(len(dossiers), transmission.le), strict=True):
        dossier.intention.numero = numero
    IntentionEmbauche.objects.bulk_create(dossier.intention for dossier in dossiers)
    journal = []
    for dossier in dossiers:
        dossier.depot.objet_id = dossier.verdict.objet_id = dossier.intention.pk
        journal += [dossier.depot, dossier.verdict]
    LigneJournal.objects.bulk_create(journal)
    instant = maintenant()
    ChampDemande.objects.bulk_create(
        ChampDemande(intention=dossier.intention, champ=champ, commentaire=commentaire, demande_le=instant)
        for dossier in dossiers
        for champ, commentaire in dossier.demandes.items()
    )
    Document.objects.bulk_create(
        preparer_accuse(
            dossier.intention,
            cle=f"intention:{dossier.verdict.pk}",
            contexte=contexte_accuse(dossier.intention),
        )
        for dossier in dossiers
    )
    EnvoiWebhook.objects.bulk_create(
        envoi
        for dossier in dossiers
        for ligne in (dossier.depot, dossier.verdict)
        for envoi in preparer_annonces(dossier.intention, ligne, transmission.abonnements)
    )
