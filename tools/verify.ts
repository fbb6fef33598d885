import { spawnSync } from 'node:child_process'

/** What can be checked in seconds, without a database: run before every push. */
const STEPS: readonly { name: string; command: string; args: string[] }[] = [
  { name: 'format', command: 'oxfmt', args: ['--check', '.'] },
  { name: 'lint and boundaries', command: 'oxlint', args: ['--type-aware', '.'] },
  { name: 'types', command: 'tsc', args: ['-b'] },
  ...['packages/web', 'packages/agent/test/kubernetes', 'tools', 'e2e', 'bench', 'airgap', 'charts'].map((project) => ({
    name: `types of ${project}`,
    command: 'tsc',
    args: ['-p', project, '--noEmit'],
  })),
  { name: 'paths in documents', command: 'node', args: ['tools/check-doc-refs.ts'] },
  { name: 'generated files', command: 'node', args: ['tools/gen.ts', '--check'] },
]

let failed = 0
for (const step of STEPS) {
  const started = performance.now()
  const result = spawnSync(step.command, step.args, { encoding: 'utf8' })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const isOk = result.status === 0
  process.stdout.write(`${isOk ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)\n`)
  if (isOk) continue
  failed += 1
  process.stdout.write(`${result.stdout}${result.stderr}${result.error?.message ?? ''}\n`)
}
process.exitCode = failed > 0 ? 1 : 0
