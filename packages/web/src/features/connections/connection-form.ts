import type { Inputs } from '../../lib/trpc.ts'
import { CONNECTION_TYPES, type Connection, type ConnectionType } from './connection-types.ts'

/** A connection as it stands in its dialog. */
export interface ConnectionForm {
  name: string
  type: ConnectionType
  description: string
  settings: Record<string, string>
  secret: string
  mountPath: string
  isReadOnly: boolean
}

export function formOf(connection: Connection | undefined): ConnectionForm {
  return {
    name: connection?.name ?? '',
    type: connection?.type ?? 's3',
    description: connection?.description ?? '',
    settings: connection?.settings ?? {},
    secret: connection?.secret ?? '',
    mountPath: connection?.mountPath ?? '',
    isReadOnly: connection?.readOnly ?? false,
  }
}

/** What is wrong with it, by the path by which the API calls the field. */
export function checkConnection({ name, type, settings, mountPath }: ConnectionForm): Record<string, string> {
  const errors: Record<string, string> = {}
  if (!/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name)) errors['name'] = 'Lower-case letters, digits and dashes'
  for (const setting of CONNECTION_TYPES[type].settings)
    if (setting.isNeeded && (settings[setting.name] ?? '').trim() === '') errors[`settings.${setting.name}`] = 'Needed'
  if (CONNECTION_TYPES[type].hasFiles && mountPath !== '' && !/^\/./.test(mountPath))
    errors['mountPath'] = 'A full path such as /data'
  return errors
}

type Create = Inputs['connections']['create']

/** What the type has of the settings, without those that say nothing. */
function settingsOf({ type, settings }: ConnectionForm): Record<string, string> {
  return Object.fromEntries(
    CONNECTION_TYPES[type].settings.flatMap(({ name }) => {
      const value = (settings[name] ?? '').trim()
      return value === '' ? [] : [[name, value]]
    }),
  )
}

export function toCreate(form: ConnectionForm, project: string): Create {
  const { name, type, description, secret, mountPath, isReadOnly } = form
  return {
    project,
    name,
    type,
    settings: settingsOf(form),
    ...(description === '' ? {} : { description }),
    ...(secret === '' ? {} : { secret }),
    ...(mountPath === '' || !CONNECTION_TYPES[type].hasFiles ? {} : { mountPath }),
    ...(isReadOnly ? { readOnly: true } : {}),
  }
}

export function toUpdate(form: ConnectionForm): Omit<Inputs['connections']['update'], 'project' | 'connection'> {
  const { description, secret, mountPath, isReadOnly } = form
  return {
    description,
    settings: settingsOf(form),
    secret: secret === '' ? null : secret,
    mountPath: mountPath === '' ? null : mountPath,
    readOnly: isReadOnly,
  }
}
