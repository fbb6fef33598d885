import { readFileSync } from 'node:fs'
import { setGlobalProxyFromEnv } from 'node:http'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { Client } from '@fairlead/sdk'
import type { Attributes } from '../schema/attribute.ts'
import { Problem } from '../wire/problem.ts'
import type { Fields } from '../wire/value.ts'

/** What a provider block may say. What it leaves out comes from the environment, as for the command line. */
export const SETTINGS: Attributes = {
  url: { holds: 'string', about: 'Scheme, host and port of the control plane. Absent: FAIRLEAD_URL.', from: 'free' },
  token: {
    holds: 'string',
    about: 'A personal token. Absent: FAIRLEAD_TOKEN; token_file keeps it out of plans.',
    from: 'free',
    isSecret: true,
  },
  token_file: { holds: 'string', about: 'File that holds the token. Absent: FAIRLEAD_TOKEN_FILE.', from: 'free' },
  ca_file: {
    holds: 'string',
    about: "Authority of the control plane's certificate, trusted beside the usual ones. Absent: FAIRLEAD_CA.",
    from: 'free',
  },
}

/** A client for what a provider block says. Throws {@link Problem} for what is missing, unknown so far or cannot be read. */
export function configure(config: Fields, env: NodeJS.ProcessEnv, version: string): Client {
  const setting = (name: string, variable = ''): string | undefined => {
    const said = config[name] ?? null
    if (typeof said === 'symbol')
      throw new Problem(
        [name],
        `${name} is not known yet`,
        'A provider is needed before anything is made: say it outright, or by the environment.',
      )
    return (said as string | null) ?? (env[variable] || undefined)
  }
  const url = setting('url', 'FAIRLEAD_URL')
  if (url === undefined || !/^https?:/.test(url) || !URL.canParse(url))
    throw new Problem(
      ['url'],
      url === undefined ? 'there is no url of a control plane' : `"${url}" is no http or https URL`,
      'Set url in the provider block, or FAIRLEAD_URL.',
    )
  if (Object.keys(env).some((name) => /^https?_proxy$/i.test(name))) setGlobalProxyFromEnv()
  const caFile = setting('ca_file', 'FAIRLEAD_CA')
  if (caFile !== undefined) setDefaultCACertificates([...getCACertificates('default'), readSetting('ca_file', caFile)])
  const token = tokenOf()
  if (!token)
    throw new Problem(
      ['token_file'],
      'there is no token',
      'Set token_file in the provider block, FAIRLEAD_TOKEN_FILE or FAIRLEAD_TOKEN.',
    )
  return new Client({ url, token, headers: { 'user-agent': `terraform-provider-fairlead/${version}` } })

  /** A file goes before a text, and a block before the environment. */
  function tokenOf(): string | undefined {
    const said = [setting('token_file'), setting('token')]
    const [file, text] = said.some(Boolean) ? said : [env['FAIRLEAD_TOKEN_FILE'], env['FAIRLEAD_TOKEN']]
    return file ? readSetting('token_file', file).trim() : text
  }
}

function readSetting(name: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Problem([name], `${name}: ${file} cannot be read`, (error as Error).message)
  }
}
