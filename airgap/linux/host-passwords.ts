import { existsSync, readFileSync, rmSync } from 'node:fs'
import { AirgapError } from '../cli/airgap-error.ts'
import type { PasswordStore } from '../life/life-place.ts'
import { CONTROL_PLANE_FILES } from './control-plane-unit.ts'
import { NIGHTLY_ENVIRONMENT } from './nightly-units.ts'
import type { Place } from './place.ts'
import { NEXT_PASSWORD_FILE, PASSWORD_FILE } from './postgresql-unit.ts'
import { writeIfOther } from './write-if-other.ts'

/** The password of the bundled database of a host: in files of root. */
export class HostPasswords implements PasswordStore {
  readonly #place: Place

  constructor(place: Place) {
    this.#place = place
  }

  async read(): Promise<{ current: string; next: string | undefined }> {
    const current = this.#textOf(PASSWORD_FILE)
    if (current === undefined)
      throw new AirgapError('preflight', `there is no ${PASSWORD_FILE} with the password of the database`)
    return { current, next: this.#textOf(NEXT_PASSWORD_FILE) }
  }

  async keepNext(next: string): Promise<void> {
    writeIfOther(this.#place.on(NEXT_PASSWORD_FILE), `${next}\n`, 0o600)
  }

  async give(next: string): Promise<void> {
    const { current } = await this.read()
    for (const path of this.#filesWithAddress()) {
      const text = readFileSync(path, 'utf8')
      writeIfOther(path, text.replaceAll(current, next), 0o600)
    }
    // Last: until then a run that goes on knows what stands in the others.
    writeIfOther(this.#place.on(PASSWORD_FILE), `${next}\n`, 0o600)
  }

  async forgetNext(): Promise<void> {
    rmSync(this.#place.on(NEXT_PASSWORD_FILE), { force: true })
  }

  /** Settings of the control plane, and of backups by night where there are any, in which the address of the database stands. */
  #filesWithAddress(): string[] {
    const nightly = this.#place.on(NIGHTLY_ENVIRONMENT)
    return [this.#place.on(CONTROL_PLANE_FILES.config), ...(existsSync(nightly) ? [nightly] : [])]
  }

  #textOf(path: string): string | undefined {
    const file = this.#place.on(path)
    return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
  }
}
