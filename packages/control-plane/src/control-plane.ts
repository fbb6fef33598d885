import { readFileSync } from 'node:fs'
import { AgentHub } from './agent-link/agent-hub.ts'
import { mountAgentRoutes } from './agent-link/agent-routes.ts'
import { linkServices } from './agent-link/link-services.ts'
import { openLogs } from './agent-link/open-logs.ts'
import { acceptAgents } from './agent-link/upgrade.ts'
import type { App } from './app/app.ts'
import { createHttp } from './api/http.ts'
import { LiveFeed } from './api/live-feed.ts'
import type { Config } from './config.ts'
import { connectDatabase } from './db/connect.ts'
import { migrateDatabase } from './db/migrate.ts'
import { loadServerKeys } from './db/server-keys.ts'
import { waitForDatabase } from './db/wait-for-database.ts'
import { Waker } from './db/waker.ts'
import { createEgress } from './egress/egress.ts'
import { layFooting, type Footing } from './footing.ts'
import { ensureFirstAdmin } from './identity/ensure-first-admin.ts'
import { StreamGuard } from './identity/stream-guard.ts'
import { systemClock } from './lib/clock.ts'
import { newId } from './lib/ids.ts'
import { licenceService } from './licence/watch-licence.ts'
import type { Logger } from './lib/logger.ts'
import type { Service } from './lib/service.ts'
import { askThrough, EngineDoor } from './scheduling/engine-door.ts'
import { AdvisingEngine } from './scheduling/advising-engine.ts'
import { FleetJudge } from './scheduling/fleet-judge.ts'
import { schedulingService } from './scheduling/scheduling-service.ts'
import { upkeepServices } from './scheduling/upkeep-services.ts'
import { upgradeService } from './upgrades/upgrade-service.ts'

export interface ControlPlane {
  app: App
  /** The agents whose sockets this process holds. */
  hub: AgentHub
  /** In the order in which they start. */
  services: Service[]
  /** The first admin's one-time link, as long as nobody has set a password. */
  setupLink: string | undefined
}

/** Puts one control plane together: database, schema, keys, and the services that make it work. Nothing of it runs yet but what it stands on. */
export async function createControlPlane(
  config: Config,
  log: Logger,
  signal?: AbortSignal,
  footing?: Footing,
): Promise<ControlPlane> {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const { listener, embedded } = footing ?? (await layFooting(config, log))
  const databaseUrl = embedded?.url ?? config.databaseUrl
  if (!embedded) await waitForDatabase(databaseUrl, { waitMs: config.databaseWaitMs, log, signal })
  await migrateDatabase(databaseUrl)
  const database = connectDatabase(databaseUrl, config.databaseConnections)
  const waker = new Waker(databaseUrl, log)
  const hub = new AgentHub(() => app)
  const door = new EngineDoor()
  const live = new LiveFeed(database, waker, log)
  const streams = new StreamGuard(database, waker, log)
  const app: App = {
    config,
    log,
    clock: systemClock,
    database,
    waker,
    keys: await loadServerKeys(database),
    live,
    guardStream: (ctx, signal, open) => streams.guard(ctx, signal, open),
    egress: createEgress({ mode: config.mode, hosts: config.egressHosts }),
    openLogs: (clusterId, request, signal) => openLogs(app, hub, clusterId, request, signal),
    askEngine: askThrough(door, () => app),
    advisor: {
      suggest: (...asked) => advising.suggest(...asked),
      objectTo: (organizationId, workload) => judge.objectTo(organizationId, workload),
    },
    replicaId: newId(),
    publicUrl: (config.publicUrl || `${listener.scheme}://localhost:${listener.port}`).replace(/\/$/, ''),
    replicaUrl: (config.replicaUrl || `${listener.scheme}://${config.host}:${listener.port}`).replace(/\/$/, ''),
    version,
  }
  const advising = new AdvisingEngine(app)
  const judge = new FleetJudge(app)
  const setupLink = await ensureFirstAdmin(app, app.publicUrl, app.clock.now(), { withLink: config.printSetupLink })
  let sockets: { endProbes(): void } | undefined
  const services: Service[] = [
    ...(embedded ? [embedded] : []),
    { name: 'database', start: () => undefined, stop: () => database.close() },
    waker,
    live,
    streams,
    ...linkServices(app, hub),
    schedulingService(app, door),
    advising,
    ...upkeepServices(app),
    upgradeService(app),
    licenceService(app),
    {
      name: 'http',
      start: () => {
        sockets = acceptAgents(listener.server, app, hub)
        listener.serve(
          createHttp(app, (http) => {
            mountAgentRoutes(http, app, hub)
            door.mount(http, app)
          }),
        )
      },
      stop: () => {
        sockets?.endProbes()
        return listener.stop()
      },
    },
    { name: 'agents', start: () => undefined, stop: () => hub.drain('the control plane restarts') },
  ]
  return { app, hub, services, setupLink }
}
