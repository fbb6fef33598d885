/** What a query of workloads can be about, in the order in which it is offered. */
export const QUERY_KEYS = [
  {
    key: 'state',
    about: 'status, active or ended',
    example: 'state:running,queued',
    aliases: ['status', 'phase', 'is'],
  },
  { key: 'project', about: 'name of the project', example: 'project:vision', aliases: ['namespace', 'queue'] },
  { key: 'department', about: 'name of the department', example: 'department:research', aliases: ['team'] },
  { key: 'user', about: 'who submitted it', example: 'user:kim@*', aliases: ['owner', 'by', 'creator'] },
  { key: 'cluster', about: 'where it runs', example: 'cluster:oslo', aliases: ['site'] },
  { key: 'pool', about: 'its node pool', example: 'pool:h100', aliases: ['nodepool', 'node-pool'] },
  { key: 'kind', about: 'what it is', example: 'kind:job', aliases: ['type'] },
  { key: 'name', about: 'part of its name', example: 'name:train-*', aliases: ['workload', 'job'] },
  { key: 'label', about: 'one of its labels', example: 'label:team=nlp', aliases: ['tag', 'labels'] },
  { key: 'reason', about: 'why it is in its state', example: 'reason:OOM', aliases: ['why'] },
  { key: 'gpu', about: 'GPUs of all replicas', example: 'gpu:>4', aliases: ['gpus'] },
  { key: 'cpu', about: 'cores of all replicas', example: 'cpu:>=16', aliases: ['cpus', 'cores'] },
  { key: 'memory', about: 'memory of all replicas', example: 'memory:>64Gi', aliases: ['mem', 'ram'] },
  { key: 'age', about: 'time since it was submitted', example: 'age:<2d', aliases: ['since', 'submitted', 'created'] },
  { key: 'finished', about: 'time since it ended', example: 'finished:<24h', aliases: ['ended', 'end', 'completed'] },
  { key: 'priority', about: 'name or number', example: 'priority:>=high', aliases: ['prio'] },
  { key: 'replicas', about: 'how many replicas', example: 'replicas:>1', aliases: ['pods'] },
  { key: 'failures', about: 'runs that failed', example: 'failures:>0', aliases: ['retries'] },
  { key: 'preemptions', about: 'how often it was preempted', example: 'preemptions:>0', aliases: ['preempted'] },
  { key: 'preemptible', about: 'whether it may be preempted', example: 'preemptible:no', aliases: [] },
] as const satisfies readonly { key: string; about: string; example: string; aliases: readonly string[] }[]
export type QueryKey = (typeof QUERY_KEYS)[number]['key']
