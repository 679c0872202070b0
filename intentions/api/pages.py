"""Long lists by API: pages that nothing filed meanwhile shifts."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.serializers import Serializer


class Pages(CursorPagination):
    """Newest first, fifty at a time."""

    page_size = 50
    ordering = ("-cree_le", "-pk")

    def paginate_queryset(self, queryset: QuerySet, request: Request, view: Any = None) -> list[Any] | None:
        try:
            return super().paginate_queryset(queryset, request, view)
        except (ValidationError, ValueError, OverflowError):
            # A cursor is text that anybody may have written.
            raise NotFound from None

    def get_ordering(self, *_contexte: Any) -> tuple[str, ...]:
        return tuple(self.ordering)


def parametre_de_page() -> OpenApiParameter:
    return OpenApiParameter("cursor", str, description="Place dans la liste : donnée par « next » et « previous ».")


def page_de(nom: str, ligne: Serializer) -> Serializer:
    """Give the form of a page of ``ligne``, under ``nom`` in the document."""
    return inline_serializer(
        nom,
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": ligne,
        },
    )
