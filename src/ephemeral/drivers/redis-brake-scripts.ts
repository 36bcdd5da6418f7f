/** Guarded facts and brakes on Redis: the arithmetic of `brake.ts` once more, where the facts are. */
import { factLibrary } from './redis-fact-scripts.ts'
import { redisScript } from './redis-script.ts'

const brakeLibrary = `
local function readRecord(key)
  local value = read(key)
  if value then return cjson.decode(value) end
  return { times = {}, level = 0, ['until'] = 0, inRow = 0 }
end

-- By hand, since cjson takes an empty list for an object.
local function writeRecord(key, record, ttlMs)
  local value = '{"times":[' .. table.concat(record.times, ',') .. '],"level":' .. whole(record.level)
    .. ',"until":' .. whole(record['until']) .. ',"inRow":' .. whole(record.inRow) .. '}'
  write(key, value, now + ttlMs)
end

local function brakeState(record, policy)
  if policy.closeAfter and record.inRow >= policy.closeAfter then return 'closed', 0 end
  if record['until'] > now then return 'braked', record['until'] - now end
  return 'open', 0
end

local function countFailure(record, policy)
  local inChain = record.level > 0 and now - record['until'] <= policy.windowMs
  local times = {}
  for _, at in ipairs(record.times) do
    if inChain or at > now - policy.windowMs then times[#times + 1] = at end
  end
  times[#times + 1] = now
  while #times > policy.failures do table.remove(times, 1) end
  local inRow = record.inRow + 1
  if not inChain and #times < policy.failures then
    return { times = times, level = 0, ['until'] = 0, inRow = inRow }
  end
  local level = inChain and record.level + 1 or 1
  local waitMs = math.min(policy.maxMs, policy.baseMs * 2 ^ math.min(level - 1, 40))
  return { times = times, level = level, ['until'] = now + waitMs, inRow = inRow }
end

local function triesLeft(record, policy)
  if record.level > 0 then return 0 end
  return policy.failures - #record.times
end

local function takeBackFailure(record)
  local level = math.max(0, record.level - 1)
  table.remove(record.times)
  record['until'] = level == 0 and 0 or math.min(record['until'], now)
  record.level = level
  record.inRow = math.max(0, record.inRow - 1)
  return record
end
`

const library = [factLibrary, brakeLibrary]

/** Policy as JSON, and how long its record is kept. Answers the state with tries left or milliseconds to wait. */
export const strikeScript = redisScript(
  ...library,
  `local policy = cjson.decode(ARGV[2])
  local record = readRecord(KEYS[1])
  local state, wait = brakeState(record, policy)
  if state ~= 'open' then return { state, wait } end
  local counted = countFailure(record, policy)
  writeRecord(KEYS[1], counted, tonumber(ARGV[3]))
  return { state, triesLeft(counted, policy) }`,
)

/** How long the record is kept. */
export const unstrikeScript = redisScript(
  ...library,
  `if not read(KEYS[1]) then return end
  local rest = takeBackFailure(readRecord(KEYS[1]))
  if #rest.times == 0 and rest.level == 0 and rest.inRow == 0 then redis.call('DEL', KEYS[1])
  else writeRecord(KEYS[1], rest, tonumber(ARGV[2])) end`,
)

/**
 * Of the fact and of its brake; the brake's policy and how long its record is kept; the digests of the guess. Answers
 * the outcome with its number, where the guess is right with the fact, and where it is wrong with the state of the brake.
 */
export const attemptScript = redisScript(
  ...library,
  `local policy = cjson.decode(ARGV[2])
  local failures = readRecord(KEYS[2])
  local state, wait = brakeState(failures, policy)
  if state ~= 'open' then return { state, wait } end
  local value, expires = read(KEYS[1])
  if not value then return { 'missing', 0 } end
  local fact = cjson.decode(value)
  for index = 4, #ARGV do
    if ARGV[index] == fact.digest then return { 'right', expires - now, value } end
  end
  local counted = countFailure(failures, policy)
  writeRecord(KEYS[2], counted, tonumber(ARGV[3]))
  fact.tries = fact.tries - 1
  if fact.tries > 0 then write(KEYS[1], cjson.encode(fact), expires) else redis.call('DEL', KEYS[1]) end
  return { 'wrong', fact.tries, (brakeState(counted, policy)) }`,
)

/** Of the fact and of its brake; the id. Answers what the brake held, or an empty list. */
export const spendGuardedScript = redisScript(
  factLibrary,
  `local value = read(KEYS[1])
  if not value or cjson.decode(value).id ~= ARGV[2] then return false end
  local failures = read(KEYS[2])
  redis.call('DEL', KEYS[1], KEYS[2])
  return { failures }`,
)
