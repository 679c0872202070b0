"""The officers' pages: the agenda by its buttons, the meeting, the execution; who may; what was typed stays."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from comites.models import Comite, PointComite
from sessions_formation.models import Session
from tests.admin.gestes import arbre, messages_de
from tests.factories import comptes
from tests.factories.besoins import besoin_libre
from tests.factories.comites import DEBUT, comite_local, en_seance, groupe_technique, prepare, territoire
from tests.factories.scenario import intention_deposee, session_demandee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db
PAGES = ("change", "date", "invites", "seance", "executer", "clore")


def adresse(nom, *cles) -> str:
    return reverse(f"admin:comites_comite_{nom}", args=cles)


def texte(reponse) -> str:
    """The words of a page of the administration, which names its encoding in its header alone."""
    return " ".join(arbre(reponse).text_content().split())


def agent_qui_peut(*codes) -> Client:
    personne = comptes.agent(is_superuser=False, nom="Lemercier")
    personne.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(personne)
    return client


def test_prevoir_un_comite(connecte, le_monde):
    saisie = {
        "nature": "comite_local",
        "territoire": territoire(le_monde).pk,
        "departement": "",
        "jour": "08/12/2026",
        "debut": "9 h 30",
        "fin": "11h",
        "lieu": "Salle 2, Cholet",
        "lien": "",
    }

    page = connecte.post(adresse("add"), {**saisie, "lieu": ""})
    assert "Donnez un lieu ou un lien" in texte(page)
    assert choisir(arbre(page), "input[name=jour]")[0].get("value") == "08/12/2026"
    reponse = connecte.post(adresse("add"), saisie, follow=True)

    comite = Comite.objects.get()
    assert str(comite) == "Comité local formation, Mauges"
    assert reponse.redirect_chain == [(adresse("change", comite.pk), 302)]
    assert [structure.nom for structure in comite.structures.order_by("pk")] == ["France Travail Cholet"]
    assert "déjà prévu" in texte(connecte.post(adresse("add"), saisie))


@pytest.mark.parametrize(
    ("nature", "champ"),
    [("comite_local", "Choisissez le territoire"), ("groupe_technique", "Choisissez le département")],
)
def test_prevoir_demande_le_lieu_du_comite(connecte, nature, champ):
    page = connecte.post(adresse("add"), {"nature": nature})

    assert champ in texte(page)


def test_sans_territoire_la_page_dit_comment_les_importer(connecte):
    assert "manage.py importer_territoires" in texte(connecte.get(adresse("add")))


def test_ordre_du_jour_se_prepare_puis_s_edite_par_des_boutons(connecte, le_monde):
    comite = groupe_technique(le_monde)
    session_demandee(le_monde)
    connecte.post(adresse("acte", comite.pk), {"acte": "preparer"})
    connecte.post(adresse("point", comite.pk), {"acte": "ajouter", "titre": "Calendrier 2027", "texte": ""})
    libre = PointComite.objects.get(nature="libre")
    connecte.post(adresse("point", comite.pk), {"acte": "monter", "point": libre.pk})
    lot = PointComite.objects.get(nature="lot")
    connecte.post(adresse("point", comite.pk), {"acte": "ecarter", "point": lot.pk})
    connecte.post(adresse("modifier", comite.pk, libre.pk), {"titre": "Calendrier", "texte": "Les dates de 2027."})

    page = connecte.get(adresse("change", comite.pk))

    assert textes(arbre(page), ".ordre__titre strong") == [
        "Soudeur assembleur industriel, Formaloire Métiers",
        "Calendrier",
    ]
    assert "Les dates de 2027." in texte(page)
    assert textes(arbre(page), "#t-ecartes ~ ul li form")[0].startswith("Lot 12")


def test_point_sans_titre_garde_ce_qui_est_ecrit(connecte, le_monde):
    comite = groupe_technique(le_monde)

    page = connecte.post(adresse("point", comite.pk), {"acte": "ajouter", "titre": "", "texte": "Mes mots."})

    assert choisir(arbre(page), "textarea[name=texte]")[0].text.strip() == "Mes mots."
    assert PointComite.objects.count() == 0


def test_noter_mene_au_point_suivant_et_l_erreur_garde_la_saisie(connecte, le_monde):
    session_demandee(le_monde)
    session_demandee(le_monde, intitule="Chaudronnier")
    comite = en_seance(groupe_technique(le_monde), le_monde)
    premier, second = PointComite.objects.filter(nature="demande").order_by("rang")
    note = {"point": premier.pk, "version": 0, "issue": "defavorable", "motif": "besoin_avere", "precisions": "Non."}

    refus = connecte.post(adresse("seance", comite.pk), note)
    assert "ne va pas avec" in texte(refus)
    assert choisir(arbre(refus), f"#p{premier.pk}_precisions")[0].text.strip() == "Non."
    suite = connecte.post(adresse("seance", comite.pk), {**note, "motif": "autre"})

    assert suite.headers["Location"] == f"{adresse('seance', comite.pk)}#point-{second.pk}"
    # A second tab, still on the first version.
    page = connecte.post(adresse("seance", comite.pk), {**note, "issue": "ajourne", "motif": ""})
    assert "vient d’être noté « Défavorable »" in texte(page)
    assert choisir(arbre(page), f"#point-{premier.pk} input[name=version]")[0].get("value") == "1"
    premier.refresh_from_db()
    assert premier.issue == "defavorable"


def test_page_projetee_ne_montre_pas_les_points_reserves(connecte, le_monde):
    session_demandee(le_monde)
    intention_deposee(le_monde, nom="Scierie", contrat_type="cdd", duree_mois=4, motif_derogation="Saison.")
    comite = en_seance(groupe_technique(le_monde), le_monde)

    page = connecte.get(adresse("seance", comite.pk))
    assert "Scierie" not in texte(page)
    assert "2 points réservés à la Région" in texte(page)
    assert "Scierie" in texte(connecte.get(adresse("seance", comite.pk), {"reserves": "oui"}))


def test_executer_dit_l_effet_puis_le_resultat(connecte, le_monde):
    session = session_demandee(le_monde)
    comite = en_seance(groupe_technique(le_monde), le_monde)
    point = PointComite.objects.get(nature="demande")
    note = {"point": point.pk, "version": 0, "issue": "favorable", "motif": "besoin_avere", "precisions": ""}
    connecte.post(adresse("seance", comite.pk), note)

    page = connecte.get(adresse("executer", comite.pk))
    assert "1 décision à exécuter" in texte(page)
    assert "Autoriser et commander : Soudeur assembleur industriel" in texte(page)
    champs = {c.get("name"): c.get("value") for c in choisir(arbre(page), "input[name^=lu_]")}
    fait = connecte.post(adresse("executer", comite.pk), champs, follow=True)

    assert messages_de(fait) == ["1 décision exécutée."]
    assert f"Session {session.numero} autorisée et commandée" in texte(fait)
    assert Session.objects.get(pk=session.pk).statut == "publiee"
    encore = connecte.post(adresse("executer", comite.pk), champs, follow=True)
    assert messages_de(encore) == ["Rien n’attendait d’être exécuté."]


def test_clore_publie_le_releve(connecte, le_monde):
    session_demandee(le_monde)
    comite = en_seance(groupe_technique(le_monde), le_monde)

    fin = connecte.post(adresse("clore", comite.pk), {"compte_rendu": "Bonne séance."}, follow=True)

    assert "Relevé de décisions" in texte(fin)
    assert "Bonne séance." in texte(fin)
    comite.refresh_from_db()
    assert comite.statut == "clos"


def test_invites_se_choisissent_et_convocation_part_une_fois(connecte, le_monde):
    session_demandee(le_monde)
    comite = prepare(groupe_technique(le_monde), le_monde)
    connecte.post(adresse("invites", comite.pk), {"structures": [le_monde.reseau.pk], "agents": []})
    le_monde.reseau.courriel = ""
    le_monde.reseau.save()

    refus = connecte.post(adresse("acte", comite.pk), {"acte": "convoquer"}, follow=True)
    assert "Personne à qui écrire" in messages_de(refus)[0]
    le_monde.reseau.courriel = "cholet@reseau.example"
    le_monde.reseau.save()
    dit = [messages_de(connecte.post(adresse("acte", comite.pk), {"acte": "convoquer"}, follow=True))[0] for _ in "12"]

    assert dit[0].replace("\N{NO-BREAK SPACE}", " ") == "La convocation part à 1 invité."
    assert dit[1] == "Les invités ont déjà reçu cette convocation."


def test_qui_ouvre_les_pages_du_comite(le_monde):
    session_demandee(le_monde)
    comite = en_seance(groupe_technique(le_monde), le_monde)
    obtenus = {
        qui: [client.get(adresse(page, comite.pk)).status_code for page in PAGES]
        for qui, client in {
            "rien": agent_qui_peut(),
            "lit": agent_qui_peut("view_comite"),
            "prepare": agent_qui_peut("view_comite", "change_comite"),
            "achete": agent_qui_peut("view_comite", "change_comite", "acheter_session"),
        }.items()
    }

    assert obtenus == {
        "rien": [403] * 6,
        "lit": [200, 403, 403, 403, 403, 403],
        "prepare": [200, 200, 200, 200, 403, 200],
        "achete": [200] * 6,
    }
    assert agent_qui_peut("view_comite").post(adresse("acte", comite.pk), {"acte": "rouvrir"}).status_code == 403
    assert agent_qui_peut("view_comite").get(adresse("add")).status_code == 403


@pytest.mark.parametrize("nom", ["change", "seance", "executer"])
def test_page_coute_autant_pour_un_point_que_pour_trois(connecte, le_monde, nom, django_assert_max_num_queries):
    couts = []
    for nombre in (1, 3):
        for rang in range(nombre):
            besoin_libre(le_monde, nom=f"Atelier {nombre} {rang}", commune=le_monde.commune)
            session_demandee(le_monde, heures=10, intitule=f"Session {nombre} {rang}")
        comite = en_seance(groupe_technique(le_monde), le_monde)
        PointComite.objects.filter(comite=comite, nature="demande").update(
            issue="favorable", motif="besoin_avere", note_par=le_monde.agent, note_le=comite.debut
        )
        connecte.get(adresse(nom, comite.pk))
        with django_assert_max_num_queries(25) as requetes:
            connecte.get(adresse(nom, comite.pk))
        couts.append(len(requetes))
        Comite.objects.filter(pk=comite.pk).update(debut=comite.debut.replace(year=2020 + nombre))

    assert couts[0] == couts[1]


def test_liste_coute_autant_pour_un_comite_que_pour_trois(connecte, le_monde, django_assert_max_num_queries):
    couts = []
    for nombre in (1, 3):
        for rang in range(nombre):
            comite_local(le_monde, lieu=f"Salle {rang}", debut=_jour(nombre * 10 + rang))
        with django_assert_max_num_queries(15) as requetes:
            page = connecte.get(adresse("changelist"))
        couts.append(len(requetes))
    assert couts[0] == couts[1]
    assert texte(page).count("Comité local formation, Mauges") == 4


def _jour(rang):

    return DEBUT.replace(month=1, year=2027, day=1 + rang % 28)
