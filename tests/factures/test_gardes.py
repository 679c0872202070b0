"""What the database itself refuses of invoices, whoever writes: a photograph, a number twice, a sum that is wrong."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection, transaction
from django.db.models import F

from factures.enums import Controle, NatureFacture, RegimeTva, ServiceFait
from factures.models import DetailFacture, EmetteurFactures, Facture, LigneFacture, Suspension
from tests.factories.emission import projet
from tests.factories.factures import LE, MOIS, Voulue, ajouter_composante, amender, bon_de_commande, emettre_nue
from tests.factories.scenario import monde
from tests.factures.mandataire import avancer
from tests.refus import refus
from tests.simultane import ensemble

FIGES = {
    "nature": NatureFacture.AVOIR, "numero": "F2027-00009", "annee": 2026, "rang": 9, "emetteur": None, "bon": None,
    "mois": date(2027, 2, 1), "corrige": None, "motif": "Autre.", "emise_le": date(2027, 2, 2),
    "echeance": date(2027, 9, 9), "montant_ht": Decimal(1), "taux_tva": Decimal("0.2"), "montant_tva": Decimal(1),
    "montant_ttc": Decimal(1), "faits": {}, "xml": "<autre/>",
}  # fmt: skip


def executer(ordre: str, *valeurs: object) -> None:
    with connection.cursor() as curseur:
        curseur.execute(ordre, valeurs)


def test_rien_de_ce_que_dit_une_facture_emise_ne_change(le_monde):
    facture = emettre_nue(projet(bon_de_commande(le_monde)))
    autre = projet(bon_de_commande(le_monde, annee=2027))
    valeurs = {**FIGES, "emetteur": le_monde.cotraitant, "bon": autre.bon, "corrige": autre, "faits": {"numero": "F"}}
    la_sienne = Facture.objects.filter(pk=facture.pk)

    dits = {champ: refus(lambda c=champ, v=valeur: la_sienne.update(**{c: v})) for champ, valeur in valeurs.items()}

    assert [champ for champ, dit in dits.items() if not dit.startswith("pgtrigger: Cannot update")] == []
    assert refus(lambda: executer("DELETE FROM factures_facture WHERE id = %s", facture.pk)).startswith(
        "pgtrigger: Cannot delete"
    )
    assert refus(lambda: la_sienne.update(statut="payee")).startswith("pgtrigger: Invalid transition")


def test_les_lignes_d_une_facture_emise_ne_changent_ni_ne_s_ajoutent_ni_ne_partent(le_monde):
    facture = emettre_nue(projet(bon_de_commande(le_monde, Voulue(), Voulue())))
    ligne = facture.lignes.get(rang=1)
    detail = ligne.details.order_by("pk")[0]
    lignes, details = LigneFacture.objects.filter(pk=ligne.pk), DetailFacture.objects.filter(pk=detail.pk)

    dits = [
        *[
            refus(lambda c=champ, v=valeur: lignes.update(**{c: v}))
            for champ, valeur in (
                ("facture", projet(bon_de_commande(le_monde, annee=2027))),
                ("composante", facture.lignes.get(rang=2).composante_id),
                ("rang", 9),
                ("libelle", "Autre"),
                ("quantite", ligne.quantite + Decimal("0.01")),
                ("prix_heure", ligne.prix_heure + Decimal("0.01")),
                ("montant", ligne.montant + Decimal("0.01")),
            )
        ],
        *[
            refus(lambda c=champ, v=valeur: details.update(**{c: v}))
            for champ, valeur in (
                ("ligne", facture.lignes.get(rang=2)),
                ("parcours", facture.lignes.get(rang=2).details.order_by("pk")[0].parcours_id),
                ("mois", date(2026, 12, 1)),
                ("heures", 1),
            )
        ],
        refus(lambda: DetailFacture.objects.create(ligne=ligne, parcours=detail.parcours, mois=LE, heures=1)),
        refus(lambda: LigneFacture(**_copie(ligne, rang=3, prix_heure=Decimal(1), montant=ligne.quantite)).save()),
        refus(lambda: executer("DELETE FROM factures_detailfacture WHERE ligne_id = %s", ligne.pk)),
        refus(lambda: executer("DELETE FROM factures_lignefacture WHERE id = %s", ligne.pk)),
    ]

    assert set(dits) == {"Une facture émise ne change plus : corrigez-la par un avoir."}
    # What the Région says of a line is no part of the photograph.
    assert refus(lambda: lignes.update(service_fait=ServiceFait.ACCEPTE)) == ""


def _copie(ligne: LigneFacture, **champs) -> dict:
    noms = ("facture_id", "composante_id", "rang", "libelle", "quantite", "prix_heure", "montant")
    return {nom: getattr(ligne, nom) for nom in noms} | champs


def test_une_somme_fausse_une_piece_en_double_ou_sans_raison_ne_s_ecrit_pas(le_monde):
    facture = projet(bon_de_commande(le_monde))
    la_sienne, ligne = Facture.objects.filter(pk=facture.pk), facture.lignes.get()
    lignes, details = LigneFacture.objects.filter(pk=ligne.pk), DetailFacture.objects.filter(ligne=ligne)
    seconde = ajouter_composante(le_monde, facture.bon, Voulue())
    fiches = EmetteurFactures.objects.all()

    dits = {
        "facture_du_premier_du_mois": lambda: la_sienne.update(mois=date(2027, 1, 2)),
        "facture_emise_est_numerotee": lambda: la_sienne.update(numero="F2027-00001"),
        "facture_total_exact": lambda: la_sienne.update(montant_ttc=F("montant_ttc") + Decimal("0.01")),
        "avoir_corrige_et_dit_pourquoi": lambda: la_sienne.update(nature=NatureFacture.AVOIR),
        "une_facture_par_bon_et_mois": lambda: projet(facture.bon),
        "contestee_dit_pourquoi": lambda: lignes.update(controle=Controle.CONTESTEE),
        "rejetee_dit_pourquoi": lambda: lignes.update(service_fait=ServiceFait.REJETE),
        "ligne_a_quelques_centimes": lambda: lignes.update(montant=F("montant") + Decimal("0.06")),
        "un_rang_par_facture": lambda: LigneFacture(**_copie(ligne, composante_id=seconde.pk)).save(),
        "une_ligne_par_composante_et_prix": lambda: LigneFacture(**_copie(ligne, rang=2)).save(),
        "detail_de_quelque_chose": lambda: details.update(heures=0),
        "un_detail_par_parcours_et_mois": lambda: DetailFacture.objects.bulk_create(
            DetailFacture(ligne=ligne, parcours_id=d.parcours_id, mois=d.mois, heures=1) for d in details
        ),
        "assujetti_a_un_numero_de_tva": lambda: fiches.update(regime_tva=RegimeTva.ASSUJETTI),
    }

    assert {nom: refus(ecrire) for nom, ecrire in dits.items()} == {nom: nom for nom in dits}


def test_un_numero_une_suspension_un_avoir_a_la_fois(le_monde):
    facture = emettre_nue(projet(bon_de_commande(le_monde)))
    suivante = projet(bon_de_commande(le_monde, annee=2027))
    communs = {"annee": 2027, "emise_le": LE, "echeance": LE, "xml": "<essai/>"}

    def emettre(numero: str, rang: int):
        return lambda: suivante.franchir("emettre", par=None, numero=numero, rang=rang, **communs)

    def suspendre(**champs):
        return lambda: Suspension.objects.create(
            **{"facture": facture, "debut": LE, "motif": "RIB.", "par": le_monde.agent} | champs
        )

    def avoir():
        Facture.objects.create(
            nature=NatureFacture.AVOIR,
            emetteur=facture.emetteur,
            bon=facture.bon,
            mois=MOIS,
            corrige=facture,
            motif="Essai",
        )

    assert refus(emettre(facture.numero, 2)) == "un_numero_par_emetteur"
    suivante.refresh_from_db()
    assert refus(emettre("F2027-00002", facture.rang)) == "un_rang_par_emetteur_et_annee"
    assert [refus(suspendre()), refus(suspendre())] == ["", "une_suspension_par_facture"]
    assert refus(suspendre(debut=LE, fin=date(2027, 1, 31))) == "suspension_fin_apres_debut"
    assert [refus(avoir), refus(avoir)] == ["", "un_projet_d_avoir_a_la_fois"]
    avancer(facture, "certifier", "mandater")
    assert refus(lambda: facture.franchir("payer", par=None)) == "facture_payee_a_son_jour"


@pytest.mark.parametrize(
    ("heures", "prix", "dit"),
    [
        (("30", "30"), Decimal("9.50"), ""),
        (("30", "30.01"), Decimal("1.00"), "Plus que commandé pour la composante 1 : 60.01 h"),
        (("30", "20"), Decimal("11.41"), "Plus que commandé pour la composante 1 : 50.00 h et 570.50 € facturés"),
    ],
    ids=["juste", "heures", "euros"],
)
def test_ni_les_heures_ni_les_euros_ne_depassent_la_commande(le_monde, heures, prix, dit):
    """Amendments included: 50 hours ordered, 10 more. Drafts of others do not count."""
    bon = bon_de_commande(le_monde, Voulue(parcours=1, heures=50))
    amender(le_monde, bon.composantes.get(), 10)
    facture = projet(bon, heures)
    facture.lignes.update(prix_heure=prix, montant=prix * sum(map(Decimal, heures)))
    projet(bon, ("30",), date(2027, 2, 1))

    rendu = refus(lambda: emettre_nue(facture))

    assert rendu[: len(dit)] == dit
    assert bool(rendu) == bool(dit)


@pytest.mark.django_db(transaction=True)
def test_deux_factures_d_un_bon_au_meme_instant_ne_depassent_pas_sa_commande_a_elles_deux():
    """Issued by who would not lock the lot: the database makes the second one wait, and counts the first."""
    bon = bon_de_commande(monde(), Voulue(parcours=1, heures=100))
    projets = [projet(bon, ("60",), date(2027, mois, 1)) for mois in (1, 2)]

    @transaction.atomic
    def emettre(facture: Facture, rang: int) -> None:
        facture.franchir(
            "emettre", par=None, numero=f"F{rang}", rang=rang, annee=2027, emise_le=LE, echeance=LE, xml="<essai/>"
        )
        executer("SELECT pg_sleep(0.2)")

    rendus = ensemble([partial(refus, partial(emettre, une, rang)) for rang, une in enumerate(projets, start=1)])

    assert sorted(rendu[:16] for rendu in rendus) == ["", "Plus que command"]
