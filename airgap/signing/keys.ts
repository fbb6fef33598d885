import { KEYS_USAGE, runKeys } from './run-keys.ts'

try {
  process.stdout.write(`${runKeys(process.argv.slice(2), process.cwd())}\n`)
} catch (error) {
  process.stderr.write(`airgap: ${error instanceof Error ? error.message : String(error)}\n${KEYS_USAGE}`)
  process.exitCode = 2
}
