"""Who of the Région reads a name, a proof, a letter, an increase, by whatever door."""

import pytest
from django.db import transaction
from django.urls import reverse

from aides.enums import CategoriePiece, StatutAide, TypeAide
from aides.models import Majoration
from noyau import courriers
from noyau.televersement import PieceLue, joindre
from tests.factories.aides import LE, demande, plan

pytestmark = pytest.mark.django_db


def page_de(une, nom="change"):
    return reverse(f"admin:aides_demandeaide_{nom}", args=[une.pk])


def texte(reponse):
    return reponse.content.decode()


@pytest.mark.parametrize(
    ("groupe", "voit_le_nom", "voit_la_majoration"),
    [("Agents d’achat", True, True), ("Chefs d’unité", True, True), ("Finances", False, False)],
)
def test_qui_lit_le_nom_et_la_majoration(chez, groupe, voit_le_nom, voit_la_majoration):
    navigateur = chez(groupe)
    une = demande(StatutAide.DEPOSEE, rqth=True)
    plan(une)
    lue = texte(navigateur.get(page_de(une)))
    assert ("Samira Lenoir" in lue, "FR76 3000" in lue) == (voit_le_nom, voit_le_nom)
    assert ("reconnue travailleur handicapé" in lue) == voit_la_majoration


def test_qui_ne_lit_pas_la_majoration_ne_la_devine_pas(chez):
    """Neither by the lines of the calculation, nor by the open points it meets, nor by hours in the export."""
    une = demande(StatutAide.DEPOSEE, dispositif=TypeAide.TUTORAT, rqth=True)
    Majoration.objects.filter(demande=une).update(justificatif_vu_le=LE)
    dits = {groupe: texte(chez(groupe).get(page_de(une))) for groupe in ("Agents d’achat", "Finances")}
    assert {groupe: "ajoration" in lue for groupe, lue in dits.items()} == {"Agents d’achat": True, "Finances": False}
    export = chez("Finances").get(reverse("admin:aides_demandeaide_export")).content.decode()
    assert "heures" not in export


def test_pieces_et_lettres_ne_se_lisent_par_aucune_autre_porte(chez):
    une = demande(StatutAide.DEPOSEE)
    piece = joindre(
        une, PieceLue("rib.pdf", "application/pdf", b"%PDF-1.4 rib"), categorie=CategoriePiece.RIB, par=une.demandeur
    )
    with transaction.atomic():
        lettre = courriers.deposer_document(
            modele="decision_aide", cle="essai", objet=une, titre="Lettre", reference="AI", contexte={}
        )
    portes = [
        reverse("aides:piece", args=[piece.pk]),
        reverse("aides:document", args=[lettre.pk]),
        reverse("admin:noyau_document_pdf", args=[lettre.pk]),
    ]
    navigateur = chez("Finances")
    assert [navigateur.get(porte).status_code for porte in portes] == [403, 403, 403]
    page = texte(navigateur.get(reverse("admin:aides_demandeaide_echanges", args=[une.pk])))
    assert "nomment la personne embauchée" in page


def test_piece_ne_s_ouvre_qu_a_qui_instruit(chez):
    une = demande(StatutAide.DEPOSEE)
    lue = PieceLue("rib.pdf", "application/pdf", b"%PDF-1.4 rib")
    piece = joindre(une, lue, categorie=CategoriePiece.RIB, par=une.demandeur)
    adresse = reverse("admin:aides_demandeaide_piece", args=[une.pk, piece.pk])
    assert chez("Finances").get(adresse).status_code == 403
    navigateur = chez("Agents d’achat")
    assert b"".join(navigateur.get(adresse).streaming_content) == b"%PDF-1.4 rib"
    assert navigateur.get(reverse("admin:aides_demandeaide_piece", args=[une.pk + 1, piece.pk])).status_code == 404
    assert navigateur.get(adresse + "vue/").status_code == 405
    assert "Vue par" in texte(navigateur.post(adresse + "vue/", follow=True))
