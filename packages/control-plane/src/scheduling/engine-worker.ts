import { parentPort, workerData } from 'node:worker_threads'
import {
  applyDeltas,
  checkInvariants,
  createState,
  describeState,
  planRound,
  seededRandom,
  type Plan,
} from '@fairlead/scheduler'
import { must } from '../lib/invariant.ts'
import { answerQuestion } from './answer-question.ts'
import type { ClassKeys, EngineOptions, FromEngine, ToEngine } from './engine-messages.ts'
import { EngineRecorder } from './engine-recorder.ts'
import { packWorld } from './pack-world.ts'

/** The engine's thread: keeps the state between rounds, so that a round costs what changed and not what there is. */
const port = must(parentPort, 'runs as a worker thread')
const { isRecording } = workerData as EngineOptions
const state = createState()
const recorder = new EngineRecorder()
let latest: Plan | undefined

port.on('message', (message: ToEngine) => {
  if (message.type === 'deltas') {
    if (isRecording) recorder.note(message.deltas)
    return applyDeltas(state, message.deltas)
  }
  try {
    port.postMessage(answer(message))
  } catch (error) {
    const failed: FromEngine = {
      type: 'failed',
      id: message.id,
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }
    port.postMessage(failed)
  }
})

function answer(message: Exclude<ToEngine, { type: 'deltas' }>): FromEngine {
  const { type, id } = message
  switch (type) {
    case 'check':
      return { type, id, violations: checkInvariants(state) }
    case 'describe':
      return { type, id, world: packWorld(describeState(state)) }
    case 'record':
      return {
        type,
        id,
        record:
          message.kind === 'world'
            ? recorder.takeWorld(state)
            : recorder.take(message.kind === 'round' ? latest : undefined),
      }
    case 'ask': {
      const { seed, ...inputs } = message.inputs
      const given = { ...inputs, random: seededRandom(seed) }
      return { type: 'answer', id, answer: answerQuestion(state, message.policy, given, message.question) }
    }
    case 'plan': {
      const started = performance.now()
      const { seed, ...inputs } = message.inputs
      latest = planRound(state, message.policy, { ...inputs, random: seededRandom(seed) })
      const planMicros = Math.round((performance.now() - started) * 1000)
      return { type, id, plan: latest, planMicros, unrecorded: recorder.unrecorded, classKeys: classKeysOf(latest) }
    }
  }
}

function classKeysOf({ assignments, nominations }: Plan): ClassKeys {
  const { workloads, classes } = state
  const keyOf = (id: string) => {
    const number = workloads.table.index.get(id)
    return number === undefined ? undefined : classes.specs[workloads.class[number] ?? -1]?.classKey
  }
  return Object.fromEntries(
    [...assignments, ...nominations].map(({ workloadId }) => [workloadId, must(keyOf(workloadId), 'planned is known')]),
  )
}
