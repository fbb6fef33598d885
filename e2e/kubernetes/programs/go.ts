import { spawnSync } from 'node:child_process'
import { UnmetNeed } from './unmet-need.ts'

/** The oldest Go that compiles the newest Kubernetes release of the rig. */
export const GO_AT_LEAST = [1, 26] as const

/** Settings of every Go call: no C compiler, no download of other Go versions, no reading of the checkout's own state. */
export const GO_ENV = { CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOFLAGS: '-buildvcs=false', GOWORK: 'off' } as const

/** Makes sure that a Go new enough is there. Throws with what to do. */
export function requireGo(): void {
  const { status, stdout } = spawnSync('go', ['env', 'GOVERSION'], {
    encoding: 'utf8',
    env: { ...process.env, ...GO_ENV },
  })
  const need = `Go ${GO_AT_LEAST.join('.')} or newer is needed to build Kubernetes`
  if (status !== 0) throw new UnmetNeed(`${need}, and there is none: install it and put \`go\` on PATH`)
  const [major = 0, minor = 0] = stdout.replace('go', '').split('.').map(Number)
  if (major < GO_AT_LEAST[0] || (major === GO_AT_LEAST[0] && minor < GO_AT_LEAST[1]))
    throw new UnmetNeed(`${need}, and \`go\` on PATH is ${stdout.trim()}`)
}

/** Runs `go` to its end and answers what it printed. Throws with its last words, in plain words where the module proxy is out of reach. */
export function go(args: readonly string[], cwd: string): string {
  const result = spawnSync('go', args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...GO_ENV },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (result.status !== 0) throw explainGoFailure(args, result.stderr)
  return result.stdout
}

const UNREACHABLE =
  /dial tcp|no such host|i\/o timeout|connection refused|proxyconnect|TLS handshake|module lookup disabled/

/** What went wrong in a Go call, for a person. */
export function explainGoFailure(args: readonly string[], stderr: string): Error {
  const lastWords = stderr.trim().split('\n').slice(-8).join('\n')
  if (UNREACHABLE.test(stderr))
    return new UnmetNeed(
      `the Go module proxy cannot be reached, and not all modules are here yet (see \`go env GOPROXY\`):\n${lastWords}`,
    )
  return new Error(`\`go ${args.join(' ')}\` failed:\n${lastWords}`)
}
