"""Each particular case of a request, from the form to what the rules say of it, and to its sending."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from intentions.actions.retirer import retirer_intention
from noyau.courriers import Courrier
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from sessions_formation.models import MembreGroupement, PrixLot
from sessions_formation.queries.exclusivite import DEJA_ENGAGE
from tests.factories.referentiels import CommuneFactory, EmployeurFactory
from tests.factories.scenario import LE, demande, intention_deposee
from tests.factories.sessions import autre_lot, saisie, sous_traitant
from tests.html import choisir, lire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


def remplir(navigateur, le_monde, *, par=None, postes=5, acte="envoyer", **champs):
    """Post the form of a new draft; give the session and the answer."""
    intentions = [intention_deposee(le_monde, nombre_postes=postes)]
    session = demande(le_monde, intentions, par=par)
    donnees = saisie(le_monde, session, intentions, acte=acte, **champs)
    reponse = navigateur.post(reverse("sessions:modifier", args=[session.pk]), donnees)
    session.refresh_from_db()
    return session, reponse


def erreurs(page):
    return [str(erreur).replace("\N{NO-BREAK SPACE}", " ") for erreur in page.context["form"].non_field_errors()]


def niveaux(session, regle):
    return [constat["niveau"] for constat in session.constats if constat["regle"] == regle]


def test_le_mandataire_demande_sans_prevenir_personne(client, le_monde):
    client.force_login(le_monde.au_mandataire)

    session, _ = remplir(client, le_monde, par=le_monde.au_mandataire)

    assert (session.statut, niveaux(session, "S-ORGANISME")) == (StatutSession.DEMANDEE, ["conforme"])
    assert not Courrier.objects.filter(modele="demande_mandataire").exists()


def test_le_cotraitant_demande_et_le_mandataire_est_informe(odile, le_monde):
    session, _ = remplir(odile, le_monde)

    assert (session.statut, niveaux(session, "S-ORGANISME")) == (StatutSession.DEMANDEE, ["info", "conforme"])
    assert Courrier.objects.get(modele="demande_mandataire").destinataire == le_monde.mandataire.courriel


@pytest.mark.parametrize(
    ("champs", "niveau"),
    [
        pytest.param({"entrees_sorties_permanentes": "on"}, ["conforme"], id="entrees-sorties-permanentes"),
        pytest.param(
            {"complement_groupe": "on", "groupe_existant": "Les apprentis CAP soudeur de Cholet"},
            ["conforme"],
            id="groupe-d-apprentis",
        ),
        pytest.param({"equilibre_financier": "on"}, ["info", "conforme"], id="equilibre-atteste"),
    ],
)
def test_moins_de_cinq_dans_les_trois_cas_prevus(odile, le_monde, champs, niveau):
    session, _ = remplir(odile, le_monde, postes=2, effectif="2", **champs)

    assert (session.statut, session.effectif) == (StatutSession.DEMANDEE, 2)
    assert niveaux(session, "S-EFFECTIF") == niveau


def test_moins_de_cinq_sans_raison_ne_part_pas(odile, le_monde):
    session, page = remplir(odile, le_monde, postes=2, effectif="2")

    assert session.statut == StatutSession.BROUILLON
    assert erreurs(page) == [
        "2 stagiaires au lieu de 5 : regroupez plusieurs employeurs, ou complétez un groupe qui existe déjà."
    ]


def test_un_groupe_a_completer_se_nomme(odile, le_monde):
    session, page = remplir(odile, le_monde, postes=2, effectif="2", complement_groupe="on")

    assert erreurs(page) == ["Dites quel groupe la session complète : la Région doit pouvoir le retrouver."]

    donnees = {"complement_groupe": "on", "groupe_existant": "Les apprentis CAP soudeur de Cholet"}
    intentions = [retenue.intention for retenue in session.retenues.all()]
    complet = saisie(le_monde, session, intentions, effectif="2", acte="envoyer", **donnees)
    page = odile.post(reverse("sessions:modifier", args=[session.pk]), complet, follow=True)

    assert page.context["cas"] == "complète un groupe existant (Les apprentis CAP soudeur de Cholet)"


def test_le_groupe_s_oublie_avec_la_case(odile, le_monde):
    session, _ = remplir(odile, le_monde, groupe_existant="Un groupe écrit, puis décoché", acte="brouillon")

    assert session.groupe_existant == ""


def test_un_prix_plus_haut_s_explique_avant_l_envoi_et_demande_pourquoi(odile, le_monde):
    session, page = remplir(odile, le_monde, prix_heure="10,20", acte="verifier")
    arbre = lire(page.content.decode())
    assert "pour tout le lot" in choisir(arbre, "#montant-demande")[0].text_content()
    url = reverse("sessions:constats", args=[session.pk])
    fragment = odile.post(url, {"prix_heure": "9,50"}, headers={"HX-Request": "true"})
    assert "pour tout le lot" not in choisir(lire(fragment.content.decode()), "#montant-demande")[0].text_content()

    sans, page = remplir(odile, le_monde, prix_heure="10,20")
    assert (sans.statut, len(erreurs(page))) == (StatutSession.BROUILLON, 1)

    avec, _ = remplir(odile, le_monde, prix_heure="10,20", motif_derogation="Des consommables plus chers.")
    assert (avec.statut, niveaux(avec, "S-PRIX")) == (StatutSession.DEMANDEE, ["derogation"])
    assert not PrixLot.objects.filter(lot=le_monde.lot, prix_heure=Decimal("10.20")).exists()


def test_un_nouveau_lieu_demande_une_derogation(odile, le_monde):
    ailleurs = {"lieu": "autre", "autre_lieu": "Atelier-école", "commune": "Cholet"}

    session, _ = remplir(odile, le_monde, motif_derogation="À dix minutes des employeurs.", **ailleurs)

    assert (session.statut, niveaux(session, "S-LIEU")) == (StatutSession.DEMANDEE, ["derogation"])


def test_un_autre_territoire_demande_une_derogation(odile, le_monde):
    CommuneFactory(nom="Saint-Nazaire", codes_postaux="44600", departement_id="44")
    ailleurs = {"lieu": "autre", "autre_lieu": "Chantiers", "commune": "Saint-Nazaire"}

    session, _ = remplir(odile, le_monde, motif_derogation="Les postes sont là-bas.", **ailleurs)

    assert (session.statut, niveaux(session, "S-TERRITOIRE")) == (StatutSession.DEMANDEE, ["derogation"])


def test_un_sous_traitant_ne_demande_pas_un_autre_territoire(client, le_monde):
    CommuneFactory(nom="Saint-Nazaire", codes_postaux="44600", departement_id="44")
    yann = sous_traitant(le_monde)
    client.force_login(yann)
    ailleurs = {"lieu": "autre", "autre_lieu": "Chantiers", "commune": "Saint-Nazaire", "sans_capacite": "on"}

    session, page = remplir(client, le_monde, par=yann, motif_derogation="Les postes sont là-bas.", **ailleurs)

    assert session.statut == StatutSession.BROUILLON
    [erreur] = erreurs(page)
    assert erreur.endswith("Seuls le mandataire et les cotraitants peuvent le demander.")


def test_un_sous_traitant_d_autres_lots_ne_demande_pas_sur_celui_ci(client, le_monde):
    """From outside, a body comes in once the groupement counts it among those of the lot (docs/decisions/0029)."""
    yann = sous_traitant(le_monde)
    membre = MembreGroupement.objects.get(role="sous_traitant")
    membre.lots.set([autre_lot(le_monde, secteur="construction")])
    client.force_login(yann)

    page = client.get(reverse("sessions:nouvelle"))

    assert [place.lot.numero for place in page.context["places"]] == ["14"]


def test_sorti_du_lot_entre_temps_il_lui_faut_l_accord_du_mandataire(odile, le_monde):
    session, _ = remplir(odile, le_monde, acte="brouillon")
    MembreGroupement.objects.filter(organisme=le_monde.cotraitant).delete()

    page = odile.get(reverse("sessions:modifier", args=[session.pk]))

    assert "sans_capacite" in page.context["form"].fields


def test_l_employeur_engage_ailleurs_pour_ce_metier_est_montre_ferme(odile, le_monde):
    heulin = EmployeurFactory(nom="Heulin", departement=le_monde.commune.departement)
    prise, voisine = (intention_deposee(le_monde, employeur=heulin, nombre_postes=5) for _ in range(2))
    libre = intention_deposee(le_monde, nom="Gaborit")
    brouillon = demande(le_monde, [voisine, libre])
    autre = demande(le_monde, [prise], par=le_monde.au_mandataire)
    demander_ouverture(session_id=autre.pk, par=le_monde.au_mandataire, le=LE)
    url = reverse("sessions:modifier", args=[brouillon.pk])

    page = odile.get(url)

    fermees = {ligne["valeur"]: ligne["details"][-1] for ligne in page.context["lignes"] if ligne["fermee"]}
    assert fermees == {voisine.pk: DEJA_ENGAGE}
    assert page.context["form"].cochees() == {libre.pk}
    refus = odile.post(url, saisie(le_monde, brouillon, [voisine, libre], acte="envoyer"))
    [faute] = refus.context["form"].errors["intentions"]
    assert faute == f"{voisine.numero} de Heulin, l’{DEJA_ENGAGE[2:]}. Elle n’est plus cochée."


def test_engage_avec_nous_le_meme_employeur_reste_a_prendre(odile, le_monde):
    heulin = EmployeurFactory(nom="Heulin", departement=le_monde.commune.departement)
    prise, voisine = (intention_deposee(le_monde, employeur=heulin, nombre_postes=5) for _ in range(2))
    autre = demande(le_monde, [prise])
    demander_ouverture(session_id=autre.pk, par=le_monde.au_cotraitant, le=LE)
    brouillon = demande(le_monde, [])

    page = odile.get(reverse("sessions:modifier", args=[brouillon.pk]))

    assert [(ligne["valeur"], ligne["fermee"]) for ligne in page.context["lignes"]] == [(voisine.pk, False)]


def test_des_dates_hors_du_lot_ou_une_intention_retiree_se_disent(odile, le_monde):
    session, _ = remplir(odile, le_monde, acte="brouillon")
    [retenue] = session.retenues.select_related("intention__deposant")
    retirer_intention(
        intention_id=retenue.intention_id, motif="Pourvu.", par=retenue.intention.deposant, le=date(2026, 11, 23)
    )

    page = odile.get(reverse("sessions:modifier", args=[session.pk]))

    assert [ligne["details"][-1] for ligne in page.context["lignes"]] == ["Retirée par l’employeur"]
