"""BLAKE2b as hashlib gives it, without the OpenSSL that hashlib loads: the runtime hashes names with nothing else."""

try:
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

__all__ = ["blake2b"]
