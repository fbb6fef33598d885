const MASKS: readonly [pattern: RegExp, shown: string][] = [
  // A password in an address.
  [/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1(blanked)@'],
  // Tokens of ours, keys of age, JSON web tokens.
  [/\bfl[a-z]_[\w-]{16,}/g, '(blanked)'],
  [/AGE-SECRET-KEY-1\w+/g, '(blanked)'],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, '(blanked)'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, '(blanked)'],
  // Fields whose name says it.
  [
    /("?(?:password|passwd|secret|token|authorization|cookie|apiKey|api_key)"?\s*[:=]\s*)("[^"]*"|[^\s,;&}]+)/gi,
    '$1(blanked)',
  ],
]

/** Blanks what looks like a secret in a text for other people's eyes: better too much than too little. */
export function maskSecrets(text: string): string {
  return MASKS.reduce((masked, [pattern, shown]) => masked.replace(pattern, shown), text)
}
