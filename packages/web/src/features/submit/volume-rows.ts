import type { Inputs } from '../../lib/trpc.ts'

type Volume = NonNullable<Inputs['workloads']['submit']['spec']['volumes']>[number]

export const VOLUME_TYPES = ['own', 'claim', 'scratch', 'memory', 'models'] as const
export type VolumeType = (typeof VOLUME_TYPES)[number]

/** A volume as it stands in the form. */
export interface VolumeRow {
  type: VolumeType
  path: string
  /** A claim's name, and else a size. */
  value: string
  /** Read-only for a claim, kept for one of its own. */
  isFlagged: boolean
  storageClass: string
  /** What a workload that this begins from says besides. */
  name?: string
  subPath?: string
}

export const EMPTY_VOLUME: VolumeRow = { type: 'own', path: '', value: '', isFlagged: false, storageClass: '' }

export const VOLUME_WORDS: Record<VolumeType, { label: string; value: string; placeholder: string; flag?: string }> = {
  own: { label: 'Of its own', value: 'Size', placeholder: '10Gi', flag: 'Keep it after the end' },
  claim: { label: 'An existing claim', value: 'Claim', placeholder: 'datasets', flag: 'Read-only' },
  scratch: { label: 'Scratch on disk', value: 'Size', placeholder: 'no bound' },
  memory: { label: 'Scratch in memory', value: 'Size', placeholder: '1Gi' },
  models: { label: 'Models of the project', value: 'Size', placeholder: '100Gi' },
}

/** A volume is called by where it is mounted, as the CLI does. */
export function volumeName(path: string, index: number): string {
  const words = path
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return words === '' ? `volume-${index + 1}` : words.slice(0, 63).replace(/-+$/, '')
}

const SIZE = /^\d{1,12}(\.\d{1,3})?(Ki|Mi|Gi|Ti|k|M|G|T)?$/

/** What is wrong with a row, in words. */
export function volumeError({ type, path, value }: VolumeRow): string | undefined {
  if (!/^\/[^:]/.test(path)) return 'A full path such as /data'
  if (type === 'claim') return value === '' ? 'The name of a claim' : undefined
  if (value === '') return type === 'scratch' ? undefined : 'A size such as 10Gi'
  return SIZE.test(value) ? undefined : 'A size such as 10Gi'
}

export function toVolume(row: VolumeRow, index: number): Volume {
  const { type, path: mountPath, value, isFlagged } = row
  const mount = { name: row.name ?? volumeName(mountPath, index), mountPath }
  const ofClass = row.storageClass === '' ? {} : { storageClass: row.storageClass }
  if (type === 'scratch') return { ...mount, type, ...(value === '' ? {} : { size: value }) }
  if (type === 'memory') return { ...mount, type: 'scratch', size: value, inMemory: true }
  if (type === 'models') return { ...mount, type: 'modelCache', size: value, ...ofClass }
  if (type === 'own') return { ...mount, type, size: value, ...ofClass, ...(isFlagged ? { keep: true } : {}) }
  const within = row.subPath === undefined ? {} : { subPath: row.subPath }
  return { ...mount, type, claim: value, ...within, ...(isFlagged ? { readOnly: true } : {}) }
}

export function fromVolume(volume: Volume, index: number): VolumeRow {
  const { name, mountPath: path } = volume
  const row = { ...EMPTY_VOLUME, path, ...(name === volumeName(path, index) ? {} : { name }) }
  switch (volume.type) {
    case 'scratch':
      return { ...row, type: volume.inMemory ? 'memory' : 'scratch', value: written(volume.size) }
    case 'claim': {
      const { claim: value, subPath, readOnly } = volume
      return {
        ...row,
        type: 'claim',
        value,
        isFlagged: readOnly === true,
        ...(subPath === undefined ? {} : { subPath }),
      }
    }
    case 'own': {
      const { size, keep, storageClass = '' } = volume
      return { ...row, type: 'own', value: written(size), isFlagged: keep === true, storageClass }
    }
    case 'modelCache':
      return { ...row, type: 'models', value: written(volume.size), storageClass: volume.storageClass ?? '' }
  }
}

/** Sizes come as MiB from what was submitted before. */
function written(size: string | number | undefined): string {
  const [, mebibytes] = /^(\d+)Mi$/.exec(String(size ?? '')) ?? []
  return mebibytes !== undefined && Number(mebibytes) % 1024 === 0
    ? `${Number(mebibytes) / 1024}Gi`
    : String(size ?? '')
}

/** A row as `--volume` takes it; undefined where the option cannot say it. */
export function volumeOption({
  type,
  path,
  value,
  isFlagged,
  storageClass,
  name,
  subPath,
}: VolumeRow): string | undefined {
  if (storageClass !== '' || name !== undefined || subPath !== undefined) return undefined
  const flag = isFlagged && type === 'claim' ? ':ro' : isFlagged && type === 'own' ? ':keep' : ''
  return `${type}${value === '' ? '' : `=${value}`}:${path}${flag}`
}
