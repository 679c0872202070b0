"""The drafts of the mandataire: its list, lines confirmed or disputed, issued once, refused in French."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from factures.actions.annoncer_changements import annoncer_changements
from factures.actions.controler import confirmer
from factures.actions.preparer import preparer_factures
from factures.enums import Controle, StatutFacture
from factures.models import Facture
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie
from tests.factories import comptes
from tests.factories.emission import projet
from tests.factories.factures import MOIS, Voulue, bon_de_commande, declarer_heures, emettre_nue
from tests.factories.referentiels import OrganismeFormationFactory
from tests.factures.mandataire import LE, avancer, brouillon, ce_jour, dits, le_monde, marc, page_de
from tests.html import texte

INSECABLE = "\N{NO-BREAK SPACE}"

__all__ = ["brouillon", "ce_jour", "le_monde", "marc"]

pytestmark = pytest.mark.usefixtures("ce_jour")


def test_la_liste_vide_dit_quand_les_projets_arrivent(marc):
    reponse = marc.get(reverse("factures:liste"))

    assert list(reponse.context["page"]) == []
    assert "Le premier jour ouvré de chaque mois" in reponse.content.decode()


def test_la_liste_met_d_abord_ce_qui_attend(marc, le_monde):
    bon = bon_de_commande(le_monde)
    rejetee = emettre_nue(projet(bon, mois=date(2026, 10, 1)))
    ancien = projet(bon, mois=date(2026, 11, 1))
    emise = emettre_nue(projet(bon, mois=date(2026, 12, 1)))
    avancer(rejetee, "rejeter")

    reponse = marc.get(reverse("factures:liste"))

    assert [facture.pk for facture in reponse.context["page"]] == [ancien.pk, rejetee.pk, emise.pk]


@pytest.mark.parametrize(
    ("recherche", "mois"),
    [
        ("etape=a-verifier", ["2026-11"]),
        ("etape=region", ["2026-12"]),
        ("etape=payees", []),
        ("mois=2026-12", ["2026-12"]),
        ("mois=n-importe", ["2026-11", "2026-12"]),
        ("q=f2027-0000", ["2026-12"]),
        ("q=BC-2026", ["2026-11", "2026-12"]),
    ],
)
def test_la_liste_se_filtre(marc, le_monde, recherche, mois):
    bon = bon_de_commande(le_monde)
    projet(bon, mois=date(2026, 11, 1))
    emettre_nue(projet(bon, mois=date(2026, 12, 1)))

    reponse = marc.get(f"{reverse('factures:liste')}?{recherche}")

    assert [f"{facture.mois:%Y-%m}" for facture in reponse.context["page"]] == mois


@pytest.mark.parametrize("combien", [1, 3])
def test_la_liste_coute_toujours_autant(marc, le_monde, combien, django_assert_max_num_queries):
    bon = bon_de_commande(le_monde)
    for rang in range(combien):
        projet(bon, mois=date(2026, 9 + rang, 1))

    with django_assert_max_num_queries(10):
        reponse = marc.get(reverse("factures:liste"))
    assert len(reponse.context["page"]) == combien
    assert {"faits", "xml"} <= reponse.context["page"][0].get_deferred_fields()


def test_personne_d_autre_ne_voit_une_facture(le_monde, brouillon):
    for personne in (le_monde.au_cotraitant, comptes.organisme(OrganismeFormationFactory()), le_monde.agent):
        client = Client()
        client.force_login(personne)
        assert page_de(client, brouillon).status_code == 404


def test_le_projet_explique_ses_lignes(marc, brouillon, le_monde):
    declarer_heures(brouillon.bon.composantes.get(rang=1).session, date(2026, 12, 1), [Decimal(7), Decimal(0)])
    preparer_factures(mois=MOIS, le=LE)

    contexte = page_de(marc, brouillon).context

    assert [(lue.ligne.rang, lue.ligne.quantite, lue.declarees, lue.autres_mois) for lue in contexte["lignes"]] == [
        (1, Decimal("70.50"), Decimal("63.50"), Decimal("7.00")),
        (2, Decimal("63.50"), Decimal("63.50"), Decimal("0.00")),
    ]
    assert (contexte["a_verifier"], contexte["restes"], contexte["attendues"]) == (2, [], [])


def test_le_projet_dit_les_heures_laissees_de_cote_et_celles_qui_manquent(marc, le_monde):
    bon = bon_de_commande(le_monde, Voulue(parcours=2, heures=30), Voulue())
    premiere, seconde = bon.composantes.order_by("rang")
    declarer_heures(premiere.session, MOIS, [Decimal("35.50"), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)

    contexte = page_de(marc, Facture.objects.get()).context

    assert [(reste.session, reste.heures) for reste in contexte["restes"]] == [(premiere.session, Decimal("3.50"))]
    assert contexte["attendues"] == [seconde.session]


@pytest.mark.parametrize("combien", [1, 3])
def test_le_projet_coute_toujours_autant(marc, le_monde, combien, django_assert_max_num_queries):
    bon = bon_de_commande(le_monde, *[Voulue(parcours=90, heures=400, prix=Decimal("2.00"))] * combien)
    for composante in bon.composantes.all():
        declarer_heures(composante.session, MOIS, [Decimal(30), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)

    with django_assert_max_num_queries(10):
        assert len(page_de(marc, Facture.objects.get()).context["lignes"]) == combien


def test_contester_demande_une_raison_et_previent_l_organisme(marc, brouillon, le_monde):
    ligne = brouillon.lignes.get(rang=1)
    adresse = reverse("factures:contester", args=[brouillon.pk, ligne.pk])

    vide = marc.post(adresse, {"motif": " "})
    assert vide.context["form"].errors.keys() == {"motif"}
    assert not Courrier.objects.filter(modele="ligne_contestee").exists()

    marc.post(adresse, {"motif": "Nous comptons 60 heures.", "lu": brouillon.prepare_le.isoformat()})
    ligne.refresh_from_db()
    assert (ligne.controle, ligne.contestation) == (Controle.CONTESTEE, "Nous comptons 60 heures.")
    courrier = Courrier.objects.get(modele="ligne_contestee")
    assert courrier.destinataire == le_monde.au_cotraitant.email
    assert "Guilbaud" not in str(courrier.contexte)

    # The same sent twice writes once.
    marc.post(adresse, {"motif": "Nous comptons 60 heures."})
    assert Courrier.objects.filter(modele="ligne_contestee").count() == 1


def test_tout_confirmer_laisse_ce_qui_est_conteste(marc, brouillon):
    premiere, _ = brouillon.lignes.order_by("rang")
    marc.post(
        reverse("factures:contester", args=[brouillon.pk, premiere.pk]), {"motif": "Trop d’heures."}, follow=True
    )

    reponse = marc.post(reverse("factures:confirmer", args=[brouillon.pk]), follow=True)

    assert [ligne.controle for ligne in brouillon.lignes.order_by("rang")] == ["contestee", "confirmee"]
    assert dits(reponse) == [f"1{INSECABLE}ligne confirmée."]
    marc.post(reverse("factures:confirmer", args=[brouillon.pk]), {"ligne": premiere.pk})
    premiere.refresh_from_db()
    assert (premiere.controle, premiere.contestation) == ("confirmee", "")


def test_confirmer_un_projet_change_depuis_est_refuse(brouillon, le_monde):
    lu = brouillon.prepare_le
    declarer_heures(brouillon.bon.composantes.get(rang=1).session, MOIS, [Decimal(20), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)

    with pytest.raises(DossierModifie):
        confirmer(facture_id=brouillon.pk, par=le_monde.au_mandataire, lu=lu)


def test_un_projet_change_s_annonce_une_fois(brouillon):
    assert annoncer_changements(le=LE)["projets de facture changés"].faites == 0
    declarer_heures(brouillon.bon.composantes.get(rang=1).session, MOIS, [Decimal(20), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)

    assert [annoncer_changements(le=LE)["projets de facture changés"].faites for _ in range(2)] == [1, 0]
    courrier = Courrier.objects.get(modele="facture_changee")
    assert (courrier.destinataire, courrier.contexte["a_verifier"]) == ("factures@organisme.example", 2)
    # A Sunday.
    assert annoncer_changements(le=date(2027, 2, 7))["projets de facture changés"].faites == 0


def test_emettre_se_confirme_puis_se_fait_une_fois(marc, brouillon):
    adresse = reverse("factures:emettre", args=[brouillon.pk])
    avant = marc.get(adresse)
    assert [erreur["texte"] for erreur in avant.context["erreurs"]] == [f"Il reste 2{INSECABLE}lignes à confirmer."]
    marc.post(reverse("factures:confirmer", args=[brouillon.pk]))
    assert marc.get(adresse).context["erreurs"] == []

    reponse = marc.post(adresse, follow=True)
    brouillon.refresh_from_db()
    assert dits(reponse) == ["Facture F2027-00001 : c’est émis, la Région l’a reçu."]
    assert brouillon.statut == StatutFacture.EMISE

    encore = marc.post(adresse, follow=True)
    assert dits(encore) == ["Facture F2027-00001 : c’est déjà émis. Voici où elle en est."]
    assert Facture.objects.emises().count() == 1


def test_un_projet_remis_a_jour_au_moment_d_emettre_le_dit(marc, brouillon):
    marc.post(reverse("factures:confirmer", args=[brouillon.pk]))
    declarer_heures(brouillon.bon.composantes.get(rang=1).session, MOIS, [Decimal(20), Decimal(28)])

    reponse = marc.post(reverse("factures:emettre", args=[brouillon.pk]))

    assert "Le projet vient d’être mis à jour" in texte(reponse)
    assert "Rien n’est perdu" in texte(marc.get(reverse("factures:emettre", args=[brouillon.pk])))


def test_un_refus_de_factur_x_se_lit_en_francais_et_ne_perd_rien(marc, brouillon, le_monde):
    le_monde.mandataire.emetteur.iban = "FR7630006000011234567890188"
    le_monde.mandataire.emetteur.save()
    marc.post(reverse("factures:confirmer", args=[brouillon.pk]))

    reponse = marc.post(reverse("factures:emettre", args=[brouillon.pk]))

    assert [erreur["texte"] for erreur in reponse.context["erreurs"]] == [
        "L’IBAN du compte à créditer est faux : vérifiez ses chiffres dans votre fiche de facturation."
    ]
    brouillon.refresh_from_db()
    assert (brouillon.statut, brouillon.numero) == (StatutFacture.PROJET, None)
    assert set(brouillon.lignes.values_list("controle", flat=True)) == {Controle.CONFIRMEE}
