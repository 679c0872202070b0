"""A request while it is written: intentions taken meanwhile, a complement asked for, a sous-traitant."""

import pytest
from django.urls import reverse

from intentions.actions.retirer import retirer_intention
from sessions_formation.actions.decider import demander_complement
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import concurrent, saisie, sous_traitant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def intentions(le_monde):
    return [intention_deposee(le_monde, nom=nom, nombre_postes=2) for nom in ("Heulin", "Gaborit")]


@pytest.fixture
def brouillon(le_monde, intentions):
    return demande(le_monde, intentions)


def adresse(nom, session):
    return reverse(f"sessions:{nom}", args=[session.pk])


def erreurs(page) -> list[str]:
    return [str(erreur).replace("\N{NO-BREAK SPACE}", " ") for erreur in page.context["form"].non_field_errors()]


def test_l_intention_prise_entre_temps_est_nommee(odile, le_monde, brouillon):
    """Ticked on the page while free, taken by another body before the click."""
    convoitee = intention_deposee(le_monde, nom="Métallerie des Coteaux", nombre_postes=5)
    sa_demande = demande(le_monde, [convoitee], par=le_monde.au_mandataire)
    demander_ouverture(session_id=sa_demande.pk, par=le_monde.au_mandataire, le=LE)

    page = odile.post(adresse("modifier", brouillon), saisie(le_monde, brouillon, [convoitee], acte="envoyer"))

    assert page.context["form"].errors["intentions"] == [
        f"{convoitee.numero} de Métallerie des Coteaux, déjà engagée avec un autre organisme. Elle n’est plus cochée."
    ]
    [ligne] = [ligne for ligne in page.context["lignes"] if ligne["titre"] == "Métallerie des Coteaux"]
    assert (ligne["fermee"], ligne["cochee"]) == (True, False)
    assert ligne["details"][-1] == "Déjà engagée avec un autre organisme"


def test_l_intention_du_brouillon_prise_ou_retiree_est_fermee_avec_sa_raison(odile, le_monde, brouillon, intentions):
    prise, retiree = intentions
    demander_ouverture(
        session_id=demande(
            le_monde, [prise, intention_deposee(le_monde, nombre_postes=3)], par=le_monde.au_mandataire
        ).pk,
        par=le_monde.au_mandataire,
        le=LE,
    )
    retirer_intention(intention_id=retiree.pk, motif="Le poste est pourvu.", par=retiree.deposant, le=LE)

    page = odile.get(adresse("modifier", brouillon))

    fermees = {ligne["titre"]: ligne["details"][-1] for ligne in page.context["lignes"] if ligne["fermee"]}
    assert fermees == {"Heulin": "Déjà engagée avec un autre organisme", "Gaborit": "Retirée par l’employeur"}
    assert page.context["regroupement"]["postes"] == []


def test_l_intention_d_un_autre_perimetre_ne_s_ajoute_pas_et_n_est_pas_nommee(odile, le_monde, brouillon):
    ailleurs = intention_deposee(
        le_monde, nom="Secret", organisme_choisi=concurrent(le_monde).rattachements.get().organisme
    )

    page = odile.post(adresse("modifier", brouillon), saisie(le_monde, brouillon, [ailleurs]))

    assert page.context["form"].errors["intentions"] == [
        "Une intention cochée n’est plus à prendre. Elle n’est plus dans la liste."
    ]
    assert "Secret" not in page.content.decode()


def test_completer_montre_ce_qui_est_attendu_et_renvoie(odile, le_monde):
    session = session_demandee(le_monde)
    demander_complement(
        session_id=session.pk,
        par=le_monde.agent,
        motif="dossier_incomplet",
        precisions="Précisez l’encadrement.",
        le=LE,
    )
    intentions = [retenue.intention for retenue in session.retenues.all()]

    page = odile.get(adresse("modifier", session))
    assert page.context["complement"].motif.endswith("Précisez l’encadrement.")
    assert page.context["form"].cochees() == {intention.pk for intention in intentions}

    odile.post(adresse("modifier", session), saisie(le_monde, session, intentions, heures="430", acte="envoyer"))

    session.refresh_from_db()
    assert (session.statut, session.heures) == (StatutSession.EN_INSTRUCTION, 430)


def test_completer_refuse_des_dates_dans_le_desordre_avant_la_base(odile, le_monde):
    session = session_demandee(le_monde)
    demander_complement(session_id=session.pk, par=le_monde.agent, motif="", precisions="Les dates ?", le=LE)

    page = odile.post(
        adresse("modifier", session), saisie(le_monde, session, [], debut="30/04/2027", fin="11/01/2027")
    )

    assert page.context["form"].errors == {"fin": ["La fin n’est pas après le début."]}


def test_le_sous_traitant_declare_puis_la_demande_attend_le_mandataire(client, le_monde):
    yann = sous_traitant(le_monde)
    client.force_login(yann)
    intentions = [intention_deposee(le_monde, nombre_postes=5)]
    session = demande(le_monde, intentions, par=yann)
    donnees = saisie(le_monde, session, intentions, acte="envoyer")

    refusee = client.post(adresse("modifier", session), donnees)

    assert erreurs(refusee) == [
        "Dites si un organisme du groupement peut assurer cette session : un sous-traitant vient à défaut."
    ]
    [organisme] = [constat for constat in refusee.context["constats"] if constat["regle"] == "S-ORGANISME"]
    assert organisme["lien"] == "#id_sans_capacite"

    verifiee = client.post(adresse("modifier", session), {**donnees, "sans_capacite": "on", "acte": "verifier"})
    assert verifiee.context["titre"] == "La demande peut partir"
    client.post(adresse("modifier", session), {**donnees, "sans_capacite": "on"})

    session.refresh_from_db()
    assert session.statut == StatutSession.ATTENTE_MANDATAIRE


def test_seul_un_sous_traitant_voit_sa_declaration(odile, brouillon):
    page = odile.get(adresse("modifier", brouillon))

    assert "sans_capacite" not in page.context["form"].fields


@pytest.mark.parametrize("coche", ["²", "9" * 5000])
def test_une_case_qui_n_est_pas_un_identifiant_n_est_pas_a_prendre(odile, le_monde, brouillon, coche):
    page = odile.post(adresse("modifier", brouillon), {**saisie(le_monde, brouillon, []), "intentions": [coche]})

    assert page.context["form"].errors["intentions"] == [
        "Une intention cochée n’est plus à prendre. Elle n’est plus dans la liste."
    ]
