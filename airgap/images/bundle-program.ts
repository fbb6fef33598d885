import { readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build as bundle, type Metafile, type Plugin } from 'esbuild'

/** A CommonJS package inside an ES module still finds Node's own modules. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(import.meta.url)`

const WORKER = /new URL\('(?:\.\/)?([\w-]+)\.ts', import\.meta\.url\)/g

export interface BundledProgram {
  /** By name, `NAME.js` for `NAME.ts`. */
  files: Map<string, string>
  /** By the same names: the sources of which something is in the file, as absolute paths. */
  inputs: Map<string, string[]>
}

/**
 * Makes one JavaScript file of a program and everything that it imports, and one of each worker that it starts by `new URL('name.ts', import.meta.url)`. Answers
 * the files by name, `NAME.js` for `NAME.ts`.
 */
export async function bundleProgram(entry: string, external: readonly string[] = []): Promise<Map<string, string>> {
  return (await bundleWithInputs(entry, external)).files
}

/** Like {@link bundleProgram}, with what each file was made of. */
export async function bundleWithInputs(entry: string, external: readonly string[] = []): Promise<BundledProgram> {
  const files = new Map<string, string>()
  const inputs = new Map<string, string[]>()
  const waiting = [entry]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const name = `${basename(path, '.ts')}.js`
    if (files.has(name)) continue
    const { outputFiles, metafile } = await bundle({
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
      metafile: true,
      logLevel: 'silent',
      plugins: [followWorkers(waiting)],
    })
    files.set(name, outputFiles[0]!.text)
    inputs.set(name, inputsOf(metafile))
  }
  return { files, inputs }
}

/** What is in the output, not what was looked at. Paths of a metafile are relative to the current folder. */
export function inputsOf({ outputs }: Metafile): string[] {
  const found = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))
  return found.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => resolve(path))
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
