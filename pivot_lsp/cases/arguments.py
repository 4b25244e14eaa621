"""Values by parameter as the arguments of a call."""

from pivot_lsp.cases.pools import Pools
from pivot_lsp.cases.values import Encoded
from pivot_lsp.model.signature import Signature, Type


def arrange(signature: Signature, values: dict[str, Encoded]) -> tuple[list[Encoded], dict[str, Encoded]]:
    """Values by parameter as positional and keyword arguments: by keyword after the first that is left out."""
    args: list[Encoded] = []
    kwargs: dict[str, Encoded] = {}
    gap = False
    for argument in signature.arguments:
        if argument.name not in values:
            gap = True
        elif gap or argument.keyword_only:
            kwargs[argument.name] = values[argument.name]
        else:
            args.append(values[argument.name])
    return args, kwargs


def takes_more(signature: Signature, args: list[Encoded]) -> bool:
    """Whether further positional arguments may follow: each before them was given by position."""
    return signature.rest is not None and len(args) == sum(not each.keyword_only for each in signature.arguments)


def unknowable(kind: Type, pools: Pools) -> bool:
    """Whether nobody said what a parameter takes: with a default, it is left to that."""
    return kind.kind == "unknown" and kind.name not in pools.records
