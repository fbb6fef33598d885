import type { Inputs } from '../../lib/trpc.ts'
import { readRule, ruleText } from './label-rules.ts'

type Placement = NonNullable<Inputs['workloads']['submit']['spec']['placement']>
export type NodePreference = NonNullable<Placement['nodePreferences']>[number]

/** Nodes to go to first, one preference a line: a weight from 1 to 100, and rules that all have to hold, with semicolons between. */
export function readPreferences(text: string): { found: NodePreference[]; error: string | undefined } {
  const found: NodePreference[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [, weight = '', rest = ''] = /^(\d+)\s+(.+)$/.exec(line.trim()) ?? []
    const wrong = (what: string) => ({ found, error: `line ${index + 1}: ${what}` })
    if (!(Number(weight) >= 1 && Number(weight) <= 100))
      return wrong('write a weight from 1 to 100 and a rule, such as 50 zone=a')
    const rules = rest.split(';').map((part) => readRule(part.trim()))
    const bad = rules.find((rule) => typeof rule === 'string')
    if (typeof bad === 'string') return wrong(bad)
    found.push({ weight: Number(weight), rules: rules.filter((rule) => typeof rule !== 'string') })
  }
  return { found, error: undefined }
}

/** Preferences as lines. */
export function writePreferences(preferences: readonly NodePreference[]): string {
  return preferences.map(({ weight, rules }) => `${weight} ${rules.map(ruleText).join('; ')}`).join('\n')
}
