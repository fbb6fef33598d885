import { fail, warn, type Check } from './check.ts'

const AWAY = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'CONNECT_TIMEOUT', 'EHOSTUNREACH', 'ENETUNREACH'])
const WHY_NOT_TRUSTED: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'name the server in the URL as its certificate does',
  CERT_HAS_EXPIRED: 'give the server a certificate that is good today',
  CERT_NOT_YET_VALID: 'its certificate is of later than now: see T1 for the clocks',
}

/** What a database that cannot be asked is told about: D1, or D2 where its certificate is the reason. */
export function explainDatabaseError({ code = '', message }: NodeJS.ErrnoException): Check {
  // A database may be open to the cluster alone.
  if (AWAY.has(code))
    return warn(
      'D1',
      'PostgreSQL',
      'not in reach from here',
      'if the cluster reaches it, go on: its migration runs first and tells what is wrong',
    )
  if (/CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|ERR_TLS|ERR_SSL/.test(code))
    return fail(
      'D2',
      'encrypted link',
      code,
      `the server is not trusted (${message}): ${WHY_NOT_TRUSTED[code] ?? 'add the authority of its certificate to ca'}`,
    )
  if (/before secure TLS connection/.test(message))
    return fail(
      'D2',
      'encrypted link',
      'the server has none',
      'set ssl = on and a certificate in its postgresql.conf, or leave sslmode out of the URL where the network is yours alone',
    )
  return fail(
    'D1',
    'PostgreSQL',
    code || 'refused',
    `the database refuses: ${message}; check user, password and name in the file of backend.database.external`,
  )
}
