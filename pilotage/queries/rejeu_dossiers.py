"""What the replay of a period reads: the files sent in it, what was ordered of them, and the lots they were on.

Every function reads the connection it is given, which refuses to write (``noyau.lecture_seule``).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from aides.models import DemandeAide
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from noyau.journal import LigneJournal
from pilotage.impact import Nature
from pilotage.queries.dossiers_juges import LECTURES, LOT
from pilotage.regles.rejeu_bilan import LigneCommande
from pilotage.regles.rejeu_lots import LotRejoue
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, IntentionRetenue, Lot, Mouvement, PrixLot, Session
from sessions_formation.queries.lots import avec_montants
from sessions_formation.regles.fenetres import Besoin

ZERO = Decimal("0.00")
FINS = (TransitionIntention.EXPIRER, TransitionIntention.SE_DESISTER, TransitionIntention.CLASSER)
_DES_INTENTIONS = (
    "employeur_id", "metier_id", "metier__domaine", "commune_id", "commune__epci_id", "commune__arrondissement",
    "deposee_le", "embauche_souhaitee", "valable_jusqu_au", "servie",
)  # fmt: skip
_DES_SESSIONS = ("lot_id", "lot__secteur_id", "commune__departement_id", "demandee_le", "prix_heure", "commandee")


class Periode(NamedTuple):
    """Days from ``debut`` to ``fin`` included."""

    debut: date
    fin: date

    def instants(self) -> tuple[datetime, datetime]:
        """Give its first instant, and the first one after it."""
        debut, apres = (
            timezone.make_aware(datetime.combine(jour, time.min))
            for jour in (self.debut, self.fin + timedelta(days=1))
        )
        return debut, apres


class Fin(NamedTuple):
    """How the wait of an intention ended: the day it closed, and whether a derogation had been granted."""

    close_le: date | None = None
    derogation: bool = False


def dossiers_de(nature: Nature, periode: Periode, base: str) -> QuerySet[Any]:
    """Give the files of this kind sent in the period, drafts left out, with what the replay reads of each."""
    debut, apres = periode.instants()
    lire, _ = LECTURES[nature]
    if nature == Nature.INTENTION:
        tenue = IntentionRetenue.objects.filter(intention=OuterRef("pk"), active=True)
        lignes = lire(*_DES_INTENTIONS, depuis=IntentionEmbauche.objects.annotate(servie=Exists(tenue)))
        return lignes.using(base).filter(deposee_le__gte=debut, deposee_le__lt=apres)
    if nature == Nature.SESSION:
        commandee = Exists(Composante.objects.filter(session=OuterRef("pk")))
        lignes = lire(*_DES_SESSIONS, depuis=Session.objects.annotate(commandee=commandee)).using(base)
        return lignes.exclude(statut=StatutSession.BROUILLON).filter(demandee_le__gte=debut, demandee_le__lt=apres)
    return lire().using(base).filter(deposee_le__gte=debut, deposee_le__lt=apres)


def combien_de_dossiers(periode: Periode, natures: Collection[Nature], base: str) -> int:
    """Give how many files of these kinds the replay reads (one query each)."""
    debut, apres = periode.instants()
    deposees = {"deposee_le__gte": debut, "deposee_le__lt": apres}
    lus = {
        Nature.INTENTION: IntentionEmbauche.objects.filter(**deposees),
        Nature.SESSION: Session.objects.exclude(statut=StatutSession.BROUILLON).filter(
            demandee_le__gte=debut, demandee_le__lt=apres
        ),
        Nature.AIDE: DemandeAide.objects.filter(**deposees),
    }
    return sum(lus[nature].using(base).count() for nature in natures)


def lot_suivant(lignes: QuerySet[Any], dernier: int) -> list[dict[str, Any]]:
    """Give the next rows after the key ``dernier``, ``LOT`` at most (one query)."""
    return list(lignes.filter(pk__gt=dernier).order_by("pk")[:LOT])


def fins_des_attentes(lignes: list[dict[str, Any]], base: str) -> Mapping[int, Fin]:
    """Give, for those of these intentions that no session holds, when they closed and whether a derogation was granted
    (one query)."""
    cles = [ligne["pk"] for ligne in lignes if not ligne["servie"]]
    trouvees = (
        LigneJournal.objects.using(base)
        .filter(objet_type=IntentionEmbauche._meta.label_lower, objet_id__in=cles)
        .filter(transition__in=(*FINS, TransitionIntention.ACCORDER_DEROGATION))
        .values("objet_id")
        .annotate(
            close=Max("le", filter=Q(transition__in=FINS)),
            accordee=Max("le", filter=Q(transition=TransitionIntention.ACCORDER_DEROGATION)),
        )
        .order_by("objet_id")
    )
    return {
        ligne["objet_id"]: Fin(
            timezone.localtime(ligne["close"]).date() if ligne["close"] else None, ligne["accordee"] is not None
        )
        for ligne in trouvees
    }


def attente_de(ligne: dict[str, Any], fin: Fin, *, periode: Periode, validite: int) -> tuple[Besoin, date, date]:
    """Give an intention as pooling sees it, and the first and last days on which it could be taken.

    One refused at once would have waited ``validite`` days, as those of its time did.
    """
    depuis = timezone.localtime(ligne["deposee_le"]).date()
    besoin = Besoin(
        id=ligne["pk"],
        employeur=ligne["employeur_id"] or 0,
        metier=ligne["metier_id"] or "",
        domaine=ligne["metier__domaine"] or "",
        secteur=ligne["secteur_id"] or "",
        commune=ligne["commune_id"] or "",
        epci=ligne["commune__epci_id"] or "",
        arrondissement=ligne["commune__arrondissement"] or "",
        departement=ligne["departement_id"] or "",
        postes=ligne["nombre_postes"] or 1,
        deposee_le=depuis,
        embauche_souhaitee=ligne["embauche_souhaitee"],
    )
    if ligne["statut"] == StatutIntention.REFUSEE:
        return besoin, depuis, depuis + timedelta(days=validite)
    if ligne["statut"] in {StatutIntention.EXPIREE, StatutIntention.DESISTEE, StatutIntention.CLASSEE}:
        return besoin, depuis, fin.close_le or ligne["valable_jusqu_au"] or depuis + timedelta(days=validite)
    return besoin, depuis, periode.fin


def intentions_des_sessions(sessions: Collection[int], base: str) -> frozenset[int]:
    """Give the intentions that these requests held (one query)."""
    retenues = IntentionRetenue.objects.using(base).filter(session__in=sessions).order_by("pk")
    return frozenset(retenues.values_list("intention", flat=True))


def commandes_des_sessions(periode: Periode, base: str) -> list[LigneCommande]:
    """Give every line ordered, then amended, of the sessions asked in the period (two queries)."""
    debut, apres = periode.instants()
    composantes = Composante.objects.using(base).filter(
        session__demandee_le__gte=debut, session__demandee_le__lt=apres
    )
    lues = composantes.order_by("pk").values_list("session", "bon__lot", "parcours", "heures", "prix_heure", "montant")
    mouvements = Mouvement.objects.using(base).filter(
        composante__session__demandee_le__gte=debut, composante__session__demandee_le__lt=apres
    )
    changements = mouvements.order_by("pk").values_list(
        "composante__session", "composante__bon__lot", "heures", "prix_heure", "montant"
    )
    return [
        *(LigneCommande(*ligne) for ligne in lues),
        *(
            LigneCommande(session, lot, 0, heures, prix, montant)
            for session, lot, heures, prix, montant in changements
        ),
    ]


def lots_au(fin: date, base: str) -> dict[int, LotRejoue]:
    """Give every lot as it stood at the end of ``fin``: its maximum of that day, what was ordered until then, its
    prices (four queries)."""
    _, apres = Periode(fin, fin).instants()
    commande: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    composantes = Composante.objects.using(base).filter(ajoutee_le__lt=apres).order_by("bon__lot")
    mouvements = Mouvement.objects.using(base).filter(avenant__pris_le__lt=apres).order_by("composante__bon__lot")
    for lot, somme in (
        *composantes.values_list("bon__lot").annotate(somme=Sum("montant")),
        *mouvements.values_list("composante__bon__lot").annotate(somme=Sum("montant")),
    ):
        commande[lot] += somme
    prix: defaultdict[int, list[tuple[date, Decimal]]] = defaultdict(list)
    for lot, depuis, prix_heure in (
        PrixLot.objects.using(base).order_by("lot", "depuis").values_list("lot", "depuis", "prix_heure")
    ):
        prix[lot].append((depuis, prix_heure))
    lots = avec_montants(Lot.objects.using(base), le=fin).annotate(couverts=ArrayAgg("departements", default=[]))
    return {
        lot.pk: LotRejoue(
            pk=lot.pk,
            nom=str(lot),
            secteur=lot.secteur_id,
            departements=frozenset(code for code in lot.couverts if code),
            debut=lot.debut,
            fin=lot.fin,
            maximum=lot.maximum,
            commande=commande[lot.pk],
            prix=tuple(prix[lot.pk]),
        )
        for lot in lots.order_by("marche", "numero", "pk")
    }
