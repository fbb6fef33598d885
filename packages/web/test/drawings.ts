import { drawGantt } from '../src/components/gantt/draw-gantt.ts'
import { layoutGantt } from '../src/components/gantt/gantt-layout.ts'
import { drawHeat } from '../src/components/heat/draw-heat.ts'
import { layoutHeat } from '../src/components/heat/heat-layout.ts'

const WIDTH = 1000

/** 10,000 nodes of 8 devices in 20 groups; milliseconds of each time. */
export function heat(times: number): Promise<number[]> {
  const groups = Array.from({ length: 20 }, (_, group) => ({
    name: `pool ${group}`,
    tiles: Array.from({ length: 500 }, (_each, tile) => ({
      id: `${group} ${tile}`,
      slots: 8,
      taken: tile % 9,
      level: (tile % 100) / 100,
      mark: tile % 97 === 0 ? ('down' as const) : undefined,
    })),
  }))
  const layout = layoutHeat(groups, WIDTH)
  const canvas = place()
  const colors = {
    taken: '#2266aa',
    free: '#999999',
    text: '#333333',
    focus: '#000000',
    bad: '#aa2222',
    held: '#a65200',
  }
  return timed(times, () => drawHeat({ canvas, layout, width: WIDTH, isCounting: false, current: -1, colors }))
}

/** 10,000 bars in 200 rows, scrolled to the middle; milliseconds of each time. */
export function gantt(times: number): Promise<number[]> {
  const rows = Array.from({ length: 200 }, (_, row) => ({
    id: `${row}`,
    name: `node ${row}`,
    bars: Array.from({ length: 50 }, (_each, bar) => ({
      id: `${row} ${bar}`,
      name: `work ${bar}`,
      start: bar * 1000,
      end: bar * 1000 + 900,
      color: bar % 8,
      kind: 'past' as const,
      mark: bar % 10 === 0 ? ('failed' as const) : undefined,
    })),
  }))
  const layout = layoutGantt(rows, { from: 0, until: 50_000, width: WIDTH })
  const canvas = place()
  const ink = {
    text: '#333333',
    line: '#999999',
    surface: '#ffffff',
    level: '#2266aa',
    failed: '#aa2222',
    cancelled: '#495057',
    preempted: '#6741d9',
  }
  const part = { top: 4096, height: 1280 }
  return timed(times, () =>
    drawGantt({ canvas, layout, width: WIDTH, part, now: 25_000, current: -1, selection: undefined, ink }),
  )
}

function place(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  document.body.append(canvas)
  return canvas
}

/** How long the page can do nothing else, with a frame after each: what the graphics side does with it then is not in the page's way. */
async function timed(times: number, draw: () => void): Promise<number[]> {
  const took: number[] = []
  for (let time = 0; time < times; time += 1) {
    const startedAt = performance.now()
    draw()
    took.push(performance.now() - startedAt)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
  return took
}
