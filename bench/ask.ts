/** One exchange outside the measured load; the answer's JSON, or an error for any status but 200. */
import type { Exchange } from './load.ts'

export async function ask(port: number, { method, path, headers, body }: Exchange): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`)
  return text === '' ? undefined : JSON.parse(text)
}

/** Runs `work` for 0 to `count` - 1, `width` of them at once. */
export async function forEachIndex(
  count: number,
  width: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const workUntilDone = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: width }, workUntilDone))
}
