"""The pages of who transmits: their own intentions and nobody else's, the wizard in the third person, the writing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from intentions.actions.confirmer import confirmer_intention
from intentions.models import IntentionEmbauche, Partenaire
from noyau.courriers import Courrier
from noyau.pieces import Piece
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory, OpcoFactory, OrganismeFormationFactory, siret_de_rang
from tests.factories.scenario import LE
from tests.factories.transmissions import COURRIEL, transmise
from tests.html import texte
from tests.intentions.reponses import CONTRAT, PARTICIPATION, POSTE
from tests.noyau.test_televersement import PDF

LISTE, NOUVELLE = "/transmettre/", "/transmettre/nouvelle/"
EMPLOYEUR = {
    "insertion": "non",
    "contact_nom": "Paul Le Goff",
    "contact_courriel": COURRIEL,
    "contact_telephone": "",
    "reference_externe": "FT-12",
}


@pytest.fixture
def chez_lea(client, lea):
    client.force_login(lea)
    return client


def adresse(nom: str, intention: IntentionEmbauche) -> str:
    return reverse(f"transmissions:{nom}", args=[intention.pk])


def test_un_employeur_et_un_visiteur_n_y_entrent_pas(client, claire):
    assert client.get(LISTE).status_code == 302
    client.force_login(claire)
    assert (client.get(LISTE).status_code, client.get(NOUVELLE).status_code) == (403, 403)


@pytest.mark.parametrize("qui", ["organisme", "opco", "agent"])
def test_chaque_canal_transmet(client, monde, etablissement, qui):
    personne = {
        "organisme": comptes.organisme,
        "agent": comptes.agent,
        "opco": _opco,
    }[qui]()
    client.force_login(personne)

    client.post(NOUVELLE, {**EMPLOYEUR, "siret": etablissement.siret})

    intention = IntentionEmbauche.objects.get()
    attendu = {"organisme": "organisme", "agent": "region", "opco": "opco"}[qui]
    assert (intention.canal, intention.partenaire.canal, intention.employeur) == (attendu, attendu, etablissement)


def _opco():
    personne = comptes.UtilisateurFactory()
    comptes.RattachementFactory(utilisateur=personne, role="opco", employeur=None, opco=OpcoFactory())
    return personne


def test_le_parcours_entier_ecrit_a_l_employeur_sans_attacher_personne(chez_lea, etablissement):
    reponse = chez_lea.post(NOUVELLE, {**EMPLOYEUR, "siret": etablissement.siret})
    intention = IntentionEmbauche.objects.get()
    assert reponse["Location"] == f"/employeur/intentions/{intention.pk}/etape/poste/"
    assert (intention.contact_courriel, intention.reference_externe) == (COURRIEL, "FT-12")
    for nom, reponses in (("poste", POSTE), ("contrat", CONTRAT), ("participation", PARTICIPATION)):
        page = chez_lea.get(reverse("intentions:etape", args=[intention.pk, nom]))
        assert "l’employeur" in texte(page)
        suite = chez_lea.post(reverse("intentions:etape", args=[intention.pk, nom]), reponses)
        assert suite.status_code == 302
    verifier = chez_lea.get(reverse("intentions:verifier", args=[intention.pk]))
    assert f"Nous écrirons à Paul Le Goff ({COURRIEL})" in texte(verifier)

    depot = chez_lea.post(reverse("intentions:deposer", args=[intention.pk]), follow=True)

    assert depot.redirect_chain[-1][0] == adresse("detail", intention)
    assert "Attend l’employeur depuis le" in texte(depot)
    assert not etablissement.rattachements.exists()
    assert Courrier.objects.get(modele="confirmation_demandee").destinataire == COURRIEL


def test_un_employeur_inconnu_se_nomme(chez_lea, monde):
    siret = siret_de_rang(5_151)
    page = chez_lea.post(NOUVELLE, {**EMPLOYEUR, "siret": siret})
    assert "Cet établissement est nouveau pour nous" in texte(page)

    chez_lea.post(
        NOUVELLE,
        {**EMPLOYEUR, "siret": siret, "nom": "Menuiserie Le Goff", "code_postal": "85700", "ville": "Pouzauges"},
    )

    assert IntentionEmbauche.objects.get().employeur.nom == "Menuiserie Le Goff"


def test_l_adresse_du_partenaire_n_est_pas_acceptee_et_la_saisie_reste(chez_lea, etablissement):
    page = chez_lea.post(
        NOUVELLE, {**EMPLOYEUR, "siret": etablissement.siret, "contact_courriel": "lea@reseau.example"}
    )

    assert "écrivez celle de l’employeur" in texte(page)
    assert 'value="Paul Le Goff"' in page.content.decode()
    assert not IntentionEmbauche.objects.exists()


def test_qui_agit_pour_plusieurs_organisations_choisit(chez_lea, lea, etablissement):
    organisme = OrganismeFormationFactory(nom="Formaloire")
    comptes.RattachementFactory(utilisateur=lea, pour_organisme=True, organisme=organisme)
    sans = chez_lea.post(NOUVELLE, {**EMPLOYEUR, "siret": etablissement.siret})
    assert "Choisissez l’organisation" in texte(sans)

    chez_lea.post(
        NOUVELLE,
        {**EMPLOYEUR, "siret": etablissement.siret, "organisation": f"organismeformation-{organisme.pk}"},
    )

    assert IntentionEmbauche.objects.get().partenaire.organisme == organisme


def test_une_organisation_qui_n_est_pas_sienne_n_est_pas_un_choix(chez_lea, lea, etablissement):
    comptes.RattachementFactory(utilisateur=lea, pour_organisme=True)
    autre = OrganismeFormationFactory()

    page = chez_lea.post(
        NOUVELLE, {**EMPLOYEUR, "siret": etablissement.siret, "organisation": f"organismeformation-{autre.pk}"}
    )

    assert page.status_code == 200
    assert not Partenaire.objects.exists()


def test_celles_des_autres_ne_se_trouvent_pas(client, en_attente):
    client.force_login(comptes.referent())
    for nom in ("detail", "employeur", "ecrit"):
        assert client.get(adresse(nom, en_attente)).status_code == 404
    assert client.post(adresse("relancer", en_attente)).status_code == 404
    assert en_attente.numero not in texte(client.get(LISTE))


def test_un_brouillon_de_partenaire_n_est_vu_ni_de_l_employeur_ni_d_un_agent(client, chez_lea, claire, etablissement):
    chez_lea.post(NOUVELLE, {**EMPLOYEUR, "siret": etablissement.siret})
    intention = IntentionEmbauche.objects.get()
    for personne in (claire, comptes.agent()):
        client.force_login(personne)
        assert client.get(reverse("intentions:detail", args=[intention.pk])).status_code == 404


def test_renvoyer_le_lien_une_fois_par_jour(chez_lea, en_attente):
    page = chez_lea.post(adresse("relancer", en_attente), follow=True)

    assert "laissez-lui un jour" in texte(page)


def test_joindre_la_lettre_depuis_la_page(chez_lea, en_attente):
    chez_lea.post(adresse("ecrit", en_attente), {"piece": SimpleUploadedFile("lettre.pdf", PDF)})

    en_attente.refresh_from_db()
    assert (en_attente.statut, en_attente.ecrit_origine) == ("recevable", "piece")
    assert "lettre.pdf" in texte(chez_lea.get(adresse("detail", en_attente)))


def test_un_programme_renomme_en_pdf_est_refuse(chez_lea, en_attente):
    page = chez_lea.post(adresse("ecrit", en_attente), {"piece": SimpleUploadedFile("l.pdf", b"MZ\x90" + b"\0" * 99)})

    assert "n’est pas lisible ici" in texte(page)
    assert not Piece.objects.exists()


def test_la_lettre_n_est_servie_qu_a_qui_peut_la_voir(client, chez_lea, en_attente, claire):
    chez_lea.post(adresse("ecrit", en_attente), {"piece": SimpleUploadedFile("lettre.pdf", PDF)})
    lire = reverse("intentions:piece", args=[Piece.objects.get().pk])
    codes = {"partenaire": chez_lea.get(lire).status_code}
    client.logout()
    codes["visiteur"] = client.get(lire).status_code
    autre = comptes.employeur(EmployeurFactory())
    organisme = comptes.organisme()
    for qui, personne in (("employeur", claire), ("agent", comptes.agent()), ("autre", autre), ("of", organisme)):
        client.force_login(personne)
        codes[qui] = client.get(lire).status_code

    assert codes == {"partenaire": 200, "visiteur": 302, "employeur": 200, "agent": 200, "autre": 404, "of": 404}


def test_un_message_joint_au_dossier_n_est_pas_servi_par_la_page_des_ecrits(chez_lea, en_attente):
    chez_lea.post(adresse("ecrit", en_attente), {"piece": SimpleUploadedFile("lettre.pdf", PDF)})
    Piece.objects.update(categorie="message")

    assert chez_lea.get(reverse("intentions:piece", args=[Piece.objects.get().pk])).status_code == 404


def test_l_employeur_confirme_depuis_la_page_de_son_compte(chez_claire, en_attente):
    page = chez_claire.get(reverse("intentions:detail", args=[en_attente.pk]))
    assert "Cette intention attend votre confirmation" in texte(page)

    suite = chez_claire.post(reverse("intentions:confirmer", args=[en_attente.pk]), follow=True)
    encore = chez_claire.post(reverse("intentions:confirmer", args=[en_attente.pk]), follow=True)

    assert "votre intention est confirmée" in texte(suite)
    assert "déjà confirmée" in texte(encore)


def test_l_employeur_refuse_depuis_la_page_de_son_compte(chez_claire, en_attente):
    refuser = reverse("intentions:desavouer", args=[en_attente.pk])
    assert chez_claire.get(refuser).status_code == 200
    assert "Dites-le en une phrase" in texte(chez_claire.post(refuser, {"motif": ""}))

    chez_claire.post(refuser, {"motif": "Je ne recrute pas."})

    en_attente.refresh_from_db()
    assert en_attente.statut == "desistee"


def test_un_autre_employeur_ne_confirme_rien(client, en_attente):
    client.force_login(comptes.employeur(EmployeurFactory()))

    assert client.post(reverse("intentions:confirmer", args=[en_attente.pk])).status_code == 404
    assert client.get(reverse("intentions:desavouer", args=[en_attente.pk])).status_code == 404


def test_les_noms_sont_echappes(chez_lea, lea, etablissement):
    etablissement.nom = "<b>Piège</b>"
    etablissement.save()
    intention = transmise(lea, etablissement, contact_nom="<script>x</script>")

    for page in (chez_lea.get(LISTE), chez_lea.get(adresse("detail", intention))):
        assert "<b>Piège" not in page.content.decode()
        assert "<script>x" not in page.content.decode()


def test_la_liste_filtre_et_compte(chez_lea, lea, en_attente, etablissement):
    recue = transmise(lea, etablissement, intitule="Chaudronnière")
    confirmer_intention(intention_id=recue.pk, le=LE, courriel=COURRIEL)

    attente = texte(chez_lea.get(LISTE, {"statut": "attente"}))
    cherchee = texte(chez_lea.get(LISTE, {"q": "chaudron"}))

    assert (en_attente.numero in attente, recue.numero in attente) == (True, False)
    assert (en_attente.numero in cherchee, recue.numero in cherchee) == (False, True)


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_liste_coute_toujours_autant(chez_lea, lea, monde, nombre, django_assert_num_queries):
    for _ in range(nombre):
        transmise(lea, EmployeurFactory(siae=False))
    with django_assert_num_queries(10):
        assert chez_lea.get(LISTE).status_code == 200
