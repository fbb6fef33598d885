/** Who acts when a mode or the passing of time does, for the audit log. */
export const SYSTEM_AUTHOR = {
  actor: { kind: 'system', id: 'upgrades', name: 'Fairlead' },
  origin: 'system',
  requestId: 'upgrades',
  ip: null,
} as const
