import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MODULES, type ProgramModule } from './catalog.ts'
import { GO_AT_LEAST, go, requireGo } from './go.ts'

/** `node e2e/kubernetes/programs/sync-modules.ts [folder ...]`: writes go.mod and go.sum of the pinned programs from the catalog. */
const asked = process.argv.slice(2)
requireGo()
for (const module of MODULES) {
  if (module.upstream === undefined || (asked.length > 0 && !asked.includes(module.folder))) continue
  process.stderr.write(`${module.folder}\n`)
  syncModule(module, module.upstream)
}

function syncModule(module: ProgramModule, upstream: string): void {
  const folder = join(import.meta.dirname, 'modules', module.folder)
  mkdirSync(folder, { recursive: true })
  rmSync(join(folder, 'go.sum'), { force: true })
  const tools = Object.values(module.programs).map((path) => `\t${path}`)
  const text = [
    `module fairlead.dev/rig/${module.folder}`,
    `go ${GO_AT_LEAST.join('.')}.0`,
    `tool (\n${tools.join('\n')}\n)`,
    `require ${upstream} v${module.version}`,
    ...replacements(folder, upstream, module.version),
  ]
  writeFileSync(join(folder, 'go.mod'), `${text.join('\n\n')}\n`)
  go(['mod', 'tidy'], folder)
}

/**
 * A module is not built with the replacements of its own go.mod when another module requires it, so they are repeated here. Kubernetes requires its
 * staging modules at v0.0.0; each is published as v0.MINOR.PATCH.
 */
function replacements(folder: string, upstream: string, version: string): string[] {
  const { GoMod } = JSON.parse(go(['mod', 'download', '-json', `${upstream}@v${version}`], folder)) as { GoMod: string }
  const staging = [...readFileSync(GoMod, 'utf8').matchAll(/^\s*(k8s\.io\/\S+) v0\.0\.0(?: \/\/ indirect)?$/gm)].map(
    (match) => match[1],
  )
  if (staging.length === 0) return []
  const published = version.replace(/^\d+/, '0')
  return [`replace (\n${staging.map((path) => `\t${path} => ${path} v${published}`).join('\n')}\n)`]
}
