/** Counts rows and sums them up: equal for the same rows in any order, on either database. */
import { hash } from 'node:crypto'
import type { SqlValue } from '../database.ts'
import type { Row } from './read-pages.ts'
import type { TableShape } from './table-shape.ts'

export type TableSum = { readonly rows: number; readonly digest: string }

export interface TableDigest {
  add(rows: readonly Row[]): void
  sum(): TableSum
}

const digestBytes = 32

/** Rows of a table differ by their key, so none cancels out another. */
export function createTableDigest({ columns }: TableShape): TableDigest {
  const sum = Buffer.alloc(digestBytes)
  let rows = 0
  return {
    add(added) {
      for (const row of added) {
        const digest = hash(
          'sha256',
          JSON.stringify(columns.map((name) => portable(row[name] ?? null))),
          'buffer',
        )
        for (let index = 0; index < digestBytes; index += 1)
          sum[index] = (sum[index] ?? 0) ^ (digest[index] ?? 0)
      }
      rows += added.length
    },
    sum: () => ({ rows, digest: sum.toString('hex') }),
  }
}

/** As PostgreSQL can hold it: its texts have no NUL. The driver writes texts the same way. */
export function portable(value: SqlValue): string | number | null {
  if (value instanceof Uint8Array)
    throw new TypeError('a table has a column of bytes, which is not copied yet')
  return typeof value === 'string' ? value.replaceAll('\0', '\ufffd') : value
}
