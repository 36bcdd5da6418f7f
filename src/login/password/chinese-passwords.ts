/** The common passwords of Chinese speakers, put together from the patterns. */
import {
  complianceWords,
  letterBeginnings,
  numberEndings,
  numbersAlone,
  phraseEndings,
  pinyinNames,
  pinyinPhrases,
} from './chinese-password-patterns.ts'

/** Some twenty thousand; a few come twice. */
export function* chinesePasswords(): Generator<string> {
  yield* complianceWords
  yield* numbersAlone
  yield* repeatedDigits()
  yield* joined([...pinyinPhrases, ...pinyinNames, ...letterBeginnings], ['', ...numberEndings])
  yield* joined(pinyinPhrases, phraseEndings)
  yield* joined(['520', '521', '1314', '5201314'], pinyinPhrases)
}

function* joined(beginnings: readonly string[], endings: readonly string[]): Generator<string> {
  for (const beginning of beginnings) for (const ending of endings) yield beginning + ending
}

/** `1111` to `99999999999`, the length of a mobile number. */
function* repeatedDigits(): Generator<string> {
  for (const digit of '0123456789') for (let length = 4; length <= 11; length += 1) yield digit.repeat(length)
}
