const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** True for something that is an id and not a name. */
export function isId(ref: string): boolean {
  return UUID.test(ref)
}
