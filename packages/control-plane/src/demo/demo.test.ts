import { describe, expect, test } from 'vitest'
import { drawWork } from './internal/draw-work.ts'
import { layOut } from './internal/lay-out.ts'

const UNTIL = Date.parse('2026-11-18T15:00:00Z')
const ORGANIZATION = '019a2f6e-0000-7000-8000-000000000001'

function draw(size: 'small' | 'large', seed: number) {
  const layout = layOut({ size, seed }, ORGANIZATION, UNTIL - 31 * 86_400_000)
  return { layout, work: drawWork({ size, seed }, layout, UNTIL) }
}

describe('a demo', () => {
  test('of the same seed is the same, and of another one is another', () => {
    expect(draw('small', 7)).toEqual(draw('small', 7))
    expect(draw('small', 7).work).not.toEqual(draw('small', 8).work)
  })

  test('of a large site has 10,000 workloads of 40 projects on 300 nodes of 3 clusters', () => {
    const { layout, work } = draw('large', 1)
    expect(work).toHaveLength(10_000)
    expect(layout.projects).toHaveLength(40)
    expect(layout.nodes).toHaveLength(300)
    expect(layout.clusters).toHaveLength(3)
    expect(new Set(layout.people.map(({ email }) => email)).size).toBe(120)
    expect(new Set([...layout.nodes, ...layout.projects, ...layout.quotas].map(({ id }) => id)).size).toBe(
      300 + 40 + layout.quotas.length,
    )
  })

  test('promises each GPU that there is exactly once, to departments and to their projects', () => {
    const { layout } = draw('large', 3)
    for (const pool of layout.pools) {
      const there = layout.nodes
        .filter(({ labels }) => Object.entries(pool.selector).every(([label, value]) => labels[label] === value))
        .reduce((sum, { capacity }) => sum + (capacity['gpu'] ?? 0), 0)
      for (const kind of ['department', 'project']) {
        const promised = layout.quotas
          .filter(({ poolId, queueKind }) => poolId === pool.id && queueKind === kind)
          .reduce((sum, { resources }) => sum + (resources['gpu']?.deserved ?? 0), 0)
        expect(promised, `${kind}s in ${pool.name}`).toBe(there)
      }
    }
  })

  test('asks for no more than a node has, but for the two that can never start', () => {
    const { layout, work } = draw('large', 1)
    const most = Math.max(...layout.nodes.map(({ gpu }) => gpu?.count ?? 0))
    const giants = work.filter(({ input }) => ((input.spec['resources'] as { gpu?: number }).gpu ?? 0) > most)
    expect(giants.length).toBeLessThanOrEqual(2)
    expect(work.every(({ at }, index) => index === 0 || at >= (work[index - 1]?.at ?? 0))).toBe(true)
  })
})
