/** A refusal by the Kubernetes API, in its own words. */
export class KubeError extends Error {
  readonly status: number
  /** A stable code such as `AlreadyExists`, `NotFound`, `Forbidden`, `Invalid`. */
  readonly reason: string

  constructor(status: number, reason: string, message: string) {
    super(message)
    this.status = status
    this.reason = reason
  }

  /** Reads the `Status` object that the API answers a refusal with. */
  static of(status: number, text: string): KubeError {
    try {
      const body = JSON.parse(text) as { reason?: string; message?: string }
      return new KubeError(status, body.reason ?? '', body.message ?? text.slice(0, 512))
    } catch {
      return new KubeError(status, '', text.trim().slice(0, 512) || `the Kubernetes API answered ${status}`)
    }
  }
}

/** True for a refusal with one of these statuses. */
export function hasStatus(error: unknown, ...statuses: number[]): error is KubeError {
  return error instanceof KubeError && statuses.includes(error.status)
}
