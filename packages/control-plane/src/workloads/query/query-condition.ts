import { sql, type SQL } from 'drizzle-orm'
import type { Comparison, QueryValue, Term } from './parse-query.ts'

const OPS: Record<Comparison, SQL> = { '<': sql`<`, '<=': sql`<=`, '=': sql`=`, '>=': sql`>=`, '>': sql`>` }
const asked = (resource: string) =>
  sql`coalesce((workloads.requests->>${resource}::text)::numeric, 0) * workloads.replicas`

const NUMBERS: Partial<Record<Term['key'], SQL>> = {
  gpu: asked('gpu'),
  cpu: asked('cpu'),
  memory: asked('memory'),
  age: sql`extract(epoch from now() - workloads.submitted_at)`,
  finished: sql`extract(epoch from now() - workloads.finished_at)`,
  priority: sql`workloads.priority`,
  replicas: sql`workloads.replicas`,
  failures: sql`workloads.failures`,
  preemptions: sql`workloads.preemptions`,
}
const WORDS: Partial<Record<Term['key'], SQL>> = {
  state: sql`workloads.phase`,
  kind: sql`workloads.kind`,
  preemptible: sql`workloads.preemptible::text`,
}
const TEXTS: Partial<Record<Term['key'], readonly SQL[]>> = {
  project: [sql`projects.name`, sql`workloads.project_id::text`],
  department: [sql`(select d.name from departments d where d.id = projects.department_id)`],
  user: [sql`workloads.created_by_name`, sql`workloads.created_by`],
  cluster: [sql`clusters.name`, sql`clusters.id::text`],
  pool: [sql`node_pools.name`, sql`workloads.node_pool_id::text`],
  reason: [
    sql`coalesce(explanations.explanation->>'reason', workloads.reason, case when workloads.phase = 'STARTING' then runs.reason end)`,
  ],
}

/** A query as a condition on the rows that `viewWorkloads` joins. */
export function queryCondition(terms: readonly Term[]): SQL {
  if (terms.length === 0) return sql`true`
  return sql.join(terms.map(termCondition), sql` and `)
}

function termCondition({ key, values, isNegated }: Term): SQL {
  const any = sql.join(
    values.map((value) => valueCondition(key, value)),
    sql` or `,
  )
  // What is not known matches nothing, and so its opposite matches.
  return isNegated ? sql`not coalesce((${any}), false)` : sql`(${any})`
}

function valueCondition(key: Term['key'], value: QueryValue): SQL {
  if (value.kind === 'number') return sql`${NUMBERS[key] ?? sql`null`} ${OPS[value.op]} ${value.number}::numeric`
  if (value.kind === 'word') {
    return sql`${WORDS[key] ?? sql`null`} in (${sql.join(
      value.words.map((word) => sql`${word}`),
      sql`, `,
    )})`
  }
  if (key === 'label') {
    const at = value.text.indexOf('=')
    return isLike(sql`workloads.labels->>${value.text.slice(0, at)}::text`, value.text.slice(at + 1))
  }
  if (key === 'name') return isLike(sql`workloads.name`, value.text.includes('*') ? value.text : `*${value.text}*`)
  const texts = TEXTS[key] ?? []
  return sql`(${sql.join(
    texts.map((text) => isLike(text, value.text)),
    sql` or `,
  )})`
}

function isLike(text: SQL, pattern: string): SQL {
  return sql`${text} ilike ${pattern.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%')}`
}
