import { openBundle, type OpenBundle } from './open-bundle.ts'
import { appendAudit } from './audit-trail.ts'
import { EXIT, type ExitClass } from './exit-code.ts'
import type { Host } from './host.ts'
import { Progress } from './progress.ts'
import { trailOf } from './state.ts'

/** Options that every command has. */
export interface Globals {
  json?: boolean
  dryRun?: boolean
  bundle?: string
  key?: string
  allowOlder?: boolean
}

/** One call of the program: what its commands share. */
export class App {
  readonly host: Host
  globals: Globals = {}
  exit: ExitClass = 'ok'
  #bundle: Promise<OpenBundle> | undefined
  #progress: Progress | undefined

  constructor(host: Host) {
    this.host = host
  }

  get exitCode(): number {
    return EXIT[this.exit]
  }

  get progress(): Progress {
    return (this.#progress ??= new Progress(this.host.stderr, this.host.now, this.globals.json === true))
  }

  /** The bundle, checked byte by byte; every command that uses it begins with this. Throws with exit class `trust`. */
  bundle(): Promise<OpenBundle> {
    return (this.#bundle ??= openBundle(this.host, this.globals, this.progress))
  }

  /** One line on the trail of this site; nothing on a dry run. */
  audit(action: string, details: Record<string, unknown>): void {
    if (this.globals.dryRun === true) return
    appendAudit(trailOf(this.host), { at: this.host.now(), action, details })
  }

  /** Tells a result: as one JSON document under `--json`, else as text. */
  tell(result: object, text: string): void {
    this.progress.clear()
    if (this.globals.json === true) this.host.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`)
    else this.host.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  }
}
