import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild, until, type Child } from '../processes/child.ts'
import { freePort } from '../processes/free-port.ts'
import { openFrameTap, type FrameTap } from './frame-tap.ts'

/** The schemas of a checkout, as it would print them itself. */
const PRINT_SCHEMAS = `
  import { z } from 'zod'
  import * as p from './src/index.ts'
  const shown = (schema) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })
  const all = (set) => Object.fromEntries(Object.entries(set).map(([t, schema]) => [t, shown(schema)]))
  const { Envelope, RunBody, DesiredItem, EnrolRequest, EnrolResponse } = p
  console.log(JSON.stringify({
    protocol: p.PROTOCOL_VERSION,
    agentToControl: all(p.AGENT_TO_CONTROL),
    controlToAgent: all(p.CONTROL_TO_AGENT),
    shapes: all({ Envelope, RunBody, DesiredItem, EnrolRequest, EnrolResponse }),
  }))`

/**
 * Lets the agent of a checkout work for its own control plane and writes down what they say to each other: enrolment, a snapshot and deltas, runs that
 * succeed, fail, are cancelled and wait, output, figures, a check, and a reconnect after the control plane was restarted. One JSON value
 * each line: what was recorded, with the schemas of that version, then frame by frame.
 */
export async function recordSession(checkout: string, commit: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fairlead-record-'))
  const tap = await openFrameTap()
  const site = new OldSite(checkout, folder, tap)
  try {
    await site.start()
    await play(site, tap)
  } finally {
    await site.stop()
    tap.close()
    rmSync(folder, { recursive: true, force: true })
  }
  const schemas = JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', PRINT_SCHEMAS], {
      cwd: join(checkout, 'packages/protocol'),
      encoding: 'utf8',
    }),
  ) as object
  const { request, response } = tap.enrolment
  // The token is spent and the control plane gone; neither it nor the proof tells a reader anything.
  const enrolment = { request: { ...(request as object), token: '', proof: '' }, response }
  const lines = [{ commit, enrolment, ...schemas }, ...thinned(tap.frames)]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

/** Of heartbeats and figures, the first of a row says all. */
function thinned(frames: FrameTap['frames']): { from: string; frame: unknown }[] {
  const seen = new Map<string, number>()
  return frames.flatMap(({ from, text }) => {
    const frame = JSON.parse(text) as { t: string }
    const key = `${from} ${frame.t}`
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return (frame.t === 'hb' || frame.t === 'metrics') && count > 2 ? [] : [{ from, frame }]
  })
}

async function play(site: OldSite, tap: FrameTap): Promise<void> {
  await site.api('POST', '/departments', { name: 'research' })
  await site.api('POST', '/projects', { name: 'vision', department: 'research' })
  const { join: token } = (await site.api('POST', '/clusters', { name: 'recorded' })) as { join: { token: string } }
  site.startAgent(token.token)
  const count = (from: string, t: string) =>
    tap.frames.filter((frame) => frame.from === from && frame.text.includes(`"t":"${t}"`)).length
  await until('nodes are reported', () => (count('agent', 'status.end') > 0 ? true : undefined))
  const short = await site.submit('short', lasting(1))
  const failing = await site.submit('failing', lasting(1, { 'fairlead.dev/simulated-exit-code': '3' }))
  const long = await site.submit('long', {
    ...lasting(600),
    resources: { gpu: 1 },
    replicas: 2,
    env: { MODE: 'deep' },
  })
  await site.inPhase(short, ['SUCCEEDED', 'FAILED'])
  await site.inPhase(failing, ['SUCCEEDED', 'FAILED'])
  await site.inPhase(long, ['RUNNING'])
  // An agent that has lost what it held is sent all of it.
  const ends = count('control', 'desired.end')
  await site.forgetDesired()
  await until('the snapshot came', () => (count('control', 'desired.end') > ends ? true : undefined))
  await site.api('POST', '/clusters/recorded/check', {})
  await site.logsOf(long)
  await site.api('POST', `/workloads/${long}/cancel`, {})
  await site.inPhase(long, ['CANCELLED'])
  await until('figures came', () => (count('agent', 'metrics') > 0 ? true : undefined))
  const welcomes = count('control', 'welcome')
  await site.restartControlPlane()
  await until('it is back', () => (count('control', 'welcome') > welcomes ? true : undefined), 60_000)
  await site.inPhase(await site.submit('after', lasting(1)), ['SUCCEEDED', 'FAILED'])
}

/** A command that the simulation lets run for so long. */
function lasting(seconds: number, annotations: Record<string, string> = {}): object {
  return { command: ['work'], annotations: { 'fairlead.dev/simulated-duration': String(seconds), ...annotations } }
}

/** One control plane and one agent, from the sources of a checkout. */
class OldSite {
  readonly #checkout: string
  readonly #folder: string
  readonly #tap: FrameTap
  #plane: Child | undefined
  #agent: Child | undefined
  #token = ''
  #port = 0

  constructor(checkout: string, folder: string, tap: FrameTap) {
    this.#checkout = checkout
    this.#folder = folder
    this.#tap = tap
  }

  async start(): Promise<void> {
    this.#port = await freePort()
    this.#tap.target = `http://127.0.0.1:${this.#port}`
    await this.#startPlane()
    const admin = join(this.#checkout, 'packages/control-plane/src/admin.ts')
    const args = [admin, 'token', '--name', 'recorder', '--minutes', '60']
    this.#token = execFileSync(process.execPath, args, { env: this.#env(), encoding: 'utf8' }).trim()
  }

  async restartControlPlane(): Promise<void> {
    await this.#plane?.stop()
    await this.#startPlane()
  }

  /** Stops the agent, takes its store away, and starts it again. */
  async forgetDesired(): Promise<void> {
    await this.#agent?.stop()
    rmSync(join(this.#folder, 'agent/desired'), { recursive: true })
    this.startAgent()
  }

  startAgent(joinToken?: string): void {
    const tokenFile = join(this.#folder, 'token')
    if (joinToken !== undefined) writeFileSync(tokenFile, joinToken)
    this.#agent = startChild({
      name: 'agent',
      command: process.execPath,
      args: [join(this.#checkout, 'packages/agent/src/main.ts'), '--join-token-file', tokenFile],
      env: {
        PATH: process.env['PATH'],
        FAIRLEAD_AGENT_CONTROL_PLANE_URL: this.#tap.origin,
        FAIRLEAD_AGENT_DRIVER: 'simulated',
        FAIRLEAD_AGENT_STATE_DIR: join(this.#folder, 'agent'),
      },
      logFile: join(this.#folder, 'agent.log'),
    })
  }

  async api(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.#tap.target}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return text === '' ? undefined : JSON.parse(text)
  }

  async submit(name: string, spec: object): Promise<string> {
    const { id } = (await this.api('POST', '/workloads', { project: 'vision', name, spec })) as { id: string }
    return id
  }

  async inPhase(id: string, phases: string[]): Promise<void> {
    await until(`${id} is ${phases.join(' or ')}`, async () => {
      const { status } = (await this.api('GET', `/workloads/${id}`)) as { status: { phase: string } }
      return phases.includes(status.phase) ? true : undefined
    })
  }

  /** Reads output for as long as it takes to see some. */
  async logsOf(id: string): Promise<void> {
    const response = await fetch(`${this.#tap.target}/api/v1/workloads/${id}/logs?follow=true`, {
      headers: { authorization: `Bearer ${this.#token}` },
      signal: AbortSignal.timeout(5_000),
    })
    const reader = response.body?.getReader()
    await reader?.read().catch(() => undefined)
    await reader?.cancel().catch(() => undefined)
  }

  async stop(): Promise<void> {
    await this.#agent?.stop()
    await this.#plane?.stop()
  }

  async #startPlane(): Promise<void> {
    this.#plane = startChild({
      name: 'control plane',
      command: process.execPath,
      args: [join(this.#checkout, 'packages/control-plane/src/main.ts')],
      env: this.#env(),
      logFile: join(this.#folder, 'plane.log'),
    })
    const plane = this.#plane
    await until(
      'the control plane is ready',
      async () => {
        if (plane.exitCode() !== undefined) throw new Error(plane.output())
        const response = await fetch(`${this.#tap.target}/ready`).catch(() => undefined)
        return response?.ok ? true : undefined
      },
      60_000,
    )
  }

  #env(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      FAIRLEAD_DATA_DIR: join(this.#folder, 'plane'),
      FAIRLEAD_PORT: String(this.#port),
      FAIRLEAD_PUBLIC_URL: this.#tap.origin,
      FAIRLEAD_WEB_DIR: '',
      FAIRLEAD_AGENT_HEARTBEAT_MS: '1000',
      FAIRLEAD_METRICS_INTERVAL_MS: '2000',
    }
  }
}
