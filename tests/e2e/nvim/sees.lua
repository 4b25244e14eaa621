-- A file of the ERP is opened: its hotspots are seen, in each way that Neovim has.
local T = dofile(vim.env.PIVOT_SCRIPTS .. '/tools.lua')
local HOT = 'calculate_reorder_points'
local buffer, client, hot

T.test('a hot function is information on its name', function()
  buffer, client = T.open('inventory/stock_calculator.py')
  hot = T.hotspot(buffer, HOT)
  assert(hot.severity == vim.diagnostic.severity.INFO)
  assert(client.offset_encoding == 'utf-8')
  local line = vim.api.nvim_buf_get_lines(buffer, hot.lnum, hot.lnum + 1, false)[1]
  assert(line:sub(hot.col + 1, hot.end_col) == HOT, line)
  local same = vim.tbl_filter(function(d)
    return d.lnum == hot.lnum and d.source == 'pivot'
  end, vim.diagnostic.get(buffer))
  assert(#same == 1, 'shown once, not pushed and pulled')
end)

T.test('the hover is a table', function()
  vim.api.nvim_win_set_cursor(0, { hot.lnum + 1, hot.col })
  local answer = T.ask(client, buffer, 'textDocument/hover', vim.lsp.util.make_position_params(0, 'utf-8'))
  assert(answer.contents.value:match('| self time |'), vim.inspect(answer))
end)

T.test('there is a lens and a hint', function()
  vim.lsp.codelens.refresh({ bufnr = buffer })
  T.wait('the lens', function()
    return #vim.lsp.codelens.get(buffer) > 0
  end)
  assert(vim.lsp.codelens.get(buffer)[1].command.title:match('%% self'))
  vim.lsp.inlay_hint.enable(true, { bufnr = buffer })
  T.wait('the hint', function()
    return #vim.lsp.inlay_hint.get({ bufnr = buffer }) > 0
  end)
end)

T.test('heat is drawn, and follows an edit', function()
  local heat = require('pivot_lsp').heat
  local before = T.wait('heat', function()
    return heat[buffer] and heat[buffer].functions[1]
  end)
  vim.api.nvim_buf_set_lines(buffer, 0, 0, false, { '# 𝒂 line above' })
  T.wait('the line', function()
    return heat[buffer].functions[1].startLine == before.startLine + 1
  end)
  local drawn = vim.api.nvim_buf_get_extmarks(buffer, -1, { before.startLine + 1, 0 }, { before.startLine + 1, -1 }, { details = true })
  assert(vim.iter(drawn):any(function(mark)
    return vim.startswith(mark[4].line_hl_group or '', 'PivotHeat')
  end), vim.inspect(drawn))
  vim.cmd.undo()
  T.wait('the line', function()
    return heat[buffer].functions[1].startLine == before.startLine
  end)
end)

T.test('the commands are there, for this buffer alone', function()
  local here = vim.api.nvim_buf_get_commands(buffer, {})
  for _, name in ipairs({ 'Port', 'Parity', 'Bench', 'Wrap', 'Unwrap', 'Extract', 'Rollout', 'Record', 'Profile', 'Certificate', 'Hotspots', 'NextHotspot', 'Cancel', 'Heat' }) do
    assert(here['LspPivot' .. name], name)
    assert(vim.fn.exists(':LspPivot' .. name) == 2)
  end
  assert(vim.api.nvim_get_commands({})['LspPivotPort'] == nil)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.cmd.LspPivotNextHotspot()
  assert(vim.api.nvim_win_get_cursor(0)[1] == hot.lnum + 1)
  vim.cmd.LspPivotHotspots()
  T.wait('the quickfix list', function()
    return #vim.fn.getqflist() > 1
  end)
  vim.cmd.cclose()
end)

T.test('the help and the health check', function()
  vim.cmd('helptags ' .. vim.env.PIVOT_CLIENT .. '/doc')
  vim.cmd.help('pivot-lsp')
  vim.cmd.helpclose()
  vim.cmd.checkhealth('pivot_lsp')
  local text = table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
  assert(text:match('pivot%-lsp %d'), text)
  assert(not text:match('ERROR'), text)
end)

T.finish()
