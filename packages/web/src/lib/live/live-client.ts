import { createStore, useStore } from '../store.ts'
import type { FromTab, LiveState, ToTab, Topics } from './live-protocol.ts'
import { LiveSource } from './live-source.ts'
// The build makes a module of it whose default is its address.
// oxlint-disable-next-line import/default
import liveWorkerUrl from './live-worker.ts?sharedworker&url'
import { mergeTopics } from './merge-topics.ts'

export type LiveNews = { type: 'reset' } | { type: 'changes'; topics: Topics }
type Listener = (news: LiveNews) => void

/** Handed out at most four times a second, whatever arrives. */
const PAUSE_MS = 250

const state = createStore<LiveState>({ status: 'connecting', since: Date.now() })
const listeners = new Set<Listener>()
let send: ((message: FromTab) => void) | undefined
let pending: Topics = {}
let timer: ReturnType<typeof setTimeout> | undefined

/** Follows the stream from now on; again after a sign-in, so that it belongs to whoever is signed in. */
export function startLive(): void {
  if (send) {
    send({ type: 'restart' })
    return
  }
  send = 'SharedWorker' in globalThis ? throughWorker() : throughOwnStream()
  send({ type: 'hello' })
}

export function stopLive(): void {
  send?.({ type: 'bye' })
}

/** How the stream is right now. */
export function useLiveState(): LiveState {
  return useStore(state)
}

/** Calls back with what changed. Answers how to stop. */
export function onLive(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function hear(message: ToTab): void {
  if (message.type === 'state') {
    state.set(message.state)
  } else if (message.type === 'reset') {
    pending = {}
    for (const listener of listeners) listener({ type: 'reset' })
  } else {
    pending = mergeTopics(pending, message.topics)
    timer ??= setTimeout(flush, PAUSE_MS)
  }
}

function flush(): void {
  timer = undefined
  const topics = pending
  pending = {}
  if (Object.keys(topics).length > 0) for (const listener of listeners) listener({ type: 'changes', topics })
}

function throughWorker(): (message: FromTab) => void {
  const worker = new SharedWorker(scriptUrl(liveWorkerUrl) as string, { type: 'module', name: 'fairlead-live' })
  const post = (message: FromTab) => worker.port.postMessage(message)
  worker.port.addEventListener('message', ({ data }: MessageEvent<ToTab>) => hear(data))
  worker.port.start()
  addEventListener('pagehide', () => post({ type: 'bye' }))
  addEventListener('pageshow', (event) => {
    if (event.persisted) post({ type: 'hello' })
  })
  return post
}

/** Without shared workers each tab has a stream of its own, and only while somebody looks. */
function throughOwnStream(): (message: FromTab) => void {
  const source = new LiveSource(hear)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') source.start()
    else source.stop()
  })
  return ({ type }) => {
    if (type === 'bye') source.stop()
    else if (type === 'restart') source.restart()
    else source.start()
  }
}

interface TrustedTypes {
  createPolicy: (
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ) => {
    createScriptURL: (url: string) => unknown
  }
}

/** Where trusted types are required, a worker's address must be vouched for. This one is our own file and nothing else. */
function scriptUrl(url: string): unknown {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
  if (!trustedTypes) return url
  const policy = trustedTypes.createPolicy('fairlead-live', {
    createScriptURL: (given) => {
      if (given !== liveWorkerUrl) throw new TypeError('not a script of the console')
      return given
    },
  })
  return policy.createScriptURL(url)
}
