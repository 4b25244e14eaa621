"""`pivot doctor`: which tools are here, and the command that installs each of the others. Exit code 0 in any case."""

import argparse

from pivot_lsp.app.doctor import doctor
from pivot_lsp.cli.output import deliver
from pivot_lsp.model.doctor import Doctor


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Takes none of its own."""


def run(args: argparse.Namespace) -> int:
    """Looks and prints; returns 0."""
    report = doctor()
    deliver(args, report, render(report))
    return 0


def render(report: Doctor) -> str:
    """A line a tool: found with its version and place, or how to get it."""
    lines = []
    for tool in report.tools:
        wanted = f" (wanted: {tool.wanted})" if tool.wanted else ""
        if tool.state == "found":
            lines.append(f"  found    {tool.name:14} {tool.version or '':10} {tool.path or ''}".rstrip())
        else:
            version = f" {tool.version}" if tool.version else ""
            lines.append(f"  {tool.state:8} {tool.name:14}{version}{wanted}, for {tool.needed_for}: {tool.install}")
    ready = ", ".join(report.ready) or "none"
    return "\n".join([f"{report.platform}, {report.python}", *lines, f"target languages ready: {ready}"])
