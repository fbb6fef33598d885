import type postgres from 'postgres'

/** Of a hundred rows. */
const SHARES = { workloads: 12, workload_specs: 12, workload_events: 48, audit_entries: 28 } as const

/** Fills a database of ours with so many rows of work that has ended, as a year leaves them: four transitions for each workload, and who asked for what. As a superuser. Answers how many there are in each table. */
export async function fillRows(sql: postgres.Sql, rows: number): Promise<Record<keyof typeof SHARES, number>> {
  const part = (share: number) => Math.round((rows * share) / 100)
  const count = {
    workloads: part(SHARES.workloads),
    workload_specs: part(SHARES.workload_specs),
    workload_events: part(SHARES.workload_events),
    audit_entries: part(SHARES.audit_entries),
  }
  const id = (prefix: string, number = 'n') => `('${prefix}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
  const one = (prefix: string) => id(prefix, '1')
  const [organization, department, project, pool] = ['0a', '0b', '0c', '0d'].map((each) => one(`000000${each}`)) as [
    string,
    string,
    string,
    string,
  ]
  const series = (number: number) => `generate_series(1, ${number}) n`
  const at = `timestamptz '2026-01-01' + n * interval '30 seconds'`
  const phases = `(array['QUEUED', 'ASSIGNED', 'RUNNING', 'SUCCEEDED'])[1 + n % 4]`
  const spec = `jsonb_build_object('image', 'registry.site/train:' || n % 40, 'command', jsonb_build_array('python', 'train.py', '--seed', n::text),
    'resources', jsonb_build_object('gpu', 1 + n % 8, 'cpu', 8, 'memory', '64Gi'), 'env', jsonb_build_object('RUN', md5(n::text)))`
  const statements = [
    `insert into organizations (id, name, display_name) values (${organization}, 'site', 'The site')`,
    `insert into departments (id, organization_id, name) values (${department}, ${organization}, 'research')`,
    `insert into projects (id, organization_id, department_id, name, namespace) values (${project}, ${organization}, ${department}, 'vision', 'vision')`,
    `insert into node_pools (id, organization_id, name, selector, cluster_ids) values (${pool}, ${organization}, 'bench', '{}', '[]')`,
    `insert into workloads (id, organization_id, project_id, node_pool_id, name, kind, phase, priority, preemptible, replicas, requests, class_key, created_by,
        created_by_name, idempotency_key, request_sha256, submitted_at, queued_at, phase_since, finished_at)
      select ${id('01980000')}, ${organization}, ${project}, ${pool}, 'train-' || n, 'job', 'SUCCEEDED', 50, n % 2 = 0, 1, '{"gpu": 1}', md5((n % 300)::text), 'kim',
        'Kim Larsen', 'key-' || n, encode(sha256(n::text::bytea), 'hex'), ${at}, ${at}, ${at}, ${at} from ${series(count.workloads)}`,
    `insert into workload_specs (workload_id, organization_id, spec) select ${id('01980000')}, ${organization}, ${spec} from ${series(count.workload_specs)}`,
    `insert into workload_events (organization_id, workload_id, at, phase, reason, message, data)
      select ${organization}, ${id('01980000', `1 + n % ${count.workloads}`)}, ${at}, ${phases}, 'PLACED', 'on node gpu-' || n % 500 || ', by round ' || n,
        jsonb_build_object('round', n) from ${series(count.workload_events)}`,
    `insert into audit_entries (organization_id, at, actor_kind, actor_id, actor_name, action, object_kind, object_id, object_name, origin, request_id, ip, data)
      select ${organization}, ${at}, 'user', 'kim', 'Kim Larsen', 'workload.submit', 'workload', md5(n::text), 'train-' || n, 'api', md5(n::text || 'r'), '10.0.0.' || n % 250,
        jsonb_build_object('project', 'vision', 'gpu', n % 8) from ${series(count.audit_entries)}`,
  ]
  for (const statement of statements) await sql.unsafe(statement)
  await sql`analyze`
  return count
}
