/** Limits on Redis: the arithmetic of `limit-windows.ts` once more, where the counts are. */
import { factLibrary } from './redis-fact-scripts.ts'
import { redisScript } from './redis-script.ts'

const limitLibrary = `
local function readLogs(key)
  local value, expires = read(key)
  if value then return cjson.decode(value), expires end
  return {}
end

-- By hand, since cjson takes an empty list for an object.
local function writeLogs(key, logs, expires)
  local parts = {}
  for index, log in ipairs(logs) do parts[index] = '[' .. table.concat(log, ',') .. ']' end
  write(key, '[' .. table.concat(parts, ',') .. ']', expires)
end

local function placeOf(window)
  local grain = window.max <= 20 and 1 or math.ceil(window.ms / 20)
  return math.ceil(now / grain) * grain
end

local function takeOne(log, index)
  if log[index] > 1 then
    log[index] = log[index] - 1
  else
    table.remove(log, index)
    table.remove(log, index - 1)
  end
end
`

const reservation = `
local function keepCurrent(log, window)
  local kept = {}
  for index = 1, #log, 2 do
    if #kept > 0 or log[index] + window.ms > now then
      kept[#kept + 1] = log[index]
      kept[#kept + 1] = log[index + 1]
    end
  end
  return kept
end

local function waitFor(log, window)
  local over = 1 - window.max
  for index = 2, #log, 2 do over = over + log[index] end
  for index = 1, #log, 2 do
    if over <= 0 then return 0 end
    over = over - log[index + 1]
    if over <= 0 then return log[index] + window.ms - now end
  end
  return over <= 0 and 0 or window.ms
end

local function countEvent(log, window)
  local at = placeOf(window)
  local last = #log - 1
  if log[last] == at then
    log[last + 1] = log[last + 1] + 1
  else
    log[last + 2] = at
    log[last + 3] = 1
  end
end

local function keepUntil(windows)
  local ms = 1
  for _, window in ipairs(windows) do ms = math.max(ms, 2 * window.ms) end
  local grain = math.ceil(ms / 8)
  return math.ceil((now + ms) / grain) * grain
end

local limits = cjson.decode(ARGV[2])
local logs = {}
for index, windows in ipairs(limits) do
  local kept = readLogs(KEYS[index])
  logs[index] = {}
  for i, window in ipairs(windows) do logs[index][i] = keepCurrent(kept[i] or {}, window) end
end
for index, windows in ipairs(limits) do
  local longest, fullest = 0, 0
  for i, window in ipairs(windows) do
    local wait = waitFor(logs[index][i], window)
    if wait > longest then longest, fullest = wait, i end
  end
  if longest > 0 then return { index - 1, fullest - 1, longest } end
end
`

/** The windows of every limit as JSON. Answers nothing, or the place of the limit and the window, and the wait. */
export const lookScript = redisScript(factLibrary, limitLibrary, reservation)

/** The same, and counts where it would answer nothing; then the answer may be the number that a window is to tell. */
export const countScript = redisScript(
  factLibrary,
  limitLibrary,
  reservation,
  `local reached
  for index, windows in ipairs(limits) do
    for i, window in ipairs(windows) do
      local log = logs[index][i]
      countEvent(log, window)
      if window.tellAt then
        local count = 0
        for place = 2, #log, 2 do count = count + log[place] end
        if count >= window.tellAt then reached = count end
      end
    end
    writeLogs(KEYS[index], logs[index], keepUntil(windows))
  end
  return reached`,
)

/** Undoes a count of the same time, in every window of every limit: windows as JSON. */
export const takeBackScript = redisScript(
  factLibrary,
  limitLibrary,
  `for index, windows in ipairs(cjson.decode(ARGV[2])) do
    local logs, expires = readLogs(KEYS[index])
    for i, log in ipairs(logs) do
      local at = placeOf(windows[i])
      for place = #log - 1, 1, -2 do
        if log[place] == at then takeOne(log, place + 1) break end
      end
    end
    if expires then writeLogs(KEYS[index], logs, expires) end
  end`,
)

/** Takes the newest event out of one window, counted from 0. */
export const releaseScript = redisScript(
  factLibrary,
  limitLibrary,
  `local logs, expires = readLogs(KEYS[1])
  local log = logs[tonumber(ARGV[2]) + 1]
  if log and #log > 0 then
    takeOne(log, #log)
    writeLogs(KEYS[1], logs, expires)
  end`,
)
