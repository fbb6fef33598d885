/** A kind of node: how many of each 1,523 there are, thousandths of a core, MiB, GPUs and their model. */
export interface NodeShape {
  weight: number
  cpu: number
  memory: number
  gpus: number
  model: string
}

/** A kind of job: how often it comes, and what each of its replicas asks for; `gpu` in thousandths of a device. */
export interface JobShape {
  weight: number
  cpu: number
  memory: number
  gpu: number
  replicas: number
}

/** The fleet of Alibaba's trace openb (cluster-trace-gpu-v2023), counted: kinds that stand there ten times or more. */
export const NODE_SHAPES: readonly NodeShape[] = [
  { weight: 549, cpu: 96000, memory: 393216, gpus: 8, model: 'G2' },
  { weight: 387, cpu: 104000, memory: 524288, gpus: 2, model: 'T4' },
  { weight: 129, cpu: 32000, memory: 262144, gpus: 0, model: '' },
  { weight: 107, cpu: 16000, memory: 122880, gpus: 2, model: 'P100' },
  { weight: 59, cpu: 96000, memory: 524288, gpus: 0, model: '' },
  { weight: 39, cpu: 128000, memory: 786432, gpus: 8, model: 'G3' },
  { weight: 30, cpu: 96000, memory: 393216, gpus: 0, model: '' },
  { weight: 28, cpu: 32000, memory: 131072, gpus: 4, model: 'V100M16' },
  { weight: 23, cpu: 32000, memory: 131072, gpus: 0, model: '' },
  { weight: 22, cpu: 64000, memory: 262144, gpus: 2, model: 'P100' },
  { weight: 22, cpu: 64000, memory: 524288, gpus: 0, model: '' },
  { weight: 21, cpu: 96000, memory: 786432, gpus: 8, model: 'V100M32' },
  { weight: 20, cpu: 104000, memory: 524288, gpus: 0, model: '' },
  { weight: 19, cpu: 8000, memory: 32768, gpus: 1, model: 'V100M16' },
  { weight: 17, cpu: 96000, memory: 393216, gpus: 4, model: 'T4' },
  { weight: 10, cpu: 32000, memory: 65536, gpus: 0, model: '' },
]

/**
 * Half of the jobs as in openb: its 30 most frequent kinds of pods, counted. The other half as in Microsoft's trace Philly (2017): the sizes of its jobs,
 * counted; it names GPUs only, so 6 cores and 48 GiB for each of them are assumed, and jobs beyond 8 GPUs are gangs of 8-GPU replicas.
 */
export const JOB_SHAPES: readonly JobShape[] = [
  { weight: 1047, cpu: 3152, memory: 5600, gpu: 810, replicas: 1 },
  { weight: 857, cpu: 11300, memory: 49152, gpu: 1000, replicas: 1 },
  { weight: 534, cpu: 11400, memory: 48128, gpu: 1000, replicas: 1 },
  { weight: 470, cpu: 3152, memory: 5600, gpu: 1000, replicas: 1 },
  { weight: 388, cpu: 11908, memory: 47104, gpu: 470, replicas: 1 },
  { weight: 364, cpu: 12500, memory: 57344, gpu: 0, replicas: 1 },
  { weight: 360, cpu: 8000, memory: 30517, gpu: 470, replicas: 1 },
  { weight: 284, cpu: 32000, memory: 49152, gpu: 0, replicas: 1 },
  { weight: 255, cpu: 18708, memory: 64512, gpu: 1000, replicas: 1 },
  { weight: 237, cpu: 11908, memory: 47104, gpu: 650, replicas: 1 },
  { weight: 195, cpu: 9810, memory: 41560, gpu: 1000, replicas: 1 },
  { weight: 163, cpu: 8000, memory: 30517, gpu: 0, replicas: 1 },
  { weight: 158, cpu: 12000, memory: 24576, gpu: 1000, replicas: 1 },
  { weight: 158, cpu: 15700, memory: 58368, gpu: 1000, replicas: 1 },
  { weight: 153, cpu: 11908, memory: 47104, gpu: 1000, replicas: 1 },
  { weight: 120, cpu: 15400, memory: 51200, gpu: 0, replicas: 1 },
  { weight: 111, cpu: 4000, memory: 22888, gpu: 320, replicas: 1 },
  { weight: 108, cpu: 16000, memory: 32768, gpu: 1000, replicas: 1 },
  { weight: 104, cpu: 8000, memory: 16384, gpu: 1000, replicas: 1 },
  { weight: 104, cpu: 4000, memory: 24576, gpu: 1000, replicas: 1 },
  { weight: 99, cpu: 12000, memory: 16384, gpu: 1000, replicas: 1 },
  { weight: 95, cpu: 16500, memory: 51200, gpu: 0, replicas: 1 },
  { weight: 93, cpu: 14200, memory: 58368, gpu: 1000, replicas: 1 },
  { weight: 84, cpu: 4000, memory: 30517, gpu: 230, replicas: 1 },
  { weight: 84, cpu: 24200, memory: 93184, gpu: 1000, replicas: 1 },
  { weight: 78, cpu: 4000, memory: 15258, gpu: 320, replicas: 1 },
  { weight: 75, cpu: 3152, memory: 5600, gpu: 590, replicas: 1 },
  { weight: 72, cpu: 8000, memory: 30517, gpu: 320, replicas: 1 },
  { weight: 72, cpu: 4152, memory: 10600, gpu: 550, replicas: 1 },
  { weight: 65, cpu: 11400, memory: 77824, gpu: 1000, replicas: 1 },
  { weight: 6600, cpu: 6000, memory: 49152, gpu: 1000, replicas: 1 },
  { weight: 157, cpu: 12000, memory: 98304, gpu: 2000, replicas: 1 },
  { weight: 161, cpu: 24000, memory: 196608, gpu: 4000, replicas: 1 },
  { weight: 142, cpu: 48000, memory: 393216, gpu: 8000, replicas: 1 },
  { weight: 17, cpu: 48000, memory: 393216, gpu: 8000, replicas: 2 },
  { weight: 6, cpu: 48000, memory: 393216, gpu: 8000, replicas: 4 },
]
