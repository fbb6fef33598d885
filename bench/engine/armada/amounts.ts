import type { Resources } from '@fairlead/scheduler'
import { textsOf, type Fields } from './fields.ts'
import { InputError } from '../input-error.ts'

const QUANTITY = /^([0-9]*\.?[0-9]+)(|m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)$/
const SUFFIX: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
}

/** The Kubernetes quantities under a key in the engine's units: thousandths of a core and of a GPU, MiB, pieces of anything else. */
export function amountsOf(fields: Fields, key: string): Resources {
  const amounts: Record<string, number> = {}
  for (const [name, text] of Object.entries(textsOf(fields, key))) {
    const parts = QUANTITY.exec(text)
    if (parts === null)
      throw new InputError(`${fields.where}.${key}.${name}: "${text}" is no quantity; write it like 2, 500m or 16Gi`)
    const amount = Number(parts[1]) * SUFFIX[parts[2]!]!
    if (name === 'cpu') amounts['cpu'] = amount * 1_000
    else if (name === 'memory') amounts['memory'] = amount / 2 ** 20
    else if (name === 'nvidia.com/gpu') amounts['gpu'] = amount * 1_000
    else amounts[name] = amount
  }
  return amounts
}
