import { Worker } from 'node:worker_threads'
import type { Delta, Plan, Policy, Violation } from '@fairlead/scheduler'
import type { QuestionToEngine } from './engine-questions.ts'
import type { AskedRound, ClassKeys, EngineOptions, EngineRecord, FromEngine, ToEngine } from './engine-messages.ts'

type Answer = Exclude<FromEngine, { type: 'failed' }>

interface Waiting {
  resolve: (message: Answer) => void
  reject: (error: Error) => void
}

/** The engine in a thread of its own: a long round never holds up a request. A thread that dies fails what waits for it. */
export class Engine {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #next = 1

  constructor(options: EngineOptions) {
    this.#worker = new Worker(new URL('engine-worker.ts', import.meta.url), { name: 'engine', workerData: options })
    this.#worker.on('message', (message: FromEngine) => this.#receive(message))
    this.#worker.on('error', (error) => this.#failAll(error instanceof Error ? error : new Error(String(error))))
    this.#worker.on('exit', () => this.#failAll(new Error('the engine has stopped')))
  }

  apply(deltas: Delta[]): void {
    if (deltas.length > 0) this.#post({ type: 'deltas', deltas })
  }

  /** `unrecorded`: how many deltas it was told that no record has. */
  async plan(
    policy: Policy,
    inputs: AskedRound,
  ): Promise<{ plan: Plan; planMicros: number; unrecorded: number; classKeys: ClassKeys }> {
    const answer = await this.#ask((id) => ({ type: 'plan', id, policy, inputs }))
    if (answer.type !== 'plan') throw new Error('the engine answered something else')
    return answer
  }

  /** What it takes to plan the newest round again (`round`), what came since the newest record (`news`), or all that it knows (`world`). */
  async record(kind: 'world' | 'news' | 'round'): Promise<EngineRecord> {
    const answer = await this.#ask((id) => ({ type: 'record', id, kind }))
    if (answer.type !== 'record') throw new Error('the engine answered something else')
    return answer.record
  }

  /** Answers a question between two rounds; nothing changes. */
  async ask(policy: Policy, inputs: AskedRound, question: QuestionToEngine): Promise<unknown> {
    const answer = await this.#ask((id) => ({ type: 'ask', id, policy, inputs, question }))
    if (answer.type !== 'answer') throw new Error('the engine answered something else')
    return answer.answer
  }

  /** All that it knows, packed: see `pack-world.ts`. */
  async describe(): Promise<Uint8Array> {
    const answer = await this.#ask((id) => ({ type: 'describe', id }))
    if (answer.type !== 'describe') throw new Error('the engine answered something else')
    return answer.world
  }

  /** Everything in the engine's state that should not be: overcommitted nodes, broken limits, torn gangs. */
  async check(): Promise<Violation[]> {
    const answer = await this.#ask((id) => ({ type: 'check', id }))
    return answer.type === 'check' ? answer.violations : []
  }

  async stop(): Promise<void> {
    await this.#worker.terminate()
  }

  #ask(make: (id: number) => ToEngine): Promise<Answer> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#post(make(id))
    })
  }

  #post(message: ToEngine): void {
    this.#worker.postMessage(message)
  }

  #receive(message: FromEngine): void {
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.type === 'failed') waiting?.reject(new Error(message.message))
    else waiting?.resolve(message)
  }

  #failAll(error: Error): void {
    for (const waiting of this.#waiting.values()) waiting.reject(error)
    this.#waiting.clear()
  }
}
