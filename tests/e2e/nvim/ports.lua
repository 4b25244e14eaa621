-- A hot function is ported by code action, proved by command, wrapped, and the file on disk is as the edit said.
local T = dofile(vim.env.PIVOT_SCRIPTS .. '/tools.lua')
local HOT = 'calculate_reorder_points'
local FILE = vim.env.PIVOT_PROJECT .. '/inventory/stock_calculator.py'
local buffer, client, hot
local before = vim.fn.readblob(FILE)

T.test('opens, and sees the hotspot', function()
  buffer, client = T.open('inventory/stock_calculator.py')
  hot = T.hotspot(buffer, HOT)
  vim.api.nvim_win_set_cursor(0, { hot.lnum + 1, hot.col })
end)

for _, target in ipairs({ 'go', 'cpp', 'rust' }) do
  T.test('ports it to ' .. target .. ' by code action', function()
    vim.lsp.buf.code_action({
      context = { only = { 'refactor.rewrite.pivot.port.' .. target }, diagnostics = {} },
      apply = true,
    })
    local job = T.job('pivot.port')
    assert(job.status == 'done', job.message)
    assert(job.result.status == 'built' and job.result.target == target)
  end)
end

T.test('cancels a parity run half-way', function()
  local validates = function(job) -- others may be under way beside it
    return job.verb == 'validate'
  end
  vim.cmd.LspPivotParity()
  vim.ui.select = function(items, _, choose)
    choose(vim.iter(items):find(validates))
  end
  T.wait('the job', function()
    return vim.iter(T.ask(client, buffer, 'workspace/executeCommand', { command = 'pivot.jobs' })):any(validates)
  end)
  vim.cmd.LspPivotCancel()
  assert(T.job('pivot.validate').status == 'cancelled')
end)

T.test('runs parity by command', function()
  vim.cmd.LspPivotParity()
  local job = T.job('pivot.validate')
  assert(job.result and job.result.test_count > 0, job.message)
  assert(job.result.passed == job.result.test_count, job.message)
  assert(job.result.level == 'tested' or job.result.level == 'certified', job.message)
end)

T.test('benchmarks it by command', function()
  vim.cmd.LspPivotBench()
  local job = T.job('pivot.benchmark')
  assert(job.status == 'done', job.message)
  -- on a machine with other work the control may differ from itself: then there is no figure
  assert(job.result.speedup ~= vim.NIL and job.message:find('legacy time / vessel time') or job.message:find('no verdict, '), job.message)
end)

T.test('wraps it, and the file on disk is as the edit said', function()
  vim.cmd.LspPivotWrap()
  local job = T.job('pivot.wrap')
  assert(job.applied, job.message)
  assert(vim.bo[buffer].modified)
  vim.cmd.wall()
  assert(vim.fn.readblob(FILE) ~= before)
end)

T.test('tells where its flag stands', function()
  vim.cmd('LspPivotRollout status')
  local job = T.job('pivot.rollout')
  assert(job.message:find('inventory.stock_calculator.' .. HOT .. ' off at 0 %', 1, true), job.message)
end)

T.test('an edit of the body is seen', function()
  local heat = require('pivot_lsp').heat
  local state = function(name)
    return T.wait(name, function()
      for _, one in ipairs(heat[buffer].functions) do
        if one['function'] == HOT and one.state == name then
          return one
        end
      end
    end)
  end
  local one = state('exact') -- behind its flag it is the function that was measured
  vim.api.nvim_buf_set_lines(buffer, one.endLine, one.endLine, false, { '    # a line inside' })
  state('edited')
  vim.cmd.undo()
  state('exact')
end)

T.test('a server that was killed comes back with the buffer', function()
  vim.uv.kill(T.server(), 'sigkill')
  T.wait('its end', function()
    return client:is_stopped() and not vim.lsp.get_client_by_id(client.id)
  end)
  vim.cmd('edit!')
  local again
  buffer, again = T.open('inventory/stock_calculator.py')
  assert(again.id ~= client.id)
  T.hotspot(buffer, HOT)
end)

T.finish()
