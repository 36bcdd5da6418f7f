/**
 * What others would load at each start and this program never reaches. Of Fastify: servers for TLS and HTTP/2 (TLS ends
 * before this one), compilers for the schemas of routes (declarations check arguments and results), requests of
 * tests, and versions of plugins: those are bundled with it, as the lock file has them. Of commander: commands that are programs of their own.
 */
import type { Plugin } from 'rolldown'

const neverReached: Readonly<Record<string, readonly string[]>> = {
  fastify: [
    'node:https',
    'node:http2',
    '@fastify/ajv-compiler',
    '@fastify/fast-json-stringify-compiler',
    'light-my-request',
    'semver',
  ],
  commander: ['node:child_process'],
}
const nothing = '\0left-out'
/** Every plugin asks this at its registration. */
const anyVersion = '\0any-version'

export function isLeftOut(id: string, importer: string | undefined): boolean {
  const asking = /[\\/]node_modules[\\/](\w+)[\\/]/.exec(importer ?? '')?.[1] ?? ''
  return neverReached[asking]?.includes(id) ?? false
}

export function leftOut(): Plugin {
  return {
    name: 'left-out',
    resolveId(id, importer) {
      if (!isLeftOut(id, importer)) return null
      return id === 'semver' ? anyVersion : nothing
    },
    load(id) {
      if (id === anyVersion) return 'module.exports = { satisfies: () => true }'
      return id === nothing ? 'module.exports = {}' : null
    },
  }
}
