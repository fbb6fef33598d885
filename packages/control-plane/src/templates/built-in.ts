import type { Template } from './schemas.ts'

/** The templates that every organization begins with. */
export const BUILT_IN_TEMPLATES: readonly Template[] = [
  {
    name: 'pipeline_execution',
    kind: 'job',
    about: 'steps over data',
    spec: { resources: { cpu: 1, memory: '2Gi' }, limits: { cpu: 2, memory: '4Gi' }, timeout: 3600 },
    builtIn: true,
  },
  {
    name: 'ml_training',
    kind: 'job',
    about: 'training of a model; ask for GPUs with resources.gpu',
    spec: { resources: { cpu: 4, memory: '8Gi' }, limits: { cpu: 8, memory: '16Gi' }, timeout: 3600 },
    builtIn: true,
  },
  {
    name: 'ml_inference',
    kind: 'job',
    about: 'predictions over a batch',
    spec: {
      resources: { cpu: 1, memory: '2Gi' },
      limits: { cpu: 2, memory: '4Gi' },
      timeout: 3600,
      priority: 'medium',
    },
    builtIn: true,
  },
  {
    name: 'digital_twin_update',
    kind: 'job',
    about: 'a simulation that follows its machine',
    spec: { resources: { cpu: 2, memory: '4Gi' }, limits: { cpu: 4, memory: '8Gi' }, timeout: 3600 },
    builtIn: true,
  },
  {
    name: 'stress_test',
    kind: 'evaluation',
    about: 'tests of a model and its data; the records outlive the objects, which stay two days',
    spec: {
      resources: { cpu: 1, memory: '4000Mi' },
      limits: { cpu: 3, memory: '8000Mi' },
      timeout: '72h',
      keepFor: '2d',
      retry: { max: 0 },
    },
    builtIn: true,
  },
]
