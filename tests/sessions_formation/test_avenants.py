"""An amendment to an order: numbered on it, kept under the lot's maximum, told to the mandataire."""

from decimal import Decimal

import pytest

from noyau.courriers import Courrier, Document
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from noyau.redaction import objet_et_corps
from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import Avenant, Composante, Lot, Mouvement
from sessions_formation.queries.commandes import Commande, commande_de
from sessions_formation.queries.lots import montants_du_lot
from tests.factories.avenants import session_commandee
from tests.factories.scenario import LE
from tests.factories.sessions import autre_lot

pytestmark = pytest.mark.django_db
PRIX = Decimal("9.50")


def composante_de(session):
    return Composante.objects.select_related("bon__lot__groupement", "bon__mandataire", "session__organisme").get(
        session=session
    )


def avenant(le_monde, *lignes, nature=NatureAvenant.HEURES, motif="Jusqu’au titre entier."):
    return prendre_avenant(
        bon=lignes[0].composante.bon, nature=nature, lignes=lignes, motif=motif, par=le_monde.agent, le=LE
    )


def test_un_avenant_se_numerote_sur_son_bon_et_change_ce_qui_est_commande(le_monde):
    session = session_commandee(le_monde)
    composante = composante_de(session)

    premier = avenant(le_monde, Ligne(composante, 0, 100, PRIX))
    second = avenant(le_monde, Ligne(composante, 1, 420, PRIX), nature=NatureAvenant.PARCOURS)

    assert (premier.numero, second.numero) == ("BC-2026-00001-A1", "BC-2026-00001-A2")
    assert commande_de(session) == Commande(6, 2620, Decimal("24890.00"))
    assert montants_du_lot(le_monde.lot, le=LE).commande == Decimal("24890.00")


def test_un_avenant_se_lit_dans_le_journal_du_bon_et_de_la_session(le_monde):
    session = session_commandee(le_monde)
    composante = composante_de(session)

    avenant(le_monde, Ligne(composante, 0, 100, PRIX))

    lignes = [session.historique.first(), LigneJournal.objects.de(composante.bon).first()]
    assert [(ligne.libelle, ligne.motif, ligne.par) for ligne in lignes] == [
        ("Avenant BC-2026-00001-A1 : Heures supplémentaires", "Jusqu’au titre entier.", le_monde.agent)
    ] * 2


def test_la_lettre_dit_avant_apres_et_part_au_mandataire(le_monde):
    composante = composante_de(session_commandee(le_monde))

    avenant(le_monde, Ligne(composante, 0, 100, PRIX))

    courrier = Courrier.objects.get(modele="avenant")
    [ligne] = courrier.contexte["lignes"]
    assert courrier.destinataire == le_monde.mandataire.courriel
    assert (ligne["avant"]["montant"], ligne["change"]["montant"], ligne["apres"]["montant"]) == (
        "19950.00",
        "950.00",
        "20900.00",
    )
    assert (courrier.contexte["bon_avant"], courrier.contexte["bon_total"]) == ("19950.00", "20900.00")
    assert list(courrier.documents.all()) == list(Document.objects.filter(modele="avenant"))
    objet, corps = objet_et_corps(courrier)
    assert objet == "Avenant BC-2026-00001-A1 : heures supplémentaires"
    assert "None" not in corps


def test_un_avenant_ne_depasse_pas_le_maximum_du_lot_et_le_dit(le_monde):
    composante = composante_de(session_commandee(le_monde))
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=Decimal("20000.00"))

    with pytest.raises(RegleViolee) as refus:
        avenant(le_monde, Ligne(composante, 0, 100, PRIX))

    assert "20 900 €" in refus.value.motifs[0].replace("\N{NARROW NO-BREAK SPACE}", " ").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "il manque 900" in refus.value.motifs[0]
    assert (Avenant.objects.count(), Mouvement.objects.count()) == (0, 0)


def test_deplacer_des_heures_au_maximum_du_lot_reste_possible(le_monde):
    source, cible = composante_de(session_commandee(le_monde)), composante_de(session_commandee(le_monde))
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=Decimal("39900.00"))

    avenant(le_monde, Ligne(cible, 0, 50, PRIX), Ligne(source, 0, -50, PRIX), nature=NatureAvenant.FONGIBILITE)

    assert (commande_de(source.session).heures, commande_de(cible.session).heures) == (2050, 2150)


@pytest.mark.parametrize("ligne", [(-6, 0), (0, -2101)])
def test_on_n_ote_pas_plus_que_ce_qui_est_commande(le_monde, ligne):
    composante = composante_de(session_commandee(le_monde))

    with pytest.raises(RegleViolee, match="Il ne reste pas tant d’heures commandées"):
        avenant(le_monde, Ligne(composante, *ligne, PRIX))


def test_la_composante_d_un_autre_lot_est_refusee(le_monde):
    composante = composante_de(session_commandee(le_monde))
    composante.bon.lot = autre_lot(le_monde, secteur="inter-industrie")
    ailleurs = composante_de(session_commandee(le_monde))

    with pytest.raises(RegleViolee, match="même lot"):
        avenant(le_monde, Ligne(ailleurs, 0, 10, PRIX), Ligne(composante, 0, 10, PRIX))


def test_un_avenant_sans_raison_est_refuse(le_monde):
    composante = composante_de(session_commandee(le_monde))

    with pytest.raises(RegleViolee, match="et pourquoi"):
        avenant(le_monde, Ligne(composante, 0, 10, PRIX), motif="  ")
