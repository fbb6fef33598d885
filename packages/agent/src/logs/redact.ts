/** Shapes of secrets that programs print by accident. Only the secret itself is hidden, so that the line still helps. */
const SHAPES: [RegExp, string][] = [
  [/\b(Bearer|Basic|token)\s+[A-Za-z0-9._~+/=-]{12,}/gi, '$1 [hidden]'],
  [
    /\b((?:[a-z0-9_-]*)(?:passw(?:or)?d|secret|token|api[_-]?key|access[_-]?key|credential)s?["']?\s*[=:]\s*["']?)[^\s"',;]{4,}/gi,
    '$1[hidden]',
  ],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[hidden]'],
  [/\b(?:hf|gh[pousr]|glpat|xox[abpr]|sk|pk)[_-][A-Za-z0-9_-]{16,}\b/g, '[hidden]'],
  [/\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]+/g, '[hidden]'],
  [/\b([a-z][a-z0-9+.-]*:\/\/[^\s:/@]+):[^\s@/]+@/gi, '$1:[hidden]@'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*/g, '[hidden private key]'],
]

/** Masks what looks like a secret in one line of output. It catches accidents, not intent. */
export function redact(text: string): string {
  let masked = text
  for (const [shape, replacement] of SHAPES) masked = masked.replace(shape, replacement)
  return masked
}
