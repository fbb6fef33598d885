/** One thing that a reviewer asks for: what is so, and how to see it at the site, without us. */
export interface Item {
  title: string
  text: string
  /** Commands in an unpacked bundle, or beside the archive. */
  commands?: string
}

/** In the order in which reviews ask. */
export const CHECKLIST: readonly Item[] = [
  {
    title: 'Signed hashes that other tools check',
    text: "One list, `SHA256SUMS`, covers every file of the bundle, and three signatures cover the list and the archive: P-256 for openssl, SSH's and minisign's. There is no way to install what is not signed.",
    commands: `sha256sum -c --strict SHA256SUMS
openssl dgst -sha256 -verify trust/release.pub.pem -signature SHA256SUMS.ec.sig SHA256SUMS`,
  },
  {
    title: 'Keys that change, and keys that are revoked',
    text: 'A root key that lies apart from everything signs one list, `trust/keys.json`: the keys of releases, their days, and which are revoked and why. A site that has accepted a bundle takes new keys that the same root vouches for, and never one that was revoked.',
    commands: `openssl dgst -sha256 -verify trust/root.pub.pem -signature trust/keys.json.ec.sig trust/keys.json
grep -A 4 "$(sha256sum trust/release.pub.pem | cut -c 1-64)" trust/keys.json`,
  },
  {
    title: 'Reproducible build',
    text: 'The same commit and keys give the same bytes in any folder. `provenance/statement.intoto.json` names the commit, every lock file with its hash, every Debian package and every digest; where it says `debian: newest`, the packages were not those pinned.',
    commands: `pnpm airgap:bundle --signing-key FILE && sha256sum dist/*.tar.gz`,
  },
  {
    title: 'SBOM, licences, known weaknesses, ends of life',
    text: 'CycloneDX for each image and for the programs, with the hash of each component; the licence text of each; an OpenVEX document to write assessments into; end of life of each part with its date.',
    commands: `ls sbom licences; cat scan/eol.txt`,
  },
  {
    title: 'Scanners see everything',
    text: 'Plain and gzip alone: no zstd, no archive with a password, nothing that unpacks itself. The largest program is above the limits that ClamAV has by itself, so use these flags.',
    commands: `cat scan/clamav.txt`,
  },
  {
    title: 'What goes out, by mode, and a recorded run in which nothing did',
    text: 'One switch, `FAIRLEAD_MODE`, in one place of the code; the installer sets it from `mode` of site.yaml. The run below records every call of every process, with a control that it has to see.',
    commands: `cat scan/egress.txt
pnpm airgap:verify --minutes 60`,
  },
  {
    title: 'The console loads nothing from elsewhere',
    text: "Fonts, icons and documents are its own; the content security policy is `default-src 'self'`, and every browser test fails on a request to another host; one of them opens the console of an installed site with the network off.",
  },
  {
    title: 'No telemetry',
    text: 'There is no code that reports use, looks for new versions or asks a time server, in any mode.',
  },
  {
    title: 'The licence is a signed file',
    text: 'It is checked without a network. Its end and its limits warn and stop nothing that runs and nobody who signs in; a clock that is set back does not renew it.',
  },
  {
    title: 'No default password; where secrets rest, and how each is changed',
    text: `The first admin gets a link that is good once and for an hour. Secrets reach the installer by files, never by flags, and \`site.yaml\` holds none.

| Secret | Where it rests, and how | How it is changed |
|---|---|---|
| passwords of people; tokens, sessions, links, join tokens | the database, as Argon2id and as SHA-256 of 256 random bits: what could be used is kept nowhere | a new link; \`fairlead token rotate\`; \`fairlead cluster token\` |
| two keys that replicas share, for nonces and calls among themselves | the database, as they are: they open nothing outside of it | a new database |
| credentials of work | nowhere in the control plane, which refuses them: Secrets of the cluster that the work runs in | there |
| address of the database with its password, certificate, logins of the registry | Secrets of Kubernetes, which are encrypted where the cluster encrypts them; on a host files of root with mode 600, which systemd hands to each service | the file that \`site.yaml\` names, and \`apply\`, which starts anew what reads it |
| password of the bundled database | a Secret, made once from 192 random bits; on a host a file of its user | \`./airgap rotate database-password\` |
| key of an agent | a Secret of its own cluster, made there; the control plane has the public half | remove its identity, and let it enrol with a new join token |
| backups | encrypted to an age key of which the cluster has the public half alone, and signed | a new key; the old one opens the old backups |
| key that signs backups | a file of the administrator; where backups are made by night also a Secret, or on a host a file of root, for that job alone: who reads it there can sign, and opens nothing | \`./airgap backup-key --add-signing\`, and \`apply\` |
| the database's files themselves | its volume or disk, encrypted where the storage class or the disk is | |

That the cluster encrypts its Secrets is a setting of its API server (\`--encryption-provider-config\`), on OpenShift of \`apiserver cluster\`, and of a disk one of its own: the first three commands show each. The others change what they name.`,
    commands: `kubectl -n kube-system get pods -l component=kube-apiserver -o yaml | grep encryption-provider-config
oc get apiserver cluster -o jsonpath='{.spec.encryption.type}'
lsblk -o NAME,FSTYPE,MOUNTPOINT | grep -i crypt
./fairlead token rotate TOKEN --overlap 24 --token-file new.token
./fairlead cluster token CLUSTER --token-file join-token
./airgap backup-key --out new-backup.key
./airgap backup-key --add-signing backup.key
./airgap rotate list
./airgap rotate database-password -f site.yaml
./airgap apply backend -f site.yaml`,
  },
  {
    title: 'Rights',
    text: 'Each right of the agent with its reason is in `charts/fairlead-agent/rbac-table.md`; the control plane has none in the cluster. The installer needs what `rights` prints for a site file, each rule below what it is for, and no more; for a common site that is the file below. Nobody is cluster-admin, neither at run time nor before.',
    commands: `./airgap rights backend -f site.yaml
./airgap rights cluster -f site.yaml
cat scan/rights.txt`,
  },
  {
    title: 'Pods',
    text: 'Level restricted of Pod Security, any user and group, a root that cannot be written, no capability, no host path. No constraint of OpenShift of our own, no privileged pod, no webhook.',
  },
  {
    title: 'Cryptography, and FIPS as it is',
    text: "TLS and hashes by OpenSSL 3 inside Node; passwords by Argon2id; signatures P-256 with SHA-256 and Ed25519. Node as published brings no validated FIPS module, so none is claimed; the site's own validated OpenSSL can check the P-256 signature.",
  },
  {
    title: 'Audit',
    text: 'The installer keeps a trail in which every line has the hash of the one before; the command below follows it from the first line to the last, and tells the hash of the last, to be noted elsewhere. The product writes each entry in the transaction that made the change, into a table in which its own role may neither update nor delete: that is kept by rights in the database and not by hashes.',
    commands: `./airgap verify --trail
./fairlead audit ls --since 30d -o json`,
  },
  {
    title: 'Fixes of weaknesses',
    text: 'They arrive as a release with a higher counter, whole or as a delta to one that the site has, checked in the same way; `diff` says what it changes before anything does.',
    commands: `./airgap diff OLD-BUNDLE`,
  },
]
