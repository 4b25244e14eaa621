---@brief
---
--- Shows which Python functions cost the most, and ports them to Rust, Go or C++ with evidence. Install the server
--- into the project's environment: `pip install pivot-lsp`.

---@type vim.lsp.Config
return {
  cmd = { 'pivot', 'lsp' },
  filetypes = { 'python' },
  root_markers = { 'pyproject.toml', 'pivot.toml', '.git' },
  -- Neovim applies versioned edits, and does not say so
  capabilities = { workspace = { workspaceEdit = { documentChanges = true } } },
  settings = { pivot = vim.empty_dict() },
  handlers = {
    ['pivot/heat'] = function(_, heat)
      require('pivot_lsp').on_heat(heat)
    end,
    ['pivot/jobFinished'] = function(_, job)
      require('pivot_lsp').on_job_finished(job)
    end,
  },
  on_attach = function(client, bufnr)
    require('pivot_lsp').on_attach(client, bufnr)
  end,
}
