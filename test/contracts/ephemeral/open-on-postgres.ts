/** The facts in a database of PostgreSQL, opened by its URL as the app does. */
import { openEphemeralOnPostgres } from '../../../src/app/stores.ts'
import type { OpenPlace } from './opened-store.ts'

export const openOnPostgres: OpenPlace = (url, clock) => openEphemeralOnPostgres(url, 5, clock)
