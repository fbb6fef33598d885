import { pino, stdTimeFunctions, type Logger } from 'pino'

export type { Logger }

/** One flat JSON line for each unit of work. Fields that can hold a secret are blanked whoever logs them. */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: { service: 'control-plane' },
    timestamp: stdTimeFunctions.isoTime,
    redact: {
      paths: [
        'token',
        '*.token',
        'password',
        '*.password',
        'authorization',
        '*.authorization',
        'cookie',
        '*.cookie',
        'link',
      ],
      censor: '[redacted]',
    },
  })
}
