/** A figure of somebody else's scheduler, and how we came by it. */
export interface PeerFigure {
  name: string
  ms: number
  /** `published`: read in the peer's own material. `measured elsewhere`: the peer's own benchmark, run on another machine than the line it stands in. */
  mark: 'published' | 'measured elsewhere'
  source: string
}

const ELSEWHERE = 'its own benchmark, run on a machine of 2 cores, 2026-11-21'
const ARMADA = 'Armada 207cc9e ScheduleMany (node choice and binding alone, no queues)'
const KAI = 'KAI Scheduler d5bc503 ReclaimManySingleGPUJobsFullCycle'
const ARMADA_SOURCE = 'armada pull request 5181, 16 threads'
const KAI_SOURCE = 'KAI-Scheduler pull request 2204, before and after'

/** By the numbers of jobs and of nodes. */
export const ARMADA_SCHEDULE_MANY: Readonly<Record<string, readonly PeerFigure[]>> = {
  '32000 x 1000': [
    { name: ARMADA, ms: 673, mark: 'measured elsewhere', source: ELSEWHERE },
    { name: ARMADA, ms: 654, mark: 'published', source: ARMADA_SOURCE },
  ],
  '64000 x 1000': [
    { name: ARMADA, ms: 671, mark: 'measured elsewhere', source: ELSEWHERE },
    { name: ARMADA, ms: 729, mark: 'published', source: ARMADA_SOURCE },
  ],
  '10000 x 10000': [
    { name: ARMADA, ms: 517, mark: 'measured elsewhere', source: ELSEWHERE },
    { name: ARMADA, ms: 340, mark: 'published', source: ARMADA_SOURCE },
  ],
  '3200 x 100': [{ name: ARMADA, ms: 60, mark: 'measured elsewhere', source: ELSEWHERE }],
  '1 x 1000': [{ name: ARMADA, ms: 0.033, mark: 'published', source: ARMADA_SOURCE }],
}

/** By the number of nodes. */
export const YUNIKORN_SCHEDULING: Readonly<Record<number, readonly PeerFigure[]>> = Object.fromEntries(
  [
    [500, 2_800],
    [1_000, 2_350],
    [2_000, 2_350],
    [5_000, 2_550],
  ].map(([nodes, ms]) => [
    nodes,
    [
      { name: 'YuniKorn be3bb48 BenchmarkScheduling', ms: ms!, mark: 'measured elsewhere', source: ELSEWHERE },
      ...publishedOfYunikorn(nodes!),
    ],
  ]),
)

/** 10,000 pods at what its pages say of its core: so many a second in 2021, times what a tree of nodes made of that. */
function publishedOfYunikorn(nodes: number): PeerFigure[] {
  const rate = { 500: 359.5 * 35, 1_000: 177.6 * 42 }[nodes]
  if (rate === undefined) return []
  const name = 'YuniKorn, core alone, one application in a queue'
  const source =
    'yunikorn-core pull request 307, times the factor of "Evaluate YuniKorn function & performance with Kubemark"'
  return [{ name, ms: Math.round(10_000_000 / rate), mark: 'published', source }]
}

/** By the number of nodes. */
export const KAI_RECLAIM: Readonly<Record<number, readonly PeerFigure[]>> = {
  100: [{ name: KAI, ms: 6_300, mark: 'measured elsewhere', source: ELSEWHERE }],
  200: [
    { name: KAI, ms: 22_600, mark: 'measured elsewhere', source: ELSEWHERE },
    { name: KAI, ms: 25_000, mark: 'published', source: KAI_SOURCE },
    { name: `${KAI} with an open change`, ms: 8_500, mark: 'published', source: KAI_SOURCE },
  ],
  500: [
    { name: KAI, ms: 179_500, mark: 'measured elsewhere', source: ELSEWHERE },
    { name: KAI, ms: 196_800, mark: 'published', source: KAI_SOURCE },
    { name: `${KAI} with an open change`, ms: 59_300, mark: 'published', source: KAI_SOURCE },
  ],
}

export const KUEUE_TAS: readonly PeerFigure[] = [
  { name: 'Kueue ff69552 BenchmarkSchedulerTAS', ms: 184, mark: 'measured elsewhere', source: ELSEWHERE },
]
