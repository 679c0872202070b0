"""Where letters and attachments are kept: a folder, or a bucket that speaks S3's protocol."""

from typing import Any

from config.env import env

SEAU = env.str("DOCUMENTS_S3_BUCKET", default="")
# What production cannot do without, whichever of the two it is.
EXIGES = ("DOCUMENTS_S3_CLE", "DOCUMENTS_S3_SECRET") if SEAU else ("DOCUMENTS",)


def rangement_des_documents() -> dict[str, Any]:
    """The STORAGES["default"] entry: the bucket of DOCUMENTS_S3_BUCKET, else the folder of MEDIA_ROOT."""
    seau = env.str("DOCUMENTS_S3_BUCKET", default="")
    if not seau:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    from botocore.config import Config  # noqa: PLC0415 two tenths of a second, for those who have a bucket

    chiffrement = env.str("DOCUMENTS_S3_CHIFFREMENT", default="AES256")
    return {
        "BACKEND": "noyau.seau.Seau",
        "OPTIONS": {
            "bucket_name": seau,
            "endpoint_url": env.str("DOCUMENTS_S3_ENDPOINT", default="") or None,
            "region_name": env.str("DOCUMENTS_S3_REGION", default="") or None,
            "access_key": env.str("DOCUMENTS_S3_CLE", default=""),
            "secret_key": env.str("DOCUMENTS_S3_SECRET", default=""),
            "default_acl": "private",
            "querystring_auth": False,
            "file_overwrite": False,
            "object_parameters": {
                "CacheControl": "private, no-store",
                **({"ServerSideEncryption": chiffrement} if chiffrement else {}),
            },
            # Heavier files wait on the disk, not in memory, while they are given to somebody.
            "max_memory_size": 10 * 1024 * 1024,
            "client_config": Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=3,
                read_timeout=20,
                retries={"mode": "standard", "max_attempts": 3},
                # Newer checksums are Amazon's alone: others refuse them.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        },
    }
