import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Phase } from '../src/index.ts'
import { sampleWorkload } from './sample-workload.ts'

export interface LogScene {
  url: string
  /** Cursors that readers came with, in order. */
  cursors: (string | null)[]
  phase: Phase
  /** Generations of the runs there are. */
  runs: string[]
}

/** What a run of the scene has to say, in groups; the cursor of a group is its number. */
export const GROUPS = [['one', 'two'], ['three'], ['four', 'five'], ['six']]

/** A control plane that knows one job and its output, and cuts connections as `serve` likes. */
export async function logScene(
  serve: (response: ServerResponse, from: number, connection: number, run: string) => void,
): Promise<LogScene> {
  const scene: LogScene = { url: '', cursors: [], phase: 'SUCCEEDED', runs: ['1'] }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://x')
    const { id } = sampleWorkload()
    if (url.pathname.endsWith('/runs')) {
      const items = scene.runs.map((run) => ({
        id: `run-${run}`,
        workloadId: id,
        generation: Number(run),
        phase: 'RUNNING',
      }))
      response.end(JSON.stringify({ items }))
    } else if (url.pathname.endsWith('/logs')) {
      const cursor = url.searchParams.get('cursor')
      scene.cursors.push(cursor)
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      serve(response, cursor === null ? 0 : Number(cursor), scene.cursors.length, url.searchParams.get('runId') ?? '')
    } else response.end(JSON.stringify(sampleWorkload(scene.phase)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  scene.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return scene
}

export function lines(cursor: number): string {
  const group = (GROUPS[cursor - 1] ?? []).map((text) => ({ replica: 0, stream: 'out', at: null, text }))
  return `event: lines\nid: ${cursor}\ndata: ${JSON.stringify({ type: 'lines', cursor: String(cursor), lines: group })}\n\n`
}

export function gap(): string {
  return `event: gap\ndata: ${JSON.stringify({ type: 'gap', bytes: 10, reason: 'rotated' })}\n\n`
}

export function end(reason = 'end'): string {
  return `event: end\ndata: ${JSON.stringify({ type: 'end', reason, message: '' })}\n\n`
}
