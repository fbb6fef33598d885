import { readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build as bundle, type BuildOptions, type Metafile, type Plugin } from 'esbuild'
import { ROOT } from '../../tools/processes/child.ts'

/** A CommonJS package inside an ES module still finds Node's own modules. */
const REQUIRE = `import { createRequire as createRequireOfBundle } from 'node:module'
const require = createRequireOfBundle(import.meta.url)`

const WORKER = /new URL\('(?:\.\/)?([\w-]+)\.ts', import\.meta\.url\)/g
/** Of a package, when it is needed. */
const LAZY = /\bimport\('([^.'/][^']*)'\)/g
/** A CommonJS package in a file of its own has its names below `default` alone; Node itself would find them. */
const NAMED = '.then((found) => (Object.keys(found).join() === "default" ? { ...found.default, ...found } : found))'
const NPM = /[/\\]node_modules[/\\]/
const NPM_ENTRY = 'npm-packages'

export interface BundledProgram {
  /** Files with code of ours, by name: `NAME.js` for each entry and each worker, and pieces that they share. */
  own: Map<string, string>
  /** Files with code of npm packages alone. They stay as they are when only our code changes. */
  npm: Map<string, string>
  /** By name: the sources of which something is in the file, as absolute paths. */
  inputs: Map<string, string[]>
}

/** How every program of ours is made; nothing of it depends on where the checkout lies or on the environment. */
const OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  splitting: true,
  outdir: join(ROOT, 'dist'),
  entryNames: '[name]',
  chunkNames: '[name]-[hash]',
  banner: { js: REQUIRE },
  minifyWhitespace: true,
  minifySyntax: true,
  keepNames: false,
  legalComments: 'eof',
  write: false,
  metafile: true,
  logLevel: 'silent',
} as const satisfies BuildOptions

export interface BundleOptions {
  /** Modules that are not put into the files. */
  external?: readonly string[]
  /** Otherwise names stay, so that a stack trace in a log says something. */
  hasShortNames?: boolean | undefined
}

/**
 * Makes JavaScript files of programs by name and everything that they import, with one more for each worker that they start by `new URL('name.ts', import.meta.url)`.
 * Files refer to each other and have to lie in one folder. The same sources give the same bytes.
 */
export async function bundleProgram(
  entries: Readonly<Record<string, string>>,
  { external = [], hasShortNames }: BundleOptions = {},
): Promise<BundledProgram> {
  const { workers, packages } = await explore(entries, external)
  // An entry that reaches every package keeps their code out of the files that have code of ours.
  const { outputFiles, metafile } = await bundle({
    ...OPTIONS,
    minifyIdentifiers: hasShortNames === true,
    external: [...external],
    entryPoints: { ...entries, ...workers, [NPM_ENTRY]: NPM_ENTRY },
    plugins: [followWorkers(() => undefined), npmEntry(packages)],
  })
  const program: BundledProgram = { own: new Map(), npm: new Map(), inputs: new Map() }
  for (const { path, text } of outputFiles.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const name = basename(path)
    if (name === `${NPM_ENTRY}.js`) continue
    const inputs = inputsOf(metafile, name)
    program.inputs.set(name, inputs)
    // An entry may be a few lines that lead to a piece.
    const { entryPoint = '' } = metafile.outputs[`dist/${name}`]!
    const isNpm = inputs.every((input) => NPM.test(input)) && (entryPoint === '' || NPM.test(entryPoint))
    program[isNpm ? 'npm' : 'own'].set(name, text)
  }
  return program
}

/** Which workers the programs start, and which files of packages code of ours imports. */
async function explore(
  entries: Readonly<Record<string, string>>,
  external: readonly string[],
): Promise<{ workers: Record<string, string>; packages: string[] }> {
  const workers: Record<string, string> = {}
  const packages = new Set<string>()
  for (let fresh = { ...entries }; Object.keys(fresh).length > 0;) {
    const found: Record<string, string> = {}
    const { metafile } = await bundle({
      ...OPTIONS,
      external: [...external],
      entryPoints: fresh,
      plugins: [followWorkers((path) => (found[basename(path, '.ts')] = path))],
    })
    for (const [path, { imports }] of Object.entries(metafile.inputs))
      if (!NPM.test(path)) for (const each of imports) if (NPM.test(each.path)) packages.add(resolve(ROOT, each.path))
    fresh = Object.fromEntries(Object.entries(found).filter(([name]) => !(name in workers)))
    Object.assign(workers, fresh)
  }
  return { workers, packages: [...packages].toSorted() }
}

/** What is in an output, not what was looked at. */
function inputsOf({ outputs }: Metafile, name: string): string[] {
  const inputs = Object.entries(outputs[`dist/${name}`]?.inputs ?? {})
  return inputs
    .filter(([path, { bytesInOutput }]) => bytesInOutput > 0 && !path.startsWith('<'))
    .map(([path]) => resolve(ROOT, path))
}

function npmEntry(packages: readonly string[]): Plugin {
  return {
    name: 'npm-entry',
    setup: (build) => {
      build.onResolve({ filter: new RegExp(`^${NPM_ENTRY}$`) }, ({ path }) => ({ path, namespace: NPM_ENTRY }))
      build.onLoad({ filter: /.*/, namespace: NPM_ENTRY }, () => ({
        contents: packages.map((path) => `import ${JSON.stringify(path)}`).join('\n'),
        resolveDir: ROOT,
      }))
    },
  }
}

function followWorkers(onWorker: (path: string) => void): Plugin {
  return {
    name: 'workers',
    setup: (build) => {
      build.onLoad({ filter: /[/\\]packages[/\\].*\.ts$/ }, ({ path }) => {
        const source = readFileSync(path, 'utf8')
        const contents = source
          .replace(WORKER, (_, name: string) => {
            onWorker(join(dirname(path), `${name}.ts`))
            return `new URL('${name}.js', import.meta.url)`
          })
          .replace(LAZY, (lazy) => `${lazy}${NAMED}`)
        return { contents, loader: 'ts' }
      })
    },
  }
}
