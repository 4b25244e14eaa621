"""Traffic against an HTTP service: an open model, both sides, intervals."""
