import type { Project } from '@fairlead/sdk'
import type { Attribute } from '../schema/attribute.ts'
import { settle } from '../schema/settle.ts'
import type { Fields, Value } from '../wire/value.ts'

/** Tests on labels of clusters. */
export const labelRules: Attribute = {
  holds: {
    groups: {
      key: { holds: 'string', about: 'Key of the label.', from: 'given' },
      operator: { holds: 'string', about: 'In, NotIn, Exists, DoesNotExist, Gt or Lt.', from: 'given' },
      values: { holds: { listOf: 'string' }, about: 'What In, NotIn, Gt and Lt compare with.', from: 'free' },
    },
    by: 'place',
  },
  about: 'Where work of the project may be, by labels of clusters: all rules must hold. Absent: anywhere.',
  from: 'free',
}

/** What a state says of rules that are `found`, in the words of `before` where they mean the same. */
export function settleLabelRules(before: Value | undefined, found: Project['clusterRules']): Value {
  const said = Array.isArray(before) ? before : []
  const rules: Fields[] = found.map(({ key, operator, values }, at) => {
    const words = said[at] as Fields | undefined
    return { key, operator, values: settle(words?.['values'], values, []) }
  })
  return settle(before, rules, [])
}

/** As a request carries them. */
export function labelRulesRequest(rules: Value | undefined): Project['clusterRules'] {
  if (!Array.isArray(rules)) return []
  return rules.map((rule) => {
    const { key, operator, values } = rule as Fields
    return { key, operator, values: values ?? [] } as Project['clusterRules'][number]
  })
}
