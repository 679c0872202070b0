"""A session in LHÉO 2.3 (http://lheo.gouv.fr/2.3), element by element, in the order its schema demands.

Pure: from an ``Offre`` that misses nothing (``diffusion.manques``) to text. Each value is a fact of the session or of
its training body; nothing is made up to fill an element. The table of what goes where is docs/lheo.md.
"""

import hashlib
import textwrap
from collections.abc import Iterable, Iterator
from datetime import date
from xml.etree.ElementTree import Element, SubElement, tostring

from referentiels.regles.typographie import composer
from sessions_formation.regles.diffusion import ANNULEE, OUVERTE, TERMINEE
from sessions_formation.regles.fiche_dite import fiche_dite
from sessions_formation.regles.offre import Fiche, Lieu, Offre, Organisme, Visee, propre

ESPACE_DE_NOMS = "http://lheo.gouv.fr/2.3"
_LHEO = f'<lheo xmlns="{ESPACE_DE_NOMS}" horodatage-export='

# Formacode V10, group « sans emploi » in the stylesheets published with LHÉO 2.2 (82044 is in « en emploi »).
PUBLIC_SANS_EMPLOI = ("80006", "V10")
ROME = "V4"
CONSEIL_REGIONAL = "2"
PAYS_DE_LA_LOIRE = "52"
DEPARTEMENTS = frozenset({"44", "49", "53", "72", "85"})
NIVEAUX = frozenset("12345678")
OUVERT, FERME, SUSPENDU = "1", "2", "3"
PARCOURS = {"groupe": "1", "individualise": "2", "modularise": "3", "mixte": "4"}
ENSEIGNEMENT = {"presentiel": "0", "mixte": "1", "distance": "2"}
# dict-AIS.
CERTIFICATION, PROFESSIONNALISATION = "6", "7"
INFOS = {OUVERTE: "", TERMINEE: "session terminée", ANNULEE: "session annulée"}

PUBLIC = "Demandeurs d’emploi ; salariés d’une structure d’insertion dont le contrat s’achève avant l’entrée."
PRISE_EN_CHARGE = (
    "Formation achetée par la Région Pays de la Loire, dispositif « 1 emploi = 1 formation » : le coût pédagogique est"
    " pris en charge."
)
MODES_D_ACCES = {
    True: "session « socle » : ouverte sans intention d’embauche au préalable.",
    False: "session « sur intention d’embauche » : des employeurs se sont engagés à recruter au bout.",
}
INSCRIPTION = {
    True: "Par France Travail, une mission locale, Cap emploi ou auprès de l’organisme de formation.",
    False: "Avec les employeurs engagés, par France Travail, une mission locale, Cap emploi ou l’organisme lui-même.",
}


def etat_du_recrutement(offre: Offre, etat: str) -> str:
    """Give etat-recrutement: open while a place is left; suspended where entries are permanent and none is."""
    if etat != OUVERTE:
        return FERME
    if offre.libres:
        return OUVERT
    return SUSPENDU if offre.permanente else FERME


def fragment(offre: Offre, etat: str, *, page: str) -> str:
    """Give the ``formation`` element of a session, whose state on the day is ``etat`` and whose public page ``page``.

    One formation, one action, one session: prices, places and words are one session's own, and its number names the
    three. The same facts always give the same text.
    """
    fiche, visee = fiche_dite(offre), offre.visee
    formation = Element("formation", numero=offre.numero)
    if info := INFOS.get(etat, ""):
        formation.set("info", info)
    domaine = SubElement(formation, "domaine-formation")
    if offre.rome:
        SubElement(domaine, "code-ROME", ref=ROME).text = offre.rome
    _textes(
        formation,
        ("intitule-formation", propre(offre.intitule, 255)),
        ("objectif-formation", propre(fiche.objectif, 3000)),
        ("resultats-attendus", propre(fiche.resultats, 3000)),
        ("contenu-formation", propre(fiche.contenu, 3000)),
        ("certifiante", "1" if visee else "0"),
    )
    _contact(SubElement(formation, "contact-formation"), offre.formateur)
    _textes(
        formation,
        ("parcours-de-formation", PARCOURS[fiche.deroule]),
        ("code-niveau-entree", fiche.niveau_entree),
        ("objectif-general-formation", CERTIFICATION if visee else PROFESSIONNALISATION),
    )
    _certification(formation, visee)
    _adresse_web(formation, "url-formation", page)
    _action(formation, offre, fiche, etat)
    _responsable(formation, offre.responsable)
    _extras(formation, offre, etat)
    return tostring(formation, encoding="unicode")


def empreinte(texte: str) -> str:
    """Give the SHA-256 of a fragment: whatever changes in what is said, it changes."""
    return hashlib.sha256(texte.encode()).hexdigest()


def dater(texte: str, change_le: str) -> str:
    """Write on a fragment when what it says last changed (an ISO instant); its fingerprint is that of what came in."""
    return texte.replace("<formation ", f'<formation horodatage-modification="{change_le}" ', 1)


def document(fragments: Iterable[str], *, instant: str) -> Iterator[str]:
    """Give a whole document piece by piece, as its fragments come. ``instant`` (ISO, with its zone): when it is made.

    The schema wants one formation at least: ``fragments`` is not empty, its caller has seen to it.
    """
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n{_LHEO}"{instant}">\n<offres>\n'
    for un in fragments:
        yield un + "\n"
    yield "</offres>\n</lheo>\n"


def _action(formation: Element, offre: Offre, fiche: Fiche, etat: str) -> None:
    action = SubElement(formation, "action", numero=offre.numero)
    _textes(action, ("rythme-formation", propre(fiche.rythme, 3000)))
    code, version = PUBLIC_SANS_EMPLOI
    SubElement(action, "code-public-vise", ref=version).text = code
    _textes(
        action,
        ("info-public-vise", composer(PUBLIC)),
        ("niveau-entree-obligatoire", "1" if fiche.niveau_obligatoire else "0"),
        ("modalites-alternance", propre(fiche.alternance, 3000) or "Aucune période en entreprise."),
        ("modalites-enseignement", ENSEIGNEMENT[fiche.modalite]),
        ("conditions-specifiques", _conditions(offre)),
        ("prise-en-charge-frais-possible", "1"),
    )
    if offre.lieu and offre.lieu.complet:
        coordonnees = SubElement(SubElement(action, "lieu-de-formation"), "coordonnees")
        _adresse(coordonnees, offre.lieu)
    _textes(action, ("modalites-entrees-sorties", "1" if offre.permanente else "0"))
    _session(action, offre, etat)
    _textes(
        action,
        ("acces-handicapes", propre(fiche.acces_handicap, 250)),
        *_heures(offre, fiche),
        ("detail-conditions-prise-en-charge", composer(PRISE_EN_CHARGE)),
        ("conventionnement", "1"),
    )
    formateur = SubElement(action, "organisme-formateur")
    _textes(SubElement(formateur, "SIRET-formateur"), ("SIRET", offre.formateur.siret))
    _textes(formateur, ("raison-sociale-formateur", propre(offre.formateur.nom, 250)))
    _contact(SubElement(formateur, "contact-formateur"), offre.formateur)
    financeur = SubElement(action, "organisme-financeur")
    _textes(financeur, ("code-financeur", CONSEIL_REGIONAL), ("nb-places-financees", str(offre.places)))


def _session(action: Element, offre: Offre, etat: str) -> None:
    session = SubElement(action, "session", numero=offre.numero)
    if info := INFOS.get(etat, ""):
        session.set("info", info)
    periode = SubElement(session, "periode")
    _textes(periode, ("debut", _jour(offre.debut)), ("fin", _jour(offre.fin)))
    # One enrols with who teaches; with who answers for the action where the teacher's own address is not known.
    inscription = offre.formateur.adresse if offre.formateur.adresse.complet else offre.responsable.adresse
    _adresse(SubElement(session, "adresse-inscription"), inscription)
    _textes(
        session,
        ("modalites-inscription", composer(INSCRIPTION[offre.socle])),
        ("etat-recrutement", etat_du_recrutement(offre, etat)),
    )


def _responsable(formation: Element, organisme: Organisme) -> None:
    responsable = SubElement(formation, "organisme-formation-responsable")
    _textes(responsable, ("numero-activite", organisme.nda))
    _textes(SubElement(responsable, "SIRET-organisme-formation"), ("SIRET", organisme.siret))
    nom = propre(organisme.nom, 250)
    _textes(responsable, ("nom-organisme", nom), ("raison-sociale", nom))
    coordonnees = SubElement(SubElement(responsable, "coordonnees-organisme"), "coordonnees")
    _textes(coordonnees, ("nom", propre(organisme.nom, 50)))
    _adresse(coordonnees, organisme.adresse)
    _contact(SubElement(responsable, "contact-organisme"), organisme)


def _contact(parent: Element, organisme: Organisme) -> None:
    """An organisation, its switchboard and its mailbox: never a person."""
    coordonnees = SubElement(parent, "coordonnees")
    _textes(coordonnees, ("nom", propre(organisme.nom, 50)))
    if telephone := propre(organisme.telephone, 25):
        _textes(SubElement(coordonnees, "telfixe"), ("numtel", telephone))
    if 3 <= len(courriel := propre(organisme.courriel)) <= 160:
        _textes(coordonnees, ("courriel", courriel))


def _adresse(parent: Element, lieu: Lieu) -> None:
    adresse = SubElement(parent, "adresse")
    _textes(adresse, *(("ligne", ligne) for ligne in textwrap.wrap(propre(lieu.ligne), 50)[:4]))
    _textes(
        adresse,
        ("codepostal", lieu.code_postal),
        ("ville", propre(lieu.ville, 50)),
        ("code-INSEE-commune", lieu.insee),
        ("region", PAYS_DE_LA_LOIRE if lieu.insee[:2] in DEPARTEMENTS else ""),
        ("pays", "FR"),
    )


def _conditions(offre: Offre) -> str:
    """Modes d'accès first (the Cariforef tells a socle session by them), then what one must know or hold."""
    prerequis = propre(offre.prerequis) or "aucun"
    return propre(composer(f"Modes d’accès : {MODES_D_ACCES[offre.socle]}\nPrérequis : {prerequis}"), 3000)


def _heures(offre: Offre, fiche: Fiche) -> Iterator[tuple[str, str]]:
    """Hours at the centre are those the Région orders; the total is told when those in a company are known."""
    if offre.heures is None:
        return
    entreprise = fiche.heures_entreprise if fiche.alternance else 0
    yield "nombre-heures-centre", str(offre.heures)
    if entreprise is not None:
        yield "nombre-heures-entreprise", str(entreprise)
        yield "nombre-heures-total", str(offre.heures + entreprise)


def _certification(formation: Element, visee: Visee | None) -> None:
    if visee is None:
        return
    repertoire = "code-RS" if visee.code.startswith("RS") else "code-RNCP"
    _textes(SubElement(formation, "certification"), (repertoire, propre(visee.code, 10)))
    if visee.niveau in NIVEAUX:
        _textes(formation, ("code-niveau-sortie", f"1{visee.niveau}"))


def _adresse_web(parent: Element, nom: str, adresse: str) -> None:
    _textes(SubElement(parent, nom), ("urlweb", adresse))


def _extras(formation: Element, offre: Offre, etat: str) -> None:
    """Third circle: what the standard has no element for, as words a programme can compare."""
    extras = SubElement(formation, "extras", info="1 emploi = 1 formation")
    faits = {
        "mode-acces": "socle" if offre.socle else "sur-intention",
        "etat-session": etat,
        "places-restantes": str(offre.libres if etat == OUVERTE else 0),
    }
    for nom, valeur in faits.items():
        SubElement(extras, "extra", info=nom).text = valeur


def _textes(parent: Element, *couples: tuple[str, str]) -> None:
    """Append elements of text; one that has nothing to say is left out."""
    for nom, texte in couples:
        if texte:
            SubElement(parent, nom).text = texte


def _jour(valeur: date | None) -> str:
    return f"{valeur:%Y%m%d}" if valeur else ""
