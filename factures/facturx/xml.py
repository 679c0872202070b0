"""The XML of an invoice: Factur-X, profile EN 16931, written from its frozen facts.

Keys are the business terms of EN 16931. factur-x refuses Decimals and shortens floats: it is given strings.
"""

from collections.abc import Mapping
from typing import Any

from facturx.generate_xml import generate_xml

from factures.enums import NatureFacture

FACTURE, AVOIR = "380", "381"
# Who pays and when: services, paid in full after they were done.
CADRE = "S1"
HEURE = "HUR"
SIRET, SIREN, ANNUAIRE = "0009", "0002", "0225"
# UNTDID 4461: credit transfer; nothing agreed; set off between both.
VIREMENT, AUTRE, COMPENSATION = "30", "1", "97"
EXONERATION = "VATEX-FR-CGI261-4"

Faits = Mapping[str, Any]


def xml_de(faits: Faits) -> bytes:
    """Write the XML of an invoice or avoir from ``faits`` (factures.facturx.faits): same facts, same bytes."""
    return generate_xml(_termes(faits), level="en16931", check_xsd=False, check_schematron=False)


def _termes(faits: Faits) -> dict[str, Any]:
    montants = faits["montants"]
    return {
        "BT-1": faits["numero"],
        "BT-2": faits["emise_le"],
        "BT-3": AVOIR if _avoir(faits) else FACTURE,
        "BT-5": "EUR",
        **({"BT-9": faits["echeance"]} if faits["echeance"] else {}),
        "BT-10": faits["acheteur"]["code_service"],
        "BT-12": faits["marche"],
        "BT-13": faits["bon"],
        "BT-17": [faits["lot"]],
        "BT-20": faits["conditions"],
        "BT-23": CADRE,
        # Without it the schema refuses the whole.
        "BT-72": faits["periode"]["fin"],
        "BT-73": faits["periode"]["debut"],
        "BT-74": faits["periode"]["fin"],
        **_paiement(faits),
        "BG-1": _notes(faits),
        **_precedente(faits),
        "BG-4": _vendeur(faits["vendeur"], faits["mentions"]["REG"]),
        "BG-7": _acheteur(faits["acheteur"]),
        "BG-23": [{**_taxe(faits, "BT-118", "BT-119"), **_base(faits)}],
        "BG-25": [_ligne(ligne, faits) for ligne in faits["lignes"]],
        "BT-106": montants["ht"],
        "BT-109": montants["ht"],
        "BT-110": montants["tva"],
        "BT-112": montants["ttc"],
        "BT-115": montants["ttc"],
    }


def _avoir(faits: Faits) -> bool:
    return faits["nature"] == NatureFacture.AVOIR


def _paiement(faits: Faits) -> dict[str, str]:
    vendeur = faits["vendeur"]
    if _avoir(faits):
        return {"BT-81": COMPENSATION}
    if not vendeur["iban"]:
        return {"BT-81": AUTRE}
    return {"BT-81": VIREMENT, "BT-83": faits["numero"], "BT-84": vendeur["iban"], "BT-85": vendeur["titulaire"]}


def _notes(faits: Faits) -> list[dict[str, str]]:
    notes = [{"BT-21": sujet, "BT-22": texte} for sujet, texte in faits["mentions"].items()]
    if faits["motif"]:
        notes.append({"BT-21": "AAI", "BT-22": f"Motif de l’avoir : {faits['motif']}"})
    return notes


def _precedente(faits: Faits) -> dict[str, Any]:
    corrige = faits["corrige"]
    return {"BG-3": [{"BT-25": corrige["numero"], "BT-26": corrige["emise_le"]}]} if corrige else {}


def _partie(partie: Mapping[str, str]) -> dict[str, Any]:
    siren = partie["siret"][:9]
    return {
        "name": partie["nom"],
        "identifiers": {SIRET: partie["siret"]},
        "legal_identifier": siren,
        "legal_identifier_schemeid": SIREN,
        "addr_l1": partie["adresse"],
        "postcode": partie["code_postal"],
        "city": partie["ville"],
        "country_code": "FR",
        "einvoicing_addr": siren,
        "einvoicing_addr_schemeid": ANNUAIRE,
    }


def _vendeur(vendeur: Mapping[str, str], mention: str) -> dict[str, Any]:
    # An exempt body has no VAT number: its SIREN stands for its tax registration (BR-E-02).
    taxe = (
        {"vat_identifier": vendeur["numero_tva"]}
        if vendeur["numero_tva"]
        else {"tax_identifier": vendeur["siret"][:9]}
    )
    joindre = {"name": vendeur["service"], "phone": vendeur["telephone"], "email": vendeur["courriel"]}
    return {
        **_partie(vendeur),
        **taxe,
        "legal_info": f"{vendeur['forme_juridique']}. {mention}" if vendeur["forme_juridique"] else mention,
        "contacts": [{nom: valeur for nom, valeur in joindre.items() if valeur}],
    }


def _acheteur(acheteur: Mapping[str, str]) -> dict[str, Any]:
    return _partie(acheteur)


def _taxe(faits: Faits, categorie: str, taux: str) -> dict[str, str]:
    return {categorie: "E" if faits["exoneration"] else "S", taux: faits["montants"]["taux"]}


def _base(faits: Faits) -> dict[str, str]:
    base = {"BT-116": faits["montants"]["ht"], "BT-117": faits["montants"]["tva"]}
    if faits["exoneration"]:
        base |= {"BT-120": faits["exoneration"], "BT-121": EXONERATION}
    return base


def _ligne(ligne: Mapping[str, Any], faits: Faits) -> dict[str, Any]:
    return {
        "BT-126": str(ligne["rang"]),
        # The line of the order: its composante.
        "BT-132": str(ligne["composante"]),
        "BT-153": ligne["libelle"],
        "BT-154": f"Composante {ligne['composante']}, session {ligne['session']}, {ligne['organisme']}",
        "BT-129": ligne["quantite"],
        "BT-130": HEURE,
        "BT-146": ligne["prix_heure"],
        "BT-131": ligne["montant"],
        **_taxe(faits, "BT-151", "BT-152"),
        "BT-134": ligne["debut"],
        "BT-135": ligne["fin"],
    }
