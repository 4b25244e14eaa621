"""`make bench-kernels`: kernels of ordinary typed Python, ported, against its other compilers and against people."""
