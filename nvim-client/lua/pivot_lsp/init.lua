-- Buffer-local commands over the server's, and heat as a background. No logic of the product lives here.
local M = {}

local namespace = vim.api.nvim_create_namespace('pivot_lsp_heat')
local SHADES = 8 -- as the server's

--- Whether heat is drawn.
M.heat_shown = true
--- The heat of each buffer, as the server last told it.
M.heat = {}
--- Called with each `pivot/jobFinished`, for scripts.
M.listeners = {}

local function define_highlights()
  local dark = vim.o.background == 'dark'
  local base = dark and { 0x1c, 0x1c, 0x1c } or { 0xff, 0xff, 0xff }
  for shade = 0, SHADES - 1 do
    local part = 0.06 + 0.3 * shade / (SHADES - 1)
    local mixed = {}
    for i, hot in ipairs({ 0xff, 0x60, 0x20 }) do
      mixed[i] = math.floor(base[i] * (1 - part) + hot * part)
    end
    vim.api.nvim_set_hl(0, 'PivotHeat' .. shade, { bg = string.format('#%02x%02x%02x', unpack(mixed)), default = true })
  end
end

local function draw(bufnr)
  vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  local heat = M.heat[bufnr]
  if not heat or not M.heat_shown then
    return
  end
  local last = vim.api.nvim_buf_line_count(bufnr) - 1
  for _, hot in ipairs(heat.functions) do
    for line = hot.startLine, math.min(hot.endLine, last) do
      vim.api.nvim_buf_set_extmark(bufnr, namespace, line, 0, { line_hl_group = 'PivotHeat' .. hot.shade, priority = 10 })
    end
  end
end

function M.on_heat(heat)
  local bufnr = vim.uri_to_bufnr(heat.uri)
  if vim.api.nvim_buf_is_loaded(bufnr) then
    M.heat[bufnr] = heat
    draw(bufnr)
  end
end

function M.on_job_finished(job)
  for _, listener in ipairs(M.listeners) do
    listener(job)
  end
end

--- Runs a command of the server for the function at the cursor; writes the buffer before, since the server's
--- children read the file on disk.
local function here(client, bufnr, command, more)
  if vim.bo[bufnr].modified then
    vim.api.nvim_buf_call(bufnr, function()
      vim.cmd.write()
    end)
  end
  local argument = vim.tbl_extend('force', {
    uri = vim.uri_from_bufnr(bufnr),
    line = vim.api.nvim_win_get_cursor(0)[1] - 1,
  }, more or {})
  client:exec_cmd({ title = command, command = command, arguments = { argument } }, { bufnr = bufnr })
end

local function ask(client, bufnr, command, arguments, done)
  client:request('workspace/executeCommand', { command = command, arguments = arguments }, function(failure, result)
    if failure then
      vim.notify('Pivot: ' .. failure.message, vim.log.levels.WARN)
    else
      done(result)
    end
  end, bufnr)
end

--- Puts the hotspots into the quickfix list, the hottest first.
local function hotspots(client, bufnr)
  ask(client, bufnr, 'pivot.hotspots', {}, function(found)
    local items = {}
    for _, hot in ipairs(found) do
      items[#items + 1] = {
        filename = hot.file,
        lnum = hot.line,
        text = string.format('%.1f %% %s', hot.share, hot['function']),
        type = 'I',
      }
    end
    vim.fn.setqflist({}, ' ', { title = 'Pivot hotspots', items = items })
    if #items == 0 then
      vim.notify('Pivot: no hotspots. Is there a profile at the root of the project?')
    else
      vim.cmd.copen()
    end
  end)
end

local function cancel(client, bufnr)
  ask(client, bufnr, 'pivot.jobs', {}, function(jobs)
    vim.ui.select(jobs, {
      prompt = 'Cancel',
      format_item = function(job)
        return job.verb .. ' (' .. job.job .. ')'
      end,
    }, function(job)
      if job then
        ask(client, bufnr, 'pivot.cancel', { { job = job.job } }, function() end)
      end
    end)
  end)
end

--- To the next hot function below the cursor, round the end of the buffer.
local function next_hotspot(bufnr)
  local heat = M.heat[bufnr]
  if not heat or #heat.functions == 0 then
    return vim.notify('Pivot: no hotspot in this buffer')
  end
  local line, after, first = vim.api.nvim_win_get_cursor(0)[1] - 1, nil, nil
  for _, hot in ipairs(heat.functions) do
    first = math.min(first or hot.startLine, hot.startLine)
    if hot.startLine > line then
      after = math.min(after or hot.startLine, hot.startLine)
    end
  end
  vim.api.nvim_win_set_cursor(0, { (after or first) + 1, 0 })
end

local TARGETS = { 'rust', 'go', 'cpp' }
local ACTIONS = { 'status', 'advance', 'pause', 'rollback', 'retire' }

local function starting(words, lead)
  return vim.tbl_filter(function(word)
    return vim.startswith(word, lead)
  end, words)
end

function M.on_attach(client, bufnr)
  define_highlights()
  local function command(name, run, options)
    vim.api.nvim_buf_create_user_command(bufnr, 'LspPivot' .. name, run, options)
  end
  command('Port', function(call)
    here(client, bufnr, 'pivot.port', { to = call.args })
  end, {
    nargs = 1,
    complete = function(lead)
      return starting(TARGETS, lead)
    end,
    desc = 'Port the function at the cursor',
  })
  command('Parity', function()
    here(client, bufnr, 'pivot.validate')
  end, { desc = 'Run parity for the function at the cursor' })
  command('Bench', function()
    here(client, bufnr, 'pivot.benchmark')
  end, { desc = 'Benchmark the function at the cursor' })
  command('Wrap', function(call)
    here(client, bufnr, 'pivot.wrap', call.args ~= '' and { flag = call.args } or nil)
  end, { nargs = '?', desc = 'Wrap the function at the cursor in a feature flag' })
  command('Unwrap', function()
    here(client, bufnr, 'pivot.unwrap')
  end, { desc = 'Take the wrapper of the function at the cursor away' })
  command('Extract', function()
    here(client, bufnr, 'pivot.extract')
  end, { desc = 'Make the hot loop of the function at the cursor a portable function' })
  command('Rollout', function(call)
    local action, flag = unpack(call.fargs)
    local asked = { uri = vim.uri_from_bufnr(bufnr), action = action, flag = flag }
    ask(client, bufnr, 'pivot.rollout', { asked }, function() end)
  end, {
    nargs = '+',
    complete = function(lead, line)
      return #vim.split(line, '%s+') > 2 and {} or starting(ACTIONS, lead)
    end,
    desc = 'Rollout of a flag: status, advance, pause, rollback, retire',
  })
  command('Record', function(call)
    here(client, bufnr, 'pivot.record', { command = call.fargs })
  end, { nargs = '+', complete = 'shellcmd', desc = 'Run a command and record the calls of the function at the cursor' })
  command('Profile', function(call)
    ask(client, bufnr, 'pivot.profile', { { uri = vim.uri_from_bufnr(bufnr), command = call.fargs } }, function() end)
  end, { nargs = '+', complete = 'shellcmd', desc = 'Run a command under a profiler and show its hotspots' })
  command('Certificate', function()
    here(client, bufnr, 'pivot.certificate')
  end, { desc = 'Open the certificate of the function at the cursor' })
  command('Hotspots', function()
    hotspots(client, bufnr)
  end, { desc = 'List the hotspots' })
  command('NextHotspot', function()
    next_hotspot(bufnr)
  end, { desc = 'Go to the next hotspot of this buffer' })
  command('Cancel', function()
    cancel(client, bufnr)
  end, { desc = 'Cancel a running job' })
  command('Heat', function()
    M.heat_shown = not M.heat_shown
    for buffer in pairs(M.heat) do
      draw(buffer)
    end
  end, { desc = 'Show or hide heat' })
end

return M
