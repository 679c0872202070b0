"""What the finance department reads, and what it says back: each figure in its place, each line by itself, once."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from config.groupes import ACHAT, FINANCES
from factures.actions.avoir import reprendre_la_facture
from factures.actions.emettre import emettre
from factures.actions.exporter import pieces_du_mois
from factures.actions.statuts import DEJA, NOTEE, REFUSEE, LigneStatut, noter_les_statuts
from factures.actions.suspendre import reprendre_le_delai, suspendre_facture
from factures.enums import StatutFacture
from factures.models import EmetteurFactures, Facture
from factures.queries.fiche import sessions_non_declarees
from factures.queries.neutre import neutre_de
from factures.queries.rapprochement import rapprochement_du_bon
from factures.queries.realise import facturees_par_prix
from heures.enums import TransitionReleve
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.emission import fiche, projet
from tests.factories.envois import certifiee, envoyee
from tests.factories.factures import (
    LE,
    MOIS,
    Voulue,
    amender,
    avoir_entier_nu,
    bon_de_commande,
    declarer_heures,
    emettre_nue,
)
from tests.factures.officier import connecte, emise, le_monde, nouveau_bon, officier

__all__ = ["le_monde"]

FEVRIER_3 = date(2027, 2, 3)


def test_le_journal_dit_chaque_piece_emise_dans_l_ordre_de_ses_numeros(le_monde):
    facture = projet(nouveau_bon(le_monde))
    Facture.objects.filter(pk=facture.pk).update(
        taux_tva=Decimal("0.2"), montant_tva=Decimal("120.65"), montant_ttc=Decimal("723.90")
    )
    facture.refresh_from_db()
    envoyee(emettre_nue(facture), le_monde.agent)
    noter_les_statuts(
        [_dite(facture, "mandatee", LE, mandat="M-1"), _dite(facture, "payee", FEVRIER_3, montant=Decimal("720.00"))],
        par=le_monde.agent,
        le=FEVRIER_3,
    )
    avoir = avoir_entier_nu(facture)
    projet(nouveau_bon(le_monde))

    reponse = connecte(officier(FINANCES)).get(reverse("admin:factures_facture_journal_csv") + "?mois=2027-01")

    une, autre = csv.DictReader(reponse.content.decode("utf-8-sig").splitlines(), delimiter=";")
    assert [une["numéro"], autre["numéro"], autre["corrige"]] == [facture.numero, avoir.numero, facture.numero]
    dits = ("montant HT", "TVA", "montant TTC", "mandatée le", "mandat", "payée le", "montant payé")
    assert [une[nom] for nom in dits] == ["603,25", "120,65", "723,90", "01/02/2027", "M-1", "03/02/2027", "720,00"]
    assert [autre[nom] for nom in dits[:3]] == ["-603,25", "-120,65", "-723,90"]


def test_le_fichier_neutre_dit_le_vrai_terme_et_la_facture_qu_un_avoir_corrige(le_monde):
    facture = emettre(facture_id=projet(nouveau_bon(le_monde)).pk, par=None, le=LE)
    suspendre_facture(facture_id=facture.pk, motif="RIB.", par=le_monde.agent, le=LE)
    assert neutre_de(facture)["suivi"]["a_payer_le"] is None
    reprendre_le_delai(facture_id=facture.pk, recu_le=FEVRIER_3, par=le_monde.agent, le=FEVRIER_3)

    assert neutre_de(Facture.objects.get())["suivi"]["a_payer_le"] == "2027-03-05"

    avoir = reprendre_la_facture(facture_id=facture.pk, motif="Essai.", par=None, le=FEVRIER_3)
    dit = neutre_de(avoir)
    assert (dit["corrige"], dit["motif"], dit["suivi"]["a_payer_le"]) == (
        {"numero": facture.numero, "emise_le": "2027-02-01"},
        "Essai.",
        None,
    )


def _dite(facture: Facture, statut: str, le: date, **champs) -> LigneStatut:
    return LigneStatut(2, facture.numero, facture.emetteur.siret, statut, le, **champs)


def test_ce_qui_est_dit_autrement_est_refuse_ce_qui_est_redit_est_connu(le_monde):
    payee, rejetee = (envoyee(emise(le_monde), le_monde.agent) for _ in range(2))
    certifiee_seulement = certifiee(emise(le_monde), le_monde.agent)
    montant = payee.montant_ttc
    lignes = [
        _dite(payee, "payee", LE, montant=Decimal(-1)),
        _dite(payee, "mandatee", LE, mandat="M-1"),
        _dite(payee, "mandatee", LE, mandat="M-2"),
        _dite(payee, "payee", FEVRIER_3, montant=montant),
        _dite(payee, "payee", LE, montant=montant),
        _dite(payee, "mandatee", LE, mandat="M-1"),
        _dite(rejetee, "rejetee", LE, motif="RIB clos."),
        _dite(rejetee, "rejetee", FEVRIER_3, motif="RIB clos."),
        _dite(certifiee_seulement, "rejetee", LE, motif="RIB clos."),
    ]

    issues = noter_les_statuts(lignes, par=le_monde.agent, le=FEVRIER_3)

    assert [issue.code for issue in issues] == [
        REFUSEE, NOTEE, REFUSEE, NOTEE, REFUSEE, DEJA, NOTEE, DEJA, REFUSEE,
    ]  # fmt: skip
    assert issues[-1].message.startswith("Cette facture n’est pas partie aux finances")
    certifiee_seulement.refresh_from_db()
    assert certifiee_seulement.statut == StatutFacture.SERVICE_FAIT


def test_un_numero_est_celui_d_un_siret(le_monde):
    """Two bodies have each their F2027-00001."""
    fiche(le_monde.cotraitant)
    la_sienne = projet(bon_de_commande(le_monde, annee=2030, mandataire=le_monde.cotraitant))
    autre = envoyee(emettre_nue(la_sienne), le_monde.agent)
    facture = envoyee(emise(le_monde), le_monde.agent)
    assert facture.numero == autre.numero

    lignes = [_dite(une, "mandatee", LE, mandat=f"M-{une.pk}") for une in (facture, autre)]

    issues = noter_les_statuts(lignes, par=le_monde.agent, le=LE)

    assert [issue.facture for issue in issues] == [facture.pk, autre.pk]
    assert [Facture.objects.get(pk=une.pk).mandat for une in (facture, autre)] == [f"M-{facture.pk}", f"M-{autre.pk}"]


def test_une_ligne_refusee_ne_laisse_rien_d_elle(le_monde):
    facture = envoyee(emise(le_monde), le_monde.agent)

    [issue] = noter_les_statuts([_dite(facture, "payee", LE, montant=Decimal(-1))], par=le_monde.agent, le=LE)

    facture.refresh_from_db()
    assert (issue.code, facture.statut, facture.mandatee_le) == (REFUSEE, StatutFacture.SERVICE_FAIT, None)


def test_le_rapprochement_ne_compte_ni_projet_ni_heures_rouvertes_et_jamais_plus_que_la_commande(le_monde):
    bon = bon_de_commande(le_monde, Voulue(1, 100), Voulue(1, 100))
    une, autre = bon.composantes.order_by("rang")
    amender(le_monde, une, 20, Decimal("11.00"))
    declarer_heures(une.session, MOIS, [Decimal(150)])
    declarer_heures(autre.session, MOIS, [Decimal(50)]).franchir(TransitionReleve.ROUVRIR, par=None)
    projet(bon)

    premiere, seconde = (ligne.compte for ligne in rapprochement_du_bon(bon).lignes)

    assert (premiere.commande_h, premiere.commande, premiere.fait_h, premiere.fait) == (120, 1170, 150, 1170)
    assert (premiere.facture, premiere.facture_h, premiere.reste) == (0, 0, 1170)
    assert (seconde.fait_h, seconde.fait) == (0, 0)
    assert facturees_par_prix([une.pk, autre.pk]) == {}


def test_qui_est_sorti_avant_le_mois_n_y_est_pas_attendu(le_monde):
    bon = bon_de_commande(le_monde, Voulue(), Voulue())
    une, autre = bon.composantes.order_by("rang")
    facture = projet(bon, mois=date(2027, 2, 1))
    Parcours.objects.filter(session=une.session).update(sorti_le=date(2027, 1, 31))
    Parcours.objects.filter(session=autre.session).update(sorti_le=date(2027, 2, 1))

    assert list(sessions_non_declarees(facture)) == [autre.session]


def test_chaque_compte_bancaire_qu_a_eu_une_fiche_est_garde(le_monde):
    EmetteurFactures.objects.update(iban="FR1420041010050500013M02606")

    traces = apps.get_model("factures", "EmetteurFacturesEvent").objects.order_by("pgh_id")
    assert [trace.iban for trace in traces][-2:] == ["FR7630006000011234567890189", "FR1420041010050500013M02606"]


def test_sans_droit_rien_ne_sort_ni_ne_se_note(le_monde):
    """An officer of no group, then one who reads invoices and does not pay them."""
    facture = envoyee(emise(le_monde), le_monde.agent)
    client = connecte(comptes.agent(is_superuser=False))
    du_mois = ("journal_csv", "journal_xlsx", "archive", "neutres")
    adresses = [reverse(f"admin:factures_facture_{nom}") + "?mois=2027-01" for nom in du_mois]
    adresses += [reverse(f"admin:factures_facture_{nom}", args=[facture.pk]) for nom in ("neutre", "xml")]
    assert [client.get(adresse).status_code for adresse in adresses] == [403] * 6

    with pytest.raises(PermissionDenied):
        noter_les_statuts([_dite(facture, "mandatee", LE)], par=officier(ACHAT), le=LE)


def test_une_archive_ne_tient_que_les_pieces_demandees(le_monde):
    une, autre = (emettre(facture_id=projet(nouveau_bon(le_monde)).pk, par=None, le=LE) for _ in range(2))

    demandees = pieces_du_mois(MOIS, Facture.objects.filter(pk=autre.pk))

    assert [piece.nom for piece in demandees] == [f"{autre.emetteur.siret}_{autre.numero}.pdf"]
    assert len(pieces_du_mois(MOIS)) == len({une.pk, autre.pk})
