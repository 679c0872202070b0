"""What an officer decides happens whole, or not at all, and once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from comptes.actions.fermer import suspendre_rattachement
from intentions.enums import StatutIntention
from noyau.courriers import Courrier, Document
from noyau.erreurs import RegleViolee, TransitionImpossible
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
from tests.factories.scenario import LE, autoriser, champs_session, intention_deposee, session_demandee

pytestmark = pytest.mark.django_db


def test_autoriser_commande_engage_ecrit_et_previent_en_une_fois(le_monde):
    session = session_demandee(le_monde)

    autoriser(session, le_monde.agent, precisions="Besoin urgent sur le bassin.")

    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
    [composante] = Composante.objects.select_related("bon")
    assert (composante.parcours, composante.heures, composante.montant) == (5, 420, Decimal("19950.00"))
    assert (composante.bon.numero, composante.bon.mandataire) == ("BC-2026-00001", le_monde.mandataire)
    suivie, publiee, ligne = session.historique[:3]
    assert [(lue.libelle, lue.par_nom) for lue in (suivie, publiee, ligne)] == [
        ("Suivie par France Travail Cholet", "le service"),
        ("Publiée", "le service"),
        ("Autorisée", "Hélène Pasquier, Région"),
    ]
    assert ligne.motif == "Besoin avéré, conditions remplies\nBesoin urgent sur le bassin."
    assert {c.modele: c.destinataire for c in Courrier.objects.filter(cle__contains=str(ligne.pk))} == {
        "autorisation": le_monde.au_cotraitant.email,
        "bon_commande": le_monde.mandataire.courriel,
        "session_employeur": session.retenues.get().intention.contact_courriel,
    }
    assert Courrier.objects.get(modele="session_confiee").destinataire == le_monde.reseau.courriel
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

    assert autoriser(session, le_monde.agent, precisions="Lieu accepté.").statut == StatutSession.PUBLIEE


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
