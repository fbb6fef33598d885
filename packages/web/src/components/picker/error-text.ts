/** A form's message for a field, when it is a text. */
export function errorText(error: unknown): string | undefined {
  return typeof error === 'string' ? error : undefined
}
