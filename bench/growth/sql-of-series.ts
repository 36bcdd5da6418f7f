/** What the two databases write differently where rows are made of a series of numbers. */
import type { Dialect } from '../../src/storage/database.ts'

export type SeriesSql = {
  /** A common table expression `series (i)`: 1 to `count`. */
  series(count: number): string
  /** A whole number as hexadecimal digits, at least 12 of them. */
  hex(number: string): string
  /** A whole number as so many decimal digits. */
  digits(number: string, length: number): string
}

export const seriesSql: Readonly<Record<Dialect, SeriesSql>> = {
  sqlite: {
    series: (count) =>
      `with recursive series (i) as (select 1 union all select i + 1 from series limit ${count})`,
    hex: (number) => `printf('%012x', ${number})`,
    digits: (number, length) => `printf('%0${length}d', ${number})`,
  },
  postgres: {
    series: (count) => `with series as (select i from generate_series(1, ${count}::bigint) i)`,
    hex: (number) => `lpad(to_hex(${number}), 12, '0')`,
    digits: (number, length) => `lpad((${number})::text, ${length}, '0')`,
  },
}
