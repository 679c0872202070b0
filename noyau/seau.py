"""Documents in a bucket that speaks S3's protocol, for services that run on several hosts.

The same promises as a folder: a file keeps the name it was given or gets another, never overwrites; one that is
missing is a ``FileNotFoundError``; a bucket that cannot be reached is an ``OSError``, which the rest of the house
knows. Nothing is ever given by an address of the bucket: views check who asks and serve the bytes.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from boto3.exceptions import Boto3Error
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

Rendu = TypeVar("Rendu")


class SeauInjoignable(OSError):
    """The bucket refused, or did not answer."""


def _en_erreur_de_fichier(acte: Callable[..., Rendu]) -> Callable[..., Rendu]:
    @wraps(acte)
    def agir(*arguments: Any, **nommes: Any) -> Rendu:
        try:
            return acte(*arguments, **nommes)
        except (BotoCoreError, ClientError, Boto3Error) as erreur:
            # Its own words may quote the name of a file, which holds numbers of files: its kind is enough.
            code = getattr(erreur, "response", {}).get("Error", {}).get("Code", type(erreur).__name__)
            raise SeauInjoignable(f"Le rangement des documents n’a pas répondu comme attendu ({code}).") from erreur

    return agir


class Seau(S3Storage):
    """The bucket of documents."""

    @property
    def bucket(self) -> Any:
        """One for each thread, as connections are: the parent keeps that of the first one who asked."""
        return self.connection.Bucket(self.bucket_name)

    @_en_erreur_de_fichier
    def _open(self, name: str, mode: str = "rb") -> File:
        fichier = super()._open(name, mode)
        if "r" in mode:
            # Brought here at once: what fails must fail now, not in the middle of an answer already begun.
            fichier.open()
        return fichier

    @_en_erreur_de_fichier
    def _save(self, name: str, content: File) -> str:
        return super()._save(name, content)

    delete = _en_erreur_de_fichier(S3Storage.delete)
    exists = _en_erreur_de_fichier(S3Storage.exists)
    size = _en_erreur_de_fichier(S3Storage.size)
    listdir = _en_erreur_de_fichier(S3Storage.listdir)

    def url(self, *arguments: Any, **nommes: Any) -> str:
        """Nobody has one. Raises ValueError, as a private folder does."""
        raise ValueError("Un document n’a pas d’adresse : une vue le donne à qui peut le lire.")
