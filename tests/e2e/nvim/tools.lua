-- What the Neovim scripts share: our client alone, and tests that print a line each.
local T = { passed = 0, failed = 0, jobs = {} }
local WITHIN = 240000 -- milliseconds; a machine with other work takes long

vim.o.swapfile = false
vim.o.hidden = true
vim.opt.runtimepath:prepend(vim.env.PIVOT_CLIENT)
vim.lsp.config('pivot_lsp', { cmd = { vim.env.PIVOT_PYTHON, '-P', '-m', 'pivot_lsp', 'lsp' } })
vim.lsp.enable('pivot_lsp')
table.insert(require('pivot_lsp').listeners, function(job)
  table.insert(T.jobs, job)
end)

function T.wait(what, find, within)
  local found
  assert(vim.wait(within or WITHIN, function()
    found = find()
    return found
  end, 50), 'timed out waiting for ' .. what)
  return found
end

function T.open(name)
  vim.cmd.edit(vim.env.PIVOT_PROJECT .. '/' .. name)
  local buffer = vim.api.nvim_get_current_buf()
  local client = T.wait('the client', function()
    local one = vim.lsp.get_clients({ bufnr = buffer, name = 'pivot_lsp' })[1]
    return one and one.initialized and one
  end)
  return buffer, client
end

function T.hotspot(buffer, name)
  return T.wait('the hotspot', function()
    for _, d in ipairs(vim.diagnostic.get(buffer)) do
      if d.source == 'pivot' and vim.startswith(d.message, name .. ': ') then
        return d
      end
    end
  end)
end

--- The job that ran `command`, when it is finished; each is given once.
function T.job(command)
  return T.wait(command, function()
    for number, job in ipairs(T.jobs) do
      if job.command == command then
        return table.remove(T.jobs, number)
      end
    end
  end, 400000)
end

--- The answer to a request.
function T.ask(client, buffer, method, params)
  local answer, failure = client:request_sync(method, params, WITHIN, buffer)
  assert(answer and not answer.err, failure or vim.inspect(answer))
  return answer.result
end

--- The server's process.
function T.server()
  for _, child in ipairs(vim.api.nvim_get_proc_children(vim.fn.getpid())) do
    local file = io.open('/proc/' .. child .. '/cmdline')
    local line = file and file:read('*a') or ''
    if line:find('pivot_lsp', 1, true) then
      return child
    end
  end
end

function T.test(name, run)
  local ok, failure = xpcall(run, debug.traceback)
  T[ok and 'passed' or 'failed'] = T[ok and 'passed' or 'failed'] + 1
  io.stdout:write((ok and 'ok ' or 'FAIL ') .. name .. (ok and '' or ': ' .. tostring(failure)) .. '\n')
end

function T.finish()
  for _, client in ipairs(vim.lsp.get_clients()) do
    client:stop()
  end
  T.test('the server leaves', function()
    T.wait('the server to leave', function()
      return #vim.lsp.get_clients() == 0
    end)
  end)
  io.stdout:write(('%d passed, %d failed\n'):format(T.passed, T.failed))
  vim.cmd(T.failed == 0 and 'qa!' or 'cq')
end

return T
