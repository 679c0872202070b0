"""Hours moved between two sessions of a lot: exact, with a reason, never more than there are, nor over the maximum."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.journal import LigneJournal
from sessions_formation.actions.fongibilite import deplacer_heures
from sessions_formation.models import Avenant, BonDeCommande, Composante, Lot, Mouvement
from sessions_formation.queries.commandes import Commande, commande_de
from sessions_formation.queries.fongibilite import version_du_lot
from sessions_formation.queries.lots import montants_du_lot
from tests.factories import comptes
from tests.factories.avenants import session_commandee
from tests.factories.scenario import LE, session_demandee
from tests.factories.sessions import autre_lot

pytestmark = pytest.mark.django_db
LE_MATIN = datetime(2026, 11, 23, 9, tzinfo=UTC)
MOTIF = "Deux abandons d’un côté, un titre à finir de l’autre."


@pytest.fixture
def sessions(le_monde):
    """Two sessions ordered at 9,50 € and 9,00 €, 2 100 hours each."""
    return session_commandee(le_monde), session_commandee(le_monde, prix_heure=Decimal("9.00"))


def deplacer(le_monde, de, vers, heures=100, **autres):
    champs = {"motif": MOTIF, "par": le_monde.agent, "le": LE, **autres}
    return deplacer_heures(de=de.composante.pk, vers=vers.composante.pk, heures=heures, **champs)


def test_les_heures_changent_de_session_chacune_a_son_prix(le_monde, sessions):
    premiere, seconde = sessions

    [avenant] = deplacer(le_monde, premiere, seconde)

    assert (avenant.numero, avenant.nature, avenant.motif) == ("BC-2026-00001-A1", "fongibilite", MOTIF)
    assert commande_de(premiere) == Commande(5, 2000, Decimal("19000.00"))
    assert commande_de(seconde) == Commande(5, 2200, Decimal("19800.00"))
    assert montants_du_lot(le_monde.lot, le=LE).commande == Decimal("38800.00")


def test_le_deplacement_se_lit_sur_les_deux_sessions_le_lot_et_le_bon(le_monde, sessions):
    deplacer(le_monde, *sessions)

    for objet in (*sessions, BonDeCommande.objects.get()):
        ligne = LigneJournal.objects.de(objet).first()
        assert (ligne.motif, ligne.par) == (MOTIF, le_monde.agent)
    du_lot = LigneJournal.objects.de(le_monde.lot).first()
    assert du_lot.libelle == f"100\u00a0heures déplacées de {sessions[0].numero} vers {sessions[1].numero}"
    assert Courrier.objects.filter(modele="avenant", destinataire=le_monde.mandataire.courriel).count() == 1


def test_toutes_les_heures_peuvent_partir_et_pas_une_de_plus(le_monde, sessions):
    with pytest.raises(RegleViolee) as refus:
        deplacer(le_monde, *sessions, heures=2101)
    dit = f"La session {sessions[0].numero} n’a que 2\u202f100 heures commandées\u00a0: elle ne peut pas en donner"
    assert refus.value.motifs == (f"{dit} 2\u202f101.",)

    deplacer(le_monde, *sessions, heures=2100)

    assert commande_de(sessions[0]) == Commande(5, 0, Decimal("0.00"))


def test_des_heures_venues_a_un_autre_prix_repartent_a_ce_prix(le_monde, sessions):
    premiere, seconde = sessions
    deplacer(le_monde, premiere, seconde, heures=300)

    deplacer(le_monde, seconde, premiere, heures=2400)

    assert commande_de(seconde) == Commande(5, 0, Decimal("0.00"))
    assert commande_de(premiere).heures == 4200


@pytest.mark.parametrize(
    ("champs", "motif"),
    [
        ({"motif": "  "}, "Écrivez pourquoi ces heures changent de session\u00a0: le mandataire le lira."),
        ({"heures": 0}, "Déplacez au moins une heure."),
    ],
)
def test_un_deplacement_dit_combien_et_pourquoi(le_monde, sessions, champs, motif):
    with pytest.raises(RegleViolee) as refus:
        deplacer(le_monde, *sessions, **champs)

    assert refus.value.motifs == (motif,)
    assert Mouvement.objects.count() == 0


def test_une_session_ne_donne_pas_a_elle_meme(le_monde, sessions):
    with pytest.raises(RegleViolee, match="deux sessions différentes"):
        deplacer(le_monde, sessions[0], sessions[0])


def test_les_heures_restent_dans_leur_lot(le_monde, sessions):
    voisin = autre_lot(le_monde, secteur="inter-industrie")
    bon = BonDeCommande.objects.create(
        numero="BC-2026-00009", annee=2026, rang=9, lot=voisin, mandataire=le_monde.mandataire, emis_le=LE_MATIN
    )
    voisine = Composante.objects.create(
        bon=bon,
        rang=1,
        session=session_demandee(le_monde),
        parcours=5,
        heures=100,
        prix_heure=Decimal(9),
        montant=Decimal(4500),
        ajoutee_le=LE_MATIN,
    )

    with pytest.raises(RegleViolee, match="d’un même lot"):
        deplacer_heures(
            de=sessions[0].composante.pk, vers=voisine.pk, heures=10, motif=MOTIF, par=le_monde.agent, le=LE
        )


def test_le_maximum_du_lot_tient(le_monde, sessions):
    premiere, seconde = sessions
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=montants_du_lot(le_monde.lot, le=LE).commande)

    with pytest.raises(RegleViolee, match="pour un maximum de"):
        deplacer(le_monde, seconde, premiere)

    assert Avenant.objects.count() == 0
    assert deplacer(le_monde, premiere, seconde)


def test_ce_qui_a_bouge_depuis_la_lecture_se_relit(le_monde, sessions):
    lu = version_du_lot(le_monde.lot)
    deplacer(le_monde, *sessions, lu=lu)

    with pytest.raises(DossierModifie):
        deplacer(le_monde, *sessions, lu=lu)

    assert Avenant.objects.count() == 1


def test_deplacer_des_heures_revient_aux_agents_d_achat(le_monde, sessions):
    with pytest.raises(PermissionDenied):
        deplacer(le_monde, *sessions, par=comptes.agent(is_superuser=False))
