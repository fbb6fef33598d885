/** One secret, and how it is changed. */
export interface Rotation {
  secret: string
  /** A command, or what is done instead. */
  how: string
}

/** Every secret of an installation, in one place. */
export const ROTATIONS: readonly Rotation[] = [
  { secret: 'password of the bundled database', how: './airgap rotate database-password -f site.yaml' },
  {
    secret: 'password of a database of the site',
    how: 'change it there and in the file of urlFile, then ./airgap apply backend',
  },
  {
    secret: 'certificate, authorities, logins of the registry, licence',
    how: 'the file that site.yaml names, then ./airgap apply backend',
  },
  {
    secret: 'key that opens backups',
    how: './airgap backup-key --out new.key, name it in site.yaml, then ./airgap apply backend; keep the old one for the old backups',
  },
  {
    secret: 'key that signs backups',
    how: 'move backup.key.signing away, ./airgap backup-key --add-signing backup.key, then ./airgap apply backend; take the line of the old one out of backup.key to trust nothing that it has signed',
  },
  {
    secret: 'key of an agent',
    how: 'remove its identity, then ./fairlead cluster token CLUSTER --token-file join-token and ./airgap apply cluster',
  },
  { secret: 'join token', how: './fairlead cluster token CLUSTER --token-file join-token' },
  {
    secret: 'token of a person or a program',
    how: './fairlead token rotate TOKEN --overlap 24 --token-file new.token',
  },
  { secret: 'password of a person', how: 'a new link: in the console under People' },
  { secret: 'keys of releases', how: 'by your vendor; a bundle that the root key vouches for brings the new one' },
]
