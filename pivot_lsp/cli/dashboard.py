"""`pivot dashboard [PROJECT]`: the migration as a page on 127.0.0.1, or `--export F` as one file."""

import argparse
import socket
import sys
from pathlib import Path

from pivot_lsp.app.dashboard import dashboard, root_of
from pivot_lsp.cli.output import deliver
from pivot_lsp.model.dashboard import Exported
from pivot_lsp.model.errors import UsageError
from pivot_lsp.store.files import write_atomic
from pivot_lsp.web.document import exported

PORT = 8642


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declares PROJECT, --port and --export."""
    parser.add_argument("project", metavar="PROJECT", type=Path, nargs="?", default=Path("."), help="default: here")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"default {PORT}; 0: any free one")
    parser.add_argument("--export", type=Path, metavar="F", help="write one HTML file that needs nothing else, and end")


def run(args: argparse.Namespace) -> int:
    """0 exported, or served until it is interrupted."""
    root = root_of(args.project)
    if args.export is not None:
        try:
            write_atomic(args.export, exported(dashboard(root)))
        except OSError as error:
            raise UsageError("PV782", f"cannot be written: {error.strerror}", file=args.export) from None
        deliver(args, Exported(file=str(args.export.absolute())), str(args.export))
        return 0
    if args.json or args.output:
        raise UsageError("PV783", "a page that is served has no JSON", remedy="use --export F with --json")
    return _serve(root, args.port)


def _serve(root: Path, port: int) -> int:
    try:
        import uvicorn  # an extra: the exported page does without

        from pivot_lsp.web.serve import HOST, application
    except ImportError as error:
        raise UsageError(
            "PV780", f"the page needs {error.name}", remedy="pip install 'pivot-lsp[dashboard]', or use --export F"
        ) from None
    listener = _listener(HOST, port)
    taken = listener.getsockname()[1]
    config = uvicorn.Config(
        application(root, taken), log_level="warning", lifespan="off", timeout_graceful_shutdown=1, server_header=False
    )
    print(f"http://{HOST}:{taken}/  (Ctrl-C ends it)", flush=True)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        print("", file=sys.stderr)
    finally:
        listener.close()
    return 0


def _listener(host: str, port: int) -> socket.socket:
    """Raises UsageError PV781 when the port cannot be had."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # Before the address is printed: who reads it may ask at once.
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError("PV781", f"port {port} cannot be had: {error}", remedy="choose another with --port") from None
    return listener
