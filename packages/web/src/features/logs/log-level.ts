import { plainText } from './ansi.ts'

export const LEVELS = ['error', 'warn', 'info', 'debug'] as const
export type Level = (typeof LEVELS)[number]

/** A level stands near the begin of a line; what comes later is what the line is about. */
const LOOKED_AT = 160
/** Colours take room, too, and of a longer line the begin is enough. */
const LENGTH_MAX = 2000
const WORDS: readonly (readonly [Level, string])[] = [
  ['error', 'FATAL|CRITICAL|CRIT|PANIC|SEVERE|ERROR|ERR|EMERG|ALERT'],
  ['warn', 'WARNING|WARN|WRN'],
  ['info', 'INFO|INF|NOTICE'],
  ['debug', 'DEBUG|DBG|TRACE|TRC|VERBOSE'],
]
const PATTERNS = WORDS.map(([level, words]) => ({
  level,
  /** Written large anywhere; in any case as a field, in brackets, or as the first word before a colon. */
  large: new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`),
  named: new RegExp(
    `(?:level"?\\s*[=:]\\s*"?|severity"?\\s*[=:]\\s*"?|lvl"?\\s*[=:]\\s*"?|\\[|^)(?:${words})(?:"|\\]|:|\\s|,|$)`,
    'i',
  ),
}))
/** `E1122 10:40:00.000000`, as Kubernetes writes it. */
const KLOG = /^([EFWI])\d{4} \d\d:/
const KLOG_LEVELS: Readonly<Record<string, Level>> = { E: 'error', F: 'error', W: 'warn', I: 'info' }
/** What a language says when it gives up: `Traceback (most recent call last):`, `ValueError: …`, `java.lang.IllegalStateException`, `panic: …`. */
const FAILURE = /^(?:Traceback \(|panic: |Uncaught |Caused by: |(?:[\w$]+\.)*[A-Z]\w*(?:Error|Exception)\b)/
/** A line that goes on with what the one before began. */
const GOES_ON = /^(?:\s+\S|\.\.\. \d+ more)/

/** How grave a line says it is. One that goes on with another is as grave as that, `before`. `undefined` where nothing tells. */
export function levelOf(text: string, before: Level | undefined): Level | undefined {
  const start = plainText(text.length > LENGTH_MAX ? text.slice(0, LENGTH_MAX) : text).slice(0, LOOKED_AT)
  const klog = KLOG.exec(start)
  if (klog) return KLOG_LEVELS[klog[1] ?? '']
  const named = PATTERNS.find((pattern) => pattern.named.test(start)) ?? PATTERNS.find(({ large }) => large.test(start))
  if (named) return named.level
  if (FAILURE.test(start)) return 'error'
  return GOES_ON.test(start) ? before : undefined
}
