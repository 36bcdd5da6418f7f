/** The browsers' doors of the package, each one small file: what a page loads, and what a bundler takes in. */
import { join } from 'node:path'
import { rolldown } from 'rolldown'

/** Files of dist/client/ and the modules below src/client/ that they are made of. */
export const clientDoors = {
  'index.js': 'index.ts',
  'element.js': 'element/latchkey-login.ts',
} as const

export type ClientDoor = keyof typeof clientDoors

/** The minified module of a door, which imports nothing. */
export async function clientBundle(root: string, door: ClientDoor): Promise<string> {
  const build = await rolldown({
    input: join(root, 'src/client', clientDoors[door]),
    platform: 'browser',
    onwarn: (warning) => {
      throw new Error(warning.message)
    },
  })
  const { output } = await build.generate({ format: 'esm', minify: true, comments: false })
  await build.close()
  const [chunk, ...more] = output
  if (more.length > 0 || chunk.imports.length > 0) throw new Error(`${door} is not one file`)
  return chunk.code
}
