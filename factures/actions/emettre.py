"""A draft becomes an invoice: numbered, frozen, checked by the official rules, told to who waits for it.

All in one transaction: what is refused stays a draft, and gives its number back.
"""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.urls import reverse

from comptes.models import Utilisateur
from factures.actions.preparer import preparer_factures
from factures.actions.verrous import verrouiller_la_facture
from factures.automates import FACTURE
from factures.enums import Controle, NatureFacture, StatutFacture, TransitionFacture
from factures.facturx.controle import controler, preparer
from factures.facturx.faits import faits_de, taux_de
from factures.facturx.xml import xml_de
from factures.models import Facture, LigneFacture
from factures.regles.mentions import nda_valide
from factures.regles.tva import tva_de
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.numeros import numero_suivant
from referentiels.queries.reglement import valeurs_au
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.typographie import composer, compter, jour

# What the trigger of the database says (factures.models.gardes.JAMAIS_PLUS_QUE_COMMANDE).
PLUS_QUE_COMMANDE = "Plus que commandé"


def emettre(*, facture_id: int, par: Utilisateur | None, le: date) -> Facture:
    """Issue a draft on the day ``le``; give it, numbered.

    Raises ``RegleViolee`` with everything that forbids it in French (it then stays a draft, without a number), and
    ``TransitionImpossible`` when it is issued already.
    """
    preparer()
    _remettre_a_jour(facture_id, le)
    with transaction.atomic():
        facture = verrouiller_la_facture(facture_id)
        if not FACTURE.permet(TransitionFacture.EMETTRE, facture.statut):
            raise TransitionImpossible(f"La facture {facture.numero} est déjà émise.")
        if raisons := [*ce_qui_manque(facture), *_avant_la_fin_du_mois(facture, le)]:
            raise RegleViolee(*raisons)
        _numeroter(facture, par=par, le=le)
        if facture.corrige is not None:
            _annuler_si_tout_est_repris(facture.corrige)
        _annoncer(facture)
    return facture


def _remettre_a_jour(facture_id: int, le: date) -> None:
    """Prepare the draft again: hours declared since then change its lines, which are then to be confirmed again."""
    projet = Facture.objects.filter(pk=facture_id, statut=StatutFacture.PROJET, prepare_le__isnull=False).first()
    if projet is None:
        return
    preparer_factures(mois=projet.mois, le=le, bons=[projet.bon_id])
    if not Facture.objects.filter(pk=facture_id).exists():
        raise RegleViolee(
            composer("Les heures déclarées ont changé : il n’y a plus rien à facturer ici, ce projet est retiré.")
        )


def ce_qui_manque(facture: Facture) -> list[str]:
    """Give, in French, what a draft still lacks to be issued; whoever shows its page asks the same (2 queries at
    most)."""
    raisons = list(_lignes_a_confirmer(facture))
    organisme = facture.emetteur
    if not hasattr(organisme, "emetteur"):
        raisons.append("Remplissez d’abord votre fiche de facturation : elle dit votre régime de TVA.")
    if not nda_valide(organisme.nda):
        raisons.append(
            "Votre numéro de déclaration d’activité manque, ou n’a pas ses 11 chiffres : la loi le demande."
        )
    if not (organisme.adresse and organisme.code_postal and organisme.ville):
        raisons.append("L’adresse de votre organisme est incomplète.")
    if facture.nature == NatureFacture.FACTURE and facture.montant_ht < 0:
        raisons.append("Ce projet rend plus qu’il ne facture : il s’émet comme un avoir.")
    if facture.corrige is not None and facture.corrige.statut == StatutFacture.PROJET:
        raisons.append("La facture que corrige cet avoir n’est pas émise.")
    return [composer(raison) for raison in raisons]


def _avant_la_fin_du_mois(facture: Facture, le: date) -> list[str]:
    """One invoice a month (FAQ §7): issued before its end, it would leave out what is done until then."""
    suivant = ajouter_mois(facture.mois, 1)
    if facture.nature == NatureFacture.AVOIR or le >= suivant:
        return []
    return [composer(f"Ce mois n’est pas fini : sa facture s’émet à partir du {jour(suivant)}.")]


def _lignes_a_confirmer(facture: Facture) -> list[str]:
    lignes = list(facture.lignes.values_list("controle", flat=True))
    if not lignes:
        return ["Ce projet n’a pas de ligne."]
    raisons = []
    if contestees := lignes.count(Controle.CONTESTEE):
        raisons.append(
            f"{compter(contestees, 'ligne est contestée', 'lignes sont contestées')} : "
            "attendez que ses heures soient corrigées, ou confirmez-la."
            if contestees == 1
            else f"{compter(contestees, 'ligne est contestée', 'lignes sont contestées')} : "
            "attendez que leurs heures soient corrigées, ou confirmez-les."
        )
    if a_verifier := lignes.count(Controle.A_VERIFIER):
        raisons.append(f"Il reste {compter(a_verifier, 'ligne')} à confirmer.")
    return raisons


def _numeroter(facture: Facture, *, par: Utilisateur | None, le: date) -> None:
    """Set what is frozen, take the number, check, cross. The database has the last word on what was ordered."""
    (delai,) = valeurs_au(le, "paiement_jours")
    _calculer(facture, le)
    facture.emise_le, facture.echeance, facture.annee = le, le + timedelta(days=int(delai)), le.year
    facture.rang = numero_suivant(f"F{facture.emetteur_id}", le.year)
    facture.numero = f"F{le.year}-{facture.rang:05d}"
    facture.faits = faits_de(facture, le)
    facture.xml = _xml_controle(facture.faits)
    champs = (
        "emise_le", "echeance", "annee", "rang", "numero", "faits", "xml",
        "montant_ht", "taux_tva", "montant_tva", "montant_ttc", "modifie_le",
    )  # fmt: skip
    try:
        with transaction.atomic():
            facture.franchir(
                TransitionFacture.EMETTRE,
                par=par,
                motif=facture.motif,
                **{champ: getattr(facture, champ) for champ in champs},
            )
    except IntegrityError as erreur:
        if PLUS_QUE_COMMANDE not in str(erreur):
            raise
        raise RegleViolee(composer(str(erreur).splitlines()[0])) from erreur


def _calculer(facture: Facture, le: date) -> None:
    """The total of its lines, and the VAT the body invoices at that day; an avoir follows the invoice it corrects."""
    facture.montant_ht = facture.lignes.aggregate(total=Sum("montant"))["total"]
    facture.taux_tva = facture.corrige.taux_tva if facture.corrige else taux_de(facture.emetteur.emetteur, le)
    facture.montant_tva = tva_de(facture.montant_ht, facture.taux_tva)
    facture.montant_ttc = facture.montant_ht + facture.montant_tva


def _xml_controle(faits: dict[str, Any]) -> str:
    try:
        xml = xml_de(faits)
    except ValueError as erreur:
        raise RegleViolee(f"La facture ne peut pas s’écrire en Factur-X : {erreur}") from erreur
    if raisons := controler(xml):
        raise RegleViolee(*raisons)
    return xml.decode()


def _annuler_si_tout_est_repris(corrigee: Facture) -> None:
    """An invoice whose avoirs took every hour and every euro back is cancelled: its month may be invoiced again."""
    siennes = set(corrigee.lignes.values_list("composante", "prix_heure"))
    sommes = (
        LigneFacture.objects.filter(Q(facture=corrigee) | Q(facture__corrige=corrigee))
        .emises()
        .order_by()
        .values_list("composante", "prix_heure")
        .annotate(heures=Sum("quantite"), euros=Sum("montant"))
    )
    # An avoir of corrected hours may reach lines of other invoices: they say nothing of this one.
    reste = any(heures or euros for composante, prix, heures, euros in sommes if (composante, prix) in siennes)
    if corrigee.annulee_le is None and not reste:
        corrigee.annulee_le = horloge.maintenant()
        corrigee.save(update_fields=["annulee_le", "modifie_le"])


def _annoncer(facture: Facture) -> None:
    """Freeze its PDF, tell who issued it, and who will check it at the Région."""
    faits = facture.faits
    document = courriers.deposer_document(
        modele="facture",
        cle=f"facture:{facture.pk}",
        objet=facture,
        titre=facture.get_nature_display(),
        reference=facture.numero or "",
        # Sealed with the facts: the very bytes that were checked are those that are attached.
        contexte={**faits, "xml_sha256": hashlib.sha256(facture.xml.encode()).hexdigest()},
    )
    contexte = {
        "nature": facture.nature,
        "numero": facture.numero,
        "organisme": faits["vendeur"]["nom"],
        "bon": faits["bon"],
        "lot": faits["lot"],
        "lot_intitule": faits["lot_intitule"],
        "mois": facture.mois.isoformat(),
        "montant": faits["montants"]["ttc"],
        "echeance": faits["echeance"],
        "corrige": faits["corrige"].get("numero", ""),
        "motif": facture.motif,
        "chemin": reverse("factures:facture", args=[facture.pk]),
    }
    if courriel := faits["vendeur"]["courriel"]:
        courriers.deposer(
            modele="facture_emise",
            cle=f"facture-emise:{facture.pk}",
            destinataire=courriel,
            contexte=contexte,
            documents=[document],
            groupable=True,
        )
    agent = facture.bon.lot.agent
    courriers.deposer(
        modele="facture_a_controler",
        cle=f"facture-a-controler:{facture.pk}",
        destinataire=agent.email if agent and agent.is_active else settings.REGION_EMAIL,
        contexte={**contexte, "chemin": reverse("admin:factures_facture_change", args=[facture.pk])},
        groupable=True,
    )
