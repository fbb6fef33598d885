import type { KubeApi } from '../drivers/kubernetes/api/kube-api.ts'
import { NOTE_ANNOTATION, readNote, type UpgradeNote } from './upgrade-note.ts'

type RawContainer = { name: string; image?: string; env?: { name: string; value?: string }[] }
export type RawDeployment = {
  metadata: {
    name: string
    resourceVersion: string
    annotations?: Record<string, string>
    labels?: Record<string, string>
  }
  spec: { strategy?: unknown; template: { spec: { containers: RawContainer[] } } }
}

/** What of the agent's own Deployment matters to an upgrade. */
export type DeploymentView = { raw: RawDeployment; image: string; note: UpgradeNote | undefined }

/** A rollout that takes nothing away before the new pod is ready. */
const KEEP_OLD = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }

/** The one Deployment that the agent may change: its own. Every change is refused by the API when somebody else was quicker. */
export class OwnDeployment {
  readonly #api: KubeApi
  readonly #path: string

  constructor(options: { api: KubeApi; namespace: string; name: string }) {
    this.#api = options.api
    this.#path = `/apis/apps/v1/namespaces/${options.namespace}/deployments/${options.name}`
  }

  async read(): Promise<DeploymentView> {
    const raw = await this.#api.send<RawDeployment>({ method: 'GET', path: this.#path })
    const [container] = raw.spec.template.spec.containers
    return { raw, image: container?.image ?? '', note: readNote(raw.metadata.annotations) }
  }

  /** Asks whether it may be changed, and changes nothing. Rejects with what the API says. */
  async tryPatch(): Promise<void> {
    await this.#api.send({ method: 'PATCH', path: this.#path, query: { dryRun: 'All' }, body: {} })
  }

  /** Puts `note.to` in the place of `note.from`, beside which it stays until the new pod is ready. */
  async begin(view: DeploymentView, note: UpgradeNote): Promise<void> {
    await this.#patch(view, note, { strategy: KEEP_OLD, containers: replaced(view, note.from, note.to) })
  }

  /** Puts the image from before back, with the reason. */
  async revert(view: DeploymentView, note: UpgradeNote): Promise<void> {
    await this.#patch(view, note, { strategy: note.strategy, containers: replaced(view, note.to, note.from) })
  }

  /** The new agent is well: the rollout is as it was before. */
  async settle(view: DeploymentView, note: UpgradeNote): Promise<void> {
    await this.#patch(view, note, { strategy: note.strategy })
  }

  async write(view: DeploymentView, note: UpgradeNote): Promise<void> {
    await this.#patch(view, note, {})
  }

  async #patch(
    view: DeploymentView,
    note: UpgradeNote,
    change: { strategy?: unknown; containers?: RawContainer[] },
  ): Promise<void> {
    const { strategy, containers } = change
    const spec = {
      ...(strategy === undefined ? {} : { strategy }),
      ...(containers === undefined ? {} : { template: { spec: { containers } } }),
    }
    const { resourceVersion } = view.raw.metadata
    await this.#api.send({
      method: 'PATCH',
      path: this.#path,
      body: {
        metadata: { resourceVersion, annotations: { [NOTE_ANNOTATION]: JSON.stringify(note) } },
        ...(Object.keys(spec).length === 0 ? {} : { spec }),
      },
    })
  }
}

/** The containers with one image reference in the place of another, where it is the image and where a variable names it. */
function replaced({ raw }: DeploymentView, from: string, to: string): RawContainer[] {
  return raw.spec.template.spec.containers.map((container) => ({
    ...container,
    ...(container.image === from ? { image: to } : {}),
    ...(container.env === undefined
      ? {}
      : { env: container.env.map((variable) => (variable.value === from ? { ...variable, value: to } : variable)) }),
  }))
}
