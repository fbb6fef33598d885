import type { FromTab, ToTab } from './live-protocol.ts'
import { LiveSource } from './live-source.ts'

/** The shared worker: one stream for all tabs of this browser. A browser allows six connections to a host, and tabs are many. */

const ports = new Set<MessagePort>()
const source = new LiveSource((message) => {
  for (const port of ports) port.postMessage(message)
})

addEventListener('connect', (event) => {
  const [port] = (event as MessageEvent).ports
  if (!port) return
  const answer = (message: ToTab) => port.postMessage(message)
  port.addEventListener('message', ({ data }: MessageEvent<FromTab>) => {
    if (data.type === 'bye') {
      ports.delete(port)
      if (ports.size === 0) source.stop()
      return
    }
    ports.add(port)
    if (data.type === 'restart') source.restart()
    else if (source.state.status === 'signed-out') source.restart()
    else source.start()
    answer({ type: 'state', state: source.state })
  })
  port.start()
})
