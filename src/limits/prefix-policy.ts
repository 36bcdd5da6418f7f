/** When a prefix of numbers is closed: the arithmetic of the conversion breaker (spec 4, rule 6). */

export type PrefixPolicy = {
  /** So many messages within an hour are enough to judge. */
  readonly messages: number
  /** Fewer right codes than this part of them close it. */
  readonly conversion: number
  /** More than this part in the week before, and one bad hour is not enough. */
  readonly trusted: number
  /** Seconds. */
  readonly closedFor: number
}

/** Messages and right codes of the latest hour, of the hour before it, and of the week before that. */
export type PrefixCounts = Readonly<Record<`${'late' | 'before' | 'history'}_${'sent' | 'proven'}`, number>>

/** One burst does not close what has served people well: that takes a second bad hour behind the first. */
export function shouldClose(counts: PrefixCounts, policy: PrefixPolicy): boolean {
  const { late_sent, late_proven, before_sent, before_proven, history_sent, history_proven } = counts
  if (!isLow(late_sent, late_proven, policy)) return false
  const isTrusted = history_sent >= policy.messages && history_proven > history_sent * policy.trusted
  return !isTrusted || isLow(before_sent, before_proven, policy)
}

function isLow(sent: number, proven: number, { messages, conversion }: PrefixPolicy): boolean {
  return sent >= messages && proven < sent * conversion
}
