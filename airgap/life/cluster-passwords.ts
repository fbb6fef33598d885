import { applyObject } from '../install/apply-objects.ts'
import { secretObject } from '../install/common-objects.ts'
import { orUndefined, type Kube } from '../install/kube.ts'
import { AirgapError } from '../cli/airgap-error.ts'
import { bundledDatabaseUrl, DATABASE_SECRET, NEXT_PASSWORD_SECRET, POSTGRESQL } from '../install/postgresql-objects.ts'
import type { PasswordStore } from './life-place.ts'

/** The password of the bundled database of a namespace: in Secrets. */
export class ClusterPasswords implements PasswordStore {
  readonly #kube: () => Kube
  readonly #namespace: string

  /** `kube` is called when it is needed for the first time. */
  constructor(kube: () => Kube, namespace: string) {
    this.#kube = kube
    this.#namespace = namespace
  }

  async read(): Promise<{ current: string; next: string | undefined }> {
    const current = await this.#passwordIn(POSTGRESQL)
    if (current === undefined)
      throw new AirgapError(
        'cluster',
        `there is no Secret ${this.#namespace}/${POSTGRESQL} with the password of the database`,
      )
    return { current, next: await this.#passwordIn(NEXT_PASSWORD_SECRET) }
  }

  async keepNext(next: string): Promise<void> {
    await this.#apply(NEXT_PASSWORD_SECRET, { password: next })
  }

  async give(next: string): Promise<void> {
    await this.#apply(DATABASE_SECRET, { DATABASE_URL: bundledDatabaseUrl(this.#namespace, next) })
    // Last: until then a run that goes on knows the one that the database may still have.
    await this.#apply(POSTGRESQL, { password: next })
  }

  async forgetNext(): Promise<void> {
    await orUndefined(
      this.#kube().core.deleteNamespacedSecret({ name: NEXT_PASSWORD_SECRET, namespace: this.#namespace }),
    )
  }

  async #apply(name: string, values: Record<string, string>): Promise<void> {
    await applyObject(this.#kube(), secretObject('backend', this.#namespace, name, values))
  }

  async #passwordIn(name: string): Promise<string | undefined> {
    const found = await orUndefined(this.#kube().core.readNamespacedSecret({ name, namespace: this.#namespace }))
    const kept = found?.data?.['password']
    return kept === undefined ? undefined : Buffer.from(kept, 'base64').toString()
  }
}
