import type { KubeApi, KubeRequest } from '../../src/drivers/kubernetes/api/kube-api.ts'

/** An API whose client dies after its n-th change took effect: nothing that it asks after that is done or answered. */
export class DyingApi implements KubeApi {
  readonly #api: KubeApi
  readonly #changesMax: number
  readonly changes: string[] = []
  /** Nothing more is sent. */
  isCut = false
  /** And the last change has taken effect. */
  isDead = false

  constructor(api: KubeApi, changesMax: number) {
    this.#api = api
    this.#changesMax = changesMax
  }

  async send<T>(request: KubeRequest): Promise<T> {
    const isQuestion = request.method === 'GET' || request.path.endsWith('selfsubjectaccessreviews')
    if (isQuestion && !this.isCut) return this.#api.send<T>(request)
    if (this.isCut) return never()
    this.changes.push(`${request.method} ${request.path}`)
    const isLast = this.changes.length >= this.#changesMax
    this.isCut ||= isLast
    try {
      return await this.#api.send<T>(request)
    } finally {
      this.isDead ||= isLast
      // What it is answered, it does not hear.
      if (this.isCut) await never()
    }
  }

  async *lines(request: Parameters<KubeApi['lines']>[0]): AsyncIterable<string> {
    for await (const line of this.#api.lines(request)) {
      if (this.isCut) await never()
      yield line
    }
  }

  close(): void {
    this.#api.close()
  }
}

function never<T>(): Promise<T> {
  return new Promise(() => undefined)
}
