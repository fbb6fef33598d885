/** Why a registry cannot take or give images, as far as its answers tell. */
export const REGISTRY_PROBLEMS = [
  'unreachable',
  'certificate',
  'login',
  'denied',
  'read-only',
  'too-large',
  'disk-full',
  'corrupt',
  'missing',
  'media-type',
  'refused',
] as const
export type RegistryProblem = (typeof REGISTRY_PROBLEMS)[number]

/** The message is one sentence for the administrator: what, where, and how to fix it. */
export class RegistryError extends Error {
  override name = 'RegistryError'
  readonly problem: RegistryProblem

  constructor(problem: RegistryProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.problem = problem
  }
}
