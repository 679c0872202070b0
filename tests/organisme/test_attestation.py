"""The attestation of who followed a training: made at its exit, made again when its days change."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pypdf
import pytest
import time_machine
from django.urls import reverse

from comptes.liens import Usage, chemin
from noyau.documents import octets_du_document
from noyau.lettres import Document
from parcours.actions.attester import attester
from parcours.actions.rectifier import annuler_la_declaration, corriger_les_jours
from parcours.actions.sortir import declarer_sortie
from parcours.queries.attestation import attestation_de
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.html import texte

pytestmark = pytest.mark.django_db


@pytest.fixture
def present(le_monde):
    return parcours_de(session_publiee(le_monde, 2, structure=le_monde.reseau), "entre", structure=le_monde.reseau)


def sortir(parcours, issue="terminer", jour=None, **autres):
    jour = jour or parcours.session.fin
    declarer_sortie(parcours_id=parcours.pk, issue=issue, jour=jour, par=parcours.session.demandeur, le=jour, **autres)
    parcours.refresh_from_db()
    return attestation_de(parcours)


def dit_de(document, client):
    return texte(client.get(reverse("noyau:verifier_code", args=[document.code_affiche])))


def test_l_attestation_est_faite_a_la_sortie_et_se_lit(present, client):
    document = sortir(present)

    assert document.contexte["stagiaires"] == [present.stagiaire_id]
    assert present.stagiaire.nom not in document.titre + document.reference + document.nom_fichier
    pdf = octets_du_document(document.pk)
    lu = pypdf.PdfReader(BytesIO(pdf))
    mots = " ".join(" ".join(page.extract_text() for page in lu.pages).split())
    assert lu.metadata.title == f"Attestation de formation {document.reference}"
    session = present.session
    attendus = [
        present.stagiaire.nom_complet, session.intitule, session.organisme.nom, document.reference, "L. 6353-1",
        document.code_affiche,
    ]  # fmt: skip
    assert [mot for mot in attendus if mot not in mots] == []
    vu = dit_de(document, client)
    assert (session.intitule in vu, present.stagiaire.nom in vu) == (True, False)


def test_partie_pour_un_emploi_elle_est_partielle_un_abandon_n_en_a_pas(present, le_monde):
    assert sortir(present, "sortir_pour_emploi", present.entre_le + timedelta(days=20)).contexte["partielle"] is True

    autre = parcours_de(present.session, "entre")
    assert sortir(autre, "abandonner", autre.entre_le, raison="change_avis") is None


def test_des_dates_corrigees_en_font_une_autre_qui_remplace_la_premiere(present, client):
    premiere = sortir(present)
    avant_la_fin = present.sorti_le - timedelta(days=1)
    corriger_les_jours(
        parcours_id=present.pk,
        entre_le=present.entre_le,
        sorti_le=avant_la_fin,
        raison="saisie",
        par=present.session.demandeur,
        le=present.session.fin,
    )
    seconde = attestation_de(present)

    assert (seconde.contexte["sorti_le"], seconde.reference == premiere.reference) == (avant_la_fin.isoformat(), False)
    assert f"par l’attestation {seconde.reference}" in dit_de(premiere, client)
    present.refresh_from_db()
    assert attester(present, le=present.session.fin) == seconde
    assert Document.objects.filter(modele="attestation").count() == 2


def test_une_sortie_annulee_retire_l_attestation(present, client):
    le = present.entre_le + timedelta(days=20)
    with time_machine.travel(datetime(le.year, le.month, le.day, 9, tzinfo=UTC)):
        document = sortir(present, jour=le)
        annuler_la_declaration(parcours_id=present.pk, raison="saisie", par=present.session.demandeur, le=le)
    present.refresh_from_db()

    assert attestation_de(present) is None
    assert "cette attestation ne vaut plus" in dit_de(document, client)


def test_l_organisme_le_referent_et_la_personne_la_telechargent_pas_l_employeur(present, client, le_monde):
    sortir(present)
    page = reverse("parcours:attestation", args=[present.pk])
    codes = {}
    lecteurs = {
        "organisme": present.session.demandeur,
        "referent": comptes.referent(le_monde.reseau),
        "employeur": present.intention.employeur.rattachements.get().utilisateur,
    }
    for nom, lecteur in lecteurs.items():
        client.force_login(lecteur)
        codes[nom] = client.get(page).status_code
    client.logout()
    lien = chemin("insertion:attestation_lien", Usage.ATTESTATION, present.stagiaire.courriel, objet=present.pk)
    codes["stagiaire"] = client.get(lien).status_code
    codes["autre"] = client.get(
        chemin("insertion:attestation_lien", Usage.ATTESTATION, "autre@exemple.fr", objet=present.pk)
    ).status_code

    assert codes == {"organisme": 200, "referent": 200, "employeur": 404, "stagiaire": 200, "autre": 404}
