"""What an officer decides happens whole, or not at all, and once."""

from datetime import timedelta
from decimal import Decimal
from threading import Barrier, Thread

import pytest
from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import connection
from kombu import pools

from comptes.actions.fermer import suspendre_rattachement
from intentions.enums import StatutIntention
from noyau.courriers import Courrier, Document, StatutCourrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.expedition import expedier_les_dus
from noyau.horloge import maintenant
from sessions_formation.actions.decider import (
    autoriser_session,
    demander_complement,
    mettre_en_instruction,
    refuser_session,
)
from sessions_formation.actions.demander import demander_ouverture, enregistrer_demande
from sessions_formation.enums import StatutSession
from sessions_formation.models import BonDeCommande, Composante, IntentionRetenue, Session
from sessions_formation.queries.lots import prix_du_lot
from tests.factories import comptes
from tests.factories.scenario import LE, champs_session, demande, intention_deposee, monde, session_demandee

pytestmark = pytest.mark.django_db


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def courtier_arrete():
    """Nobody listens at the broker's address: what Celery meets when its server is down."""
    adresse = current_app.conf.broker_url
    _oublier_les_connexions()
    current_app.conf.broker_url = "redis://127.0.0.1:9/0"
    yield
    current_app.conf.broker_url = adresse
    _oublier_les_connexions()


def _oublier_les_connexions():
    pools.reset()
    current_app._pool = None
    current_app.amqp._producer_pool = None


def autoriser(session, par, **autres):
    arguments = {"motif": "besoin_avere", "precisions": "", "le": LE, **autres}
    return autoriser_session(session_id=session.pk, par=par, **arguments)


def test_autoriser_commande_engage_ecrit_et_previent_en_une_fois(le_monde):
    session = session_demandee(le_monde)

    autoriser(session, le_monde.agent, precisions="Besoin urgent sur le bassin.")

    session.refresh_from_db()
    assert session.statut == StatutSession.AUTORISEE
    [composante] = Composante.objects.select_related("bon")
    assert (composante.parcours, composante.heures, composante.montant) == (5, 420, Decimal("19950.00"))
    assert (composante.bon.numero, composante.bon.mandataire) == ("BC-2026-00001", le_monde.mandataire)
    ligne = session.historique.first()
    assert (ligne.libelle, ligne.par_nom) == ("Autorisée", "Hélène Pasquier, Région")
    assert ligne.motif == "Besoin avéré, conditions remplies\nBesoin urgent sur le bassin."
    assert {c.modele: c.destinataire for c in Courrier.objects.filter(cle__contains=str(ligne.pk))} == {
        "autorisation": le_monde.au_cotraitant.email,
        "bon_commande": le_monde.mandataire.courriel,
        "session_employeur": session.retenues.get().intention.contact_courriel,
        "session_reseau": le_monde.reseau.courriel,
    }
    assert set(Document.objects.exclude(modele="accuse_intention").values_list("modele", flat=True)) == {
        "autorisation",
        "bon_commande",
    }


def test_une_seconde_session_du_lot_etend_le_bon_de_commande(le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)

    autoriser(premiere, le_monde.agent)
    autoriser(seconde, le_monde.agent)

    [bon] = BonDeCommande.objects.all()
    assert [(ligne.rang, ligne.session) for ligne in bon.composantes.all()] == [(1, premiere), (2, seconde)]


def test_le_second_agent_apprend_qui_a_decide_et_rien_n_est_fait_deux_fois(le_monde):
    session = session_demandee(le_monde)
    collegue = comptes.agent(prenom="Antoine", nom="Lemercier")
    autoriser(session, le_monde.agent)
    avant = Courrier.objects.count()

    with pytest.raises(TransitionImpossible, match="« Autorisée » par Hélène Pasquier, Région"):
        refuser_session(session_id=session.pk, par=collegue, motif="autre", precisions="Non.", le=LE)

    assert (Composante.objects.count(), Courrier.objects.count()) == (1, avant)


def test_le_maximum_du_lot_arrete_l_autorisation(le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)
    le_monde.lot.montant_max = Decimal("30000.00")
    le_monde.lot.save()
    autoriser(premiere, le_monde.agent)

    with pytest.raises(RegleViolee):
        autoriser(seconde, le_monde.agent)

    seconde.refresh_from_db()
    assert seconde.statut == StatutSession.DEMANDEE
    assert Composante.objects.count() == 1


def test_accorder_une_derogation_sans_dire_pourquoi_est_refuse(le_monde):
    session = session_demandee(
        le_monde, lieu=None, autre_lieu="Atelier-école", motif_derogation="Trajet impossible vers Cholet."
    )

    with pytest.raises(RegleViolee, match="écrivez pourquoi"):
        autoriser(session, le_monde.agent)

    assert autoriser(session, le_monde.agent, precisions="Lieu accepté.").statut == StatutSession.AUTORISEE


def test_un_prix_accorde_vaut_pour_tout_le_lot_sans_reecrire_celui_du_jour(le_monde):
    chere = {"prix_heure": Decimal("10.50"), "motif_derogation": "Plateau technique neuf."}
    premiere, seconde = session_demandee(le_monde, **chere), session_demandee(le_monde, **chere)

    autoriser(premiere, le_monde.agent, precisions="Prix justifié.")

    assert prix_du_lot(le_monde.lot, LE) == Decimal("10.50")
    assert prix_du_lot(le_monde.lot, LE - timedelta(days=1)) == Decimal("9.50")
    assert autoriser(seconde, le_monde.agent).verdict == "eligible"


def test_autoriser_sans_aucun_motif_est_refuse(le_monde):
    with pytest.raises(RegleViolee, match="Choisissez un motif"):
        autoriser(session_demandee(le_monde), le_monde.agent, motif="")


def test_refuser_libere_les_intentions_et_dit_pourquoi(le_monde):
    session = session_demandee(le_monde)
    intention = session.retenues.get().intention

    refuser_session(session_id=session.pk, par=le_monde.agent, motif="hors_lot", precisions="Voyez le lot 14.", le=LE)

    intention.refresh_from_db()
    assert (intention.statut, intention.organisme_engage) == (StatutIntention.RECEVABLE, None)
    assert not IntentionRetenue.objects.filter(active=True).exists()
    courrier = Courrier.objects.get(modele="refus_session")
    assert courrier.contexte["motif"].endswith("Voyez le lot 14.")
    assert courrier.documents.count() == 1


def test_completer_garde_le_tour_mais_pas_la_place_dans_la_file(le_monde):
    session = session_demandee(le_monde)
    arrivee = session.complete_le
    demander_complement(
        session_id=session.pk,
        par=le_monde.agent,
        motif="dossier_incomplet",
        precisions="Précisez les dates.",
        le=LE,
    )
    intention = intention_deposee(le_monde)
    choisies = [session.retenues.get().intention_id, intention.pk]

    enregistrer_demande(
        session_id=session.pk,
        par=le_monde.au_cotraitant,
        champs=champs_session(le_monde, effectif=6),
        intentions=choisies,
        le=LE,
    )
    demander_ouverture(session_id=session.pk, par=le_monde.au_cotraitant, le=LE)

    session.refresh_from_db()
    assert (session.statut, session.numero) == (StatutSession.EN_INSTRUCTION, "SE-2026-00001")
    assert session.complete_le > arrivee
    assert session.demandee_le == arrivee
    assert IntentionRetenue.objects.filter(active=True).count() == 2


@pytest.mark.parametrize("acte", [refuser_session, demander_complement])
def test_refuser_ou_faire_completer_demande_des_mots(le_monde, acte):
    session = session_demandee(le_monde)

    with pytest.raises(RegleViolee):
        acte(session_id=session.pk, par=le_monde.agent, motif="autre", precisions="  ", le=LE)


def test_decider_sans_le_droit_d_acheter_est_refuse(le_monde):
    session = session_demandee(le_monde)
    lecteur = comptes.agent(is_superuser=False)

    with pytest.raises(PermissionDenied):
        autoriser(session, lecteur)
    with pytest.raises(PermissionDenied):
        mettre_en_instruction(session_id=session.pk, par=lecteur)


@pytest.mark.django_db(transaction=True)
def test_deux_agents_au_meme_instant_ne_decident_qu_une_fois(le_monde):
    session = session_demandee(le_monde)
    agents = [le_monde.agent, comptes.agent(prenom="Antoine", nom="Lemercier")]

    issues = _ensemble([lambda par=par: autoriser(session, par) for par in agents])

    assert sorted(type(issue).__name__ for issue in issues) == ["Session", "TransitionImpossible"]
    assert Composante.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_deux_decisions_sur_les_derniers_euros_d_un_lot_ne_le_depassent_pas(le_monde):
    sessions = [session_demandee(le_monde), session_demandee(le_monde)]
    le_monde.lot.montant_max = Decimal("30000.00")
    le_monde.lot.save()

    issues = _ensemble([lambda session=session: autoriser(session, le_monde.agent) for session in sessions])

    assert sorted(type(issue).__name__ for issue in issues) == ["RegleViolee", "Session"]
    assert sum(ligne.montant for ligne in Composante.objects.all()) == Decimal("19950.00")


@pytest.mark.django_db(transaction=True)
def test_deux_organismes_au_meme_instant_n_engagent_l_intention_qu_une_fois(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    brouillons = [demande(le_monde, [intention]), demande(le_monde, [intention], par=le_monde.au_mandataire)]

    issues = _ensemble(
        [
            lambda brouillon=brouillon: demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)
            for brouillon in brouillons
        ]
    )

    assert sorted(type(issue).__name__ for issue in issues) == ["RegleViolee", "Session"]
    assert IntentionRetenue.objects.filter(active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_le_courtier_arrete_la_decision_tient_et_les_lettres_partent_a_son_retour(le_monde, courtier_arrete, caplog):
    session = session_demandee(le_monde)

    autoriser(session, le_monde.agent)

    assert "on_commit" in caplog.text
    session.refresh_from_db()
    assert session.statut == StatutSession.AUTORISEE
    en_attente = Courrier.objects.filter(statut=StatutCourrier.A_EXPEDIER)
    assert set(en_attente.values_list("modele", flat=True)) >= {"autorisation", "bon_commande"}

    expedier_les_dus(maintenant=maintenant)

    assert set(Courrier.objects.values_list("statut", flat=True)) == {StatutCourrier.EXPEDIE}


def _ensemble(actes):
    """Run the acts at the same instant, each in its own connection; give what each returned or raised."""
    depart, issues = Barrier(len(actes)), []

    def jouer(acte):
        depart.wait()
        try:
            issues.append(acte())
        except RegleViolee as refus:
            issues.append(refus)
        finally:
            connection.close()

    fils = [Thread(target=jouer, args=[acte]) for acte in actes]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return issues


@pytest.mark.parametrize("acte", [autoriser_session, refuser_session, demander_complement])
def test_la_reponse_ne_part_pas_a_qui_n_agit_plus_pour_l_organisme(le_monde, acte):
    session = session_demandee(le_monde)
    rattachement = le_monde.au_cotraitant.rattachements.get()
    suspendre_rattachement(rattachement_id=rattachement.pk, par=le_monde.agent)

    acte(session_id=session.pk, par=le_monde.agent, motif="autre", precisions="Voici pourquoi.", le=LE)

    destinataires = set(Courrier.objects.order_by("pk").values_list("destinataire", flat=True))
    assert le_monde.au_cotraitant.email not in destinataires
    assert le_monde.cotraitant.courriel in destinataires


def test_autoriser_une_session_au_titre_le_plus_long(le_monde):
    """The journal of each intention tells the session in one line, whose length the database bounds."""
    session = session_demandee(le_monde, intitule="Soudeur assembleur industriel ".ljust(160, "x"))

    autoriser(session, le_monde.agent)

    ligne = session.retenues.get().intention.historique.first()
    assert ligne.libelle == "Session autorisée : Soudeur assembleur industriel ".ljust(119, "x") + "…"


def test_une_session_a_prix_nul_ne_se_commande_pas(le_monde):
    session = session_demandee(le_monde)
    Session.objects.filter(pk=session.pk).update(prix_heure=Decimal("0.00"))

    with pytest.raises(RegleViolee, match="rien ne peut être commandé"):
        autoriser(session, le_monde.agent)
