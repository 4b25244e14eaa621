"""shutdown: no process is left behind."""

from pivot_lsp.server.session import Session


async def shutdown(ls: Session, params: None) -> None:
    """Ends what runs beside the messages, then waits for every child to be gone."""
    for task in list(ls.background):
        task.cancel()
    await ls.jobs.close()
