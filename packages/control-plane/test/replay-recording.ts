import {
  CONNECT_PATH,
  CONNECT_SCHEME,
  SUBPROTOCOL,
  digestOf,
  type DesiredItem,
  type Envelope,
} from '@fairlead/protocol'
import { WebSocket } from 'ws'
import type { Recording, RecordedFrame } from '@fairlead/protocol/recordings'
import type { Harness } from './harness.ts'
import { connectProof, type AgentKey } from './test-agent.ts'

type Heard = Envelope & { b: Record<string, unknown> }
type Item = DesiredItem & {
  body: { state: string; spec: { workload: { name: string }; replicas: number; resources: Record<string, number> } }
}

export interface Replayed {
  /** What the control plane said that an agent of then would not have understood. */
  problems: string[]
  /** Workloads by the name that they had. */
  workloads: Map<string, string>
  check: unknown
  output: string
}

/**
 * Plays the agent of a recording against a living control plane: each time the old control plane said something, the same is brought about here and waited for,
 * and each frame of the old agent is sent as it was, with the ids of here. Answers what came of it.
 */
export async function replayRecording(
  plane: Harness,
  cluster: { id: string; name: string; key: AgentKey },
  recording: Recording,
): Promise<Replayed> {
  const player = new Player(plane, cluster, recording)
  try {
    for (const recorded of recording.frames) await player.play(recorded)
    return await player.finish()
  } finally {
    player.close()
  }
}

class Player {
  readonly #plane: Harness
  readonly #cluster: { id: string; name: string; key: AgentKey }
  readonly #recording: Recording
  readonly #heard: Heard[] = []
  readonly #items = new Map<string, DesiredItem>()
  /** Ids of then to ids of here. */
  readonly #ids = new Map<string, string>()
  readonly #workloads = new Map<string, string>()
  readonly #problems: string[] = []
  #socket: WebSocket | undefined
  #welcome: Heard | undefined
  #rev = 0
  #seqIn = 0
  #seqOut = 0
  #check: Promise<unknown> = Promise.resolve()
  #output: Promise<string> = Promise.resolve('')

  constructor(plane: Harness, cluster: { id: string; name: string; key: AgentKey }, recording: Recording) {
    this.#plane = plane
    this.#cluster = cluster
    this.#recording = recording
  }

  async play({ from, frame }: RecordedFrame): Promise<void> {
    if (from === 'agent') return this.#send(frame.t, frame.b)
    switch (frame.t) {
      case 'welcome':
        return await this.#connect()
      case 'desired.delta': {
        for (const item of frame.b['upserts'] as Item[]) await this.#want(item)
        for (const { key } of frame.b['tombstones'] as { key: string }[]) {
          await this.#until(`tombstone of ${key}`, () => !this.#items.has(this.#here(key)) || undefined)
        }
        return
      }
      case 'desired.end': {
        const digest = () => digestOf(this.#items.values())
        await this.#next('desired.end', ({ b }) => b['digest'] === digest())
        return
      }
      case 'command': {
        const path = `/clusters/${this.#cluster.name}/check`
        this.#check = this.#plane.api('POST', path, {}).then(({ body }) => body)
        const { b } = await this.#next('command', ({ b: body }) => body['verb'] === frame.b['verb'])
        this.#ids.set(String(frame.b['cmdId']), String(b['cmdId']))
        return
      }
      case 'command.done': {
        const cmdId = this.#here(String(frame.b['cmdId']))
        await this.#next('command.done', ({ b }) => b['cmdId'] === cmdId)
        return
      }
      case 'log.open': {
        this.#output = this.#readOutput(this.#workloads.get('long') ?? '')
        const { b } = await this.#next('log.open')
        this.#ids.set(String(frame.b['stream']), String(b['stream']))
        return
      }
    }
  }

  async finish(): Promise<Replayed> {
    return {
      problems: this.#problems,
      workloads: this.#workloads,
      check: await this.#check,
      output: await this.#output,
    }
  }

  close(): void {
    this.#socket?.close()
  }

  #here(id: string): string {
    return this.#ids.get(id) ?? id
  }

  async #connect(): Promise<void> {
    this.#socket?.close()
    const proof = await connectProof(this.#plane.url(), this.#cluster.id, this.#cluster.key)
    const socket = new WebSocket(`${this.#plane.url().replace('http', 'ws')}${CONNECT_PATH}`, SUBPROTOCOL, {
      headers: { authorization: `${CONNECT_SCHEME} ${proof}` },
    })
    this.#socket = socket
    this.#welcome = undefined
    this.#seqIn = 0
    this.#seqOut = 0
    socket.on('error', (error) => this.#problems.push(error.message))
    socket.on('message', (data) => this.#hear(JSON.parse((data as Buffer).toString('utf8')) as Heard))
    await this.#until('a welcome', () => this.#welcome)
  }

  #hear(frame: Heard): void {
    this.#seqIn = frame.seq
    this.#heard.push(frame)
    const problem = this.#recording.problemWith('control', frame.t, frame.b)
    if (problem !== undefined) this.#problems.push(problem)
    if (frame.t === 'error') this.#problems.push(`error: ${JSON.stringify(frame.b)}`)
    if (frame.t === 'welcome') this.#welcome = frame
    if (frame.t === 'desired.begin') this.#items.clear()
    if (frame.t === 'desired.page')
      for (const item of frame.b['items'] as DesiredItem[]) this.#items.set(item.key, item)
    if (frame.t === 'desired.end') this.#rev = Number(frame.b['rev'])
    if (frame.t !== 'desired.delta') return
    for (const item of frame.b['upserts'] as DesiredItem[]) this.#items.set(item.key, item)
    for (const { key } of frame.b['tombstones'] as { key: string }[]) this.#items.delete(key)
    this.#rev = Number(frame.b['toRev'])
  }

  #send(t: string, body: Record<string, unknown>): void {
    let text = JSON.stringify(body)
    for (const [then, here] of this.#ids) text = text.replaceAll(then, here)
    const b = JSON.parse(text) as Record<string, unknown>
    const digest = digestOf(this.#items.values())
    if (t === 'hello' && b['appliedRev'] === 0) this.#items.clear()
    else if (t === 'hello') Object.assign(b, { appliedRev: this.#rev, appliedDigest: digest })
    if (t === 'applied') Object.assign(b, { rev: this.#rev, digest })
    this.#seqOut += 1
    const { sid, ep } = { sid: String(this.#welcome?.b['sid']), ep: Number(this.#welcome?.b['epoch']) }
    this.#socket?.send(
      JSON.stringify({ v: 1, t, id: `replay-${this.#seqOut}`, sid, ep, seq: this.#seqOut, ack: this.#seqIn, b }),
    )
  }

  /** Brings about that the same is wanted here. */
  async #want(item: Item): Promise<void> {
    const { name } = item.body.spec.workload
    const known = this.#workloads.get(name)
    if (known === undefined) {
      const { gpu = 0 } = item.body.spec.resources
      const spec = {
        command: ['work'],
        replicas: item.body.spec.replicas,
        ...(gpu > 0 ? { resources: { gpu: gpu / 1000 } } : {}),
      }
      const placed = { ...spec, placement: { clusters: [this.#cluster.name] } }
      const { body } = await this.#plane.api<{ id: string }>('POST', '/workloads', {
        project: 'old',
        name,
        spec: placed,
      })
      this.#workloads.set(name, body.id)
    } else if (item.body.state === 'stopped') await this.#plane.api('POST', `/workloads/${known}/cancel`, {})
    const found = await this.#until(`${name} is ${item.body.state}`, () =>
      [...this.#items.values()].find(
        (candidate) =>
          (candidate as Item).body.spec.workload.name === name && (candidate as Item).body.state === item.body.state,
      ),
    )
    this.#ids.set(item.key, found.key)
    this.#ids.set((item.body.spec.workload as unknown as { id: string }).id, this.#workloads.get(name) ?? '')
  }

  async #readOutput(workload: string): Promise<string> {
    const token = this.#plane.token()
    const response = await fetch(`${this.#plane.url()}/api/v1/workloads/${workload}/logs?follow=true`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(10_000),
    })
    const reader = response.body?.getReader()
    const first = await reader?.read()
    await reader?.cancel()
    return Buffer.from(first?.value ?? []).toString('utf8')
  }

  async #next(t: string, isIt: (frame: Heard) => boolean = () => true): Promise<Heard> {
    return await this.#until(t, () => this.#heard.findLast((frame) => frame.t === t && isIt(frame)))
  }

  async #until<T>(what: string, probe: () => T | undefined): Promise<T> {
    const deadline = Date.now() + 20_000
    for (;;) {
      const found = probe()
      if (found !== undefined) return found
      if (Date.now() > deadline)
        throw new Error(`an agent of ${this.#recording.name} never saw ${what}; ${this.#problems.join('; ')}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}
