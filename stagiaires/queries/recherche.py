"""Finding again a person one follows, by name or France Travail identifier."""

from django.db.models import QuerySet

from comptes.models import Utilisateur
from referentiels.regles.textes import normaliser
from stagiaires.models import Stagiaire
from stagiaires.regles.identifiants import identifiant_ft_valide


def stagiaires_trouves(utilisateur: Utilisateur, texte: str) -> QuerySet[Stagiaire]:
    """Give the people the reader's structures follow whose name holds each word, or who have that identifier; by
    name. Nobody for a text without a word. Indexed by structure, then by trigram."""
    siens = Stagiaire.objects.visibles_pour(utilisateur).presents().select_related("commune")
    if identifiant := _identifiant(texte):
        return siens.filter(identifiant_ft=identifiant)
    mots = normaliser(texte).split()
    if not mots:
        return siens.none()
    for mot in mots:
        siens = siens.filter(nom_normalise__contains=mot)
    return siens.order_by("nom_normalise", "pk")


def _identifiant(texte: str) -> str:
    try:
        return identifiant_ft_valide(texte)
    except ValueError:
        return ""
