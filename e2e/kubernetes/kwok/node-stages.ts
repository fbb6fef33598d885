import type { Stage } from './stage.ts'

const READY = '.status.conditions.[] | select( .type == "Ready" ) | .status'

const CONDITIONS = `
{{ $now := Now }}
{{ $since := or .metadata.creationTimestamp $now }}
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $since | Quote }}
{{ end }}
`

/** A node becomes Ready at once, also one that was lost and is found again; its lease is renewed by kwok itself. */
export const NODE_STAGES: readonly Stage[] = [
  {
    name: 'node-start',
    kind: 'Node',
    when: [{ path: READY, not: ['True'] }],
    status: `${CONDITIONS}
phase: Running
`,
  },
  {
    name: 'node-heartbeat',
    kind: 'Node',
    when: [{ path: READY, is: ['True'] }],
    delay: { defaultMs: 300_000 },
    status: CONDITIONS,
  },
]
