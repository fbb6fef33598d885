import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build as bundle, type Plugin } from 'esbuild'

/** A CommonJS package inside an ES module still finds Node's own modules. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(import.meta.url)`

const WORKER = /new URL\('(?:\.\/)?([\w-]+)\.ts', import\.meta\.url\)/g

/**
 * Makes one JavaScript file of a program and everything that it imports, and one of each worker that it starts by `new URL('name.ts', import.meta.url)`. Answers
 * the files by name, `NAME.js` for `NAME.ts`.
 */
export async function bundleProgram(entry: string, external: readonly string[] = []): Promise<Map<string, string>> {
  const files = new Map<string, string>()
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = `${basename(path, '.ts')}.js`
    if (files.has(name)) continue
    const { outputFiles } = await bundle({
      entryPoints: [path],
      bundle: true,
      platform: 'node',
      target: 'node24',
      format: 'esm',
      external: [...external],
      banner: { js: REQUIRE },
      // Names stay, so that a stack trace in a log says something.
      minifyWhitespace: true,
      keepNames: false,
      legalComments: 'eof',
      write: false,
      logLevel: 'silent',
      plugins: [followWorkers(waiting)],
    })
    files.set(name, outputFiles[0]!.text)
  }
  return files
}

function followWorkers(waiting: string[]): Plugin {
  return {
    name: 'workers',
    setup: (build) => {
      build.onLoad({ filter: /[/\\]packages[/\\].*\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        const contents = source.replace(WORKER, (_, name: string) => {
          waiting.push(join(dirname(path), `${name}.ts`))
          return `new URL('${name}.js', import.meta.url)`
        })
        return { contents, loader: 'ts' }
      })
    },
  }
}
