from django.http import Http404


def detail(request, **kwargs):
    raise Http404


def abandonner(request, **kwargs):
    raise Http404
