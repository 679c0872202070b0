"""What officers write to each other about a purchase that two people sign."""


def signatures(demande: dict) -> list[tuple[str, dict]]:
    """Give the mails of the second signature, on the request told by ``demande``."""
    signee = {
        **demande,
        "chemin": "/administration/sessions_formation/session/412/change/",
        "signee_par": "Lise Caillaud",
        "motif": "Besoin avéré, conditions remplies\nAvant son tour : elle commence dans dix jours.",
    }
    return [
        ("seconde_signature", signee),
        ("signature_renvoyee", {**signee, "renvoyee_par": "Yann Tessier, Région", "motif": "Le prix est à revoir."}),
    ]
