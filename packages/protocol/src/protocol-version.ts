/**
 * The wire versions of AP/1, oldest first, with their history. A change of any schema fails `protocol-version.test.ts`, whose
 * message says what to do: add a line here and to the list, and record the new hash and the new baseline.
 *
 * Adding an optional field, a new message type or a new verb raises the minor number. Everything else raises the major number, and the control
 * plane then speaks the old major and the new one for two releases. What each side promises the other is in
 * `docs/adr/0014-protocol-versions.md`.
 *
 * 1.0: enrol, connect, desired snapshot and delta, applied, status, command, heartbeat, logs with credit, metrics,
 *      drain, error.
 * 1.1: `upgrade.report`; `hello` names the image and says whether the agent can upgrade itself; `error` knows `unsupported_version`; the
 *      policy in a cluster's status may hold lines that the reader does not know.
 */
export const PROTOCOL_VERSIONS = ['1.0', '1.1'] as const
export type ProtocolVersion = (typeof PROTOCOL_VERSIONS)[number]

/** The newest, which is what both sides speak when nothing else is said. */
export const PROTOCOL_VERSION = '1.1' satisfies ProtocolVersion

/** How many versions before the newest are understood, too: N to N-3. */
export const PROTOCOL_VERSIONS_BACK = 3

/** The WebSocket subprotocol that both sides must offer. Its number is the major version. */
export const SUBPROTOCOL = 'ap.v1'

/** Message types that came after 1.0, with the version that knows them: to an older peer they are not sent. */
export const SINCE: Readonly<Record<string, ProtocolVersion>> = { 'upgrade.report': '1.1' }
