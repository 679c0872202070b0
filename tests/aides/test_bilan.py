"""The bilan after the training: saved, counted by the same code, sent once, with its proofs."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from aides.actions.bilan import enregistrer_bilan, envoyer_bilan
from aides.actions.ecrire import ecrire_a_la_demande
from aides.enums import StatutAide
from aides.forms.bilan import BilanForm
from aides.models import BilanFormation
from aides.regles.pieces import Etape, requises
from aides.views.bilan import apercu_du_du
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.pieces import Message, Piece
from tests.factories import aides, comptes

pytestmark = pytest.mark.django_db
FIN = date(2027, 2, 1)
FAIT = {
    "debut": date(2026, 12, 7),
    "fin": date(2027, 1, 29),
    "heures": Decimal(120),
    "cout": Decimal(1800),
    "contrat_en_cours": True,
    "deroulement": "Comme prévu, sauf deux jours de gel.",
}
ENVOI = "0f8fad5b-d9cb-469f-a165-70867728950e"


@pytest.fixture
def accordee(claire, maison):
    """A granted aid of 1 470 €, whose training was 140 hours."""
    return aides.demande(StatutAide.ACCORDEE, employeur=maison, par=claire)


def test_le_bilan_part_une_fois_avec_ses_pieces(accordee, claire):
    enregistrer_bilan(demande_id=accordee.pk, par=claire, champs=FAIT)
    aides.pieces(accordee, par=claire, etape=Etape.BILAN)

    envoyee = envoyer_bilan(demande_id=accordee.pk, par=claire, le=FIN)

    assert envoyee.statut == StatutAide.FORMATION_REALISEE
    assert BilanFormation.objects.get().envoye_le is not None
    assert Courrier.objects.get(modele="aide_bilan_recu").destinataire == claire.email
    with pytest.raises(TransitionImpossible):
        envoyer_bilan(demande_id=accordee.pk, par=claire, le=FIN)
    with pytest.raises(TransitionImpossible):
        enregistrer_bilan(demande_id=accordee.pk, par=claire, champs=FAIT)


def test_un_bilan_incomplet_ou_trop_tot_ne_part_pas(accordee, claire):
    enregistrer_bilan(demande_id=accordee.pk, par=claire, champs={**FAIT, "heures": None, "contrat_en_cours": False})

    with pytest.raises(RegleViolee) as refus:
        envoyer_bilan(demande_id=accordee.pk, par=claire, le=FIN)
    assert len(refus.value.motifs) == 4
    enregistrer_bilan(demande_id=accordee.pk, par=claire, champs=FAIT)
    aides.pieces(accordee, par=claire, etape=Etape.BILAN)
    with pytest.raises(RegleViolee):
        envoyer_bilan(demande_id=accordee.pk, par=claire, le=date(2027, 1, 28))


def test_enregistrer_montre_le_du_et_n_envoie_rien(chez_claire, accordee):
    adresse = reverse("aides:bilan", args=[accordee.pk])
    reponses = {
        "debut": "07/12/2026", "fin": "29/01/2027", "heures": "120", "cout": "1800", "contrat_en_cours": "oui",
    }  # fmt: skip

    page = chez_claire.post(adresse, reponses, follow=True)

    accordee.refresh_from_db()
    assert accordee.statut == StatutAide.ACCORDEE
    assert page.context["calcul"].montant == Decimal("1260.00")


def test_envoyer_trop_tot_garde_ce_qui_est_tape_et_le_dit(chez_claire, accordee):
    page = chez_claire.post(
        reverse("aides:bilan", args=[accordee.pk]), {"heures": "12,5", "deroulement": "Un mot.", "envoyer": "1"}
    )

    assert page.status_code == 200
    assert 'value="12,5"' in page.content.decode()
    assert BilanFormation.objects.get().heures == Decimal("12.50")


REPONSES = {"debut": "07/12/2026", "fin": "29/01/2027", "heures": "120", "cout": "1800", "contrat_en_cours": "oui"}


def fichier(nom):
    return SimpleUploadedFile(f"{nom}.pdf", aides.PDF + f"% {nom}\n%%EOF\n".encode())


def test_joindre_une_piece_garde_tout_ce_qui_est_tape(chez_claire, accordee):
    adresse = reverse("aides:bilan", args=[accordee.pk])
    tape = {**REPONSES, "deroulement": "Deux jours de gel."}

    jointe = chez_claire.post(adresse, {**tape, "joindre": "aide_facture", "piece-aide_facture": fichier("facture")})

    assert jointe.headers["Location"] == f"{adresse}#piece-aide_facture"
    assert (BilanFormation.objects.get().deroulement, Piece.objects.get().categorie) == (
        "Deux jours de gel.", "aide_facture",
    )  # fmt: skip


def test_un_nombre_illisible_ne_perd_ni_le_texte_ni_le_fichier(chez_claire, accordee):
    page = chez_claire.post(
        reverse("aides:bilan", args=[accordee.pk]),
        {"heures": "cent", "deroulement": "Un mot.", "envoyer": "1", "piece-aide_facture": fichier("facture")},
    )

    assert list(page.context["form"].errors) == ["heures"]
    assert "Un mot." in page.content.decode()
    assert Piece.objects.get().categorie == "aide_facture"


def test_un_second_onglet_n_enregistre_ni_ne_joint(chez_claire, accordee):
    page = chez_claire.post(
        reverse("aides:bilan", args=[accordee.pk]),
        {**REPONSES, "lu": "accordee:avant", "joindre": "aide_facture", "piece-aide_facture": fichier("facture")},
    )

    assert page.context["form"].non_field_errors()
    assert not BilanFormation.objects.exists()
    assert not Piece.objects.exists()


def test_le_bilan_et_ses_pieces_partent_d_un_seul_clic(chez_claire, accordee):
    pieces = {f"piece-{nom}": fichier(nom) for nom in requises("pef", Etape.BILAN)}

    with time_machine.travel(FIN, tick=False):
        chez_claire.force_login(accordee.demandeur)
        chez_claire.post(
            reverse("aides:bilan", args=[accordee.pk]),
            {**REPONSES, "deroulement": "Comme prévu.", "envoyer": "1", **pieces},
        )

    accordee.refresh_from_db()
    assert accordee.statut == StatutAide.FORMATION_REALISEE


def test_la_part_d_un_autre_financeur_est_otee_du_cout(chez_claire, accordee):
    """The invoice says the whole: 1 800 €, of which an Opco paid 600: 70 % of what is left."""
    adresse = reverse("aides:bilan", args=[accordee.pk])

    page = chez_claire.post(adresse, {**REPONSES, "autre_montant": "600"}, follow=True)
    refusee = chez_claire.post(adresse, {**REPONSES, "autre_montant": "1800,01"})

    assert page.context["calcul"].montant == Decimal("840.00")
    assert "Un autre financeur paie" in page.content.decode()
    assert list(refusee.context["form"].errors) == ["autre_montant"]


def test_la_part_annoncee_a_la_demande_compte_tant_que_le_bilan_n_en_dit_rien(claire, maison):
    annoncee = {"autre_financement": True, "autre_financeur": "Constructys", "autre_montant": Decimal(600)}
    demande = aides.demande(StatutAide.ACCORDEE, employeur=maison, par=claire, **annoncee)
    bilan = enregistrer_bilan(demande_id=demande.pk, par=claire, champs=FAIT)

    assert BilanForm(demande=demande, bilan=bilan)["autre_montant"].value() == 600
    assert apercu_du_du(demande, bilan).montant == Decimal("840.00")
    bilan.autre_montant = Decimal(0)
    assert apercu_du_du(demande, bilan).montant == Decimal("1260.00")


def test_un_message_previent_l_autre_cote_une_fois(accordee, claire, maison):
    agent = comptes.agent()
    commun = {"demande_id": accordee.pk, "texte": "Le devis est joint.", "envoi": ENVOI}

    ecrire_a_la_demande(par=claire, **commun)
    ecrire_a_la_demande(par=claire, **commun)
    ecrire_a_la_demande(par=agent, **{**commun, "texte": "Bien reçu."})

    assert Message.objects.count() == 2
    assert [c.contexte["pour"] for c in Courrier.objects.filter(modele="aide_message").order_by("pk")] == [
        "region", "employeur",
    ]  # fmt: skip


def test_le_fil_et_les_pieces_sont_au_dossier_et_a_personne_d_autre(client, accordee, claire):
    [piece, *_] = aides.pieces(accordee, par=claire)
    lire = lambda qui: [  # noqa: E731
        (client.force_login(qui), client.get(adresse).status_code)[1]
        for adresse in (reverse("aides:messages", args=[accordee.pk]), reverse("aides:piece", args=[piece.pk]))
    ]

    assert lire(claire) == [200, 200]
    assert lire(comptes.agent()) == [200, 200]
    assert lire(comptes.employeur()) == [404, 404]
