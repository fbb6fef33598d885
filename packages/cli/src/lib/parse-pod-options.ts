import type { WorkloadSpec } from '@fairlead/sdk'
import { InvalidArgumentError } from 'commander'

/** Readers of option values about pods. What they throw is told with the name of the option. */

export type Volume = NonNullable<WorkloadSpec['volumes']>[number]
export type ConnectionUse = NonNullable<WorkloadSpec['connections']>[number]
export type Port = NonNullable<WorkloadSpec['ports']>[number]

const VOLUME = /^(?<type>[a-z-]+)(?:=(?<value>[^:]+))?:(?<mountPath>\/[^:]+)(?::(?<flag>ro|keep))?$/
const SHAPES = 'scratch:/tmp, memory=1Gi:/dev/shm, claim=NAME:/data[:ro], own=10Gi:/home[:keep], models=100Gi:/models'

/** `claim=NAME:/data:ro`, any number of times. A volume is called by where it is mounted. */
export function volume(text: string, before: Volume[] = []): Volume[] {
  const { type = '', value, mountPath = '', flag } = VOLUME.exec(text)?.groups ?? {}
  const mount = { name: nameOf(mountPath, before.length), mountPath }
  const made = makeVolume(type, value, mount, flag)
  if (!made) throw new InvalidArgumentError(`give one of ${SHAPES}.`)
  return [...before, made]
}

function makeVolume(
  type: string,
  value: string | undefined,
  mount: { name: string; mountPath: string },
  flag: string | undefined,
): Volume | undefined {
  if (flag !== undefined && flag !== (type === 'claim' ? 'ro' : type === 'own' ? 'keep' : '')) return undefined
  if (type === 'scratch') return { ...mount, type, ...(value === undefined ? {} : { size: value }) }
  if (value === undefined) return undefined
  if (type === 'memory') return { ...mount, type: 'scratch', size: value, inMemory: true }
  if (type === 'claim') return { ...mount, type, claim: value, ...(flag === 'ro' ? { readOnly: true } : {}) }
  if (type === 'own') return { ...mount, type, size: value, ...(flag === 'keep' ? { keep: true } : {}) }
  return type === 'models' ? { ...mount, type: 'modelCache', size: value } : undefined
}

function nameOf(mountPath: string, index: number): string {
  const words = mountPath
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return words === '' ? `volume-${index + 1}` : words.slice(0, 63).replace(/-+$/, '')
}

/** `NAME` or `NAME:/where[:ro]`, any number of times. */
export function connection(text: string, before: ConnectionUse[] = []): ConnectionUse[] {
  const [, name = '', mountPath, flag] = /^([a-z0-9-]+)(?::(\/[^:]+))?(?::(ro))?$/.exec(text) ?? []
  if (name === '') throw new InvalidArgumentError('give NAME, NAME:/where or NAME:/where:ro.')
  if (mountPath === undefined && flag === undefined) return [...before, name]
  const more = { ...(mountPath === undefined ? {} : { mountPath }), ...(flag === undefined ? {} : { readOnly: true }) }
  return [...before, { name, ...more }]
}

/** `8080` or `http:8080`, any number of times, or several with commas between. */
export function port(text: string, before: Port[] = []): Port[] {
  const ports = text.split(',').map((part): Port => {
    const [, name, number = ''] = /^(?:([a-z0-9-]{1,15}):)?(\d{1,5})$/.exec(part.trim()) ?? []
    if (number === '') throw new InvalidArgumentError('give 8080, or with a name http:8080.')
    return name === undefined ? Number(number) : { name, port: Number(number) }
  })
  return [...before, ...ports]
}
