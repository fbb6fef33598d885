export interface NodeShape {
  /** Beside `pods`, which every node has. */
  resources: Record<string, string>
  /** As the vendor's own discovery writes them. */
  labels: Record<string, string>
}

function nvidia(
  product: string,
  family: string,
  compute: string,
  memoryMiB: number,
  count: number,
): Record<string, string> {
  const [major = '', minor = ''] = compute.split('.')
  return {
    'nvidia.com/gpu.present': 'true',
    'nvidia.com/gpu.product': product,
    'nvidia.com/gpu.family': family,
    'nvidia.com/gpu.memory': String(memoryMiB),
    'nvidia.com/gpu.count': String(count),
    'nvidia.com/gpu.replicas': '1',
    'nvidia.com/gpu.compute.major': major,
    'nvidia.com/gpu.compute.minor': minor,
    'nvidia.com/cuda.driver-version.major': '580',
  }
}

const H100 = nvidia('NVIDIA-H100-80GB-HBM3', 'hopper', '9.0', 81_559, 8)

/** Machines as fleets have them, by the names and labels that device plugins and discovery give them. */
export const NODE_SHAPES = {
  cpu: { resources: { cpu: '64', memory: '256Gi' }, labels: {} },
  'nvidia-h100': {
    resources: { cpu: '192', memory: '2Ti', 'nvidia.com/gpu': '8' },
    labels: { ...H100, 'nvidia.com/mig.capable': 'true', 'nvidia.com/mig.strategy': 'single' },
  },
  'nvidia-a100': {
    resources: { cpu: '128', memory: '1Ti', 'nvidia.com/gpu': '8' },
    labels: { ...nvidia('NVIDIA-A100-SXM4-80GB', 'ampere', '8.0', 81_920, 8), 'nvidia.com/mig.capable': 'true' },
  },
  'nvidia-l40s': {
    resources: { cpu: '64', memory: '512Gi', 'nvidia.com/gpu': '4' },
    labels: { ...nvidia('NVIDIA-L40S', 'ada-lovelace', '8.9', 46_068, 4), 'nvidia.com/mig.capable': 'false' },
  },
  /** Four turns a device by time-slicing: the discovery marks the product. */
  'nvidia-t4-shared': {
    resources: { cpu: '32', memory: '128Gi', 'nvidia.com/gpu': '16' },
    labels: {
      ...nvidia('Tesla-T4-SHARED', 'turing', '7.5', 15_360, 4),
      'nvidia.com/gpu.replicas': '4',
      'nvidia.com/gpu.sharing-strategy': 'time-slicing',
    },
  },
  /** Six devices whole and two in parts, as the strategy `mixed` shows them. */
  'nvidia-h100-mig': {
    resources: {
      cpu: '192',
      memory: '2Ti',
      'nvidia.com/gpu': '6',
      'nvidia.com/mig-1g.10gb': '7',
      'nvidia.com/mig-2g.20gb': '2',
      'nvidia.com/mig-3g.40gb': '1',
    },
    labels: {
      ...H100,
      'nvidia.com/gpu.count': '6',
      'nvidia.com/mig.capable': 'true',
      'nvidia.com/mig.strategy': 'mixed',
      'nvidia.com/mig-1g.10gb.count': '7',
      'nvidia.com/mig-1g.10gb.memory': '9856',
      'nvidia.com/mig-2g.20gb.count': '2',
      'nvidia.com/mig-2g.20gb.memory': '20096',
      'nvidia.com/mig-3g.40gb.count': '1',
      'nvidia.com/mig-3g.40gb.memory': '40448',
    },
  },
  'amd-mi300x': {
    resources: { cpu: '192', memory: '2Ti', 'amd.com/gpu': '8' },
    labels: {
      'amd.com/gpu.product-name': 'AMD_Instinct_MI300X_OAM',
      'amd.com/gpu.family': 'AI',
      'amd.com/gpu.vram': '192G',
      'amd.com/gpu.cu-count': '304',
    },
  },
  'intel-gaudi3': {
    resources: { cpu: '160', memory: '1Ti', 'habana.ai/gaudi': '8' },
    labels: { 'feature.node.kubernetes.io/pci-1da3.present': 'true' },
  },
} as const satisfies Record<string, NodeShape>

export type NodeShapeName = keyof typeof NODE_SHAPES
