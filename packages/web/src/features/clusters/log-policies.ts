/** What of the output of work leaves a cluster. */
export const LOG_POLICIES = [
  { value: 'stream', label: 'Stream', about: 'passed on live to those who may read it' },
  {
    value: 'redact',
    label: 'Redact',
    about: 'passed on live, with what looks like a secret hidden before it leaves the cluster',
  },
  { value: 'relay', label: 'Relay', about: 'passed on live, and never kept on the way' },
  { value: 'local', label: 'Local', about: 'stays in the cluster, and is read there' },
] as const
export type LogPolicy = (typeof LOG_POLICIES)[number]['value']
