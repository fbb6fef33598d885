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
    text: "Fonts, icons and documents are its own; the content security policy is `default-src 'self'`, and every browser test fails on a request to another host.",
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
    title: 'No default password, secrets encrypted at rest',
    text: 'The first admin gets a link that is good once and for an hour. Secrets reach the installer by files, never by flags, and `site.yaml` holds none.',
  },
  {
    title: 'Rights',
    text: 'Each right of the agent with its reason is in `charts/fairlead-agent/rbac-table.md`; the control plane has none in the cluster. What the installer asks for is listed as recorded. Nobody is cluster-admin at run time.',
    commands: `cat scan/rights.txt`,
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
    text: 'The installer and the product each keep a log in which every entry has the hash of the one before.',
    commands: `./airgap --json verify; tail ~/.local/state/fairlead-airgap/audit.jsonl`,
  },
  {
    title: 'Fixes of weaknesses',
    text: 'They arrive as a release with a higher counter, whole or as a delta to one that the site has, checked in the same way; `diff` says what it changes before anything does.',
    commands: `./airgap diff OLD-BUNDLE`,
  },
]
