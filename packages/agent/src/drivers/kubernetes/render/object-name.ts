import { createHash } from 'node:crypto'
import type { RunRef, RunRequest } from '../../driver.ts'

/** Leaves room for the numbers that controllers add to the names of pods, which are host names of at most 63 characters. */
const NAME_CHARS_MAX = 46

/** The name of a run's objects: for people, stable by run and generation, and never that of another run. */
export function objectName(request: RunRequest): string {
  const end = `-${shortHash(request.runId)}-${request.generation}`
  return dnsName(request.spec.workload.name, NAME_CHARS_MAX - end.length) + end
}

/** The name of what belongs to the workload and not to one of its runs, such as a claim. */
export function workloadObjectName(request: RunRequest, part: string): string {
  const end = `-${shortHash(request.spec.workload.id)}`
  return `${dnsName(request.spec.workload.name, 40 - end.length)}${end}-${dnsName(part, 20)}`
}

export function describeRef({ runId, generation }: RunRef): string {
  return `run ${runId}, generation ${generation}`
}

/** A text as a DNS label: it begins with a letter and ends with a letter or digit. */
export function dnsName(text: string, charsMax: number): string {
  const plain = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+/g, '')
    .slice(0, charsMax)
    .replaceAll(/-+$/g, '')
  return plain === '' ? 'run' : plain
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}
