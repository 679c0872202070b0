"""Anything in any order on two sessions: never one place too many, one post one person, one training at a time."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from intentions.actions.retirer import retirer_intention
from intentions.enums import StatutIntention
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from parcours.actions.admettre import admettre, ne_pas_retenir
from parcours.actions.changer_de_poste import changer_de_poste
from parcours.actions.entrer import declarer_entrees
from parcours.actions.positionner import Candidature, positionner
from parcours.actions.rectifier import annuler_la_declaration
from parcours.actions.remplacer import remplacer
from parcours.actions.sortir import declarer_sortie
from parcours.actions.valider import valider_profil
from parcours.queries.places import places_de_la_session
from sessions_formation.automates import PARCOURS, TIENT_SON_POSTE
from sessions_formation.enums import StatutParcours as P
from sessions_formation.enums import TransitionParcours as T
from sessions_formation.models import Parcours, Session, Vitrine
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import DEBUT, monde
from tests.factories.stagiaires import StagiaireFactory
from tests.simultane import ensemble

LE = DEBUT + timedelta(days=2)
ACTES = (
    "positionner", "positionner", "valider", "valider", "admettre", "admettre", "admettre", "ecarter", "entrer",
    "entrer", "abandonner", "exclure", "emploi", "annuler", "remplacer", "changer", "retirer",
)  # fmt: skip
suites = st.lists(st.tuples(st.sampled_from(ACTES), st.integers(0, 50), st.integers(0, 50)), max_size=30)


class Jeu:
    """Two sessions of two places on the same days, three employers each with one post, four people."""

    def __init__(self) -> None:
        self.monde = monde()
        # More posts than places: both may run out first.
        self.sessions = [
            session_publiee(self.monde, 1, 1, 1, structure=self.monde.reseau, effectif=2) for _ in range(2)
        ]
        self.personnes = [StagiaireFactory(structure=self.monde.reseau) for _ in range(4)]
        self.referent = comptes.referent(self.monde.reseau)
        self.odile = self.monde.au_cotraitant

    def jouer(self, acte: str, n: int, m: int) -> None:
        """Try an act; what a rule of the house refuses changes nothing."""
        try:
            with transaction.atomic():
                getattr(self, acte)(n, m)
        except RegleViolee:
            pass

    def _un(self, n: int) -> int:
        pks = list(Parcours.objects.order_by("pk").values_list("pk", flat=True))
        return pks[n % len(pks)] if pks else 0

    def positionner(self, n: int, m: int) -> None:
        positionner(
            session_id=self.sessions[n % 2].pk,
            stagiaire_id=self.personnes[m % 4].pk,
            saisie=Candidature(situation="demandeur_emploi", projet="salariat"),
            par=self.referent,
            le=LE,
        )

    def retirer(self, n: int, m: int) -> None:
        retenues = list(self.sessions[n % 2].retenues.select_related("intention").order_by("pk"))
        intention = retenues[m % 3].intention
        if intention.statut == StatutIntention.ENGAGEE:
            retirer_intention(intention_id=intention.pk, motif="Non.", par=intention.deposant, le=LE)

    def entrer(self, n: int, m: int) -> None:
        session = self.sessions[n % 2]
        venues = dict.fromkeys(session.parcours.filter(statut=P.ADMIS).values_list("pk", flat=True), "venue")
        jour = DEBUT + timedelta(days=m % 3)
        declarer_entrees(session_id=session.pk, venues=venues, jour=jour, par=self.odile, le=LE)

    def __getattr__(self, acte: str):
        """The acts on one person that exists."""

        def faire(n: int, m: int) -> None:
            if pk := self._un(n):
                self.sur(acte, pk, m)

        return faire

    def sur(self, acte: str, pk: int, m: int) -> None:
        """One act on one person."""
        ici = {"parcours_id": pk, "par": self.odile}
        sortir = partial(declarer_sortie, jour=LE, raison="absences", le=LE, **ici)
        {
            "valider": lambda: valider_profil(parcours_id=pk, par=self.referent, le=LE),
            "admettre": lambda: admettre(le=LE, progression_compatible=True, **ici),
            "ecarter": lambda: ne_pas_retenir(raison="projet", le=LE, **ici),
            "abandonner": lambda: sortir(issue=T.ABANDONNER),
            "exclure": lambda: sortir(issue=T.EXCLURE),
            "emploi": lambda: sortir(issue=T.SORTIR_POUR_EMPLOI),
            "annuler": lambda: annuler_la_declaration(raison="saisie", le=LE, **ici),
            "remplacer": lambda: remplacer(remplacant_id=self._un(m), **ici),
            "changer": lambda: changer_de_poste(intention_id=self._intention(pk, m), **ici),
        }[acte]()

    def _intention(self, pk: int, m: int) -> int:
        retenues = Parcours.objects.get(pk=pk).session.retenues.order_by("pk")
        return list(retenues)[m % 3].intention_id

    def verifier(self) -> None:
        """What must hold whatever was done."""
        for session in self.sessions:
            places = places_de_la_session(session.pk)
            assert places.prises <= places.capacite == 2
            assert Vitrine.objects.get(pk=session.pk).libres == places.libres
        tenus = Parcours.objects.filter(statut__in=TIENT_SON_POSTE, intention__isnull=False)
        assert max(Counter(tenus.values_list("intention", "poste").order_by("pk")).values(), default=0) <= 1
        assert not Parcours.objects.filter(statut__in=[P.ADMIS, P.ENTRE], intention=None).exists()
        engages = Parcours.objects.filter(statut__in=[P.ADMIS, P.ENTRE]).order_by("pk")
        assert max(Counter(engages.values_list("stagiaire", flat=True)).values(), default=0) <= 1
        for parcours in Parcours.objects.order_by("pk"):
            self._journal_complet(parcours)

    def _journal_complet(self, parcours: Parcours) -> None:
        """From the first state to the present one, each line starts where the one before led."""
        lignes = LigneJournal.objects.de(parcours).exclude(depart="").order_by("pk")
        passages = [(ligne.depart, ligne.arrivee) for ligne in lignes if ligne.depart != ligne.arrivee]
        assert [depart for depart, _ in passages] == [P.POSITIONNE, *(a for _, a in passages)][: len(passages)]
        assert (passages[-1][1] if passages else P.POSITIONNE) == parcours.statut
        couples = {(d, p.arrivee) for p in PARCOURS.table.values() for d in p.departs}
        assert set(passages) <= couples


@pytest.mark.django_db
def test_quoi_qu_on_fasse_les_places_les_postes_et_les_jours_tiennent():
    jeu = Jeu()

    @settings(max_examples=20)
    @given(suite=suites)
    def essayer(suite):
        point = transaction.savepoint()
        for acte, n, m in suite:
            jeu.jouer(acte, n, m)
            jeu.verifier()
        transaction.savepoint_rollback(point)

    essayer()


@pytest.mark.django_db(transaction=True)
def test_deux_admissions_a_la_fois_sur_la_derniere_place():
    le_monde = monde()
    session = session_publiee(le_monde, 1, 1, 1, effectif=2)
    parcours_de(session, P.ADMIS)
    candidats = [parcours_de(session, P.PROFIL_VALIDE, structure=le_monde.reseau) for _ in range(2)]
    avant = DEBUT - timedelta(days=20)

    rendus = ensemble(
        [lambda lui=lui: admettre(parcours_id=lui.pk, par=session.demandeur, le=avant) for lui in candidats]
    )

    assert sorted(type(rendu).__name__ for rendu in rendus) == ["Parcours", "RegleViolee"]
    assert places_de_la_session(session.pk).prises == 2


@pytest.mark.django_db
def test_un_employeur_se_retire_ses_candidats_attendent_ses_stagiaires_restent():
    le_monde = monde()
    session = session_publiee(le_monde, 2, 1, structure=le_monde.reseau)
    premiere, seconde = [retenue.intention for retenue in session.retenues.order_by("pk")]
    admis, candidat = parcours_de(session, P.ADMIS), parcours_de(session, P.POSITIONNE)

    retirer_intention(intention_id=premiere.pk, motif="Non.", par=premiere.deposant, le=DEBUT - timedelta(days=9))

    candidat.refresh_from_db()
    admis.refresh_from_db()
    assert (candidat.intention_id, candidat.poste, candidat.en_liste_d_attente) == (seconde.pk, 1, False)
    assert (admis.statut, admis.intention_id) == (P.ADMIS, premiere.pk)
    ne_pas_retenir(parcours_id=candidat.pk, raison="projet", par=session.demandeur, le=DEBUT)
    changer_de_poste(parcours_id=admis.pk, intention_id=seconde.pk, par=comptes.referent(le_monde.reseau))
    admis.refresh_from_db()
    assert (admis.intention_id, admis.poste) == (seconde.pk, 1)
    assert Session.objects.get(pk=session.pk).parcours.filter(statut__in=TIENT_SON_POSTE).count() == 1
