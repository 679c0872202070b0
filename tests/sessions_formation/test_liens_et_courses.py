"""Personal links and races between two who act at once: nobody answers for another, nobody is killed."""

from threading import Thread

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from comptes.liens import Usage, jeton
from intentions.actions.confirmer import confirmer_intention, desavouer_intention, joindre_ecrit
from intentions.actions.interets import choisir_organisme
from intentions.actions.prevenir import cle_du_retrait
from intentions.actions.solliciter import envoyer_nouveau_lien
from intentions.models import IntentionEmbauche
from noyau import courriers
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.televersement import EXTENSIONS, PDF, PieceLue
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.interets import retirer_interet
from tests.factories import comptes
from tests.factories.besoins import besoin_libre, interet
from tests.factories.etapes import etape_planifiee, recus, session_a_trois
from tests.factories.referentiels import EmployeurFactory
from tests.factories.scenario import LE, demande
from tests.factories.transmissions import transmise
from tests.sessions_formation.test_concurrence import attendre_un_bloque


@pytest.mark.django_db
@pytest.mark.usefixtures("ce_jour")
def test_sans_contact_le_partenaire_n_est_pas_invite_a_la_place_de_l_employeur(client, le_monde):
    """Its employer's letter is attached, its employer's address unknown: the partner's own is not the employer's."""
    employeur = EmployeurFactory(nom="Tôlerie d’essai", departement=le_monde.commune.departement, siae=False)
    lea = comptes.referent(le_monde.reseau, email="lea@reseau.example")
    offre = {"contact_courriel": "", "etapes": ["jury"], "nombre_postes": 5, "commune": le_monde.commune}
    intention = transmise(lea, employeur, **offre, departement=le_monde.commune.departement)
    lettre = PieceLue(f"lettre{EXTENSIONS[PDF]}", PDF, b"%PDF-1.4\n%%EOF")
    joindre_ecrit(intention_id=intention.pk, piece=lettre, par=lea, le=LE)
    intention.refresh_from_db()
    session = demande(le_monde, [intention])
    demander_ouverture(session_id=session.pk, par=session.demandeur, le=LE)
    session.refresh_from_db()

    invitation = etape_planifiee(session).invitations.get()

    assert recus("invitation_etape") == []
    ouverte = jeton(Usage.ETAPE, "lea@reseau.example", objet=invitation.pk)
    assert client.get(reverse("rendez_vous:lien", args=[ouverte])).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("ce_jour")
def test_la_page_d_un_lien_de_rendez_vous_ne_se_garde_nulle_part(client, le_monde):
    invitation = etape_planifiee(session_a_trois(le_monde)).invitations.get(intention__employeur__nom="Heulin")
    lien = jeton(Usage.ETAPE, "claire@heulin.example", objet=invitation.pk)

    for nom in ("rendez_vous:lien", "rendez_vous:lien_agenda"):
        reponse = client.get(reverse(nom, args=[lien]))
        assert "no-store" in reponse.get("Cache-Control", "")
        assert reponse.get("X-Robots-Tag") == "noindex, nofollow"


@pytest.mark.django_db
def test_une_tres_longue_adresse_recoit_autant_de_liens_qu_elle_en_demande(le_monde):
    longue = f"{'paul' * 15}@{'menuiserie' * 6}.example"
    employeur = EmployeurFactory(departement=le_monde.commune.departement, siae=False)
    transmise(comptes.referent(le_monde.reseau), employeur, contact_courriel=longue)

    envoyer_nouveau_lien(courriel=longue)
    envoyer_nouveau_lien(courriel=longue)

    assert recus("lien_personnel") == [longue, longue]


@pytest.mark.django_db(transaction=True)
def test_desavouer_pendant_qu_un_autre_retire_attend_sans_s_entre_tuer(le_monde):
    employeur = EmployeurFactory(departement=le_monde.commune.departement, siae=False)
    intention = transmise(comptes.referent(le_monde.reseau), employeur)
    confirmer_intention(intention_id=intention.pk, courriel=intention.contact_courriel, le=LE)
    rendus = []

    def desavouer():
        try:
            rendus.append(
                desavouer_intention(
                    intention_id=intention.pk, motif="Non.", courriel=intention.contact_courriel, le=LE
                ).statut
            )
        except Exception as erreur:  # noqa: BLE001 the deadlock is what the test looks for
            rendus.append(erreur)
        finally:
            connection.close()

    with transaction.atomic():
        IntentionEmbauche.objects.select_for_update(of=("self",)).get(pk=intention.pk)
        fil = Thread(target=desavouer)
        fil.start()
        attendre_un_bloque()
        # What a withdrawal writes once it holds the intention.
        courriers.deposer(
            modele="retrait_region",
            cle=cle_du_retrait(intention, "region"),
            destinataire=settings.REGION_EMAIL,
            contexte={},
        )
    fil.join()

    assert rendus == ["desistee"]
    assert Courrier.objects.filter(cle=cle_du_retrait(intention, "region")).count() == 1


@pytest.mark.django_db(transaction=True)
def test_retirer_un_interet_pendant_qu_on_le_choisit_apprend_le_choix(le_monde):
    besoin = besoin_libre(le_monde, nom="Tôlerie Heulin", nombre_postes=2)
    claire = comptes.employeur(besoin.employeur)
    declare = interet(besoin, le_monde.au_cotraitant)
    rendus = []

    def retirer():
        try:
            rendus.append(retirer_interet(interet_id=declare.pk, par=le_monde.au_cotraitant))
        except Exception as erreur:  # noqa: BLE001 what it is is what the test looks at
            rendus.append(type(erreur))
        finally:
            connection.close()

    with transaction.atomic():
        choisir_organisme(intention_id=besoin.pk, interet_id=declare.pk, par=claire, le=LE)
        fil = Thread(target=retirer)
        fil.start()
        fil.join(timeout=1)
    fil.join()

    assert rendus == [RegleViolee]
