"""One module an LSP method: convert in, call, convert out."""
