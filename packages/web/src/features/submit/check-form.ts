import type { Outputs } from '../../lib/trpc.ts'
import { hasField } from './kind-fields.ts'
import type { SubmitForm } from './submit-form.ts'

export type Template = Outputs['templates']['list']['items'][number]

/** What fields say together that cannot be, by field. Each by itself is right already. */
export function checkTogether(
  form: SubmitForm,
  template: Template | undefined,
): Partial<Record<keyof SubmitForm, string>> {
  const { kind } = form
  const below = (template?.spec ?? {}) as { image?: string; command?: string[]; build?: { destination?: string } }
  const isSilent = form.command.trim() === '' && form.image.trim() === '' && form.rest['args'] === undefined
  const errors: Partial<Record<keyof SubmitForm, string>> = {}
  if (hasField(kind, 'command') && isSilent && below.image === undefined && !below.command?.length)
    errors.command = 'Say what to run, or name an image that runs something by itself'
  if (kind === 'endpoint' && form.ports.trim() === '' && template?.spec['ports'] === undefined)
    errors.ports = 'Say where it answers, such as 8080'
  if (kind === 'endpoint' && Number(form.minReplicas) > Number(form.replicas))
    errors.minReplicas = 'At most as many as it grows to'
  if (Number(form.replicasMin) > Number(form.replicas)) errors.replicasMin = 'At most as many as its replicas'
  const pool = form.pool === '' ? undefined : form.pool
  if (pool !== undefined && form.fallbackPools.includes(pool)) errors.fallbackPools = `${pool} is its first pool`
  if (kind === 'image-build' && below.build === undefined) {
    if (form.destination.trim() === '') errors.destination = 'Say where the image is pushed'
    if (form.context === '' && form.inline.trim() === '')
      errors.inline = 'Write a Dockerfile, or choose a Git connection that has one'
  }
  return errors
}
