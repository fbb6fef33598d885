import type { PodSpec } from '@fairlead/protocol'

/** Rendered pods as the fields of a spec that would make them again: for people who want to submit the same once more. */
export function writePod(pod: PodSpec | undefined): Record<string, unknown> {
  if (!pod) return {}
  const { engine, limits, imagePullSecrets, volumes, connections, ports, serving, build, config, keepSeconds } = pod
  return {
    ...(engine === 'auto' ? {} : { engine }),
    ...filled('limits', {
      ...(limits['cpu'] === undefined ? {} : { cpu: `${limits['cpu']}m` }),
      ...(limits['memory'] === undefined ? {} : { memory: `${limits['memory']}Mi` }),
    }),
    ...filled('imagePullSecrets', imagePullSecrets),
    ...filled('volumes', volumes.map(writeVolume)),
    ...filled(
      'connections',
      connections.map(({ name, mountPath, readOnly }) => ({
        name,
        ...(mountPath === undefined ? {} : { mountPath }),
        readOnly,
      })),
    ),
    ...filled('ports', ports),
    ...(serving ? { serving } : {}),
    ...(build ? { build } : {}),
    ...(config ? { config } : {}),
    keepFor: keepSeconds,
  }
}

function writeVolume(volume: PodSpec['volumes'][number]): Record<string, unknown> {
  if (volume.type === 'claim') return volume
  const { sizeMib, ...rest } = volume
  return { ...rest, ...(sizeMib === undefined ? {} : { size: `${sizeMib}Mi` }) }
}

function filled(name: string, value: object): Record<string, unknown> {
  return Object.keys(value).length === 0 ? {} : { [name]: value }
}
