/**
 * Where this control plane stands, and so what may leave it. `cloud` and `hybrid`: requests to named hosts. `onprem`: from named hosts it only reads.
 * `airgapped`: named hosts are the site's own. In each mode hosts within the site are reached freely, and every other one never.
 */
export const EGRESS_MODES = ['cloud', 'hybrid', 'onprem', 'airgapped'] as const
export type EgressMode = (typeof EGRESS_MODES)[number]
