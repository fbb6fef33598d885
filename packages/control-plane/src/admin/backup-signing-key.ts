import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { readFrames } from '../backup/framed.ts'
import { ConfigError } from '../config.ts'

const VARIABLE = 'FAIRLEAD_BACKUP_SIGNING_KEY_FILE'

/**
 * The Ed25519 key that signs a backup, as PEM: from standard input in frames where `isSent`, and else from the file that the environment names, if any. No command line shows it. Throws {@link ConfigError}
 * for what is no such key.
 */
export async function backupSigningKey(
  isSent: boolean,
  env: Readonly<Record<string, string | undefined>>,
  input: AsyncIterable<Buffer>,
): Promise<KeyObject | undefined> {
  if (isSent) return parse(await text(readFrames(input)), '--sign: standard input')
  const file = env[VARIABLE]
  if (!file) return undefined
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
  } catch (error) {
    throw new ConfigError(`${VARIABLE}: ${(error as Error).message}; ./airgap apply backend brings the key`)
  }
  return parse(pem, `${VARIABLE}: ${file}`)
}

function parse(pem: string, where: string): KeyObject {
  let key: KeyObject | undefined
  try {
    key = createPrivateKey(pem)
  } catch {
    // What the decoder says of it helps nobody.
  }
  if (key?.asymmetricKeyType !== 'ed25519') throw new ConfigError(`${where} holds no private Ed25519 key as PEM`)
  return key
}
