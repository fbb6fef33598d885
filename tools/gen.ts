import { spawnSync } from 'node:child_process'

/** Writes every generated file; with `--check` it only says which one is out of date. */
const isCheck = process.argv.includes('--check')
const GENERATORS = [
  'tools/gen-config-docs.ts',
  'tools/gen-changelog.ts',
  'packages/sdk/gen.ts',
  'airgap/claims/gen.ts',
] as const

let failed = 0
for (const generator of GENERATORS) {
  const result = spawnSync(process.execPath, [generator, ...(isCheck ? ['--check'] : [])], { stdio: 'inherit' })
  if (result.status !== 0) failed += 1
}
process.exitCode = failed > 0 ? 1 : 0
