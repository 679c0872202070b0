"""Files that people send: what they hold decides what they are, never their name, and they are only ever given back.

Accepted: PDF, JPEG, PNG and WebP images, e-mails kept as ``.eml``. A file is stored under a name nobody chose, and
given as an attachment that no page of ours displays: whatever it holds, it runs nowhere near a session.
"""

import hashlib
import re
import unicodedata
import uuid
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import FileResponse
from PIL import Image, UnidentifiedImageError

from noyau.antivirus import controler
from noyau.horloge import maintenant
from noyau.journal import nom_de
from noyau.pieces import Message, Piece

PDF, EML = "application/pdf", "message/rfc822"
EXTENSIONS = {PDF: ".pdf", "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", EML: ".eml"}
IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
ACCEPTES = ".pdf,.jpg,.jpeg,.png,.webp,.eml,application/pdf,image/jpeg,image/png,image/webp,message/rfc822"
FORMATS = "PDF, photo (JPEG, PNG, WebP) ou courriel enregistré (.eml)"
LONGUEUR_DU_NOM = 120
# A phone takes fifty million dots at most; a picture that claims more is made to fill a memory.
POINTS_MAX = 60_000_000
TETE_D_UN_COURRIEL = 256 * 1024
# Formats people often send instead, with what to do about it.
_CONSEILS = (
    (b"\xd0\xcf\x11\xe0", "Ce fichier vient d’Outlook ou d’Office. Enregistrez-le en PDF, puis joignez le PDF."),
    (b"PK\x03\x04", "Ce fichier vient de Word, d’Excel, ou c’est une archive. Joignez plutôt un PDF."),
)
_CHIFFREMENT = re.compile(rb"/Encrypt\s*(?:\d+\s+\d+\s+R|<<)")


@dataclass(frozen=True, slots=True)
class PieceLue:
    """A file whose content has been checked: its cleaned name, its true type, its bytes."""

    nom: str
    type_contenu: str
    contenu: bytes


def accepter_piece(fichier: UploadedFile) -> PieceLue:
    """Check size and content of a file someone sends. Raises ``ValidationError`` saying what to do instead."""
    octets_max = settings.PIECE_TAILLE_MAX_MO * 1024 * 1024
    if fichier.size > octets_max:
        raise ValidationError(f"Ce fichier dépasse {settings.PIECE_TAILLE_MAX_MO} Mo : joignez-en un plus léger.")
    if not fichier.size:
        raise ValidationError("Ce fichier est vide.")
    fichier.seek(0)
    contenu = fichier.read(octets_max + 1)
    # First: what follows opens the file.
    controler(contenu)
    type_contenu = _type_de(contenu)
    return PieceLue(_nom_propre(fichier.name or "", EXTENSIONS[type_contenu]), type_contenu, contenu)


def joindre(
    objet: models.Model,
    lue: PieceLue,
    *,
    categorie: str,
    par: models.Model | None,
    par_nom: str = "",
    message: Message | None = None,
) -> Piece:
    """Keep a checked file with an object. ``par_nom`` names who sent it when that person has no account."""
    piece = Piece(
        objet_type=objet._meta.label_lower,
        objet_id=objet.pk,
        message=message,
        categorie=categorie,
        nom=lue.nom,
        type_contenu=lue.type_contenu,
        taille=len(lue.contenu),
        empreinte=hashlib.sha256(lue.contenu).hexdigest(),
        deposee_par=par,
        deposee_par_nom=par_nom or nom_de(par),
        deposee_le=maintenant(),
    )
    piece.fichier.save(f"{uuid.uuid4().hex}{EXTENSIONS[lue.type_contenu]}", ContentFile(lue.contenu), save=False)
    piece.save()
    return piece


def oublier_pieces(objet: models.Model) -> None:
    """Erase what is attached to an object that is being thrown away, the files once the transaction is done."""
    for piece in Piece.objects.de(objet):
        transaction.on_commit(partial(piece.fichier.storage.delete, piece.fichier.name))
        piece.delete()


def reponse_piece(piece: Piece) -> FileResponse:
    """Give a file back, to be kept and never shown within the site; who may ask is the view's to say."""
    reponse = FileResponse(
        piece.fichier.open("rb"), as_attachment=True, filename=piece.nom, content_type=piece.type_contenu
    )
    reponse["X-Content-Type-Options"] = "nosniff"
    reponse["Cache-Control"] = "private, no-store"
    reponse["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return reponse


def _type_de(contenu: bytes) -> str:
    for signature, conseil in _CONSEILS:
        if contenu.startswith(signature):
            raise ValidationError(conseil)
    try:
        annonce = puremagic.from_string(contenu[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        annonce = ""
    if annonce in IMAGES.values():
        return _image(contenu)
    if contenu.startswith(b"%PDF-"):
        return _pdf(contenu)
    if _est_un_courriel(contenu):
        return EML
    raise ValidationError(
        "Ce fichier n’est pas lisible ici, quel que soit son nom. "
        "Il faut un PDF, une photo (JPEG, PNG, WebP) ou un courriel enregistré (.eml)."
    )


def _pdf(contenu: bytes) -> str:
    if b"%%EOF" not in contenu[-4096:]:
        raise ValidationError("Ce PDF est incomplet : enregistrez-le de nouveau, puis joignez-le.")
    if _CHIFFREMENT.search(contenu):
        raise ValidationError("Ce PDF est protégé : joignez-en une copie sans mot de passe.")
    return PDF


def _image(contenu: bytes) -> str:
    try:
        with Image.open(BytesIO(contenu), formats=list(IMAGES)) as image:
            if image.width * image.height > POINTS_MAX:
                raise ValidationError("Cette image est trop grande : joignez une photo de taille ordinaire.")
            image.verify()
            return IMAGES[str(image.format)]
    except Image.DecompressionBombError:
        raise ValidationError("Cette image est trop grande : joignez une photo de taille ordinaire.") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise ValidationError("Cette image est abîmée : reprenez la photo, puis joignez-la.") from None


def _est_un_courriel(contenu: bytes) -> bool:
    """Tell whether it is an e-mail: a sender with an address, a date that is one, and a subject line."""
    tete = contenu[:TETE_D_UN_COURRIEL].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    courriel = message_from_bytes(tete, policy=policy.compat32)
    try:
        parsedate_to_datetime(str(courriel.get("Date", "")))
    except (ValueError, TypeError):
        return False
    return "@" in parseaddr(str(courriel.get("From", "")))[1] and "Subject" in courriel


def _nom_propre(nom: str, extension: str) -> str:
    """Give a name that says nothing of folders, holds no invisible sign, and ends as its content does."""
    dernier = PurePosixPath(nom.replace("\\", "/")).name
    visible = "".join(signe for signe in unicodedata.normalize("NFC", dernier) if signe.isprintable())
    racine = re.sub(r'[<>:"|?*;]+', " ", visible)
    for connue in {*EXTENSIONS.values(), ".jpeg"}:
        if racine.lower().endswith(connue):
            racine = racine[: -len(connue)]
            break
    racine = " ".join(racine.split()).strip(" .") or "piece"
    return racine[: LONGUEUR_DU_NOM - len(extension)] + extension
