"""`pivot validate`: judges a vessel against legacy and writes its certificate."""

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from pivot_lsp.app.sanitize import sanitizer_pass
from pivot_lsp.app.validate import ValidateRequest, validate
from pivot_lsp.cli.output import deliver, progress
from pivot_lsp.model.errors import UsageError
from pivot_lsp.parity.floats import parse_tolerance
from pivot_lsp.parity.page import page
from pivot_lsp.parity.scale import LocalPool, Pool
from pivot_lsp.parity.signing import KEY_VARIABLE, check_key


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Its arguments."""
    parser.add_argument("--legacy", required=True, metavar="TARGET", help="the Python function: file.py::function")
    parser.add_argument("--vessel", required=True, metavar="DIR|TARGET", help="a vessel, or package.module:callable")
    parser.add_argument(
        "--test-cases", type=Path, metavar="F", help="a case file, beside recordings and generated ones"
    )
    parser.add_argument(
        "--tolerance",
        action="append",
        default=[],
        metavar="abs=X|rel=X|ulp=N",
        help="how far floats may differ; none: bit-equal",
    )
    parser.add_argument("--count", type=int, default=3000, metavar="N", help="generated cases (default 3000)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of everything random (default 1)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="judge on N workers here (default 1)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="judge on a Dask cluster: tcp://host:8786")
    parser.add_argument("--sign", type=Path, metavar="KEY", help="sign the certificate with an ed25519 key in PEM")
    parser.add_argument("--no-adequacy", action="store_true", help="do not measure adequacy; at most `tested`")


def _pool(args: argparse.Namespace) -> Callable[[], Pool] | None:
    if args.scheduler is not None:
        from pivot_lsp.parity.cluster import ClusterPool  # an extra

        return lambda: ClusterPool(args.scheduler)
    return (lambda: LocalPool(args.workers)) if args.workers > 1 else None


def run(args: argparse.Namespace) -> int:
    """0 certified, 3 below that."""
    if args.count < 0:
        raise UsageError("PV001", f"--count {args.count} is negative")
    if args.workers < 1:
        raise UsageError("PV001", f"--workers {args.workers}: at least 1")
    if args.sign is not None:
        check_key(args.sign)
        os.environ[KEY_VARIABLE] = str(args.sign.resolve())
    request = ValidateRequest(
        legacy=args.legacy,
        vessel=args.vessel,
        cwd=Path.cwd(),
        test_cases=args.test_cases,
        tolerance=parse_tolerance(args.tolerance),
        count=args.count,
        seed=args.seed,
        adequacy=not args.no_adequacy,
        pool=_pool(args),
    )
    with sanitizer_pass(args.legacy, Path.cwd() / args.vessel, Path.cwd()) as sanitize:
        report = validate(request, progress(args), sanitize)
    deliver(args, report, page(report))
    return 0 if report.certified else 3
