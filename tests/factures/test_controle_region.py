"""The officers' queue of invoices, and the control of one: lines, hours, acts, rights."""

from decimal import Decimal

import pytest
from django.urls import reverse

from config.groupes import ACHAT, FINANCES
from factures.actions.suspendre import reprendre_le_delai, suspendre_facture
from factures.enums import StatutFacture
from factures.models import Facture
from factures.queries.controle import lignes_a_controler
from referentiels.regles.typographie import composer
from tests.factories.emission import projet
from tests.factories.factures import (
    LE,
    MOIS,
    Voulue,
    avoir_entier_nu,
    corriger_heures,
    declarer_heures,
    emettre_nue,
)
from tests.factures.officier import (
    FIN_DE_MOIS,
    LISTE,
    PAIEMENTS,
    arbre,
    champs,
    connecte,
    emise,
    le_monde,
    nouveau_bon,
    officier,
    page,
    presser,
)

__all__ = ["le_monde"]


def test_la_file_montre_les_factures_emises_dans_leur_ordre_d_arrivee(le_monde):
    recente = emise(le_monde)
    projet(nouveau_bon(le_monde))
    ancienne = emettre_nue(projet(nouveau_bon(le_monde)), le=LE.replace(month=1))
    annulee = emise(le_monde)
    avoir_entier_nu(annulee)

    reponse = connecte(le_monde.agent).get(LISTE)

    numeros = [lien.text for lien in arbre(reponse).xpath("//th[contains(@class,'field-piece')]/a")]
    assert [texte.split("\n")[0] for texte in numeros] == [f"Facture {ancienne.numero}", f"Facture {recente.numero}"]


def test_ce_qui_est_suspendu_ou_sans_suite_n_attend_pas_la_region(le_monde):
    suspendue, reprise = emise(le_monde), emise(le_monde)
    suspendre_facture(facture_id=suspendue.pk, motif="RIB.", par=le_monde.agent, le=LE)
    avoir_entier_nu(reprise)
    client = connecte(le_monde.agent)

    assert "Aucune facture n’attend la Région." in client.get(LISTE).content.decode()
    toutes = arbre(client.get(f"{LISTE}?etat=toutes"))
    assert {cellule.text for cellule in toutes.xpath("//td[contains(@class,'field-attente')]")} == {"–"}
    notes = toutes.xpath("//td[contains(@class,'field-etat')]/span[@class='note']/text()")
    assert sorted(notes) == ["Délai suspendu", "Sans suite", "Sans suite"]
    assert arbre(client.get(page(reprise))).xpath("//form[@id='controle']") == []
    rien = client.get(f"{LISTE}?etat=mandatee").content.decode()
    assert "Rien ne répond à cette recherche" in rien


@pytest.mark.parametrize("combien", [1, 3])
def test_la_file_se_lit_en_huit_requetes(le_monde, combien, django_assert_max_num_queries):
    for _ in range(combien):
        emise(le_monde)
    client = connecte(le_monde.agent)
    client.get(LISTE)

    with django_assert_max_num_queries(8):
        client.get(LISTE)


def test_certifier_toutes_les_lignes_apres_confirmation(le_monde):
    facture = emise(le_monde, Voulue(), Voulue())
    client = connecte(officier(ACHAT))

    reponse = presser(client, page(facture), decision="tout")
    facture.refresh_from_db()
    assert facture.statut == StatutFacture.EMISE
    client.post(page(facture), {**champs(reponse), "etape": "confirmer"})

    facture.refresh_from_db()
    assert (facture.statut, str(facture.service_fait_le)) == (StatutFacture.SERVICE_FAIT, "2027-02-03")
    # A second click is told kindly.
    apres = client.post(page(facture), {**champs(reponse), "etape": "confirmer"}, follow=True)
    assert composer("est déjà « service fait certifié » : rien n’a changé.") in apres.content.decode()


def test_une_ligne_refusee_demande_sa_raison_puis_rejette(le_monde):
    facture = emise(le_monde, Voulue(), Voulue())
    une, autre = facture.lignes.order_by("rang")
    client = connecte(officier(ACHAT))
    dits = {f"ligne_{une.pk}": "fait", f"ligne_{autre.pk}": "non_fait", "decision": "lignes"}

    reponse = presser(client, page(facture), **dits)
    assert len(arbre(reponse).xpath("//*[@class='erreurs']")) == 1
    reponse = presser(client, page(facture), **dits, **{f"raison_{autre.pk}": "Feuilles absentes."})
    client.post(page(facture), {**champs(reponse), "etape": "confirmer"})

    facture.refresh_from_db()
    assert (facture.statut, facture.motif_rejet) == (StatutFacture.REJETEE, "Ligne 2 : Feuilles absentes.")


def test_sans_le_droit_on_lit_sans_agir(le_monde):
    facture = emise(le_monde)
    client = connecte(officier(FINANCES))

    assert arbre(client.get(page(facture))).xpath("//form[@id='controle']") == []
    assert client.post(page(facture), {"decision": "tout", "version": 0}).status_code == 403
    assert client.get(acte(facture, "suspendre")).status_code == 403
    assert connecte(officier(ACHAT)).get(PAIEMENTS).status_code == 403
    assert connecte(officier(ACHAT)).post(FIN_DE_MOIS).status_code == 403
    assert connecte(le_monde.au_mandataire).get(page(facture)).status_code == 302


def test_suspendre_puis_reprendre_par_les_pages(le_monde):
    facture = emise(le_monde)
    client = connecte(officier(ACHAT))

    presser(client, acte(facture, "suspendre"), motif="Le relevé signé.")
    assert facture.suspensions.get().fin is None
    assert "Délai suspendu depuis" in client.get(page(facture)).content.decode()
    demain = presser(client, acte(facture, "reprendre"), recu_le="04/02/2027")
    assert demain.context["form"].non_field_errors() == [
        "Le jour où tout est arrivé va du 3\xa0février 2027, jour de la suspension, à aujourd’hui."
    ]
    presser(client, acte(facture, "reprendre"), recu_le="03/02/2027")

    assert str(facture.suspensions.get().fin) == "2027-02-03"
    assert "À payer au plus tard le" in client.get(page(facture)).content.decode()


def acte(facture: Facture, nom: str) -> str:
    return reverse("admin:factures_facture_acte", args=[facture.pk, nom])


def test_un_second_clic_ne_suspend_pas_deux_fois_et_le_dit(le_monde):
    facture = emise(le_monde)
    client = connecte(officier(ACHAT))
    envoi = {**champs(client.get(acte(facture, "suspendre"))), "motif": "Le relevé signé."}

    client.post(acte(facture, "suspendre"), envoi)
    apres = client.post(acte(facture, "suspendre"), envoi, follow=True)

    assert composer("n’attend plus cet acte : rien n’a changé.") in apres.content.decode()
    assert facture.suspensions.count() == 1


def test_ce_qu_un_autre_a_fait_se_relit_sans_perdre_ce_qui_etait_ecrit(le_monde):
    facture = emise(le_monde)
    [ligne] = facture.lignes.all()
    client = connecte(officier(ACHAT))
    dits = {f"ligne_{ligne.pk}": "non_fait", f"raison_{ligne.pk}": "Feuilles absentes.", "decision": "lignes"}
    lue, ecrite = champs(client.get(page(facture))), champs(client.get(acte(facture, "rejeter")))
    suspendre_facture(facture_id=facture.pk, motif="RIB.", par=le_monde.agent, le=LE)
    reprendre_le_delai(facture_id=facture.pk, recu_le=LE, par=le_monde.agent, le=LE)

    relue = client.post(page(facture), {**lue, **dits, "etape": "confirmer"})
    acte_relu = client.post(acte(facture, "rejeter"), {**ecrite, "motif": "RIB clos."})
    assert "Quelqu’un a agi sur cette facture" in relue.content.decode()
    assert "Feuilles absentes." in relue.content.decode()
    assert acte_relu.context["form"]["motif"].value() == "RIB clos."
    client.post(page(facture), {**champs(relue), **dits, "etape": "confirmer"})

    facture.refresh_from_db()
    assert (facture.statut, facture.motif_rejet) == (StatutFacture.REJETEE, "Ligne 1 : Feuilles absentes.")


def test_les_lignes_se_lisent_face_aux_heures_declarees(le_monde, django_assert_num_queries):
    bon = nouveau_bon(le_monde)
    session = bon.composantes.get().session
    facture = emettre_nue(projet(bon))
    [ligne] = lignes_a_controler(facture)
    assert ligne.alertes == ["Aucune heure n’est déclarée pour janvier 2027."]

    releve = declarer_heures(session, MOIS, [Decimal("35.50"), Decimal(28)])
    with django_assert_num_queries(3):
        [ligne] = lignes_a_controler(facture)
    [un] = ligne.mois
    assert (un.heures, un.facturees, un.declarees, un.stagiaires) == (
        Decimal("63.50"),
        Decimal("63.50"),
        Decimal("63.50"),
        2,
    )
    assert ligne.alertes == ["Ni relevé signé, ni feuille d’émargement reçue pour janvier 2027."]

    corriger_heures(session.parcours.order_by("pk").first(), MOIS, Decimal("30.50"))
    [ligne] = lignes_a_controler(facture)
    assert ligne.mois[0].declarees == Decimal("58.50")
    assert len(ligne.alertes) == 3
    assert releve.statut == "declare"
