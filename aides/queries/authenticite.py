"""What the public page of verification tells of the letters of aids: kind, amount, and what came after. No name."""

from datetime import date
from decimal import Decimal

from aides.enums import StatutAide
from aides.models import DemandeAide
from noyau.authenticite import Faits
from noyau.lettres import Document
from referentiels.regles.typographie import composer, jour, montant


def raconter_decision(document: Document, _le: date) -> Faits:
    """Tell a decision: granted for how much at most, or refused; given up, closed or paid since."""
    faits = document.contexte
    lignes: tuple[tuple[str, str], ...] = (("Aide", faits["dispositif"]),)
    if faits["accordee"]:
        lignes = (*lignes, ("Accordée, au plus", composer(montant(Decimal(faits["montant"])))))
    else:
        lignes = (*lignes, ("Décision", "Non accordée"))
    statut, suites = _suites(document)
    return Faits(lignes, suites, caduc=statut in {StatutAide.ABANDONNEE, StatutAide.SANS_PAIEMENT})


def raconter_montant(document: Document, _le: date) -> Faits:
    """Tell what is due; a later letter of the same file replaces it."""
    faits = document.contexte
    lignes = (
        ("Aide", faits["dispositif"]),
        ("Accordée, au plus", composer(montant(Decimal(faits["accorde"])))),
        ("Due", composer(montant(Decimal(faits["montant"])))),
    )
    demande = DemandeAide.objects.get(pk=document.objet_id)
    plus_recent = Document.objects.de(demande).filter(modele=document.modele).first()
    remplace = plus_recent is not None and plus_recent.pk != document.pk
    suites = ("Une lettre plus récente la remplace.",) if remplace else ()
    return Faits(lignes, (*suites, *_suites(document)[1]), caduc=remplace)


def _suites(document: Document) -> tuple[str, tuple[str, ...]]:
    demande = DemandeAide.objects.get(pk=document.objet_id)
    if demande.payee_le:
        return demande.statut, (composer(f"L’aide est payée, le {jour(demande.payee_le)}."),)
    if demande.statut == StatutAide.ABANDONNEE:
        return demande.statut, ("L’employeur a abandonné sa demande.",)
    if demande.statut == StatutAide.SANS_PAIEMENT:
        return demande.statut, ("La demande est close : rien n’est dû.",)
    return demande.statut, ()
