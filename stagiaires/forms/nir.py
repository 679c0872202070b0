"""What no field about a person accepts: a social security number."""

from django.core.exceptions import ValidationError

from stagiaires.regles.identifiants import contient_un_nir

SANS_NIR = "N’écrivez pas de numéro de sécurité sociale ici : la Région n’a pas le droit de le garder. Retirez-le."


def refuser_nir(texte: str) -> None:
    """Refuse a text that holds a NIR; a validator for every field where something is typed about a person."""
    if contient_un_nir(str(texte)):
        raise ValidationError(SANS_NIR, code="nir")
