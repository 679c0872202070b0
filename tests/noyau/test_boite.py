"""The demonstration's mailbox: open to all in the demonstration, and nowhere else."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from noyau.boite import BoiteDeDemonstration, MessageRecu

pytestmark = pytest.mark.django_db


@pytest.fixture
def demonstration(settings):
    settings.DEMO = True


def recevoir(numero: int = 1, pour: str = "claire@exemple.fr") -> MessageRecu:
    message = EmailMultiAlternatives(
        f"Objet {numero}", "Bonjour https://essai.example/", to=[pour], headers={"Message-ID": f"<{numero}@essai>"}
    )
    message.attach_alternative("<html><head></head><body><p>Bonjour</p></body></html>", "text/html")
    message.attach("lettre.pdf", b"%PDF-1.7", "application/pdf")
    BoiteDeDemonstration().send_messages([message])
    return MessageRecu.objects.get(message_id=f"<{numero}@essai>")


def test_hors_demonstration_la_boite_n_existe_pas(client):
    recu = recevoir()
    adresses = [
        reverse("noyau:boite"),
        reverse("noyau:boite_message", args=[recu.pk]),
        reverse("noyau:boite_html", args=[recu.pk]),
        reverse("noyau:boite_piece", args=[recu.pieces.get().pk]),
    ]

    assert [client.get(adresse).status_code for adresse in adresses] == [404, 404, 404, 404]


def test_la_boite_vide_dit_quoi_faire(client, demonstration):
    assert "Aucun message pour l’instant" in client.get(reverse("noyau:boite")).content.decode()


def test_les_messages_se_lisent_du_plus_recent_au_plus_ancien_et_par_personne(client, demonstration):
    premier, second = recevoir(1), recevoir(2, "luc@exemple.fr")

    assert list(client.get(reverse("noyau:boite")).context["recus"]) == [second, premier]
    assert list(client.get(reverse("noyau:boite"), {"pour": "claire@exemple.fr"}).context["recus"]) == [premier]


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_boite_a_un_cout_constant(client, demonstration, django_assert_num_queries, nombre):
    for numero in range(nombre):
        recevoir(numero)

    # newest, recipients, messages
    with django_assert_num_queries(3):
        client.get(reverse("noyau:boite"))


def test_la_liste_ne_revient_que_si_un_message_est_arrive(client, demonstration):
    recu = recevoir(1)
    entetes = {"HX-Request": "true"}

    rien = client.get(reverse("noyau:boite"), {"dernier": recu.pk}, headers=entetes)
    nouveau = recevoir(2)
    liste = client.get(reverse("noyau:boite"), {"dernier": recu.pk}, headers=entetes)

    assert rien.status_code == 204
    assert f"Objet {2}" in liste.content.decode()
    assert liste.context["dernier"] == nouveau.pk
    assert "<html" not in liste.content.decode()


def test_un_message_se_lit_avec_ses_pieces(client, demonstration):
    recu = recevoir()

    page = client.get(reverse("noyau:boite_message", args=[recu.pk])).content.decode()
    piece = client.get(reverse("noyau:boite_piece", args=[recu.pieces.get().pk]))

    assert '<a href="https://essai.example/" rel="nofollow">' in page
    assert "lettre.pdf" in page
    assert (piece.content, piece["Content-Type"]) == (b"%PDF-1.7", "application/pdf")


def test_le_html_d_un_message_est_enferme(client, demonstration):
    reponse = client.get(reverse("noyau:boite_html", args=[recevoir().pk]))

    assert reponse["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in reponse["Content-Security-Policy"]
    assert '<base target="_blank">' in reponse.content.decode()
