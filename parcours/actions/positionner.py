"""Proposing a person for a session: on a free post when there is one, else on the waiting list.

1 job = 1 training, and a post belongs to one live parcours at most (FAQ §5).
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from comptes import acces
from comptes.models import Utilisateur
from noyau import journal
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from parcours.actions.annoncer import annoncer_candidat
from parcours.actions.attente import proposer_la_place
from parcours.actions.verrous import disponibles, verrouiller_la_session
from parcours.queries.dossiers import Disponible, dossier_de, en_cours_d_entree, entree_prevue
from parcours.queries.places import Places, places_de_la_session
from parcours.queries.postes import PostesLibres, postes_libres_de
from referentiels.models import StructureReseau
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Niveau, verdict_de
from referentiels.regles.typographie import composer, jour
from sessions_formation.automates import A_EU_LIEU
from sessions_formation.enums import StatutParcours, StatutSession, TypeSession
from sessions_formation.models import Parcours, Session
from sessions_formation.regles.stagiaire import examiner
from stagiaires.models import Stagiaire

# What cannot be repaired by waiting for a place or a post.
ATTENDENT = frozenset({"T-POSTE", "T-PLACE"})
# What a referent knows when it proposes somebody: the rest of the file comes later (profile, admission).
A_DIRE = frozenset({"T-STATUT", "T-PROJET"})
ACCUEILLE = frozenset({StatutSession.AUTORISEE, StatutSession.PUBLIEE, StatutSession.DEMARREE})
FINIE = frozenset({StatutSession.ANNULEE, StatutSession.TERMINEE, StatutSession.SOLDEE})
N_Y_EST_PLUS = ("non_retenu", "abandon", "exclu")


class DejaPositionne(RegleViolee):
    """The person is proposed for this session already: the form was sent twice, or a colleague came first."""

    def __init__(self, parcours: Parcours) -> None:
        super().__init__("Cette personne est déjà positionnée sur cette session.")
        self.parcours_id = parcours.pk


@dataclass(frozen=True, slots=True)
class Candidature:
    """What a referent says of the person it proposes.

    ``intention_id``: on a post of that employer; None for any of them. ``remplace_id``: the parcours of this session
    that was given up and whose place is taken over. ``structure_id``: in whose name, for who acts for several.
    ``reconnue``: who proposes typed the person's own data and chose it among those alike, though another structure
    follows it (the page holds the proof).
    """

    situation: str = ""
    projet: str = ""
    fin_contrat_siae: date | None = None
    temps_partiel: bool = False
    intention_id: int | None = None
    remplace_id: int | None = None
    structure_id: int | None = None
    reconnue: bool = False


class Essai(NamedTuple):
    """What proposing a person would give now: its parcours, unsaved, what the rules find, and what they forbid."""

    parcours: Parcours
    constats: list[Constat]
    motifs: list[str]


@transaction.atomic
def positionner(*, session_id: int, stagiaire_id: int, saisie: Candidature, par: Utilisateur, le: date) -> Parcours:
    """Propose a person for a session of the referent's territory, on the lowest free post, else on the waiting list.

    Those who ask at the same moment pass one after the other. Raises ``Session.DoesNotExist`` or
    ``Stagiaire.DoesNotExist`` on what is another's, ``DejaPositionne`` when the person is proposed already,
    ``RegleViolee`` with every reason when the rules T-* say no.
    """
    structure = structure_de(par, saisie.structure_id)
    # Before what it holds: who cancels it, or takes an intention back, locks it first too (and the row inserted below
    # would wait for them at the end, while they wait for us).
    session = _session(session_id, par=par)
    stagiaire = _personne(stagiaire_id, par=par, reconnue=saisie.reconnue)
    # What was freed otherwise (an amendment that adds places, say) is for those who wait already.
    proposer_la_place(session, par=None, le=le)
    places, postes = disponibles(session)
    essai = _essayer(session, stagiaire, saisie=saisie, places=places, postes=postes, le=le)
    if essai.motifs:
        raise RegleViolee(*essai.motifs)
    parcours = essai.parcours
    parcours.structure, parcours.positionne_par = structure, par
    parcours.constats = [constat._asdict() for constat in essai.constats]
    parcours.verdict, parcours.juge_le = verdict_de(essai.constats), le
    parcours.save()
    annoncer_candidat(parcours, journal.noter(parcours, _libelle(parcours), par=par, transition="ouvrir"))
    return parcours


def essayer(session: Session, stagiaire: Stagiaire, *, saisie: Candidature, le: date) -> Essai:
    """Give what ``positionner`` would, without writing anything; raises what it raises before the rules are read."""
    postes, places = postes_libres_de(session.pk), places_de_la_session(session.pk)
    return _essayer(session, stagiaire, saisie=saisie, places=places, postes=postes, le=le)


def _session(session_id: int, *, par: Utilisateur) -> Session:
    """Lock the session. One that was open and is no more (cancelled a moment ago) is told; one that never was is
    unknown to a referent."""
    session = verrouiller_la_session(Session.objects.du_territoire(par), session_id)
    if session.statut in FINIE:
        etat = session.get_statut_display().lower()
        raise RegleViolee(composer(f"Cette session est « {etat} » : on n’y positionne plus personne."))
    if session.statut not in ACCUEILLE:
        raise Session.DoesNotExist("Cette session n’est pas ouverte aux candidatures.")
    return session


def structure_de(par: Utilisateur, structure_id: int | None) -> StructureReseau:
    """Give the structure in whose name a referent acts. Raises ``RegleViolee`` for who is of none, or of several
    without saying which."""
    structures = StructureReseau.objects.filter(pk__in=acces.structures_de(par)).order_by("nom", "pk")
    siennes = list(structures.filter(pk=structure_id) if structure_id else structures)
    if len(siennes) != 1:
        raise RegleViolee("Dites au nom de quelle structure du Réseau pour l’emploi vous agissez.")
    return siennes[0]


def _personne(stagiaire_id: int, *, par: Utilisateur, reconnue: bool) -> Stagiaire:
    """Lock the person: its data is not erased while it is proposed."""
    personnes = Stagiaire.objects.all() if reconnue else Stagiaire.objects.visibles_pour(par)
    return personnes.presents().select_for_update(of=("self",), no_key=True).get(pk=stagiaire_id)


def _essayer(
    session: Session,
    stagiaire: Stagiaire,
    *,
    saisie: Candidature,
    places: Places,
    postes: list[PostesLibres],
    le: date,
) -> Essai:
    if session.fin and session.fin < le:
        raise RegleViolee(f"Cette session s’est terminée le {jour(session.fin)} : on n’y positionne plus personne.")
    parcours = _preparer(session, stagiaire, saisie=saisie, le=le)
    _placer(parcours, postes=_voulus(postes, session, saisie.intention_id), places=places)
    disponible = Disponible(places=places.libres, poste=parcours.intention is not None)
    dossier = dossier_de(parcours, session=session, disponible=disponible, le=le)
    constats = examiner(dossier, reglement=reglement_au(le), le=le)
    peut_attendre = not en_cours_d_entree(session, le)
    return Essai(parcours, constats, [c.message for c in constats if _refuse(c, peut_attendre=peut_attendre)])


def _preparer(session: Session, stagiaire: Stagiaire, *, saisie: Candidature, le: date) -> Parcours:
    deja = Parcours.objects.filter(session=session, stagiaire=stagiaire).exclude(statut__in=N_Y_EST_PLUS)
    if pris := deja.order_by("pk").first():
        raise DejaPositionne(pris)
    parcours = Parcours(
        stagiaire=stagiaire,
        session=session,
        situation=saisie.situation,
        projet=saisie.projet,
        fin_contrat_siae=saisie.fin_contrat_siae,
        temps_partiel=saisie.temps_partiel,
        debut=entree_prevue(session, le),
        fin=session.fin,
        remplace=_remplace(session, saisie.remplace_id),
    )
    _exiger_des_jours_libres(parcours)
    return parcours


def _remplace(session: Session, remplace_id: int | None) -> Parcours | None:
    if remplace_id is None:
        return None
    partis = Parcours.objects.filter(session=session, statut=StatutParcours.ABANDON, remplacant=None)
    if parti := partis.filter(pk=remplace_id).first():
        return parti
    raise RegleViolee("La place à reprendre ne l’est plus : rechargez la page, puis choisissez-en une autre.")


def _exiger_des_jours_libres(parcours: Parcours) -> None:
    """Nobody follows two trainings at a time: the database would refuse the admission, better said now."""
    if not (parcours.debut and parcours.fin):
        return
    suivies = Parcours.objects.filter(
        Q(statut=StatutParcours.ADMIS) | Q(statut__in=A_EU_LIEU),
        stagiaire=parcours.stagiaire,
        debut__lte=parcours.fin,
        fin__gte=parcours.debut,
    )
    if suivies.exists():
        raise RegleViolee("Cette personne suit déjà une formation à ces dates.")


def _voulus(postes: list[PostesLibres], session: Session, intention_id: int | None) -> list[PostesLibres]:
    """Give the posts among which to choose. Where the wished employer has none left and others do, it is asked again:
    nobody is sent to an employer they did not want."""
    if intention_id is None:
        return postes
    tenues = session.retenues.filter(intention=intention_id, active=True).select_related("intention__employeur")
    retenue = tenues.first()
    if retenue is None:
        raise RegleViolee("La session ne retient pas cette intention : choisissez un poste d’une intention retenue.")
    if not tenues.acquises().exists():
        raise RegleViolee("La Région n’a pas encore accordé ces parcours supplémentaires : attendez sa réponse.")
    voulus = [libres for libres in postes if libres.intention.pk == intention_id]
    if postes and not voulus:
        chez = retenue.intention.employeur
        motif = f"Il ne reste plus de poste libre chez {chez} : choisissez un autre employeur, ou n’importe lequel."
        raise RegleViolee(composer(motif))
    return voulus


def _placer(parcours: Parcours, *, postes: list[PostesLibres], places: Places) -> None:
    sur_intention = parcours.session.type == TypeSession.INTENTION
    if places.libres < 1 or (sur_intention and not postes):
        parcours.attente_le = maintenant()
    elif sur_intention:
        parcours.intention, parcours.poste = postes[0].intention, postes[0].rangs[0]


def _refuse(constat: Constat, *, peut_attendre: bool) -> bool:
    if constat.niveau == Niveau.A_COMPLETER:
        return constat.regle in A_DIRE
    return constat.niveau == Niveau.NON_CONFORME and not (peut_attendre and constat.regle in ATTENDENT)


def _libelle(parcours: Parcours) -> str:
    if parcours.intention is None:
        ou = "en liste d’attente" if parcours.en_liste_d_attente else "sur le socle"
    else:
        ou = f"sur le poste {parcours.poste} de {parcours.intention.employeur}"
    return composer(f"Candidature proposée par {parcours.structure}, {ou}")
