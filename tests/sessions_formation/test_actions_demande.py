"""From intentions to a request in the Région's queue: what is kept, what is refused, who is told."""

from decimal import Decimal

import pytest

from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from sessions_formation.actions.demander import (
    abandonner_demande,
    demander_ouverture,
    enregistrer_demande,
    ouvrir_demande,
)
from sessions_formation.enums import StatutSession
from sessions_formation.models import IntentionRetenue, Session
from tests.factories import comptes
from tests.factories.referentiels import OrganismeFormationFactory
from tests.factories.scenario import LE, champs_session, demande, intention_deposee

pytestmark = pytest.mark.django_db


def envoyer(session):
    return demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)


def test_demander_engage_les_intentions_garde_les_constats_et_previent_le_mandataire(le_monde):
    intentions = [intention_deposee(le_monde, nombre_postes=postes) for postes in (3, 2)]

    session = envoyer(demande(le_monde, intentions))

    session.refresh_from_db()
    assert (session.statut, session.numero, session.verdict) == (StatutSession.DEMANDEE, "SE-2026-00001", "eligible")
    assert session.complete_le == session.demandee_le
    assert {"regle": "S-INTENTIONS", "niveau": "conforme"}.items() <= next(
        c for c in session.constats if c["regle"] == "S-INTENTIONS"
    ).items()
    for intention in intentions:
        intention.refresh_from_db()
        assert (intention.statut, intention.organisme_engage) == (StatutIntention.ENGAGEE, le_monde.cotraitant)
    [courrier] = Courrier.objects.filter(modele="demande_mandataire")
    assert courrier.destinataire == le_monde.mandataire.courriel


def test_le_mandataire_qui_demande_n_est_pas_prevenu_de_sa_propre_demande(le_monde):
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)], par=le_monde.au_mandataire)

    envoyer(session)

    assert not Courrier.objects.filter(modele="demande_mandataire").exists()


def test_il_manque_des_postes_la_demande_ne_part_pas_et_rien_n_est_engage(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=4)
    session = demande(le_monde, [intention])

    with pytest.raises(RegleViolee) as refus:
        envoyer(session)

    assert len(refus.value.motifs) == 1
    session.refresh_from_db()
    intention.refresh_from_db()
    assert session.statut == StatutSession.BROUILLON
    assert intention.statut == StatutIntention.RECEVABLE


def test_une_derogation_demande_une_phrase(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    session = demande(le_monde, [intention], lieu=None, autre_lieu="Atelier-école")

    with pytest.raises(RegleViolee, match="dites en une phrase pourquoi"):
        envoyer(session)

    session.motif_derogation = "Trois employeurs sont à moins de 12 km."
    session.save()
    assert envoyer(session).verdict == "derogation"


def test_le_second_organisme_apprend_que_l_intention_est_prise(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    premiere = demande(le_monde, [intention])
    seconde = demande(le_monde, [intention], par=le_monde.au_mandataire)
    envoyer(premiere)

    with pytest.raises(RegleViolee):
        envoyer(seconde)

    intention.refresh_from_db()
    assert intention.organisme_engage == le_monde.cotraitant
    assert list(IntentionRetenue.objects.filter(active=True).values_list("session", flat=True)) == [premiere.pk]


def test_envoyer_deux_fois_ne_demande_qu_une_fois(le_monde):
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])
    envoyer(session)

    with pytest.raises(TransitionImpossible):
        envoyer(session)

    assert Session.objects.get().historique.count() == 1


def test_un_autre_organisme_ne_trouve_pas_la_demande(le_monde):
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])
    etranger = comptes.organisme(OrganismeFormationFactory())

    with pytest.raises(Session.DoesNotExist):
        demander_ouverture(session_id=session.pk, par=etranger, le=LE)


def test_le_mandataire_ne_modifie_pas_la_demande_du_cotraitant(le_monde):
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)])

    with pytest.raises(Session.DoesNotExist):
        enregistrer_demande(
            session_id=session.pk, par=le_monde.au_mandataire, champs=champs_session(le_monde), intentions=[], le=LE
        )


def test_une_demande_partie_ne_se_modifie_ni_ne_s_efface(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    session = envoyer(demande(le_monde, [intention]))

    with pytest.raises(TransitionImpossible):
        enregistrer_demande(
            session_id=session.pk,
            par=le_monde.au_cotraitant,
            champs={"effectif": 9},
            intentions=[intention.pk],
            le=LE,
        )
    with pytest.raises(TransitionImpossible):
        abandonner_demande(session_id=session.pk, par=le_monde.au_cotraitant)

    session.refresh_from_db()
    assert session.effectif == 5


def test_une_intention_d_un_autre_secteur_ou_choisie_par_un_autre_n_entre_pas(le_monde):
    ailleurs = intention_deposee(le_monde, organisme_choisi=le_monde.mandataire, nombre_postes=5)

    session = ouvrir_demande(
        lot_id=le_monde.lot.pk,
        organisme_id=le_monde.cotraitant.pk,
        par=le_monde.au_cotraitant,
        intentions=[ailleurs.pk],
        le=LE,
    )

    assert list(session.retenues.all()) == []


def test_une_session_a_prix_nul_ne_part_pas(le_monde):
    """The rule has nothing against it, being below the lot's price; nothing could be ordered at it."""
    session = demande(le_monde, [intention_deposee(le_monde, nombre_postes=5)], prix_heure=Decimal("0.00"))

    with pytest.raises(RegleViolee, match="Le prix de l’heure est de zéro"):
        envoyer(session)
