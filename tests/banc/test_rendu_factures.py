"""Invoices drawn by two workers, as a ratio to the bare drawing of the same page by two processes, in the same run.

Bare: WeasyPrint turns the same HTML into the same kind of PDF, and nothing else. A worker does that too, and reads the
row, locks it, writes the QR code and the page, checks the XML, embeds it, hashes the file and keeps it.
``RENDU_FACTURES=400 make banc OPTIONS=tests/banc/test_rendu_factures.py`` draws more.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from time import perf_counter

import pytest
from django.db import connections
from django.template.loader import render_to_string

from factures.actions.emettre import emettre
from factures.facturx.pdf import FEUILLES, VARIANTE, a_ecrire
from noyau.controle import controle_de
from noyau.courriers import Document
from noyau.documents import _feuilles_de_style, octets_du_document
from tests.factories.emission import fiche, projet
from tests.factories.factures import Voulue, bon_de_commande
from tests.factories.scenario import monde

pytestmark = pytest.mark.django_db(transaction=True)
COMBIEN = int(os.environ.get("RENDU_FACTURES", "30"))
COMPOSANTES = 10
TOURS = 3
# Times the bare drawing: what a treasury's file costs beside the page itself.
BUT = 1.6
PROCESSUS = multiprocessing.get_context("fork")


def documents(combien: int) -> list[int]:
    """The file of one invoice of ten composantes, to be drawn ``combien`` times."""
    ici = monde()
    fiche(ici.mandataire)
    # Dear enough for the lot's maximum, short enough for its people.
    bon = bon_de_commande(ici, *[Voulue(heures=120) for _ in range(COMPOSANTES)])
    emettre(facture_id=projet(bon).pk, par=None, le=date(2027, 2, 1))
    modele = Document.objects.get(modele="facture")
    champs = ("modele", "titre", "reference", "nom_fichier", "objet_type", "objet_id", "contexte", "cree_le")
    faits = {champ: getattr(modele, champ) for champ in champs}
    copies = Document.objects.bulk_create(Document(cle=f"rendu:{rang}", **faits) for rang in range(combien))
    return [copie.pk for copie in copies]


def nu(html: str) -> Callable[[int], object]:
    def dessiner(_rang: int) -> object:
        from weasyprint import HTML  # noqa: PLC0415

        styles, polices = _feuilles_de_style(("css/lettre.css", *FEUILLES))
        return HTML(string=html).write_pdf(stylesheets=styles, font_config=polices, pdf_variant=VARIANTE)

    return dessiner


def a_deux(acte: Callable[[int], object], sujets: Sequence[int]) -> float:
    """Share ``sujets`` between two processes, each warmed by its first; give the seconds of the slower."""
    connections.close_all()
    depart, durees = PROCESSUS.Barrier(2), PROCESSUS.Queue()

    def travailler(miens: Sequence[int]) -> None:
        acte(miens[0])
        depart.wait()
        debut = perf_counter()
        for sujet in miens[1:]:
            acte(sujet)
        durees.put(perf_counter() - debut)
        connections.close_all()

    fils = [PROCESSUS.Process(target=travailler, args=(sujets[rang::2],)) for rang in range(2)]
    for fil in fils:
        fil.start()
    lentes = [durees.get(timeout=600) for _ in fils]
    for fil in fils:
        fil.join()
    return max(lentes)


def test_deux_workers_dessinent_les_factures_du_mois():
    parts = COMBIEN + 2
    cles = documents(parts * TOURS)
    document = Document.objects.get(pk=cles[0])
    html = render_to_string(
        "documents/facture.html", {**a_ecrire(document.contexte), "controle": controle_de(document)}
    )
    rapports = []
    for tour in range(TOURS):
        miens = cles[tour * parts : (tour + 1) * parts]
        page, fichier = a_deux(nu(html), miens), a_deux(octets_du_document, miens)
        rapports.append((fichier / page, COMBIEN / fichier, COMBIEN / page))
    rapport, debit, debit_nu = sorted(rapports)[TOURS // 2]

    sys.stdout.write(
        f"\n{COMBIEN} factures de {COMPOSANTES} lignes, deux workers, charge {os.getloadavg()[0]:.1f} :"
        f" {debit:.1f} par seconde, page nue {debit_nu:.1f} ; {rapport:.2f} × la page nue (but : {BUT})\n"
    )
    assert not Document.objects.filter(pk__in=cles, fichier="").exists()
    assert rapport < BUT
