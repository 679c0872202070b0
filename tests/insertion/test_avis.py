"""What a trainee says of its training: given once, read by the Région, answered, shown without telling who."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from comptes.liens import Usage, chemin
from config.groupes import ACHAT, MARCHES
from insertion.actions.avis import Donne, donner_avis, repondre_a_un_avis
from insertion.actions.moderer import Lu, moderer, moderer_plusieurs
from insertion.models import AvisStagiaire
from insertion.queries.avis import moyennes_de
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from tests.admin.agents import officier
from tests.admin.gestes import navigateur
from tests.factories.avis import MOTS, avis_de
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import OrganismeFormationFactory
from tests.html import texte
from tests.insertion.suivis import FIN, ecrits_le, session_suivie, sorti

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]
NIR = "2 94 05 49 099 123 45"
NOTES = {"accueil": "5", "contenu": "4", "formateurs": "5", "moyens": "2", "accompagnement": "4"}


def lien(parcours, contact=""):
    return chemin("insertion:avis_lien", Usage.AVIS, contact or parcours.stagiaire.courriel, objet=parcours.pk)


def lu(avis, *, reponse=False):
    avis.refresh_from_db()
    return Lu(avis.pk, avis.repondu_le if reponse else avis.le, reponse)


def test_par_son_lien_le_stagiaire_donne_son_avis_puis_le_change(client, le_monde):
    parcours = sorti(le_monde)

    client.get(lien(parcours))
    assert not AvisStagiaire.objects.exists()
    client.post(lien(parcours), {**NOTES, "commentaire": MOTS})
    client.post(lien(parcours), {**NOTES, "moyens": "3", "commentaire": ""})

    avis = AvisStagiaire.objects.get()
    assert (avis.parcours_id, avis.moyens, avis.commentaire, avis.statut) == (parcours.pk, 3, "", "a_moderer")
    lignes = LigneJournal.objects.de(avis).values_list("libelle", "par_nom")
    assert list(lignes) == [
        ("Avis sur la formation changé", "lien personnel"),
        ("Avis donné sur la formation", "lien personnel"),
    ]


def test_un_avis_incomplet_ou_avec_un_numero_garde_ce_qui_etait_ecrit(client, le_monde):
    reponse = client.post(lien(sorti(le_monde)), {"accueil": "4", "commentaire": f"Mon numéro : {NIR}"})

    form = reponse.context["form"]
    assert (reponse.status_code, sorted(form.errors)) == (
        400,
        ["accompagnement", "commentaire", "contenu", "formateurs", "moyens"],
    )
    assert (form["accueil"].value(), form["commentaire"].value()) == ("4", f"Mon numéro : {NIR}")
    assert not AvisStagiaire.objects.exists()


def test_le_meme_avis_redonne_ne_change_rien(le_monde):
    parcours = sorti(le_monde)
    assert avis_de(parcours) == avis_de(parcours)
    assert LigneJournal.objects.filter(transition="donner_avis").count() == 1


def test_une_fois_lu_par_la_region_l_avis_ne_change_plus(client, le_monde):
    parcours = sorti(le_monde)
    avis_de(parcours, publie_par=le_monde.agent)

    with pytest.raises(TransitionImpossible):
        avis_de(parcours, note=1)
    reponse = client.post(lien(parcours), {**NOTES, "commentaire": "Autre chose."})
    assert (reponse.status_code, AvisStagiaire.objects.get().commentaire) == (400, MOTS)


def test_avant_la_fin_ou_pour_un_autre_le_lien_n_ouvre_rien(client, le_monde):
    en_formation = parcours_de(session_publiee(le_monde, 1), "entre")
    with pytest.raises(TransitionImpossible):
        donner_avis(parcours_id=en_formation.pk, donne=Donne(4, 4, 4, 4, 4))

    assert client.get(lien(en_formation)).status_code == 404
    assert client.get(lien(sorti(le_monde), "quelqu.un@ailleurs.example")).status_code == 404


def test_un_lien_perime_s_en_fait_renvoyer_un_autre(client, le_monde):
    parcours = sorti(le_monde)
    with time_machine.travel("2026-01-05T10:00:00Z", tick=False):
        vieux = lien(parcours)

    assert client.get(vieux).status_code == 410
    client.post(vieux)
    [lettre] = Courrier.objects.filter(modele="lien_stagiaire")
    assert (lettre.destinataire, lettre.contexte["stagiaires"]) == (
        parcours.stagiaire.courriel,
        [parcours.stagiaire_id],
    )
    assert client.get(lettre.contexte["chemin"]).status_code == 200


def test_l_avis_est_demande_avec_la_premiere_question_seulement(le_monde):
    parcours = sorti(le_monde)
    ecrits_le(FIN)

    [lettre] = Courrier.objects.filter(modele="suivi_stagiaire")
    assert lettre.contexte["chemin_avis"].startswith("/insertion/r/avis/")
    assert lettre.contexte["stagiaires"] == [parcours.stagiaire_id]


def test_ecarter_demande_une_raison_et_se_defait(le_monde):
    avis = avis_de(sorti(le_monde), publie_par=le_monde.agent)

    with pytest.raises(RegleViolee):
        moderer(lu(avis), acte="ecarter", raison="parce que", par=le_monde.agent)
    moderer(lu(avis), acte="ecarter", raison="nomme", par=le_monde.agent)
    moderer(lu(avis), acte="publier", par=le_monde.agent)

    passages = LigneJournal.objects.de(avis).values_list("transition", "motif")
    assert list(passages[:2]) == [("publier", ""), ("ecarter", "Une personne est nommée, ou facile à reconnaître")]
    with pytest.raises(PermissionDenied):
        moderer(lu(avis), acte="ecarter", raison="nomme", par=le_monde.au_cotraitant)


def test_ce_qui_a_change_depuis_la_lecture_n_est_pas_publie(le_monde):
    parcours = sorti(le_monde)
    vu = lu(avis_de(parcours))
    avis_de(parcours, commentaire="Tout autre chose.")

    [resultat] = moderer_plusieurs([vu], acte="publier", raison="", par=le_monde.agent)
    assert resultat.motif == "Le texte a changé depuis que vous l’avez lu : relisez-le."
    assert AvisStagiaire.objects.get().statut == "a_moderer"


def test_un_lot_dit_ce_qui_est_fait_ligne_par_ligne(le_monde):
    session = session_suivie(le_monde)
    premier, second = (avis_de(sorti(le_monde, session)) for _ in range(2))
    moderer(lu(second), acte="publier", par=le_monde.agent)
    client = navigateur(officier(ACHAT))
    page = reverse("admin:insertion_avisstagiaire_changelist")

    sans_raison = client.post(page, {"lu": [f"{premier.pk}@{premier.le.isoformat()}"], "acte": "ecarter"})
    assert sans_raison.context["form"].errors["raison"] == ["Choisissez une raison dans la liste."]
    assert [ligne["coche"] for ligne in sans_raison.context["lignes"]] == [True]
    lus = [f"{avis.pk}@{avis.le.isoformat()}" for avis in (premier, second)]
    fait = client.post(page, {"lu": lus, "acte": "publier"})

    assert [bool(ligne["refuse"]) for ligne in fait.context["resultats"]] == [False, True]
    assert AvisStagiaire.objects.publies().count() == 2
    client.post(page, {"lu": lus[:1], "acte": "ecarter", "raison": "nomme"})
    [ecarte] = client.get(page, {"file": "ecartes"}).context["lignes"]
    assert ecarte["raison"] == "Une personne est nommée, ou facile à reconnaître"


def test_la_page_des_moderateurs_ne_dit_pas_qui_et_demande_le_droit(le_monde):
    parcours = sorti(le_monde)
    avis_de(parcours)
    page = reverse("admin:insertion_avisstagiaire_changelist")

    vue = navigateur(officier(ACHAT)).get(page).content.decode()
    assert (MOTS in vue, parcours.stagiaire.nom in vue) == (True, False)

    assert navigateur(officier(MARCHES)).get(page).status_code == 403


def test_la_reponse_de_l_organisme_parait_une_fois_lue(client, le_monde):
    avis = avis_de(sorti(le_monde), publie_par=le_monde.agent)
    organisme = avis.parcours.session.organisme
    par = avis.parcours.session.demandeur
    publique = reverse("insertion:avis_organisme", args=[organisme.pk])
    client.force_login(par)
    client.post(reverse("insertion:avis_reponse", args=[avis.pk]), {"reponse": "Merci, nous en parlerons."})
    client.logout()
    assert "nous en parlerons" not in texte(client.get(publique))

    moderer(lu(avis, reponse=True), acte="publier", par=le_monde.agent)
    assert "Merci, nous en parlerons." in texte(client.get(publique))
    repondre_a_un_avis(avis_id=avis.pk, reponse="Autre réponse.", par=par)
    assert "Autre réponse." not in texte(client.get(publique))
    moderer(lu(avis, reponse=True), acte="ecarter", raison="hors_sujet", par=le_monde.agent)
    client.force_login(par)
    assert "Réponse écartée par la Région" in texte(client.get(reverse("insertion:avis")))


def test_un_autre_organisme_ne_repond_pas_et_un_numero_est_refuse(le_monde):
    avis = avis_de(sorti(le_monde), publie_par=le_monde.agent)
    with pytest.raises(AvisStagiaire.DoesNotExist):
        repondre_a_un_avis(avis_id=avis.pk, reponse="Merci.", par=le_monde.agent)
    with pytest.raises(RegleViolee):
        repondre_a_un_avis(avis_id=avis.pk, reponse=f"Merci {NIR}", par=avis.parcours.session.demandeur)


def test_les_moyennes_paraissent_a_partir_de_cinq_avis(client, le_monde):
    session = session_suivie(le_monde, 5)
    for note in (5, 5, 4, 3):
        avis_de(sorti(le_monde, session), note=note, commentaire="")
    publique = reverse("insertion:avis_organisme", args=[session.organisme_id])
    assert moyennes_de(AvisStagiaire.objects.all()).ensemble is None
    assert "il en manque 1" in texte(client.get(publique))

    avis_de(sorti(le_monde, session), note=1, commentaire="")
    assert moyennes_de(AvisStagiaire.objects.all()).ensemble == 3.6
    assert "3,6 sur 5 d’après 5 avis" in texte(client.get(publique)).replace("\N{NO-BREAK SPACE}", " ")


def test_les_pages_d_avis_lisent_la_base_autant_de_fois_a_un_et_trois_avis(
    client, le_monde, django_assert_max_num_queries
):
    session = session_suivie(le_monde, 3)
    client.force_login(session.demandeur)
    pages = [reverse("insertion:avis"), reverse("insertion:avis_organisme", args=[session.organisme_id])]
    comptes = []
    for combien in (1, 3):
        while AvisStagiaire.objects.count() < combien:
            avis_de(sorti(le_monde, session), publie_par=le_monde.agent)
        lus = []
        for page in pages:
            with django_assert_max_num_queries(7) as requetes:
                client.get(page)
            lus.append(len(requetes.captured_queries))
        comptes.append(lus)
    assert comptes[0] == comptes[1]


def test_un_avis_est_a_l_organisme_de_sa_session_quoi_qu_on_ecrive(le_monde):
    session = session_suivie(le_monde, 1)
    avis = avis_de(sorti(le_monde, session))

    AvisStagiaire.objects.filter(pk=avis.pk).update(organisme=OrganismeFormationFactory())

    assert AvisStagiaire.objects.get().organisme == session.organisme
