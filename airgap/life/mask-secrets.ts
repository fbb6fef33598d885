/** Names of fields whose value is a secret. A file of one, such as `passwordFile`, is not. */
const NAME = String.raw`(?:password|passwd|passphrase|secret|token|authorization|cookie|api_?key|private_?key|auth)`
/** A value, in quotes, in quotes within quotes, or up to where a field ends. */
const VALUE = String.raw`(?:\\"(?:[^"\\]|\\[^"])*\\"|"(?:[^"\\]|\\.)*"|'[^']*'|(?:(?:Bearer|Basic)\s+)?[^\s,;&}]+)`

const MASKS: readonly [pattern: RegExp, shown: string][] = [
  // A password in an address.
  [/(\w+:\/\/[^\s:/@]+:)[^\s@/]+@/g, '$1(blanked)@'],
  // Tokens of ours, keys of age, JSON web tokens.
  [/\bfl[a-z]_[\w-]{16,}/g, '(blanked)'],
  [/AGE-SECRET-KEY-1\w+/g, '(blanked)'],
  [/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/g, '(blanked)'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----/g, '(blanked)'],
  // A field of more than one line in YAML: all lines that are further in than its name.
  [
    new RegExp(
      String.raw`^(([ \t]*)(?:- )?\S*${NAME}"?[ \t]*:[ \t]*[|>][-+0-9]*)[ \t]*(?:\n\2[ \t]+.*|\n[ \t]*(?=\n))+`,
      'gim',
    ),
    '$1 (blanked)',
  ],
  // A variable of a container, in YAML and in JSON: the name and the value are fields of their own.
  [new RegExp(String.raw`(\bname:[ \t]*"?\w*${NAME}\w*"?[ \t]*\n[ \t]*value:[ \t]*)${VALUE}`, 'gi'), '$1(blanked)'],
  [
    new RegExp(String.raw`(\\?"name\\?"\s*:\s*\\?"\w*${NAME}\w*\\?"\s*,\s*\\?"value\\?"\s*:\s*)${VALUE}`, 'gi'),
    '$1(blanked)',
  ],
  // Fields whose name says it; a long value begins in the next line.
  [
    new RegExp(
      String.raw`(${NAME}(?:\\?["'])?[ \t]*[:=](?:[ \t]*\n[ \t]+(?!\S*:)|[ \t]*))(?![|>][-+0-9]*[ \t]*(?:\n|\(blanked\)))${VALUE}`,
      'gi',
    ),
    '$1(blanked)',
  ],
]

/** Blanks what looks like a secret in a text for other people's eyes: better too much than too little. */
export function maskSecrets(text: string): string {
  return MASKS.reduce((masked, [pattern, shown]) => masked.replace(pattern, shown), text)
}
