import type { CallOptions, Transport } from '../http/transport.ts'
import type {
  Cluster,
  ClusterCheck,
  ClusterDetail,
  ClusterUpgrades,
  CreatedCluster,
  Enrolment,
  JoinToken,
  Releases,
} from '../models.ts'
import type { Input } from '../operations.ts'

/** The self-test of an agent answers within 20 seconds or not at all. */
const CHECK_TIMEOUT_MS = 45_000

/** Clusters, by id or name. */
export class Clusters {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** Adds one. The answer holds the join token for its agent, and is the only one that ever will. */
  async create(request: Input<'cluster.create'>, options?: CallOptions): Promise<CreatedCluster> {
    return await this.#transport.call('cluster.create', request, options)
  }

  async list(options?: CallOptions): Promise<Cluster[]> {
    return (await this.#transport.call('cluster.list', {}, options)).items
  }

  /** With what it can do, as its agent found it. */
  async get(cluster: string, options?: CallOptions): Promise<ClusterDetail> {
    return await this.#transport.call('cluster.get', { cluster }, options)
  }

  /** Changes labels or the log policy, or holds new work back. */
  async update(
    cluster: string,
    changes: Omit<Input<'cluster.update'>, 'cluster'>,
    options?: CallOptions,
  ): Promise<Cluster> {
    return await this.#transport.call('cluster.update', { ...changes, cluster }, options)
  }

  /** A new join token; one that was not used yet ends. */
  async joinToken(
    cluster: string,
    request: { tokenTtl?: number | string } = {},
    options?: CallOptions,
  ): Promise<JoinToken> {
    return await this.#transport.call('cluster.join-token', { ...request, cluster }, options)
  }

  /** How far a new one has come, step by step. */
  async enrolment(cluster: string, options?: CallOptions): Promise<Enrolment> {
    return await this.#transport.call('cluster.enrolment', { cluster }, options)
  }

  /** Lets its agent test itself; with `network`, also every path that it needs. */
  async check(
    cluster: string,
    { network = false, ...options }: CallOptions & { network?: boolean | undefined } = {},
  ): Promise<ClusterCheck> {
    return await this.#transport.call(
      'cluster.check',
      { cluster, network },
      { timeoutMs: CHECK_TIMEOUT_MS, ...options },
    )
  }

  /** Tells its agent that it may remove what it would not remove all at once. */
  async confirmPrune(cluster: string, options?: CallOptions): Promise<Cluster> {
    return await this.#transport.call('cluster.confirm-prune', { cluster }, options)
  }

  /** Releases of the agent that the control plane holds, newest first, with what is new in them. */
  async releases(options?: CallOptions): Promise<Releases> {
    return await this.#transport.call('release.list', {}, options)
  }

  /** Release of its agent, channel and window, what is offered, and what became of upgrades. */
  async upgrades(cluster: string, options?: CallOptions): Promise<ClusterUpgrades> {
    return await this.#transport.call('cluster.upgrades', { cluster }, options)
  }

  /** Chooses channel, mode and window; what is left out stays. */
  async setUpgrades(
    cluster: string,
    changes: Omit<Input<'cluster.set-upgrades'>, 'cluster'>,
    options?: CallOptions,
  ): Promise<ClusterUpgrades> {
    return await this.#transport.call('cluster.set-upgrades', { ...changes, cluster }, options)
  }

  /** Lets its agent become what is offered, in its window or now. With `version`, refused when another one is offered by then. */
  async approveUpgrade(
    cluster: string,
    request: { version?: string; now?: boolean } = {},
    options?: CallOptions,
  ): Promise<ClusterUpgrades> {
    return await this.#transport.call('cluster.approve-upgrade', { ...request, cluster }, options)
  }

  /** Takes an approval back, as long as the agent has not been told. */
  async cancelUpgrade(cluster: string, options?: CallOptions): Promise<ClusterUpgrades> {
    return await this.#transport.call('cluster.cancel-upgrade', { cluster }, options)
  }

  /** Ends the trust in it for good. What runs there is left to its owner. */
  async revoke(cluster: string, options?: CallOptions): Promise<Cluster> {
    return await this.#transport.call('cluster.revoke', { cluster }, options)
  }
}
