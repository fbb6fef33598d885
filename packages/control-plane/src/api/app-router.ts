import { tracked } from '@trpc/server'
import type { z } from 'zod'
import type { CHANGE_TOPICS } from '../db/schema/changes.ts'
import { GetLogs } from '../workloads/schemas.ts'
import { readLogs } from '../workloads/read-logs.ts'
import { ACTIONS } from './actions.ts'
import { mutation, query, router, signedIn } from './trpc.ts'

const a = ACTIONS

/** What the console calls. Every procedure is a verb file; this only says which is a query and which a mutation. */
export const appRouter = router({
  session: router({
    create: mutation(a.session.create),
    end: mutation(a.session.end),
    whoami: query(a.session.whoami),
  }),
  setupLinks: router({ inspect: mutation(a.setupLinks.inspect), redeem: mutation(a.setupLinks.redeem) }),
  tokens: router({
    create: mutation(a.tokens.create),
    list: query(a.tokens.list),
    revoke: mutation(a.tokens.revoke),
    rotate: mutation(a.tokens.rotate),
  }),
  users: router({
    disable: mutation(a.users.disable),
    enable: mutation(a.users.enable),
    get: query(a.users.get),
    invite: mutation(a.users.invite),
    list: query(a.users.list),
    remove: mutation(a.users.remove),
    removeRole: mutation(a.users.removeRole),
    setRole: mutation(a.users.setRole),
    setupLink: mutation(a.users.setupLink),
    signOut: mutation(a.users.signOut),
  }),
  downloads: router({ list: query(a.downloads.list) }),
  licence: router({ get: query(a.licence.get) }),
  overview: router({ get: query(a.overview.get) }),
  departments: router({
    create: mutation(a.departments.create),
    delete: mutation(a.departments.delete),
    list: query(a.departments.list),
  }),
  projects: router({
    archive: mutation(a.projects.archive),
    create: mutation(a.projects.create),
    get: query(a.projects.get),
    list: query(a.projects.list),
    move: mutation(a.projects.move),
    update: mutation(a.projects.update),
  }),
  nodePools: router({
    create: mutation(a.nodePools.create),
    delete: mutation(a.nodePools.delete),
    list: query(a.nodePools.list),
    update: mutation(a.nodePools.update),
  }),
  quotas: router({ list: query(a.quotas.list), set: mutation(a.quotas.set) }),
  queues: router({
    decisions: query(a.queues.decisions),
    list: query(a.queues.list),
    move: mutation(a.queues.move),
    pending: query(a.queues.pending),
  }),
  clusters: router({
    approveUpgrade: mutation(a.clusters.approveUpgrade),
    cancelUpgrade: mutation(a.clusters.cancelUpgrade),
    check: mutation(a.clusters.check),
    confirmPrune: mutation(a.clusters.confirmPrune),
    create: mutation(a.clusters.create),
    createJoinToken: mutation(a.clusters.createJoinToken),
    enrolment: query(a.clusters.enrolment),
    get: query(a.clusters.get),
    list: query(a.clusters.list),
    revoke: mutation(a.clusters.revoke),
    setUpgrades: mutation(a.clusters.setUpgrades),
    update: mutation(a.clusters.update),
    upgrades: query(a.clusters.upgrades),
  }),
  nodes: router({
    cordon: mutation(a.nodes.cordon),
    drain: mutation(a.nodes.drain),
    list: query(a.nodes.list),
    uncordon: mutation(a.nodes.uncordon),
  }),
  releases: router({ list: query(a.releases.list) }),
  workloads: router({
    cancel: mutation(a.workloads.cancel),
    change: mutation(a.workloads.change),
    compare: query(a.workloads.compare),
    get: query(a.workloads.get),
    list: query(a.workloads.list),
    /** The output of a workload, live. Ends when the run has ended, or when the browser leaves. */
    logs: signedIn.input(GetLogs).subscription(async function* ({ ctx, input, signal }) {
      const { known, open } = ctx
      yield* open.app.guardStream(known, signal ?? open.signal, (held) => readLogs(known, input, held))
    }),
    // It writes nothing, and is asked only when somebody presses.
    preview: mutation(a.workloads.preview),
    request: query(a.workloads.request),
    resume: mutation(a.workloads.resume),
    runs: query(a.workloads.runs),
    stop: mutation(a.workloads.stop),
    submit: mutation(a.workloads.submit),
    submitBatch: mutation(a.workloads.submitBatch),
    tally: query(a.workloads.tally),
    timeline: query(a.workloads.timeline),
    why: query(a.workloads.why),
  }),
  sizes: router({ delete: mutation(a.sizes.delete), list: query(a.sizes.list), set: mutation(a.sizes.set) }),
  templates: router({
    delete: mutation(a.templates.delete),
    list: query(a.templates.list),
    set: mutation(a.templates.set),
  }),
  connections: router({
    create: mutation(a.connections.create),
    delete: mutation(a.connections.delete),
    list: query(a.connections.list),
    test: mutation(a.connections.test),
    update: mutation(a.connections.update),
  }),
  whatIf: router({ run: mutation(a.whatIf.run) }),
  metrics: router({ query: query(a.metrics.query), top: query(a.metrics.top) }),
  views: router({
    create: mutation(a.views.create),
    delete: mutation(a.views.delete),
    list: query(a.views.list),
    update: mutation(a.views.update),
  }),
  prices: router({ list: query(a.prices.list), set: mutation(a.prices.set) }),
  usage: router({ get: query(a.usage.get), idle: query(a.usage.idle) }),
  audit: router({ list: query(a.audit.list) }),
  live: router({
    /**
     * The one stream of a browser: which things changed, at most four times a second. The first event says `reset`: whatever
     * was missed while away, read it again.
     */
    changes: signedIn.subscription(async function* ({ ctx, signal }) {
      let count = 0
      const { known, open } = ctx
      const news = open.app.guardStream(known, signal ?? open.signal, (held) =>
        open.app.live.follow(known.organizationId, held),
      )
      for await (const batch of news) {
        yield tracked(String(count++), batch)
      }
    }),
  }),
})

export type AppRouter = typeof appRouter
export type ChangeTopicName = (typeof CHANGE_TOPICS)[number]
export type InputOf<T extends { input: z.ZodType }> = z.input<T['input']>
