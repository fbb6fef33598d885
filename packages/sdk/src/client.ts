import { Transport, type CallOptions, type ClientOptions } from './http/transport.ts'
import type { LicenceStatus, Whoami } from './models.ts'
import { Audit } from './nouns/audit.ts'
import { Clusters } from './nouns/clusters.ts'
import { Connections } from './nouns/connections.ts'
import { Decisions } from './nouns/decisions.ts'
import { Demo } from './nouns/demo.ts'
import { Departments } from './nouns/departments.ts'
import { Forecasts } from './nouns/forecasts.ts'
import { Jobs } from './nouns/jobs.ts'
import { Metrics } from './nouns/metrics.ts'
import { NodePools } from './nouns/node-pools.ts'
import { Nodes } from './nouns/nodes.ts'
import { Offers } from './nouns/offers.ts'
import { Projects } from './nouns/projects.ts'
import { Queues } from './nouns/queues.ts'
import { Quotas } from './nouns/quotas.ts'
import { Sizes } from './nouns/sizes.ts'
import { Templates } from './nouns/templates.ts'
import { Tokens } from './nouns/tokens.ts'
import { Usage } from './nouns/usage.ts'
import { Users } from './nouns/users.ts'
import { Views } from './nouns/views.ts'
import { WhatIf } from './nouns/what-if.ts'
import type { Input, OperationId, Output } from './operations.ts'

/** A control plane. It holds no connection and no state, so it needs no closing, and any number of calls may run at once. */
export class Client {
  readonly url: string
  readonly audit: Audit
  readonly clusters: Clusters
  readonly connections: Connections
  readonly decisions: Decisions
  readonly demo: Demo
  readonly departments: Departments
  readonly forecasts: Forecasts
  readonly jobs: Jobs
  readonly metrics: Metrics
  readonly nodePools: NodePools
  readonly nodes: Nodes
  readonly offers: Offers
  readonly projects: Projects
  readonly queues: Queues
  readonly quotas: Quotas
  readonly sizes: Sizes
  readonly templates: Templates
  readonly tokens: Tokens
  readonly usage: Usage
  readonly users: Users
  readonly views: Views
  readonly whatIf: WhatIf
  readonly #transport: Transport

  constructor(options: ClientOptions) {
    const transport = new Transport(options)
    this.#transport = transport
    this.url = transport.origin
    this.audit = new Audit(transport)
    this.clusters = new Clusters(transport)
    this.connections = new Connections(transport)
    this.decisions = new Decisions(transport)
    this.demo = new Demo(transport)
    this.departments = new Departments(transport)
    this.forecasts = new Forecasts(transport)
    this.jobs = new Jobs(transport)
    this.metrics = new Metrics(transport)
    this.nodePools = new NodePools(transport)
    this.nodes = new Nodes(transport)
    this.offers = new Offers(transport)
    this.projects = new Projects(transport)
    this.queues = new Queues(transport)
    this.quotas = new Quotas(transport)
    this.sizes = new Sizes(transport)
    this.templates = new Templates(transport)
    this.tokens = new Tokens(transport)
    this.usage = new Usage(transport)
    this.users = new Users(transport)
    this.views = new Views(transport)
    this.whatIf = new WhatIf(transport)
  }

  /** `jobs` under the API's own word for them. */
  get workloads(): Jobs {
    return this.jobs
  }

  /** Who this token belongs to, and what they may do. */
  async whoami(options?: CallOptions): Promise<Whoami> {
    return await this.#transport.call('session.whoami', {}, options)
  }

  /** The licence of the installation, what of it is used, and what to look after. */
  async licence(options?: CallOptions): Promise<LicenceStatus> {
    return await this.#transport.call('licence.get', {}, options)
  }

  /** Any call of the API by its operation id, typed. For what has no method here. */
  async call<Op extends OperationId>(operation: Op, input: Input<Op>, options?: CallOptions): Promise<Output<Op>> {
    return await this.#transport.call(operation, input, options)
  }
}
