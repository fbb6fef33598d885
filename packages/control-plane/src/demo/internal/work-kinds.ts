import type { PriorityName, WorkloadKind } from '../../workloads/schemas.ts'

/** One way of working, and how much of it there is. */
export interface WorkKind {
  kind: WorkloadKind
  /** Part of all submissions. */
  share: number
  stems: readonly string[]
  /** GPUs of one replica, the likeliest first; empty: none. */
  gpus: readonly number[]
  /** Several replicas with whole nodes. */
  isGang: boolean
  /** Of its running time; `Infinity`: it has no end of its own. */
  medianHours: number
  sigma: number
  maxHours: number
  timeout: string | null
  canFail: boolean
  /** Part of them that holds its devices and does not use them. */
  isForgotten: number
  /** The likeliest first. */
  priorities: readonly PriorityName[]
  image: string
  command: readonly string[]
}

const ONE = { isGang: false, canFail: true, sigma: 1.2, isForgotten: 0.01 } as const
const TORCH = 'registry.example.com/research/torch:2.9'

export const WORK_KINDS: readonly WorkKind[] = [
  {
    ...ONE,
    kind: 'job',
    share: 0.43,
    stems: ['train', 'finetune', 'sweep', 'ablation', 'probe'],
    gpus: [1, 2, 4, 8],
    medianHours: 5,
    maxHours: 70,
    timeout: '3d',
    priorities: ['low', 'medium', 'medium-low', 'very-low'],
    image: TORCH,
    command: ['python', 'train.py', '--config', 'config.yaml'],
  },
  {
    ...ONE,
    kind: 'distributed',
    share: 0.15,
    stems: ['pretrain', 'scale', 'multi-node'],
    gpus: [8],
    isGang: true,
    medianHours: 12,
    sigma: 1,
    maxHours: 110,
    timeout: '5d',
    priorities: ['low', 'medium', 'medium-high'],
    image: TORCH,
    command: ['torchrun', 'train.py'],
  },
  {
    ...ONE,
    kind: 'evaluation',
    share: 0.22,
    stems: ['eval', 'bench', 'score'],
    gpus: [1, 2],
    medianHours: 0.5,
    maxHours: 11,
    timeout: '12h',
    priorities: ['medium', 'low'],
    image: 'registry.example.com/research/eval:1.4',
    command: ['python', 'evaluate.py'],
  },
  {
    ...ONE,
    kind: 'workspace',
    share: 0.11,
    stems: ['notebook', 'explore'],
    gpus: [1],
    medianHours: 6,
    sigma: 0.8,
    maxHours: 60,
    timeout: null,
    canFail: false,
    isForgotten: 0.35,
    priorities: ['high'],
    image: 'registry.example.com/research/notebook:5.2',
    command: ['jupyter', 'lab', '--ip=0.0.0.0'],
  },
  {
    ...ONE,
    kind: 'endpoint',
    share: 0.012,
    stems: ['serve'],
    gpus: [1, 2],
    medianHours: Infinity,
    maxHours: Infinity,
    timeout: null,
    canFail: false,
    priorities: ['very-high'],
    image: 'registry.example.com/research/serve:0.8',
    command: ['serve', '--port', '8080'],
  },
  {
    ...ONE,
    kind: 'job',
    share: 0.08,
    stems: ['prepare', 'tokenise', 'crawl'],
    gpus: [],
    medianHours: 1.5,
    maxHours: 23,
    timeout: '24h',
    priorities: ['medium', 'low'],
    image: 'registry.example.com/research/data:3.1',
    command: ['python', 'prepare.py'],
  },
]
