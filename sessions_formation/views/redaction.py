from django.http import Http404


def nouvelle(request, **kwargs):
    raise Http404


def modifier(request, **kwargs):
    raise Http404


def constats(request, **kwargs):
    raise Http404
