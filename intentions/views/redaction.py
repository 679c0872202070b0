"""Written next."""


def etape(request, **kwargs):
    raise NotImplementedError


def nouvelle(request, **kwargs):
    raise NotImplementedError


def reprendre(request, **kwargs):
    raise NotImplementedError


def secteurs(request, **kwargs):
    raise NotImplementedError
