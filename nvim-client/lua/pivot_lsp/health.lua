-- :checkhealth pivot_lsp
local M = {}

function M.check()
  local health = vim.health
  health.start('pivot-lsp')
  if vim.fn.has('nvim-0.11') == 1 then
    health.ok('Neovim ' .. tostring(vim.version()))
  else
    health.error('Neovim 0.11 or newer is needed', 'vim.lsp.config and vim.lsp.enable came with 0.11')
  end
  local config = vim.lsp.config['pivot_lsp']
  local cmd = config and config.cmd
  if type(cmd) ~= 'table' then
    health.error('no configuration `pivot_lsp`', 'put nvim-client on the runtimepath')
    return
  end
  if vim.fn.executable(cmd[1]) == 0 then
    health.error('`' .. cmd[1] .. '` cannot be run', {
      'pip install pivot-lsp, in the environment that Neovim is started from',
      "or vim.lsp.config('pivot_lsp', { cmd = { '/path/to/python', '-P', '-m', 'pivot_lsp', 'lsp' } })",
    })
    return
  end
  local words = vim.list_slice(cmd, 1, #cmd - 1)
  local answer = vim.system(vim.list_extend(words, { '--version' }), { text = true }):wait(20000)
  if answer.code == 0 then
    health.ok(vim.trim(answer.stdout))
  else
    health.error('the server does not start', vim.trim(answer.stderr or ''))
  end
  local clients = vim.lsp.get_clients({ name = 'pivot_lsp' })
  if #clients > 0 then
    health.ok(#clients .. ' running, position encoding ' .. clients[1].offset_encoding)
  elseif vim.lsp.is_enabled and not vim.lsp.is_enabled('pivot_lsp') then
    health.warn('not enabled', "vim.lsp.enable('pivot_lsp')")
  else
    health.info('not running: no Python file is open')
  end
end

return M
