"""An invoice is checked before it may be issued: schema, EN 16931, French rules, and what they do not look at.

factur-x's own check of the rules answers True when its server is away: the rules run here, in a process of ours
(``moteur``). Where they cannot run, nothing is issued.
"""

import atexit
import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from pathlib import Path
from threading import Lock
from time import monotonic

from lxml import etree
from stdnum import iban

from factures.facturx.messages import phrase
from factures.regles.montants import ECART_MAX
from noyau.erreurs import RegleViolee
from referentiels.regles.montants import arrondir
from referentiels.regles.siret import defaut_siret
from referentiels.regles.typographie import composer, montant, nombre

PATIENCE = 60.0
MOTEUR = Path(__file__).with_name("moteur.py")
_NOMS = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
}
_ACCORD = "//ram:ApplicableHeaderTradeAgreement/ram:"
_COMPTE = "//ram:PayeePartyCreditorFinancialAccount/*[self::ram:IBANID or self::ram:ProprietaryID]"
# What Chorus Pro asks for and EN 16931 leaves free: BT-10, BT-13; and the contract, BT-12.
_REFERENCES = (
    (f"{_ACCORD}BuyerReference", "Le code du service de la Région qui exécute le paiement manque."),
    (
        f"{_ACCORD}BuyerOrderReferencedDocument/ram:IssuerAssignedID",
        "Le numéro d’engagement (celui du bon de commande) manque.",
    ),
    (f"{_ACCORD}ContractReferencedDocument/ram:IssuerAssignedID", "Le numéro du marché manque."),
)


class ControleImpossible(RegleViolee):
    """The check could not be made: nothing is issued unchecked."""


def controler(xml: bytes) -> list[str]:
    """Give what forbids to issue an invoice, as French sentences, each once; an empty list when nothing does.

    Raises ``ControleImpossible`` when the rules cannot be run.
    """
    constats = [phrase(code, texte) for _, code, texte in _MOTEUR.demander(xml)]
    return list(dict.fromkeys([*constats, *_les_notres(xml)]))


def preparer() -> None:
    """Start the engine ahead (it compiles its rules for a second or two), before anything is locked."""
    _MOTEUR.demander(b"")


class _Moteur:
    """The engine of this process, started when first asked. One question at a time, whatever the thread."""

    def __init__(self) -> None:
        self.verrou = Lock()
        self.processus: subprocess.Popen[bytes] | None = None

    def demander(self, xml: bytes) -> list[list[str]]:
        """Ask for the findings on ``xml``; one that went to rest, or died, is started again once."""
        with self.verrou:
            for _ in range(2):
                try:
                    reponse = self._echanger(self._vivant(), xml)
                except (OSError, EOFError):
                    self.arreter()
                    continue
                if "panne" in reponse:
                    raise ControleImpossible(f"Le contrôle de la facture n’a pas pu se faire : {reponse['panne']}.")
                return reponse["constats"]
        raise ControleImpossible("Le contrôle de la facture ne répond pas : réessayez dans un instant.")

    def arreter(self) -> None:
        """Stop the engine of this process."""
        if self.processus is not None:
            self.processus.kill()
            self.processus.communicate()
            self.processus = None

    def _vivant(self) -> "subprocess.Popen[bytes]":
        if self.processus is None:
            self.processus = subprocess.Popen(  # noqa: S603 our own file, no argument from outside
                [sys.executable, str(MOTEUR)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                bufsize=0,
                # Not in our group: what stops this process reaches the engine as the end of its input.
                start_new_session=True,
            )
        return self.processus

    def _echanger(self, processus: "subprocess.Popen[bytes]", xml: bytes) -> dict[str, list[list[str]]]:
        assert processus.stdin is not None  # noqa: S101 both are pipes
        assert processus.stdout is not None  # noqa: S101
        echeance = monotonic() + PATIENCE
        message = memoryview(len(xml).to_bytes(4) + xml)
        while message:
            message = message[processus.stdin.write(message) :]
        sortie = processus.stdout.fileno()
        taille = int.from_bytes(_lire(sortie, 4, echeance))
        return json.loads(_lire(sortie, taille, echeance))


def _lire(sortie: int, combien: int, echeance: float) -> bytes:
    lus = bytearray()
    while len(lus) < combien:
        if not select.select([sortie], [], [], max(0.0, echeance - monotonic()))[0]:
            raise EOFError("le moteur ne répond plus")
        morceau = os.read(sortie, combien - len(lus))
        if not morceau:
            raise EOFError("le moteur s'est arrêté")
        lus += morceau
    return bytes(lus)


_MOTEUR = _Moteur()


def _oublier_celui_du_parent() -> None:
    # A forked worker shares no pipe with its parent: it starts its own engine. The copy is kept so that nothing here
    # closes or reaps what belongs to the parent.
    global _MOTEUR, _CELUI_DU_PARENT
    _CELUI_DU_PARENT, _MOTEUR = _MOTEUR, _Moteur()


_CELUI_DU_PARENT: _Moteur | None = None
os.register_at_fork(after_in_child=_oublier_celui_du_parent)


@atexit.register
def _fermer() -> None:
    with suppress(OSError):
        _MOTEUR.arreter()


def _les_notres(xml: bytes) -> Iterator[str]:
    """What no official rule looks at, and a treasury or Chorus Pro refuses."""
    try:
        document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return
    yield from _parties(document)
    for chemin, phrase_ in _REFERENCES:
        if not _textes(document, chemin):
            yield phrase_
    yield from _lignes(document)


def _parties(document: etree._Element) -> Iterator[str]:
    for qui, partie in (("de l’organisme qui facture", "SellerTradeParty"), ("de la Région", "BuyerTradeParty")):
        for siret in _textes(document, f"{_ACCORD}{partie}/ram:GlobalID[@schemeID='0009']") or [""]:
            if defaut := defaut_siret(siret):
                yield f"Le SIRET {qui} ne convient pas. {defaut}"
    for compte in _textes(document, _COMPTE):
        if not iban.is_valid(compte):
            yield "L’IBAN du compte à créditer est faux : vérifiez ses chiffres dans votre fiche de facturation."


def _lignes(document: etree._Element) -> Iterator[str]:
    """Each amount is its hours × its price, but the cents of cumulative rounding (``factures.regles.montants``)."""
    for ligne in document.iterfind(".//ram:IncludedSupplyChainTradeLineItem", _NOMS):
        rang = ligne.findtext(".//ram:LineID", "?", _NOMS)
        heures = Decimal(ligne.findtext(".//ram:BilledQuantity", "0", _NOMS))
        prix = Decimal(ligne.findtext(".//ram:NetPriceProductTradePrice/ram:ChargeAmount", "0", _NOMS))
        ecrit = Decimal(ligne.findtext(".//ram:LineTotalAmount", "0", _NOMS))
        if abs(ecrit - heures * prix) > ECART_MAX:
            attendu = montant(arrondir(heures * prix))
            yield composer(
                f"Ligne {rang} : {nombre(heures)} heures à {montant(prix)} font {attendu}, et non {montant(ecrit)}."
            )


def _textes(document: etree._Element, chemin: str) -> list[str]:
    return [noeud.text for noeud in document.xpath(chemin, namespaces=_NOMS) if noeud.text]
