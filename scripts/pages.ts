/**
 * Makes the pages of web/ for a server that runs from its sources, when they are missing or older than what they are
 * made of. npm runs it after an installation, before `start` and before the tests.
 */
import { join } from 'node:path'
import { bundlePages } from './bundle-pages.ts'

const root = join(import.meta.dirname, '..')
await bundlePages(root, join(root, 'dist'), { onlyStale: true })
