import type { QuotaChange } from '@fairlead/sdk'
import { InvalidArgumentError } from 'commander'

const NAME = /^[a-z0-9.-]+\/[a-zA-Z0-9._-]+$/

/** `nvidia.com/mig-1g.10gb=2`: pieces of a resource by its Kubernetes name, any number of times. */
export function resource(text: string, before: Record<string, number> = {}): Record<string, number> {
  const at = text.indexOf('=')
  const [name, amount] = [text.slice(0, at), text.slice(at + 1)]
  if (at < 1 || !NAME.test(name) || !/^\d{1,6}$/.test(amount)) {
    throw new InvalidArgumentError('give a name and a count, such as nvidia.com/mig-1g.10gb=2.')
  }
  return { ...before, [name]: Number(amount) }
}

const FIELDS = {
  deserved: 'deserved',
  limit: 'limit',
  weight: 'weight',
  borrow: 'borrowLimit',
  lend: 'lendLimit',
  user: 'userLimit',
} as const
export type ResourceQuotas = NonNullable<QuotaChange['extended']>

/** `nvidia.com/mig-1g.10gb:limit=4`: one field of the quota of a resource, any number of times. */
export function resourceQuota(text: string, before: ResourceQuotas = {}): ResourceQuotas {
  const [, name = '', word = '', amount = ''] = /^([^:]+):(\w+)=(\w+)$/.exec(text.trim()) ?? []
  const field = Object.hasOwn(FIELDS, word) ? FIELDS[word as keyof typeof FIELDS] : undefined
  const isAmount = /^\d{1,7}$/.test(amount) || (amount === 'unlimited' && field !== 'weight')
  if (!NAME.test(name) || field === undefined || !isAmount) {
    const words = Object.keys(FIELDS).join(', ')
    throw new InvalidArgumentError(`give NAME:FIELD=COUNT, such as nvidia.com/mig-1g.10gb:limit=4, with ${words}.`)
  }
  const value = amount === 'unlimited' ? amount : Number(amount)
  return { ...before, [name]: { ...before[name], [field]: value } }
}
