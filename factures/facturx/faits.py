"""The facts of an invoice, frozen on the day it is issued: what its XML, its PDF and its journal say is read here.

Plain JSON: amounts and quantities are strings, days are ISO. An avoir's quantities and amounts, stored negative, are
written as its reader expects them: what is taken back, as positive figures (EN 16931, type 381). No trainee is named.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, Sum
from django.utils import timezone

from factures.enums import NatureFacture, RegimeTva
from factures.models import DetailFacture, EmetteurFactures, Facture, LigneFacture
from factures.queries.emetteurs import courriel_de_facturation
from factures.regles import mentions
from referentiels.models import OrganismeFormation
from referentiels.queries.reglement import valeurs_au
from referentiels.regles.mois import Mois

CENTIEMES = Decimal("0.01")


def faits_de(facture: Facture, le: date) -> dict[str, Any]:
    """Give the facts of an invoice or avoir issued on ``le``, whose number, dates and amounts are set (7 queries)."""
    avoir = facture.nature == NatureFacture.AVOIR
    signe = -1 if avoir else 1
    bon = facture.bon
    indemnite, delai = valeurs_au(le, "recouvrement_indemnite", "paiement_jours")
    return {
        "nature": facture.nature,
        "numero": facture.numero,
        "emise_le": le.isoformat(),
        "echeance": "" if avoir else facture.echeance.isoformat(),
        "periode": _periode(facture),
        "vendeur": _vendeur(facture.emetteur),
        "acheteur": acheteur(),
        "marche": bon.lot.marche,
        "lot": bon.lot.numero,
        "lot_intitule": bon.lot.intitule,
        "bon": bon.numero,
        "bon_emis_le": timezone.localtime(bon.emis_le).date().isoformat(),
        "corrige": _corrigee(facture),
        "motif": facture.motif,
        "lignes": _lignes(facture, signe),
        "heures": _heures(facture, signe),
        "montants": {
            "ht": _texte(facture.montant_ht * signe),
            "taux": _texte(facture.taux_tva * 100),
            "tva": _texte(facture.montant_tva * signe),
            "ttc": _texte(facture.montant_ttc * signe),
        },
        "exoneration": "" if facture.taux_tva else mentions.EXONERATION,
        "conditions": _conditions(facture, int(delai)),
        "mentions": {
            "PMT": mentions.mention_recouvrement(indemnite),
            "PMD": mentions.mention_retard(),
            "AAB": mentions.SANS_ESCOMPTE,
            "REG": mentions.mention_nda(facture.emetteur.nda),
        },
    }


def acheteur() -> dict[str, str]:
    """Give who is invoiced, and the service that executes the payment (settings)."""
    rue, code_postal, ville = settings.REGION_ADRESSE
    return {
        "nom": settings.REGION_NOM,
        "siret": settings.REGION_SIRET,
        "adresse": rue,
        "code_postal": code_postal,
        "ville": ville,
        "code_service": settings.REGION_CODE_SERVICE,
    }


def taux_de(fiche: EmetteurFactures, le: date) -> Decimal:
    """Give the rate of VAT a body invoices at on ``le``, as a part of one (1 query when it is not exempt)."""
    if fiche.regime_tva == RegimeTva.EXONERE:
        return Decimal(0)
    return valeurs_au(le, "tva_taux_normal")[0]


def _vendeur(organisme: OrganismeFormation) -> dict[str, str]:
    fiche = organisme.emetteur
    return {
        "nom": organisme.nom,
        "siret": organisme.siret,
        "adresse": organisme.adresse,
        "code_postal": organisme.code_postal,
        "ville": organisme.ville,
        "nda": organisme.nda,
        "forme_juridique": fiche.forme_juridique,
        "numero_tva": fiche.numero_tva,
        "iban": fiche.iban,
        "titulaire": fiche.titulaire or organisme.nom,
        "service": fiche.service or "Service facturation",
        "courriel": courriel_de_facturation(organisme),
        "telephone": fiche.telephone or organisme.telephone,
    }


def _corrigee(facture: Facture) -> dict[str, str]:
    if facture.corrige is None or facture.corrige.emise_le is None:
        return {}
    return {"numero": facture.corrige.numero or "", "emise_le": facture.corrige.emise_le.isoformat()}


def _conditions(facture: Facture, delai: int) -> str:
    if facture.corrige is not None:
        return f"À déduire de la facture {facture.corrige.numero}, ou à rembourser si elle est payée."
    return mentions.mention_delai(delai)


def _periode(facture: Facture) -> dict[str, str]:
    """From the first month a line counts hours of (corrections reach back) to the end of the invoice's month."""
    premier = DetailFacture.objects.filter(ligne__facture=facture).aggregate(mois=Min("mois"))["mois"]
    debut = min(premier or facture.mois, facture.mois)
    return {"debut": debut.isoformat(), "fin": _fin(facture.mois).isoformat()}


def _lignes(facture: Facture, signe: int) -> list[dict[str, Any]]:
    lignes = facture.lignes.select_related("composante__session__organisme").order_by("rang")
    bornes = {
        ligne: (debut, fin)
        for ligne, debut, fin in DetailFacture.objects.filter(ligne__facture=facture)
        .values("ligne")
        .annotate(debut=Min("mois"), fin=Max("mois"))
        .order_by("ligne")
        .values_list("ligne", "debut", "fin")
    }
    return [_ligne(ligne, signe, *bornes.get(ligne.pk, (facture.mois, facture.mois))) for ligne in lignes]


def _ligne(ligne: LigneFacture, signe: int, premier: date, dernier: date) -> dict[str, Any]:
    session = ligne.composante.session
    return {
        "rang": ligne.rang,
        "composante": ligne.composante.rang,
        "libelle": ligne.libelle,
        "session": session.numero,
        "intitule": session.intitule,
        "organisme": session.organisme.nom,
        "debut": premier.isoformat(),
        "fin": _fin(dernier).isoformat(),
        "quantite": _texte(ligne.quantite * signe),
        "prix_heure": _texte(ligne.prix_heure),
        "montant": _texte(ligne.montant * signe),
    }


def _heures(facture: Facture, signe: int) -> list[dict[str, Any]]:
    """Give the hours by session and month, with how many trainees did them: what the service fait is checked on."""
    sommes: Iterable[dict[str, Any]] = (
        DetailFacture.objects.filter(ligne__facture=facture)
        .values("ligne__composante__rang", "ligne__composante__session__numero", "mois")
        .annotate(stagiaires=Count("parcours", distinct=True), somme=Sum("heures"))
        .order_by("ligne__composante__rang", "mois")
    )
    return [
        {
            "composante": somme["ligne__composante__rang"],
            "session": somme["ligne__composante__session__numero"],
            "mois": somme["mois"].isoformat(),
            "stagiaires": somme["stagiaires"],
            "heures": _texte(somme["somme"] * signe),
        }
        for somme in sommes
    ]


def _fin(mois: date) -> date:
    return Mois.de(mois).dernier_jour


def _texte(valeur: Decimal) -> str:
    """Two decimals, without exponent; never « -0.00 »."""
    return f"{valeur.quantize(CENTIEMES) + 0:f}"
