"""The invoices of the mandataire once issued: where they stand, their files, their avoirs; who else reads them."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from factures.actions.emettre import emettre
from factures.enums import Controle
from factures.models import Suspension
from factures.queries.session import facturation_de
from factures.templatetags.factures import etat_de_facture
from noyau.courriers import Document
from referentiels.templatetags.regles import etat
from tests.factories.emission import projet
from tests.factories.factures import MOIS, avoir_entier_nu, bon_de_commande, emettre_nue
from tests.factures.mandataire import LE, avancer, brouillon, ce_jour, dits, le_monde, marc, page_de
from tests.html import texte

__all__ = ["brouillon", "ce_jour", "le_monde", "marc"]

pytestmark = pytest.mark.usefixtures("ce_jour")


def test_la_facture_emise_donne_ses_fichiers(marc, brouillon, le_monde):
    brouillon.lignes.update(controle=Controle.CONFIRMEE)
    emise = emettre(facture_id=brouillon.pk, par=le_monde.au_mandataire, le=LE)

    xml = marc.get(reverse("factures:xml", args=[emise.pk]))

    assert xml.content.decode() == emise.xml
    assert xml.headers["Content-Disposition"] == f'attachment; filename="{emise.numero}.xml"'
    lue = page_de(marc, emise).context["facture"]
    assert Document.objects.get(pk=lue.document).reference == emise.numero
    pdf = marc.get(reverse("factures:pdf", args=[emise.pk]))
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("passages", "titre"),
    [
        ([], "Émise"),
        (["certifier"], "Service fait certifié"),
        (["certifier", "mandater"], "Mandatée"),
        (["certifier", "mandater", "payer"], "Payée"),
        (["rejeter"], "Rejetée par la Région"),
    ],
    ids=lambda valeur: valeur[-1] if isinstance(valeur, list) and valeur else "",
)
def test_la_facture_dit_ou_elle_en_est(marc, le_monde, passages, titre):
    emise = emettre_nue(projet(bon_de_commande(le_monde)))
    avancer(emise, *passages)

    assert page_de(marc, emise).context["situation"].titre == titre


def test_une_suspension_se_lit_avec_ce_qui_manque(marc, le_monde):
    emise = emettre_nue(projet(bon_de_commande(le_monde)))
    Suspension.objects.create(facture=emise, debut=LE, motif="Feuilles d’émargement de janvier.", par=le_monde.agent)

    reponse = page_de(marc, emise)

    assert reponse.context["situation"].titre == "Paiement suspendu"
    assert reponse.content.decode().count("Feuilles d’émargement de janvier.") == 2


def test_un_retard_dit_ce_qu_il_coute(marc, le_monde):
    emise = emettre_nue(projet(bon_de_commande(le_monde)), le=date(2026, 12, 3))

    situation = page_de(marc, emise).context["situation"]

    assert situation.titre == "En retard de paiement"
    assert (situation.retard.jours, situation.retard.indemnite) == (30, Decimal(40))
    assert "30 jours au taux de 10,15 %" in texte(page_de(marc, emise)).replace("\N{NO-BREAK SPACE}", " ")


def test_un_avoir_par_ligne_se_prepare_se_relit_et_s_abandonne(marc, brouillon, le_monde):
    brouillon.lignes.update(controle=Controle.CONFIRMEE)
    emise = emettre(facture_id=brouillon.pk, par=le_monde.au_mandataire, le=LE)
    adresse = reverse("factures:avoir", args=[emise.pk])
    ligne = emise.lignes.get(rang=2)

    sans_ligne = marc.post(adresse, {"etendue": "lignes", "motif": "Erreur."})
    assert sans_ligne.context["form"].errors.keys() == {"lignes"}
    marc.post(adresse, {"etendue": "lignes", "lignes": [ligne.pk], "motif": "Session d’un autre lot."}, follow=True)

    avoir = emise.avoirs.get()
    assert (avoir.statut, avoir.montant_ht, avoir.motif) == ("projet", -ligne.montant, "Session d’un autre lot.")
    # A second tab is led to it.
    encore = marc.get(adresse, follow=True)
    assert dits(encore) == ["Un avoir de cette facture est déjà préparé : le voici."]

    reponse = marc.post(reverse("factures:abandonner", args=[avoir.pk]), follow=True)
    assert reponse.context["facture"] == emise
    assert not emise.avoirs.exists()


def test_une_facture_rejetee_se_reprend_en_un_clic(marc, brouillon, le_monde):
    brouillon.lignes.update(controle=Controle.CONFIRMEE)
    emise = emettre(facture_id=brouillon.pk, par=le_monde.au_mandataire, le=LE)
    avancer(emise, "rejeter")
    adresse = reverse("factures:reprendre", args=[emise.pk])
    assert marc.get(adresse).status_code == 200

    reponse = marc.post(adresse, follow=True)

    emise.refresh_from_db()
    avoir = emise.avoirs.get()
    assert (avoir.statut, avoir.montant_ttc) == ("emise", -emise.montant_ttc)
    assert avoir.motif == "Facture rejetée par la Région : Heures en trop."
    assert emise.annulee_le is not None
    assert reponse.context["facture"] == avoir
    assert reponse.context["situation"].texte.startswith("Rien n’est à payer ni à déduire")
    encore = marc.post(adresse, follow=True)
    assert dits(encore) == ["Des avoirs ont déjà repris toute cette facture."]


def test_une_facture_deja_reprise_ne_propose_plus_d_avoir(marc, le_monde):
    emise = emettre_nue(projet(bon_de_commande(le_monde)))
    avoir_entier_nu(emise)

    contexte = page_de(marc, emise).context

    assert (contexte["corrigible"], contexte["situation"].titre) == (False, "Reprise par un avoir")
    assert "À payer au plus tard" not in texte(page_de(marc, emise))


def test_l_etat_s_accorde_et_dit_d_abord_ce_qui_arrete(marc, le_monde):
    emise = emettre_nue(projet(bon_de_commande(le_monde)))
    assert [etat_de_facture(emise), etat_de_facture(emise, True)] == [
        etat("emise", "Émise"),
        etat("a_completer", "Suspendue"),
    ]
    avoir = avoir_entier_nu(emise)
    emise.refresh_from_db()
    assert [etat_de_facture(avoir), etat_de_facture(emise, True)] == [
        etat("emise", "Émis"),
        etat("annulee", "Reprise par un avoir"),
    ]
    suivi = texte(marc.get(reverse("factures:rapprochement", args=[emise.bon_id])))
    assert (suivi.count("Reprise par un avoir"), suivi.count("Émis")) == (1, 1)


def test_chaque_ligne_mene_a_sa_session(marc, brouillon):
    emise = emettre_nue(brouillon)

    html = page_de(marc, emise).content.decode()

    for ligne in emise.lignes.all():
        assert f'href="{reverse("sessions:demande", args=[ligne.composante.session_id])}"' in html


def test_l_agent_lit_la_facture_emise_sans_agir(le_monde, brouillon):
    emise = emettre_nue(projet(bon_de_commande(le_monde, annee=2027)))
    client = Client()
    client.force_login(le_monde.agent)

    assert page_de(client, emise).context["agit"] is False
    assert client.get(reverse("factures:avoir", args=[emise.pk])).status_code == 403


def test_d_une_session_le_mandataire_va_aux_comptes_de_son_bon_et_a_la_facture_payee(marc, le_monde):
    bon = bon_de_commande(le_monde)
    payee = emettre_nue(projet(bon))
    avancer(payee, "certifier", "mandater", "payer")
    suivi = reverse("factures:rapprochement", args=[bon.pk])
    session = reverse("sessions:demande", args=[bon.composantes.get().session_id])

    assert f'href="{suivi}"' in marc.get(session).content.decode()
    assert f'href="{reverse("factures:facture", args=[payee.pk])}"' in marc.get(suivi).content.decode()
    cotraitant = Client()
    cotraitant.force_login(le_monde.au_cotraitant)
    assert suivi not in cotraitant.get(session).content.decode()


def test_le_cotraitant_lit_ce_qui_est_facture_paye_et_conteste(le_monde):
    bon = bon_de_commande(le_monde)
    session = bon.composantes.get().session
    client = Client()
    client.force_login(le_monde.au_cotraitant)
    adresse = reverse("sessions:demande", args=[session.pk])
    assert "Ce qui est facturé" not in client.get(adresse).content.decode()

    payee = emettre_nue(projet(bon, mois=date(2026, 12, 1)))
    avancer(payee, "certifier", "mandater", "payer")
    emettre_nue(projet(bon, ("6", "4"), MOIS))
    projet(bon, mois=date(2027, 2, 1)).lignes.update(
        controle=Controle.CONTESTEE, contestation="Nous comptons 60 heures."
    )

    assert facturation_de(session) == (
        Decimal("73.50"), Decimal("698.25"), Decimal("603.25"), ["Nous comptons 60 heures."],
    )  # fmt: skip
    assert client.get(adresse).content.decode().count("Nous comptons 60 heures.") == 1
