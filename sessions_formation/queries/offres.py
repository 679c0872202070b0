"""Sessions as they are told outside: everything LHÉO asks of each, read some hundred at a time.

Reading is by key, five hundred rows after five hundred: memory stays flat whatever their number, and no cursor is held
open while a slow reader takes what is sent to it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from referentiels.models import Certification, Commune, OrganismeFormation
from sessions_formation.enums import EtatDiffusion, RoleGroupement, StatutSession, TypeSession
from sessions_formation.models import Composante, Diffusion, FicheSession, MembreGroupement, Session
from sessions_formation.queries.publiees import EN_LIGNE
from sessions_formation.regles.offre import Fiche, Lieu, Offre, Organisme, Visee

PAR_TRANCHE = 500
# What is told of a session and is joined to it.
LIENS = (
    "organisme__commune",
    "commune",
    "lieu__commune",
    "certification",
    "fiche",
    "composante",
    "diffusion",
    "lot",
    "vitrine",
)


def affichees(le: date) -> QuerySet[Session]:
    """Give the sessions that may be displayed on ``le``: ordered, published, not over; what they miss is not asked."""
    return Session.objects.filter(statut__in=EN_LIGNE, composante__isnull=False).exclude(fin__lt=le)


def a_relever(le: date) -> QuerySet[Session]:
    """Give the sessions of which the Cariforef may be told something new: displayed now, or when last read.

    One that is over, and was read so, says nothing new for ever.
    """
    connues = Diffusion.objects.filter(session=OuterRef("pk"))
    dites = Exists(connues.filter(etat__in=[EtatDiffusion.TERMINEE, EtatDiffusion.ANNULEE]))
    annulees = Q(statut=StatutSession.ANNULEE) & ~Exists(connues.filter(etat=EtatDiffusion.ANNULEE))
    decidees = Session.objects.filter(composante__isnull=False)
    return decidees.filter(Q(pk__in=affichees(le).values("pk")) | annulees | ~dites)


def changees(depuis: datetime) -> QuerySet[Session]:
    """Give the sessions of which something changed since the instant ``depuis``, whatever they have become."""
    return Session.objects.filter(diffusion__change_le__gte=depuis)


def par_tranches(sessions: QuerySet[Session], taille: int = PAR_TRANCHE) -> Iterator[list[Session]]:
    """Give these sessions with all that is told of them, in order of key (1 query a slice)."""
    dernier = 0
    # What is searched in is long, and told to nobody.
    lues = sessions.select_related(*LIENS).defer("vitrine__mots", "vitrine__recruteurs").order_by("pk")
    while tranche := list(lues.filter(pk__gt=dernier)[:taille]):
        yield tranche
        dernier = tranche[-1].pk


def offres(sessions: Sequence[Session]) -> list[Offre]:
    """Give what may be told of sessions read by ``par_tranches``, in their order.

    2 queries; none when nothing of them was ordered: there are no places, and who answers for the action is not asked.
    """
    commandees = [session for session in sessions if hasattr(session, "composante")]
    places, responsables = (_places(commandees), _responsables(commandees)) if commandees else ({}, {})
    return [
        _offre(session, places.get(session.pk, 0), responsables.get(session.pk, session.organisme))
        for session in sessions
    ]


def _places(sessions: Iterable[Session]) -> dict[int, int]:
    """Places ordered now, by session. Those nobody holds are in ``Vitrine``, which the database keeps."""
    commandees = (
        Composante.objects.filter(session__in=[session.pk for session in sessions])
        .order_by()
        .annotate(places=F("parcours") + Coalesce(Sum("mouvements__parcours"), 0))
        .values_list("session", "places")
    )
    return {pk: max(places, 0) for pk, places in commandees}


def _responsables(sessions: Iterable[Session]) -> dict[int, OrganismeFormation]:
    """Who answers for each action: the training body itself, or the mandataire of whom it is the sous-traitant.

    A sous-traitant teaches under the activity number of who has the contract (docs/decisions/0052).
    """
    sessions = list(sessions)
    groupements = {session.lot.groupement_id for session in sessions}
    sous_traitants: set[tuple[int, int]] = set()
    mandataires: dict[int, OrganismeFormation] = {}
    membres = MembreGroupement.objects.filter(groupement__in=groupements).exclude(role=RoleGroupement.COTRAITANT)
    for membre in membres.select_related("organisme__commune"):
        if membre.role == RoleGroupement.MANDATAIRE:
            mandataires[membre.groupement_id] = membre.organisme
        else:
            sous_traitants.add((membre.groupement_id, membre.organisme_id))
    trouves = {}
    for session in sessions:
        groupement = session.lot.groupement_id
        pour_autrui = (groupement, session.organisme_id) in sous_traitants
        trouves[session.pk] = mandataires.get(groupement, session.organisme) if pour_autrui else session.organisme
    return trouves


def _offre(session: Session, places: int, responsable: OrganismeFormation) -> Offre:
    formateur = _organisme(session.organisme)
    return Offre(
        numero=session.reference,
        intitule=session.intitule,
        statut=session.statut,
        commandee=hasattr(session, "composante"),
        socle=session.type == TypeSession.SOCLE,
        debut=session.debut,
        fin=session.fin,
        permanente=session.entrees_sorties_permanentes,
        prerequis=session.prerequis,
        heures=session.heures,
        places=places,
        libres=session.vitrine.libres,
        rome=session.metier_id or "",
        certification=_visee(session.certification),
        lieu=_lieu(session),
        fiche=_fiche(getattr(session, "fiche", None)),
        formateur=formateur,
        responsable=formateur if responsable.pk == session.organisme_id else _organisme(responsable),
    )


def _organisme(organisme: OrganismeFormation) -> Organisme:
    adresse = Lieu(organisme.adresse, organisme.code_postal, organisme.ville, organisme.commune_id or "")
    return Organisme(
        nom=organisme.nom,
        siret=organisme.siret,
        nda=organisme.nda,
        adresse=adresse,
        telephone=organisme.telephone,
        courriel=organisme.courriel,
    )


def _visee(certification: Certification | None) -> Visee | None:
    if certification is None:
        return None
    return Visee(certification.code, certification.niveau, certification.active)


def _lieu(session: Session) -> Lieu | None:
    """A place of the lot, or the other one: its name stands for a street, which nobody asked."""
    commune: Commune | None = session.lieu.commune if session.lieu else session.commune
    if commune is None:
        return None
    nom = session.lieu.nom if session.lieu else session.autre_lieu
    return Lieu(nom or commune.nom, commune.code_postal, commune.nom, commune.pk)


def _fiche(fiche: FicheSession | None) -> Fiche | None:
    if fiche is None:
        return None
    return Fiche(
        objectif=fiche.objectif,
        contenu=fiche.contenu,
        resultats=fiche.resultats,
        rythme=fiche.rythme,
        deroule=fiche.deroule,
        modalite=fiche.modalite,
        niveau_entree=fiche.niveau_entree,
        niveau_obligatoire=fiche.niveau_obligatoire,
        alternance=fiche.alternance,
        heures_entreprise=fiche.heures_entreprise,
        acces_handicap=fiche.acces_handicap,
    )
