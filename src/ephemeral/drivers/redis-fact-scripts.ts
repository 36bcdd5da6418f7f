/**
 * Facts and lists on Redis. A fact is the text "GENERATION EXPIRES VALUE". Its generation is the run of the server that
 * it was written in: what a server has from an earlier run may be older than what was spent since, so it is void. The
 * expiry that counts is the one in the text, by the clock of the caller; that of the key only clears away, a while later.
 */
import { redisScript } from './redis-script.ts'

/** `now`, `read`, `write` for the scripts. The first argument of every script is the time. */
export const factLibrary = `
local now = tonumber(ARGV[1])
local generation = (redis.call('INFO', 'server'):match('run_id:(%x+)') or '0'):sub(1, 16)
local clearAwayAfterMs = 10000

local function whole(number) return string.format('%.0f', number) end

local function open(raw)
  local of, expires, from = raw:match('^(%x+) (%d+) ()')
  if of ~= generation or tonumber(expires) <= now then return nil end
  return raw:sub(from), tonumber(expires)
end

local function read(key)
  local raw = redis.call('GET', key)
  if raw then return open(raw) end
end

local function sealed(value, expires) return generation .. ' ' .. whole(expires) .. ' ' .. value end

local function keepMs(expires) return math.max(expires - now, 0) + clearAwayAfterMs end

local function write(key, value, expires)
  redis.call('SET', key, sealed(value, expires), 'PX', whole(keepMs(expires)))
end
`

/** Value and expiry. */
export const putScript = redisScript(factLibrary, `write(KEYS[1], ARGV[2], tonumber(ARGV[3]))`)

export const getScript = redisScript(factLibrary, `return (read(KEYS[1]))`)

export const spendScript = redisScript(
  factLibrary,
  `local value = read(KEYS[1])
  redis.call('DEL', KEYS[1])
  return value`,
)

/** Forgets what is there, of any generation. */
export const dropScript = redisScript(`redis.call('DEL', unpack(KEYS))`)

/** Value, expiry, and how many to keep. */
export const pushScript = redisScript(
  factLibrary,
  `local expires = tonumber(ARGV[3])
  redis.call('LPUSH', KEYS[1], sealed(ARGV[2], expires))
  redis.call('LTRIM', KEYS[1], 0, tonumber(ARGV[4]) - 1)
  local left = math.max(redis.call('PTTL', KEYS[1]), keepMs(expires))
  redis.call('PEXPIRE', KEYS[1], whole(left))`,
)

export const listScript = redisScript(
  factLibrary,
  `local values = {}
  for _, raw in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
    local value = open(raw)
    if value then values[#values + 1] = value end
  end
  return values`,
)

/** Value and expiry. */
export const restoreScript = redisScript(
  factLibrary,
  `if not read(KEYS[1]) then write(KEYS[1], ARGV[2], tonumber(ARGV[3])) end`,
)
