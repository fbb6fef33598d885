import { expect } from 'vitest'
import { codeBlocks } from './document.ts'

/** What comes of a backup that somebody has made, by the name of its file and what is said of it: the last one is made with the key that signs, as the site makes it. */
const MADE = {
  changed: 'is not what this site has signed: site/site.yaml is another one',
  other: 'was not signed by this site',
  unsigned: 'is not signed: whoever has the public half of the key may have made it',
  own: undefined,
} as const

/** Runs a script of `sh` in the folder of the administrator. */
export type Shell = (script: string) => { code: number | null; out: string; err: string }
/** Runs the installer. */
export type Airgap = (...args: string[]) => Promise<{ code: number | null; out: string; err: string }>

/**
 * Checks a signed backup of the folder with other people's tools, as the document has it, and makes others of it with what is known in the cluster: with another site file under the signature of before, with a list that another key has signed,
 * and without a signature. The installer has to refuse each before it does anything, and to take one that is made in the same way with the key of the site.
 */
export async function expectForgeriesRefused(
  bundle: string,
  backup: string,
  shell: Shell,
  airgap: Airgap,
): Promise<void> {
  const check = codeBlocks(bundle)
    .find((block) => block.includes('openssl pkeyutl'))!
    .replaceAll('FILE', backup)
    .split('\n')
    .filter((line) => !line.includes('pg_restore'))
    .join('\n')
  const { code, out, err } = shell(`set -eu
    rm -rf forged && mkdir forged && cp backup.key backup.key.signing ${backup} forged && cd forged
    ${check}
    parts='backup.json site/* database.dump.* contents.json'
    wrap() { name=$1; shift; tar -c "$@" | age -r "$(sed -n 's/^# public key: //p' backup.key)" >../$name.forged.age; }
    seal() { sha256sum $parts >SHA256SUMS; openssl pkeyutl -sign -inkey $1 -rawin -in SHA256SUMS -out SHA256SUMS.sig; }
    echo '# changed' >>site/site.yaml
    wrap changed $parts SHA256SUMS SHA256SUMS.sig
    openssl genpkey -algorithm ed25519 -out other.key
    seal other.key; wrap other $parts SHA256SUMS SHA256SUMS.sig
    seal backup.key.signing; wrap own $parts SHA256SUMS SHA256SUMS.sig
    sed -i 's/"format": 2/"format": 1/' backup.json; wrap unsigned $parts
    chmod a+r ../*.forged.age`)
  expect({ code, err }).toMatchObject({ code: 0 })
  expect(out).toContain('Signature Verified Successfully')
  expect(out).toContain('site/site.yaml: OK')
  expect(out).toContain('contents.json: OK')
  for (const [name, says] of Object.entries(MADE)) {
    const file = `${name}.forged.age`
    const expected = says === undefined ? { code: 0 } : { code: 3, err: expect.stringContaining(says) }
    expect(await airgap('--dry-run', 'restore', file), name).toMatchObject(expected)
  }
  for (const words of [
    ['restore', 'changed.forged.age', '--unsigned'],
    ['restore', 'other.forged.age', '--key-file', 'backup.key', '--extract', 'extracted'],
    ['rollback', '--data', 'other.forged.age', '--yes'],
  ])
    expect(await airgap(...words), words.join(' ')).toMatchObject({ code: 3 })
  expect(shell('test ! -e extracted').code).toBe(0)
  const taken = await airgap('--json', '--dry-run', 'restore', 'unsigned.forged.age', '--unsigned')
  expect(taken).toMatchObject({ code: 0 })
  expect(JSON.parse(taken.out)).toMatchObject({ signature: 'none' })
}
