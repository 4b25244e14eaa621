"""Which C functions wait and do not work: sleep, locks, sockets, children. A port makes none of their time shorter."""

import re

WAITS = re.compile(
    r"""(?x)
      \b(time\.)?sleep\b
    | \bacquire\b | \block\.__enter__
    | \b(e?poll|select|kqueue|devpoll)\b.*\b(poll|select|control)\b | \bselect\.(select|poll|epoll)\b
    | '_?(socket)\.?\w*' | \b(recv|recv_into|recvfrom|accept|connect|sendall|do_handshake)\b
    | \b(waitpid|wait4|waitid|wait)\b
    | \bSimpleQueue\b | \b_?queue\b.*\bget\b
    | ^input$ | built-in\ method\ builtins\.input
    """
)


def waits(name: str) -> bool:
    """Whether `name`, as profilers write built-in functions, is one that waits."""
    return WAITS.search(name) is not None
