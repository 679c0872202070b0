"""What a comité local is prepared from: needs that go up, places to fill, decisions to bring back (PRES)."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from comites.enums import Issue, NatureComite, NaturePoint
from comites.models import Comite, PointComite
from comites.queries.sujets import Sujet, dates_et_lieu, depuis_le_precedent, phrases, postes, titrer
from intentions.models import IntentionEmbauche
from intentions.models.intention import IntentionQuerySet
from noyau.journal import LigneJournal
from referentiels.models import Metier
from referentiels.queries.reglement import reglement_au
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter, jour
from sessions_formation.automates import TIENT_SON_POSTE
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import Session
from sessions_formation.queries.regroupements import EXAMINEES_MAX, besoins_de
from sessions_formation.regles.fenetres import Besoin

# As many as a meeting can speak of one by one; the groups of needs count them all.
ATTENTES_MAX = 15
DECISIONS = {TransitionSession.AUTORISER: "Autorisée", TransitionSession.REFUSER: "Refusée"}


def sujets_locaux(comite: Comite, *, le: date) -> list[Sujet]:
    """Give what a comité local may speak of on ``le`` (nine queries at most, whatever there is)."""
    reglement, depuis = reglement_au(le), depuis_le_precedent(comite)
    libres = IntentionEmbauche.objects.prenables(le).filter(
        organisme_choisi=None, commune__territoire=comite.territoire_id
    )
    return [
        *_besoins(libres, reglement),
        *_attentes(libres, reglement, le=le),
        *_places(comite, le=le),
        *_decisions(comite, depuis),
        *_retours(comite, depuis),
    ]


def _besoins(libres: IntentionQuerySet, reglement: Reglement) -> Iterator[Sujet]:
    """The free needs, a point for each job; the job most asked for comes first."""
    par_metier: dict[str, list[Besoin]] = defaultdict(list)
    for besoin in besoins_de(libres.order_by("deposee_le", "pk")[:EXAMINEES_MAX]):
        par_metier[besoin.metier].append(besoin)
    metiers = Metier.objects.in_bulk(list(par_metier))
    ordre = sorted(par_metier.items(), key=lambda paire: (-sum(b.postes for b in paire[1]), paire[0]))
    for code, besoins in ordre:
        total, employeurs = sum(b.postes for b in besoins), len({b.employeur for b in besoins})
        manque = max(int(reglement.effectif_min) - total, 0)
        nom = metiers[code].libelle if code in metiers else "Métier à préciser"
        souhaits = [b.embauche_souhaitee for b in besoins if b.embauche_souhaitee]
        yield Sujet(
            NaturePoint.BESOIN,
            f"metier:{code}",
            titrer(f"{nom} : {postes(total)} chez {compter(employeurs, 'employeur')}"),
            phrases(
                f"Il manque {postes(manque)} pour une session." if manque else "De quoi demander une session.",
                f"La plus ancienne intention est du {jour(min(b.deposee_le for b in besoins))}.",
                f"Première embauche souhaitée le {jour(min(souhaits))}." if souhaits else "",
            ),
            metier_id=code if code in metiers else None,
        )


def _attentes(libres: IntentionQuerySet, reglement: Reglement, *, le: date) -> Iterator[Sujet]:
    """The free intentions that have waited longer than the delay of a reminder, the oldest first."""
    limite = le - timedelta(days=int(reglement.relance_libre_jours))
    anciennes = libres.filter(attend_depuis__lte=limite).pour_liste().order_by("attend_depuis", "pk")
    for intention in anciennes[:ATTENTES_MAX]:
        yield Sujet(
            NaturePoint.ATTENTE,
            f"intention:{intention.pk}",
            titrer(f"{intention.employeur}, {intention.intitule_affiche}"),
            phrases(
                f"{intention.reference}, {postes(intention.nombre_postes)}"
                f"{f' à {intention.commune.nom}' if intention.commune else ''}.",
                f"Attend un organisme de formation depuis le {jour(intention.attend_depuis)}.",
            ),
            intention_id=intention.pk,
        )


def _places(comite: Comite, *, le: date) -> Iterator[Sujet]:
    """The published sessions of the territory that still have places, the next to start first."""
    tenues = Count("parcours", filter=Q(parcours__statut__in=TIENT_SON_POSTE))
    sessions = (
        Session.objects.filter(statut=StatutSession.PUBLIEE, commune__territoire=comite.territoire_id, debut__gte=le)
        .annotate(tenues=tenues)
        .filter(effectif__gt=F("tenues"))
        .select_related("organisme", "commune", "lieu__commune")
        .order_by("debut", "pk")
    )
    for session in sessions:
        libres = compter((session.effectif or 0) - session.tenues, "place")
        yield Sujet(
            NaturePoint.PLACES,
            f"places:{session.pk}",
            titrer(f"{session.intitule}, {session.organisme} : {libres} sur {session.effectif}"),
            phrases(f"{session.reference}.", dates_et_lieu(session)),
            session_id=session.pk,
        )


def _decisions(comite: Comite, depuis: datetime) -> Iterator[Sujet]:
    """What the Région has decided on the territory's sessions since the last meeting. Not why: that is its body's."""
    ici = Session.objects.filter(commune__territoire=comite.territoire_id)
    lignes = LigneJournal.objects.filter(
        objet_type=Session._meta.label_lower, objet_id__in=ici.values("pk"), transition__in=DECISIONS, le__gt=depuis
    )
    decidees = {ligne.objet_id: ligne for ligne in lignes.order_by("le", "pk")}
    sessions = ici.filter(pk__in=decidees).select_related("organisme", "commune", "lieu__commune").in_bulk()
    for pk, ligne in decidees.items():
        session = sessions[pk]
        yield Sujet(
            NaturePoint.DECISION,
            f"session:{pk}",
            titrer(f"{DECISIONS[TransitionSession(ligne.transition)]} : {session.intitule}, {session.organisme}"),
            phrases(
                f"{session.reference}, décidée le {jour(timezone.localtime(ligne.le).date())}.", dates_et_lieu(session)
            ),
            session_id=pk,
        )


def _retours(comite: Comite, depuis: datetime) -> Iterator[Sujet]:
    """What a groupe technique has answered to the needs this territory brought up."""
    reponses = (
        PointComite.objects.notes()
        .filter(
            comite__nature=NatureComite.TECHNIQUE,
            nature=NaturePoint.BESOIN,
            origine__comite__territoire=comite.territoire_id,
            note_le__gt=depuis,
        )
        .select_related("comite", "metier")
        .order_by("note_le", "pk")
    )
    for point in reponses:
        tenu = timezone.localtime(point.comite.debut).date()
        yield Sujet(
            NaturePoint.DECISION,
            f"retour:{point.pk}",
            titrer(f"{Issue(point.issue).label} : {point.titre}"),
            phrases(f"Groupe technique du {jour(tenu)}.", point.precisions),
            metier_id=point.metier_id,
            origine_id=point.pk,
        )
