import type { SeedDemo } from '../schemas.ts'

/** Equal nodes of a cluster. `gpus` of each node; 0: none. */
export interface NodeGroup {
  pool: string
  gpuModel: string | undefined
  gpuMemoryMib: number
  gpus: number
  cores: number
  memoryGib: number
  racks: number
  nodesPerRack: number
}

export interface DemoPlan {
  days: number
  workloads: number
  users: number
  /** Nodes of a distributed job. */
  gangs: readonly number[]
  clusters: readonly { name: string; region: string; groups: readonly NodeGroup[] }[]
  departments: readonly { name: string; pool: string; weight: number; projects: readonly string[] }[]
}

const MACHINES = {
  h100: { pool: 'h100', gpuModel: 'NVIDIA-H100-80GB-HBM3', gpuMemoryMib: 81_559, gpus: 8, cores: 192, memoryGib: 2048 },
  a100: { pool: 'a100', gpuModel: 'NVIDIA-A100-SXM4-80GB', gpuMemoryMib: 81_920, gpus: 8, cores: 128, memoryGib: 1024 },
  l40s: { pool: 'l40s', gpuModel: 'NVIDIA-L40S', gpuMemoryMib: 46_068, gpus: 4, cores: 64, memoryGib: 512 },
  cpu: { pool: 'default', gpuModel: undefined, gpuMemoryMib: 0, gpus: 0, cores: 96, memoryGib: 384 },
} as const satisfies Record<string, Omit<NodeGroup, 'racks' | 'nodesPerRack'>>

/** Who works, on what, and how much of it there is. Figures of a research site: two thirds of the GPU time is a tenth of the work. */
export const DEMO_PLANS: Record<SeedDemo['size'], DemoPlan> = {
  small: {
    days: 30,
    workloads: 1200,
    users: 18,
    gangs: [2, 3, 4],
    clusters: [
      { name: 'hamburg', region: 'eu-central', groups: [{ ...MACHINES.h100, racks: 2, nodesPerRack: 4 }] },
      {
        name: 'bergen',
        region: 'eu-north',
        groups: [
          { ...MACHINES.l40s, racks: 2, nodesPerRack: 6 },
          { ...MACHINES.cpu, racks: 1, nodesPerRack: 4 },
        ],
      },
    ],
    departments: [
      { name: 'research', pool: 'h100', weight: 3, projects: ['pretraining', 'alignment', 'vision', 'speech'] },
      { name: 'products', pool: 'l40s', weight: 2, projects: ['search', 'ranking', 'assistants'] },
      { name: 'platform', pool: 'l40s', weight: 1, projects: ['benchmarks', 'data-engine', 'sandbox'] },
    ],
  },
  large: {
    days: 30,
    workloads: 10_000,
    users: 120,
    gangs: [2, 4, 8, 16],
    clusters: [
      { name: 'hamburg', region: 'eu-central', groups: [{ ...MACHINES.h100, racks: 10, nodesPerRack: 10 }] },
      { name: 'bergen', region: 'eu-north', groups: [{ ...MACHINES.a100, racks: 12, nodesPerRack: 10 }] },
      {
        name: 'porto',
        region: 'eu-west',
        groups: [
          { ...MACHINES.l40s, racks: 6, nodesPerRack: 10 },
          { ...MACHINES.cpu, racks: 2, nodesPerRack: 10 },
        ],
      },
    ],
    departments: [
      {
        name: 'foundation',
        pool: 'h100',
        weight: 5,
        projects: ['pretraining', 'alignment', 'tokenisers', 'long-context', 'distillation'],
      },
      {
        name: 'vision',
        pool: 'a100',
        weight: 4,
        projects: ['detection', 'segmentation', 'video', 'depth', 'inspection'],
      },
      {
        name: 'speech',
        pool: 'a100',
        weight: 3,
        projects: ['recognition', 'synthesis', 'diarisation', 'translation', 'dialogue'],
      },
      {
        name: 'robotics',
        pool: 'l40s',
        weight: 2,
        projects: ['grasping', 'navigation', 'simulation', 'control', 'mapping'],
      },
      {
        name: 'climate',
        pool: 'a100',
        weight: 3,
        projects: ['weather', 'ocean', 'downscaling', 'emissions', 'hydrology'],
      },
      {
        name: 'life-sciences',
        pool: 'h100',
        weight: 3,
        projects: ['folding', 'docking', 'genomics', 'histology', 'pathways'],
      },
      {
        name: 'products',
        pool: 'l40s',
        weight: 2,
        projects: ['search', 'ranking', 'fraud', 'forecasting', 'assistants'],
      },
      {
        name: 'platform',
        pool: 'l40s',
        weight: 1,
        projects: ['benchmarks', 'data-engine', 'integration', 'onboarding', 'sandbox'],
      },
    ],
  },
}
