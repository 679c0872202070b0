"""The page of one person in training: who opens it, what it says, what may be written there."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from noyau.journal import LigneJournal
from parcours.models import NoteParcours
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours
from stagiaires.forms.fiche import version_de
from stagiaires.forms.nir import SANS_NIR
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import StructureReseauFactory
from tests.html import texte

pytestmark = pytest.mark.django_db


def page_de(parcours, nom="fiche"):
    return reverse(f"parcours:{nom}", args=[parcours.pk])


def test_fiche_s_ouvre_a_ceux_que_la_personne_concerne(le_monde, session, referente, entre):
    parcours = parcours_de(session, S.PROFIL_VALIDE, structure=le_monde.reseau)
    a_elle = comptes.employeur(parcours.intention.employeur)
    for personne in (referente, session.demandeur, le_monde.agent, a_elle):
        assert entre(personne).get(page_de(parcours)).status_code == 200
    assert Consultation.objects.count() == 4
    for personne in (comptes.referent(), comptes.organisme(), comptes.employeur(), comptes.UtilisateurFactory()):
        assert entre(personne).get(page_de(parcours)).status_code == 404
    assert Consultation.objects.count() == 4


def test_fiche_de_l_employeur_ne_donne_ni_contact_ni_historique(le_monde, session, referente, entre):
    parcours = parcours_de(session, S.PROFIL_VALIDE, structure=le_monde.reseau)
    NoteParcours.objects.create(parcours=parcours, texte="Très motivée", par=None, le=parcours.cree_le)
    stagiaire = parcours.stagiaire
    # Whole, as the page writes them: two figures alone may be in anybody's name.
    secrets = [
        re.escape(stagiaire.courriel),
        r"06(\s?\d\d){4}",
        stagiaire.identifiant_ft,
        r"mai\s1994",
        "motivée",
        "Historique",
    ]

    def lus(personne) -> list[str]:
        lue = texte(entre(personne).get(page_de(parcours)))
        assert stagiaire.nom_complet in lue
        return [secret for secret in secrets if re.search(secret, lue)]

    assert lus(comptes.employeur(parcours.intention.employeur)) == []
    assert lus(referente) == secrets


def test_employeur_n_ouvre_rien_avant_que_le_profil_soit_valide(le_monde, session, entre):
    parcours = parcours_de(session, S.POSITIONNE, structure=le_monde.reseau)
    client = entre(comptes.employeur(parcours.intention.employeur))
    assert client.get(page_de(parcours)).status_code == 404


SUITES = {
    S.POSITIONNE: "Le profil est à valider",
    S.PROFIL_VALIDE: "L’organisme doit se prononcer",
    S.ADMIS: "Entrée prévue le 11 janvier 2027",
    S.ENTRE: "En formation jusqu’au 30 avril 2027",
    S.TERMINE: "Formation terminée",
    S.SORTIE_EMPLOI: "Sortie pour un emploi",
    S.ABANDON: "Abandon",
    S.EXCLU: "Exclusion",
    S.NON_RETENU: "Candidature non retenue",
}


def test_fiche_dit_en_mots_ce_qui_vient_apres(le_monde, referente, entre):
    session = session_publiee(le_monde, len(SUITES) + 1, structure=le_monde.reseau)
    client = entre(referente)
    for statut, suite in SUITES.items():
        contexte = client.get(page_de(parcours_de(session, statut, structure=le_monde.reseau))).context
        assert contexte["suite"]["titre"].replace("\u00a0", " ") == suite
        etats = [moment["etat"] for moment in contexte["frise"]]
        assert etats.count("ici") == 1
        if statut in {S.ABANDON, S.EXCLU, S.SORTIE_EMPLOI}:
            assert etats == ["fait"] * 4 + ["ici"]
    en_retard = parcours_de(session, S.ADMIS, structure=le_monde.reseau)
    Parcours.objects.filter(pk=en_retard.pk).update(debut=timezone.localdate() - timedelta(days=3))
    suite = client.get(page_de(en_retard)).context["suite"]
    assert suite["titre"] == "L’organisme doit déclarer l’entrée"


def test_fiche_dit_le_rang_en_liste_d_attente(le_monde, session, referente, entre):
    devant = parcours_de(session, structure=le_monde.reseau, en_attente=True)
    ensuite = parcours_de(session, structure=le_monde.reseau, en_attente=True)
    titres = [entre(referente).get(page_de(p)).context["suite"]["titre"] for p in (devant, ensuite)]
    assert titres == ["En liste d’attente, première place", "En liste d’attente, deuxième place"]


def test_fiche_n_offre_que_les_actes_de_chacun(le_monde, session, referente, entre):
    parcours = parcours_de(session, S.PROFIL_VALIDE, structure=le_monde.reseau)

    def actes(personne):
        return [acte["texte"] for acte in entre(personne).get(page_de(parcours)).context["actes"]]

    assert "Se prononcer sur l’admission" in actes(session.demandeur)
    assert "Se prononcer sur l’admission" not in actes(referente)
    assert actes(le_monde.agent) == []


def test_l_entree_ne_se_propose_a_l_organisme_qu_a_partir_du_premier_jour(le_monde, session, entre):
    parcours = parcours_de(session, S.ADMIS, structure=le_monde.reseau)

    def contexte(debut):
        Parcours.objects.filter(pk=parcours.pk).update(debut=debut)
        return entre(session.demandeur).get(page_de(parcours)).context

    demain, ce_jour = (contexte(timezone.localdate() + timedelta(days=jours)) for jours in (1, 0))
    assert "Déclarer l’entrée" not in [acte["texte"] for acte in demain["actes"]]
    assert [acte["texte"] for acte in demain["actes"] if acte.get("principal")] == []
    assert demain["suite"]["texte"].endswith("la déclare à partir de ce jour.")
    assert [acte["texte"] for acte in ce_jour["actes"] if acte.get("principal")] == ["Déclarer l’entrée"]


def test_fiche_a_un_cout_constant(le_monde, session, referente, entre, django_assert_max_num_queries):
    client = entre(referente)
    for statut, requetes in ((S.PROFIL_VALIDE, 10), (S.ENTRE, 12)):
        parcours = parcours_de(session, statut, structure=le_monde.reseau)
        client.get(page_de(parcours))
        for _ in range(3):
            NoteParcours.objects.create(parcours=parcours, texte="Vue", par=referente, le=parcours.cree_le)
        with django_assert_max_num_queries(requetes):
            client.get(page_de(parcours))


def test_note_est_gardee_une_fois_avec_qui_l_a_ecrite(le_monde, session, referente, entre):
    parcours = parcours_de(session, structure=le_monde.reseau)
    avant = LigneJournal.objects.count()
    client = entre(referente)
    for _ in range(2):
        assert client.post(page_de(parcours, "note"), {"texte": "Joignable le matin."}).status_code == 302
    note = NoteParcours.objects.get()
    assert (note.par, note.qualite) == (referente, f"Référent du Réseau pour l’emploi, {le_monde.reseau}")
    # The journal is kept when the note is erased.
    assert LigneJournal.objects.count() == avant


def test_note_qui_contient_un_numero_de_securite_sociale_est_refusee_et_reste_a_l_ecran(session, entre):
    parcours = parcours_de(session)
    reponse = entre(session.demandeur).post(page_de(parcours, "note"), {"texte": "Son n° : 1 85 05 44 109 123"})
    assert reponse.context["form"].errors == {"texte": [SANS_NIR]}
    assert "Son n° : 1 85 05 44 109 123" in reponse.content.decode()
    assert not NoteParcours.objects.exists()


def test_note_ne_s_ecrit_ni_par_un_employeur_ni_par_un_agent(le_monde, session, entre):
    parcours = parcours_de(session, S.PROFIL_VALIDE)
    for personne in (comptes.employeur(parcours.intention.employeur), le_monde.agent):
        assert entre(personne).post(page_de(parcours, "note"), {"texte": "Bonjour"}).status_code == 403
    assert entre(comptes.referent()).post(page_de(parcours, "note"), {"texte": "Bonjour"}).status_code == 404
    assert not NoteParcours.objects.exists()


def saisie(stagiaire, **champs):
    return {
        "prenom": stagiaire.prenom,
        "nom": stagiaire.nom,
        "date_naissance": f"{stagiaire.date_naissance:%d/%m/%Y}",
        "courriel": stagiaire.courriel,
        "telephone": stagiaire.telephone,
        "commune": "",
        "identifiant_ft": stagiaire.identifiant_ft,
        "version": version_de(stagiaire),
        **champs,
    }


def test_corriger_la_fiche_puis_apprendre_qu_un_collegue_est_passe(le_monde, session, referente, entre):
    stagiaire = parcours_de(session, structure=le_monde.reseau).stagiaire
    adresse = page_de(stagiaire.parcours.get(), "corriger")
    client = entre(referente)
    lue = saisie(stagiaire, nom="Kermarec")
    assert client.post(adresse, lue).status_code == 302
    # Sent twice, it says the same: nothing to tell.
    assert client.post(adresse, lue).status_code == 302
    tard = client.post(adresse, {**lue, "nom": "Morvan"})
    assert tard.status_code == 409
    assert "Kermarec" in texte(tard)
    assert 'value="Morvan"' in tard.content.decode()
    stagiaire.refresh_from_db()
    assert stagiaire.nom == "Kermarec"


def test_corriger_appartient_a_la_structure_qui_suit_et_a_un_agent_qui_le_peut(le_monde, session, entre):
    parcours = parcours_de(session, S.PROFIL_VALIDE, structure=StructureReseauFactory())
    sans_droit = comptes.agent(is_superuser=False)
    de_la_session = comptes.referent(le_monde.reseau)
    for personne in (session.demandeur, comptes.employeur(parcours.intention.employeur), sans_droit, de_la_session):
        assert entre(personne).get(page_de(parcours, "corriger")).status_code == 403
    for personne in (comptes.referent(parcours.structure), le_monde.agent):
        assert entre(personne).get(page_de(parcours, "corriger")).status_code == 200
