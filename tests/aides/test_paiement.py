"""What is due after the training, and how it is paid: once, by somebody else than who settled it."""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from aides.actions.liquider import faire_corriger_bilan, liquider_aide
from aides.actions.payer import envoyer_au_paiement, noter_paiements
from aides.enums import StatutAide, TypeAide
from aides.models import BilanFormation, DemandeAide, EnvoiPaiement
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.lettres import Document
from tests.factories import comptes
from tests.factories.aides import LE, MONTANT, bilan, demande
from tests.factories.referentiels import loi_en_vigueur

pytestmark = pytest.mark.django_db
APRES = LE + timedelta(days=90)


@pytest.fixture
def agent():
    loi_en_vigueur()
    return comptes.agent(prenom="Hélène")


@pytest.fixture
def finances():
    return comptes.agent(prenom="Ousmane", nom="Diallo")


def relue(une):
    return DemandeAide.objects.get(pk=une.pk)


def realisee(agent, **faits):
    """A request granted for 140 hours and 2 100 €, whose bilan says ``faits``."""
    une = demande(StatutAide.ACCORDEE, agent=agent)
    bilan(une, **faits)
    envoyer_le_bilan(une)
    return une


def envoyer_le_bilan(une):
    with transaction.atomic():
        une.franchir("declarer_realisee", par=une.demandeur)


def liquider(une, par, *, heures="140", cout="2100", motif="", **autres):
    return liquider_aide(
        demande_id=une.pk,
        heures=Decimal(heures),
        cout=None if cout is None else Decimal(cout),
        motif=motif,
        par=par,
        le=APRES,
        **autres,
    )


def liquidee(agent, **champs):
    une = demande(StatutAide.FORMATION_REALISEE, agent=agent, **champs)
    return liquider(une, agent)


def envoyer(par, *aides, envoi=None):
    return envoyer_au_paiement(
        demandes=[une.pk for une in aides], envoi=envoi or uuid4(), par=par, maintenant=timezone.now()
    )


@pytest.mark.parametrize(
    ("faits", "retenus", "du"),
    [
        ({}, {}, "1470.00"),
        ({"heures": Decimal(70), "cout": Decimal(1050)}, {"heures": "70", "cout": "1050"}, "735.00"),
        # 70 hours pay 15 € each at most, whatever was paid.
        ({"heures": Decimal(70)}, {"heures": "70"}, "735.00"),
        # What an Opco paid comes off the invoice.
        ({"autre_montant": Decimal(600)}, {}, "1050.00"),
        ({"cout": Decimal(3000), "heures": Decimal(200)}, {"heures": "200", "cout": "3000"}, "1470.00"),
    ],
)
def test_montant_du_ne_depasse_ni_le_fait_ni_l_accorde(agent, faits, retenus, du):
    une = realisee(agent, **faits)
    liquider(une, agent, **retenus)
    assert (relue(une).montant_du, relue(une).statut) == (Decimal(du), StatutAide.FORMATION_REALISEE)
    assert Document.objects.get(modele="liquidation_aide").contexte["montant"] == du
    assert Courrier.objects.get(modele="aide_due").contexte["due"] is True


def test_rien_n_est_du_clot_sans_payer(agent):
    une = realisee(agent, heures=Decimal(0), cout=Decimal(0))
    liquider(une, agent, heures="0", cout="0")
    une = relue(une)
    assert (une.statut, une.montant_du) == (StatutAide.SANS_PAIEMENT, 0)
    assert not DemandeAide.objects.a_payer().exists()
    assert Courrier.objects.get(modele="aide_due").contexte["due"] is False


def test_formation_commencee_hors_delai_ne_se_paie_pas(agent):
    une = realisee(agent, debut=date(2027, 2, 3), fin=date(2027, 3, 5))
    liquider(une, agent)
    assert relue(une).statut == StatutAide.SANS_PAIEMENT


def test_retenir_autre_chose_que_le_declare_se_dit_et_jamais_plus(agent):
    une = realisee(agent)
    for refusee in ({"heures": "130"}, {"heures": "141", "motif": "Oui."}, {"cout": "2101", "motif": "Oui."}):
        with pytest.raises(RegleViolee):
            liquider(une, agent, **refusee)
    liquider(une, agent, heures="130", motif="Dix heures sans émargement.")
    fait = BilanFormation.objects.get(demande=une)
    assert (fait.heures_retenues, fait.motif_ecart) == (130, "Dix heures sans émargement.")
    # 70 % of 15 € for each of 130 hours.
    assert relue(une).montant_du == Decimal("1365.00")


def test_tutorat_se_liquide_sans_cout(agent):
    une = demande(StatutAide.FORMATION_REALISEE, dispositif=TypeAide.TUTORAT, agent=agent, heures=Decimal(100))
    liquider(une, agent, heures="100", cout=None)
    assert relue(une).montant_du > 0


def test_liquider_se_refait_tant_que_rien_n_est_parti(agent, finances):
    une = liquidee(agent)
    liquider(une, agent, heures="70", motif="Recompté.")
    assert relue(une).montant_du == Decimal("735.00")
    envoyer(finances, relue(une))
    for acte in (
        lambda: liquider(une, agent),
        lambda: faire_corriger_bilan(demande_id=une.pk, precisions="Revoyez.", par=agent),
    ):
        with pytest.raises(TransitionImpossible):
            acte()


def test_bilan_a_corriger_revient_chez_l_employeur(agent):
    une = liquidee(agent)
    with pytest.raises(RegleViolee):
        faire_corriger_bilan(demande_id=une.pk, precisions=" ", par=agent)
    faire_corriger_bilan(demande_id=une.pk, precisions="La facture est illisible.", par=agent)
    une = relue(une)
    assert (une.statut, une.montant_du, une.liquidee_le) == (StatutAide.ACCORDEE, None, None)
    assert BilanFormation.objects.get(demande=une).envoye_le is None
    assert Courrier.objects.get(modele="aide_bilan_a_corriger").contexte["precisions"] == "La facture est illisible."


def test_personne_ne_liquide_et_ne_paie(agent, finances):
    une = liquidee(agent)
    with pytest.raises(RegleViolee, match="un collègue doit l’envoyer"):
        envoyer(agent, une)
    assert envoyer(finances, une).montant == MONTANT


def test_liquider_et_payer_demandent_leurs_droits(agent):
    une, lecteur = liquidee(agent), comptes.UtilisateurFactory(is_staff=True)
    with pytest.raises(PermissionDenied):
        liquider(une, lecteur)
    with pytest.raises(PermissionDenied):
        envoyer(lecteur, une)
    with pytest.raises(PermissionDenied):
        noter_paiements(envoi_id=1, demandes=[une.pk], payee_le=APRES, par=lecteur, le=APRES)


def test_envoi_double_ne_part_qu_une_fois(agent, finances):
    une, envoi = liquidee(agent), uuid4()
    parti = envoyer(finances, une, envoi=envoi)
    assert envoyer(finances, une, envoi=envoi) == parti
    with pytest.raises(DossierModifie):
        envoyer(finances, une)
    assert (EnvoiPaiement.objects.count(), parti.nombre) == (1, 1)


def test_un_envoi_porte_le_jour_de_paris():
    juste_apres_minuit = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)

    assert str(EnvoiPaiement(lance_le=juste_apres_minuit, nombre=1)) == "Envoi du 23/11/2026, 1\u00a0aide"


def test_paiement_se_note_une_fois_et_se_dit(agent, finances):
    deux = [liquidee(agent, prenom=prenom) for prenom in ("Ana", "Zoé")]
    envoi = envoyer(finances, *deux)
    le = timezone.localdate()
    commun = {"envoi_id": envoi.pk, "par": finances, "le": le, "demandes": [une.pk for une in deux]}
    for refusee in (
        {"payee_le": le + timedelta(days=1)},
        {"payee_le": le - timedelta(days=1)},
        {"payee_le": le, "demandes": []},
        {"payee_le": le, "demandes": [deux[0].pk + 1000]},
    ):
        with pytest.raises(RegleViolee):
            noter_paiements(**{**commun, **refusee})
    assert len(noter_paiements(**commun, payee_le=le)) == 2
    assert noter_paiements(**commun, payee_le=le) == []
    assert {(relue(une).statut, relue(une).payee_le) for une in deux} == {(StatutAide.PAYEE, le)}
    assert Courrier.objects.filter(modele="aide_payee").count() == 2


def test_fichier_de_paiement_se_relit_et_ne_nomme_personne(client, agent, finances):
    une = liquidee(agent, rqth=True)
    envoi = envoyer(finances, une)
    client.force_login(finances)
    texte = client.get(reverse("admin:aides_envoipaiement_csv", args=[envoi.pk])).content.decode("utf-8-sig")
    entete, ligne = texte.splitlines()
    assert entete == "numéro;SIRET;établissement;IBAN;titulaire;montant;décidée le"
    attendu = [une.numero, une.employeur.siret, une.employeur.nom, une.iban, une.titulaire]
    assert ligne.split(";") == [*attendu, "1470,00", "23/11/2026"]
    octets = client.get(reverse("admin:aides_envoipaiement_xlsx", args=[envoi.pk])).content
    with ZipFile(BytesIO(octets)) as classeur:
        mots = classeur.read("xl/sharedStrings.xml").decode()
        feuille = classeur.read("xl/worksheets/sheet1.xml").decode()
    assert [mot in mots for mot in (*attendu, "Total")] == [True] * 6
    assert re.findall(r'<c r="F(?:2|3)"[^>]*><v>([^<]*)</v>', feuille) == ["1470", "1470"]
    assert "Lenoir" not in texte + mots


def test_fichier_de_paiement_n_est_qu_aux_finances(client, agent, finances):
    envoi = envoyer(finances, liquidee(agent))
    lecteur = comptes.UtilisateurFactory(is_staff=True)
    lecteur.user_permissions.set(Permission.objects.filter(codename__in=["view_envoipaiement", "view_demandeaide"]))
    client.force_login(lecteur)
    assert client.get(reverse("admin:aides_envoipaiement_change", args=[envoi.pk])).status_code == 200
    for nom in ("csv", "xlsx"):
        assert client.get(reverse(f"admin:aides_envoipaiement_{nom}", args=[envoi.pk])).status_code == 403
