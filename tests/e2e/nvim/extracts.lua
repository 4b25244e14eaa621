-- The hot loop of a function that no language takes becomes a function of its own, which is ported.
local T = dofile(vim.env.PIVOT_SCRIPTS .. '/tools.lua')
local FILE = vim.env.PIVOT_PROJECT .. '/shop.py'
local KIND = 'refactor.extract.pivot.loop'
local buffer, client

T.test('opens, and sees the hotspot', function()
  buffer, client = T.open('shop.py')
  local hot = T.hotspot(buffer, 'total')
  vim.api.nvim_win_set_cursor(0, { hot.lnum + 1, hot.col })
end)

T.test('offers to extract the loop, once the compiler has taken it', function()
  local params = vim.lsp.util.make_range_params(0, client.offset_encoding)
  params.context = { only = { KIND }, diagnostics = {} }
  T.wait('the action', function()
    local found = T.ask(client, buffer, 'textDocument/codeAction', params)
    return found[1] and not found[1].disabled
  end)
end)

T.test('extracts it, and the file on disk is as the edit said', function()
  vim.lsp.buf.code_action({ context = { only = { KIND }, diagnostics = {} }, apply = true })
  local job = T.job('pivot.extract')
  assert(job.applied, job.message)
  vim.cmd.write()
  local text = table.concat(vim.fn.readfile(FILE), '\n')
  assert(text:find('    result = _total_loop(values, result)\n    return result', 1, true), text)
end)

T.test('ports the new function', function()
  vim.fn.search('^def _total_loop')
  vim.cmd('LspPivotPort cpp')
  local job = T.job('pivot.port')
  assert(job.status == 'done', job.message)
  assert(job.result.functions[1] == '_total_loop')
end)

T.finish()
