import { AuthError, Client } from '@fairlead/sdk'
import type { Host } from '../host.ts'
import { EXIT, type ExitCode } from '../lib/exit-code.ts'
import { UsageError } from '../lib/usage-error.ts'
import { paintFor, type Paint } from '../output/paint.ts'
import { span } from '../output/times.ts'
import { CLI_VERSION } from '../version.ts'
import { configPath, isReadByOthers, readConfig, type Config } from './config-file.ts'
import { resolveConnection, type Connection, type Wanted } from './connection.ts'
import { observedFetch } from './observed-fetch.ts'
import { Progress } from './progress.ts'

export interface Globals extends Wanted {
  color?: boolean
  debug?: boolean
}

/** One invocation: where it talks to, where it writes to, and how it will end. */
export class App {
  readonly host: Host
  exitCode: ExitCode = EXIT.ok
  paint: Paint
  errorPaint: Paint
  progress: Progress
  #globals: Globals = {}
  #config: Config | undefined
  #connection: Connection | undefined
  #client: Client | undefined

  constructor(host: Host) {
    this.host = host
    this.paint = paintFor(host.stdout, host.env, true)
    this.errorPaint = paintFor(host.stderr, host.env, true)
    this.progress = new Progress(host.stderr, this.errorPaint)
  }

  /** Takes the options that every command has. Called before any command runs. */
  configure(globals: Globals): void {
    this.#globals = globals
    this.paint = paintFor(this.host.stdout, this.host.env, globals.color !== false)
    this.errorPaint = paintFor(this.host.stderr, this.host.env, globals.color !== false)
    this.progress = new Progress(this.host.stderr, this.errorPaint)
  }

  get configPath(): string {
    return configPath(this.host.env)
  }

  get config(): Config {
    if (!this.#config) {
      this.#config = readConfig(this.configPath)
      if (isReadByOthers(this.configPath)) {
        this.note(`others can read the tokens in ${this.configPath}; close it with: chmod 600 ${this.configPath}`)
      }
    }
    return this.#config
  }

  get connection(): Connection {
    this.#connection ??= resolveConnection(this.#globals, this.host.env, this.config)
    return this.#connection
  }

  /** As {@link connection}, if it could be found out: for error messages. */
  get knownConnection(): Connection | undefined {
    return this.#connection
  }

  /** Signed in. Throws {@link AuthError} when there is no token to sign in with. */
  get client(): Client {
    const { url, token } = this.connection
    if (token === undefined) throw new AuthError(`you are not signed in to ${url}`, { code: 'UNAUTHENTICATED' })
    this.#client ??= this.clientFor(url, token)
    return this.#client
  }

  /** As {@link client}, for a command that tells of lost contact itself; without `isEndedByUser` it outlives Ctrl-C, for tidying up behind it. */
  quietClient(options: { isEndedByUser: boolean }): Client {
    return this.clientFor(this.client.url, this.connection.token ?? '', { ...options, isTold: false })
  }

  clientFor(url: string, token: string, { isEndedByUser = true, isTold = true } = {}): Client {
    return new Client({
      url,
      token,
      fetch: observedFetch(this.host, this.progress, this.#globals.debug === true),
      headers: { 'user-agent': `fairlead-cli/${CLI_VERSION}` },
      ...(isEndedByUser ? { signal: this.host.signal } : {}),
      onRetry: ({ error, delayMs }) => {
        if (isTold && delayMs > 1_000) this.note(`${error.message}; trying again in ${span(delayMs)}`)
      },
    })
  }

  /** The project that was named, or the one that goes without saying. */
  async project(given: string | undefined): Promise<string> {
    const known = given ?? this.connection.project
    if (known !== undefined) return known
    const visible = (await this.client.projects.list()).filter((project) => project.archivedAt === null)
    const [only, ...others] = visible
    if (only && others.length === 0) return only.name
    throw new UsageError(only ? 'name a project: there is more than one' : 'there is no project that you may see', {
      hint: only
        ? `--project NAME, or for always: fairlead context use NAME --project ${only.name}`
        : 'make one: fairlead project add NAME --department DEPARTMENT',
      details: visible.slice(0, 20).map((project) => `  ${project.name}`),
    })
  }

  /** Columns of the page; undefined for a pipe or a file, where nothing is cut. */
  get width(): number | undefined {
    return this.host.stdout.isTTY === true ? (this.host.stdout.columns ?? 80) : undefined
  }

  /** The answer of the command. */
  write(text: string): void {
    this.progress.clear()
    this.host.stdout.write(text)
  }

  /** A remark beside the answer: on standard error, so that pipes get the answer alone. */
  note(text: string): void {
    this.progress.clear()
    this.host.stderr.write(`${text}\n`)
  }

  /** What could come next, for people at a terminal. */
  hint(text: string): void {
    if (this.host.stderr.isTTY === true) this.note(this.errorPaint.dim(text))
  }

  /** The command goes on to its end, and then says this. The first bad news stays. */
  endWith(code: ExitCode): void {
    if (this.exitCode === EXIT.ok) this.exitCode = code
  }
}
