"""Written next."""


def document(request, **kwargs):
    raise NotImplementedError


def detail(request, **kwargs):
    raise NotImplementedError
