/**
 * The wire version of AP/1, with its history. A change of any schema fails `protocol-version.test.ts`, whose
 * message says what to do: add a line here, raise the number, and record the new hash.
 *
 * Adding an optional field or a new message type raises the minor number: an older peer ignores the field and answers the
 * type with `error{code: 'unknown_type'}`. Everything else raises the major number, and the control plane then speaks
 * the old major and the new one for two releases.
 *
 * 1.0: enrol, connect, desired snapshot and delta, applied, status, command, heartbeat, logs with credit, metrics,
 *      drain, error.
 */
export const PROTOCOL_VERSION = '1.0'

/** The WebSocket subprotocol that both sides must offer. Its number is the major version. */
export const SUBPROTOCOL = 'ap.v1'
