/** Every step of `apply`, in its order. A database of the site has no step `database`, and only the first time there is an `admin-link`. */
export const APPLY_STEPS = [
  'images',
  'plan',
  'namespaces',
  'trial',
  'objects',
  'database',
  'chart',
  'ready',
  'admin-link',
  'record',
] as const

/**
 * Every step of `upgrade`, in its order. Whatever one of them does is either whole or done again: the command may be killed in the middle of any and after any, and goes on when it is run again.
 */
export const UPGRADE_STEPS = [
  'checks',
  'changes',
  'push',
  'way-back',
  'tools',
  'schema-before',
  'backup',
  'backup-trial',
  'mark',
  'images',
  'plan',
  'namespaces',
  'trial',
  'objects',
  'database',
  'chart',
  'ready',
  'smoke-test',
  'schema-after',
  'record',
  'trail',
] as const

/** What `apply` does on a host without Kubernetes, in its order; `back` where a release did not get ready, and an `admin-link` the first time. In an upgrade they stand between `mark` and `trail`. */
export const HOST_STEPS = ['programs', 'files', 'folders', 'services', 'back', 'admin-link', 'record'] as const

/** Every step of `rotate database-password`, in its order. It may be killed in the middle of any and after any, and goes on when it is run again. */
export const ROTATE_STEPS = [
  'password',
  'password-database',
  'password-programs',
  'password-restart',
  'password-done',
] as const

export type StepId =
  | (typeof APPLY_STEPS)[number]
  | (typeof UPGRADE_STEPS)[number]
  | (typeof HOST_STEPS)[number]
  | (typeof ROTATE_STEPS)[number]
/** Tells a line; with the step that it begins, if it begins one. */
export type Say = (line: string, step?: StepId) => void

/** Steps that are told as they begin, with the time that each took. One within another counts for both. */
export class Steps {
  readonly done: { id: StepId; step: string; ms: number }[] = []
  readonly #say: Say
  readonly #now: () => number

  constructor(say: Say, now: () => number) {
    this.#say = say
    this.#now = now
  }

  async run<T>(id: StepId, title: string, work: () => T | Promise<T>): Promise<T> {
    this.#say(title, id)
    const started = this.#now()
    const result = await work()
    this.done.push({ id, step: title, ms: this.#now() - started })
    return result
  }
}
