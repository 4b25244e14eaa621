-- A hot function is ported by code action, proved by command, wrapped, and the file on disk is as the edit said.
local T = dofile(vim.env.PIVOT_SCRIPTS .. '/tools.lua')
local HOT = 'calculate_reorder_points'
local FILE = vim.env.PIVOT_PROJECT .. '/inventory/stock_calculator.py'
local buffer, hot
local before = vim.fn.readblob(FILE)

T.test('opens, and sees the hotspot', function()
  buffer = T.open('inventory/stock_calculator.py')
  hot = T.hotspot(buffer, HOT)
  vim.api.nvim_win_set_cursor(0, { hot.lnum + 1, hot.col })
end)

T.test('ports it by code action', function()
  vim.lsp.buf.code_action({
    context = { only = { 'refactor.rewrite.pivot.port.go' }, diagnostics = {} },
    apply = true,
  })
  local job = T.job('pivot.port')
  assert(job.status == 'done', job.message)
  assert(job.result.status == 'built')
end)

T.test('runs parity by command', function()
  vim.cmd.LspPivotParity()
  local job = T.job('pivot.validate')
  assert(job.result and job.result.test_count > 0, job.message)
  assert(job.result.passed == job.result.test_count, job.message)
  assert(job.result.level == 'tested' or job.result.level == 'certified', job.message)
end)

T.test('wraps it, and the file on disk is as the edit said', function()
  vim.cmd.LspPivotWrap()
  local job = T.job('pivot.wrap')
  assert(job.applied, job.message)
  assert(vim.bo[buffer].modified)
  vim.cmd.wall()
  assert(vim.fn.readblob(FILE) ~= before)
end)

T.finish()
