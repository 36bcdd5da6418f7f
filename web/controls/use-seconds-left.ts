import { useEffect, useState } from 'preact/hooks'

/** Whole seconds until `until`, in epoch milliseconds; 0 when it is over or there is none. */
export function secondsUntil(until: number | undefined, now = Date.now()): number {
  return until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1000))
}

/** The same, counting down by itself. */
export function useSecondsLeft(until: number | undefined): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    setNow(Date.now())
    if (until === undefined || until <= Date.now()) return
    const timer = setInterval(() => {
      setNow(Date.now())
      if (until <= Date.now()) clearInterval(timer)
    }, 250)
    return () => clearInterval(timer)
  }, [until])
  return secondsUntil(until, now)
}
