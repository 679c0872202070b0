"""SIRETs with right keys that belong to nobody."""

from stdnum import luhn


def siret_invente(rang: int, etablissement: int = 1) -> str:
    """Give a valid SIRET for a rank under 100 000.

    Its SIREN begins with 000, which Insee gives to no one: a demonstration with the Sirene look-up on must not
    show a real company's name beside an invented one.
    """
    siren = f"000{rang:05d}"
    siren += luhn.calc_check_digit(siren)
    siret = f"{siren}{etablissement:04d}"
    return siret + luhn.calc_check_digit(siret)
