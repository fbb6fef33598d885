import type { PromiseName } from './promises.ts'

/** A test that shows something, by its file and its title or a part of it. */
export type Proof = readonly [file: string, title: string]

export interface Claim {
  claim: string
  /** Promises that it is a part of; see `promises.ts`. */
  shows?: readonly PromiseName[]
  proofs: readonly Proof[]
  /** What has not been shown, and so may not be relied upon. */
  open?: string
}

const CHECK = 'e2e/airgap/check.airgap.test.ts'
const CONTENTS = 'e2e/airgap/contents.airgap.test.ts'
const DEBIAN = 'e2e/airgap/debian.airgap.test.ts'
const DOCUMENT = 'e2e/airgap/document.airgap.test.ts'
const HOSTS = 'e2e/airgap/hosts.airgap.test.ts'
const PREPARING = 'e2e/airgap/support/describe-preparing.ts'
const APPLYING = 'e2e/airgap/support/describe-applying.ts'
const USING = 'e2e/airgap/support/describe-using.ts'
const REMOVING = 'e2e/airgap/support/describe-removing.ts'
const GAP = 'e2e/airgap/support/describe-gap.ts'
const LIFE = 'e2e/airgap/support/describe-life.ts'
const BACKUP = 'airgap/life/open-backup.test.ts'
const SIGNS = 'airgap/life/signing-key.test.ts'
const TAKES = 'airgap/life/take-backup.test.ts'
const JOBS = 'airgap/life/nightly-objects.test.ts'
const PODS = 'airgap/life/sign-in-pods.k8s.test.ts'
const UPGRADE = 'airgap/life/upgrade-release.test.ts'
const DATABASE = 'airgap/preflight/database-checks.pg.test.ts'
const PLACE = 'airgap/preflight/backup-checks.test.ts'
const KEPT = 'packages/control-plane/src/admin/print-backup.test.ts'
const NIGHT = 'airgap/life/check-nightly.test.ts'
const SAME = 'airgap/install/require-same-release.test.ts'
const UNITS = 'airgap/linux/host-units.test.ts'
const VALUES = 'airgap/install/values.test.ts'
const SCHEMA = 'packages/control-plane/src/db/schema-fingerprint.pg.test.ts'
const UNINSTALL = 'airgap/install/uninstall-phase.k8s.test.ts'
const PRUNE = 'airgap/install/prune-registry.k8s.test.ts'
const TRAIL = 'airgap/cli/audit-trail.test.ts'
const MASKS = 'airgap/life/mask-secrets.test.ts'
const LEASE = 'airgap/install/hold-lease.k8s.test.ts'
const LIMITS = 'e2e/airgap/limits.airgap.test.ts'
const JUDGE = 'airgap/preflight/judge-host.test.ts'
const LINUX = 'e2e/airgap/linux.airgap.test.ts'
const RELEASES = 'e2e/airgap/releases.airgap.test.ts'
const SCAN = 'e2e/airgap/scan.airgap.test.ts'
const CLI = 'airgap/cli/run-cli.test.ts'
const PUSH = 'airgap/registry/push-images.k8s.test.ts'
const KEYS = 'airgap/signing/keys.test.ts'
const PEOPLE = 'packages/control-plane/src/identity/people.pg.test.ts'
const PROBE = 'airgap/preflight/probe/run-probes.k8s.test.ts'
const SERVE = 'airgap/serve/serve.test.ts'
const PULLS = 'airgap/serve/serve-pulls.k8s.test.ts'
const NODES = 'airgap/nodes/node-files.test.ts'
const SIGNING = 'airgap/signing/sign-file.test.ts'
const CLOCKS = 'e2e/scenarios/clocks.spec.ts'
const EGRESS = 'packages/control-plane/src/egress/egress.test.ts'
const RECORDED = 'packages/control-plane/src/egress/recorded.test.ts'
const LICENCE = 'packages/control-plane/src/licence/licence.pg.test.ts'
const RIGHTS = 'charts/test/rights.k8s.test.ts'
const GRANTED = 'airgap/rights/installer-rights.k8s.test.ts'
const AUTHORITIES = 'charts/test/authorities.k8s.test.ts'
const WATCH = 'e2e/console/watch.spec.ts'

/** What is said of delivery to closed sites, and what shows it. */
export const CLAIMS: readonly Claim[] = [
  {
    claim: 'One file, at most 120 MB, the same bytes wherever it is built from the same commit and keys',
    shows: ['one file'],
    proofs: [
      [CHECK, 'is no larger than 120 MB'],
      [RELEASES, 'another folder, home, time zone, language and umask give the same images'],
      [DEBIAN, 'is taken from the snapshot of the day on which it was pinned'],
    ],
    open: 'a second machine; a build from packages newer than those pinned, which says so, has other bytes',
  },
  {
    claim: 'A host needs `sh`, `tar` and `gzip`, and no container engine',
    shows: ['little host'],
    proofs: [
      [HOSTS, 'in a root that holds busybox and nothing else'],
      [HOSTS, 'past a folder that may not run programs'],
    ],
  },
  {
    claim: 'Nobody needs the rights of root: checking, pushing, installing, using and removing',
    shows: ['no root'],
    proofs: [
      [HOSTS, 'for a user without any right'],
      [PREPARING, 'prepare checks everything, pushes the images, and changes nothing in the cluster'],
    ],
  },
  {
    claim: 'One changed byte in any kind of file stops everything with exit code 3, before anything leaves',
    shows: ['tamper'],
    proofs: [
      [CHECK, 'a bundle of which one byte is another is refused with exit code 3, before anything is done'],
      [CHECK, 'and prepare, too, before it calls the registry'],
      [CHECK, 'so is one with a file more'],
      [PUSH, 'one flipped byte in any blob stops it before the first byte leaves'],
    ],
  },
  {
    claim: 'The site checks with its own sha256sum, openssl, ssh-keygen or minisign',
    shows: ['outside verifiers'],
    proofs: [
      [CHECK, "other people's tools take %s as it is, and refuse it with one byte changed"],
      [CHECK, 'sha256sum finds every file of an unpacked bundle as it is'],
      [SIGNING, 'no single byte of a signature %s can be another one'],
    ],
  },
  {
    claim:
      'Release keys may change and be revoked: a root key vouches for them in a list that outside tools check, and what it does not vouch for is refused',
    shows: ['replay'],
    proofs: [
      [CLI, 'a release by a new key is taken that it vouches for, and the one before counts on'],
      [CLI, 'a key that it does not vouch for is refused'],
      [CLI, 'a revoked key is refused with why, also by name, with an older list, and with none'],
      [CLI, 'one changed byte in the list, in a signature of it or in the root key ends it with exit code 3'],
      [CHECK, "other people's tools take %s as it is, and refuse it with one byte changed"],
      [KEYS, 'a vendor makes a root, adds a key, ends it for the next one, and revokes it, each step a new list'],
    ],
    open: 'keys in a hardware module; who holds the root, which people decide',
  },
  {
    claim:
      'Before anything is installed every party is looked at, from here and from a pod where the agent will be: pulls, reach, a silent websocket, the token, versions, clocks',
    proofs: [
      [PROBE, 'pulls by digest with the login, reaches the control plane, shows its token, and leaves nothing'],
      [PROBE, 'what keeps nodes from pulling is told as what it is: the login, the image, the authority, the way'],
      ['packages/agent/src/link/probe-link.test.ts', 'a socket that is cut while it is silent is told with when'],
      ['packages/control-plane/src/agent-link/probe.pg.test.ts', 'a token is looked at and not spent'],
      ['airgap/preflight/check-ids.test.ts', 'the document names every check, each once, and none that there is not'],
      [APPLYING, 'the cluster joins with two more commands'],
    ],
    open: 'nodes of several architectures in one cluster; a proxy of the site',
  },
  {
    claim:
      'Each image has a signature that policy engines find in the registry of the site, where the installer puts it',
    proofs: [
      [CONTENTS, 'each image has a signature as policy engines look for it, which openssl finds good'],
      [PUSH, 'signatures lie beside the images as policy engines look for them, and the second time nothing is sent'],
      [PREPARING, 'prepare checks everything, pushes the images, and changes nothing in the cluster'],
    ],
    open: 'cosign and the policy engines themselves',
  },
  {
    claim:
      'A site needs no registry: `./airgap serve` hands out the images of every release that lies beside its own, after each was checked, with TLS and without a way to write',
    proofs: [
      [SERVE, 'a site without a registry is served with a certificate made for its name'],
      [SERVE, 'are served as well, also those that are put there later, so that there is a way back'],
      [SERVE, 'are not where other keys have signed them or a byte is another'],
      [SERVE, 'a push to it is refused and says how a site without a registry is written down'],
      ['airgap/oci/serve-layout.test.ts', 'nothing can be written'],
    ],
    open: 'its service under systemd',
  },
  {
    claim:
      'Nodes find and trust the registry of the site by files that the installer writes, also for images that are named as the vendor names them',
    proofs: [
      [PULLS, 'and containerd pulls through it by digest: by the name of the site, and by that of the vendor'],
      [PULLS, 'with another authority in the place of the one that was written, it pulls nothing'],
      [NODES, 'containerd takes names of the vendor from the project of the site, and asks nobody else'],
      [NODES, 'k3s and RKE2 rewrite the path, since their endpoints have none'],
      [NODES, 'OpenShift gets a set of mirrors for digests, and the authority under a key that it takes'],
    ],
    open: 'k3s, RKE2, OpenShift and containerd 2',
  },
  {
    claim: 'An older release and other keys are refused, whatever the clock says',
    shows: ['replay'],
    proofs: [
      [CLI, 'an older one with a good signature is refused, unless it is asked for'],
      [CLI, 'one of other keys is refused, until these are named'],
      [RELEASES, 'makes the one before too old, whose signature is still good'],
    ],
  },
  {
    claim:
      'Images reach every registry: with and without passwords, tokens, private authorities, small bodies, cut connections',
    shows: ['push'],
    proofs: [
      [PUSH, 'with a password, behind a private authority, and another program reads them as they are'],
      [PUSH, 'with tokens of a token server, each for what it is needed for'],
      [PUSH, 'through a proxy that takes 10 MB at a time'],
      [PUSH, 'over a connection that breaks in the middle of a layer, again and again'],
      [PUSH, 'a registry that is read-only says so'],
      [PUSH, 'what images share is sent once, and the second time nothing is'],
      [APPLYING, 'the first workload runs to its end, from the registry of the site'],
    ],
    open: "Harbor, Quay, Nexus and Artifactory themselves: see the site's own run",
  },
  {
    claim:
      'Images start as any user, in any group, in a user namespace, without a capability and without a place to write',
    shows: ['restricted users'],
    proofs: [
      [LIMITS, 'the PostgreSQL makes its database, and the control plane migrates it and becomes ready'],
      [LIMITS, 'the agent starts, and says what it lacks'],
      [LIMITS, 'a root that cannot be written and a call that is forbidden are so indeed'],
    ],
    open: 'a real OpenShift',
  },
  {
    claim: "Every pod passes the level restricted of Kubernetes' own admission",
    shows: ['restricted pods'],
    proofs: [
      ['charts/test/installed.k8s.test.ts', 'the API server lets every pod into a namespace of level restricted'],
      ['charts/test/pod-security.k8s.test.ts', 'passes the level restricted'],
    ],
  },
  {
    claim: 'Rights are few, each has its reason, and no others are used',
    shows: ['least rights'],
    proofs: [
      [RIGHTS, 'with every option on, the rights are exactly those of the table'],
      [RIGHTS, 'of "$name", no right is one that opens everything'],
      [USING, 'the agent asks for what its chart states, and is refused only what is an option there'],
      [PREPARING, 'who has no right in the cluster is told of each one that is missing before anything is done'],
      [REMOVING, 'in all of this the installer was refused nothing, and has made use of every right that it was given'],
      [GRANTED, 'whoever has what is printed can install and remove, and who lacks any of it is told which'],
    ],
  },
  {
    claim: 'A command that was killed goes on when it is run again, and one that is repeated changes nothing',
    shows: ['resumable'],
    proofs: [
      [APPLYING, 'apply that is killed in the middle goes on when it is run again'],
      [APPLYING, 'apply again changes nothing'],
      [PUSH, 'a run that was broken off is taken up: what is there is not sent again'],
    ],
    open: 'a kill after each single request to the API server',
  },
  {
    claim: 'Nothing goes out: no address, no name, no packet, from `verify` to `uninstall`',
    shows: ['zero egress'],
    proofs: [
      [GAP, 'in all of this nobody has asked for anything outside of the site: no address, no name, no packet'],
      [GAP, 'and who does is seen, where the installer runs and in a pod, and gets nowhere'],
      [EGRESS, 'in mode %s a host of the site answers, and a host that nobody named is refused unasked'],
    ],
  },
  {
    claim: 'Where downloads alone are allowed nothing is uploaded',
    shows: ['downloads only'],
    proofs: [
      [RECORDED, 'downloads only: a proxy sees plain reads of named hosts, and not a byte that tells who asks'],
      [EGRESS, 'on premises a named host is only read from: %s is not sent'],
    ],
  },
  {
    claim: 'The console asks nobody but its own control plane',
    shows: ['console'],
    proofs: [
      [WATCH, 'the watch sees a broken policy, a line of error, an uncaught error, a foreign request'],
      [APPLYING, 'in a browser at the site the console takes the admin in, shows the first workload as done'],
      [GAP, 'and who does is seen, where the installer runs and in a pod, and gets nowhere'],
      [CONTENTS, 'the document refers to nothing outside of itself'],
    ],
  },
  {
    claim: 'Virus scanners see all of it with the flags that the bundle names, and say so where a limit was too small',
    shows: ['scanners'],
    proofs: [
      [
        SCAN,
        'what is planted into any layer of any image, a chart or a plain file is found by the command that the bundle names',
      ],
      [
        SCAN,
        'and is not found in the largest one without its flags, where the last of them says that a limit was too small',
      ],
      [CONTENTS, 'no layer and no program is compressed by anything that virus scanners cannot read'],
    ],
    open: 'scanners other than ClamAV',
  },
  {
    claim:
      'The SBOMs are true: each file has its component, each component the hash that a lock file pins, and nothing is past its end of life',
    shows: ['parts'],
    proofs: [
      [CONTENTS, 'each file in each layer of %s belongs to a component'],
      [CONTENTS, 'each program beside the images has one, too'],
      [CONTENTS, 'each hash is the one that a lock file pins'],
      [CONTENTS, 'each package has its licence in the bundle'],
      [CONTENTS, 'nothing in the bundle is past its end of life'],
    ],
  },
  {
    claim: "Air-gapped, the site's authorities are trusted and no others",
    shows: ['authorities'],
    proofs: [
      [
        AUTHORITIES,
        'air-gapped, the authority of the site is trusted, another one is not, and nor is any that Node brings',
      ],
      [PUSH, 'a wrong password, a missing one and an unknown authority are told before anything is sent'],
    ],
  },
  {
    claim: 'Clocks may be minutes, a day or years off, and 2038 is a year as any other',
    shows: ['clocks'],
    proofs: [
      [
        CLOCKS,
        'agents whose clocks are minutes, a day or years off enrol, run work and tell times of the control plane',
      ],
      [CLOCKS, 'a control plane in the year 2038 takes people in, and agents of today'],
      [LICENCE, 'a clock that is set back does not bring a licence to life again'],
    ],
  },
  {
    claim: 'A release that changes our code alone is a file of less than 1 MB',
    proofs: [[RELEASES, 'is smaller than 1 MB where the code of every program of ours is another one']],
  },
  {
    claim:
      'Removing leaves no object of any kind that was not there before, but what is named, and keeps data until it is named',
    shows: ['uninstall'],
    proofs: [
      [REMOVING, 'uninstall lists first, then removes what the installer has made and keeps the data'],
      [LINUX, 'uninstall keeps the data until it is named, and leaves nothing else'],
    ],
  },
  {
    claim: 'A namespace that holds anything of somebody else is not removed',
    proofs: [
      [UNINSTALL, 'a namespace goes with what the agent has noted in it, and stays with anything of anybody else'],
    ],
  },
  {
    claim:
      'Pruning a registry removes older releases alone: not what runs, what is gone back to, or what a tag of somebody else leads to',
    proofs: [
      [
        PRUNE,
        'the oldest release goes with its signature; what runs, the one before and what somebody has tagged stay whole',
      ],
      [PRUNE, 'a registry that lets nobody delete says so in a sentence, and everything is there still'],
      [LIFE, 'what older releases have left in the registry is listed and then removed'],
    ],
    open: 'Harbor, Quay, Nexus and Artifactory themselves',
  },
  {
    claim: 'The trail of the installer shows a line that was changed, is gone or was cut off',
    proofs: [
      [TRAIL, 'a changed line, a line that is gone and lines in another order are found'],
      [TRAIL, 'the hash of the last line tells whoever has noted it that lines at the end are gone'],
      [CLI, 'whoever asks for it is told that it is whole, or where it is not'],
    ],
  },
  {
    claim: 'A bundle for supporters holds no secret, also where somebody has put one by mistake',
    proofs: [
      [USING, 'a bundle for supporters has objects, logs and the trail, and no secret'],
      [LINUX, 'a bundle for supporters has settings and logs, and no secret'],
      [MASKS, 'nothing of the secret in %j is left'],
    ],
    open: 'a secret in free text, without a name that says it is one',
  },
  {
    claim: 'Two installers at once do not mix',
    proofs: [[LEASE, 'of two installers at once the second is told who is at work and since when']],
  },
  {
    claim: 'A host without Kubernetes runs the control plane, its database and work under systemd, each sealed off',
    proofs: [
      [LINUX, 'apply brings PostgreSQL and the control plane up with TLS'],
      [LINUX, 'the host is a cluster of one node after two more commands'],
      [LINUX, 'the services have no more rights than they need'],
      [LINUX, 'secrets are in files of root alone'],
      [LINUX, 'a folder is filled instead of the host, and emptied again, while the host runs on'],
      [JUDGE, 'of a host is said what was seen, and what to do where it is not good'],
    ],
    open: 'Debian 12 alone, without SELinux',
  },
  {
    claim: 'The document is right: what it tells to type is what is tested',
    shows: ['documents'],
    proofs: [
      [DOCUMENT, 'the commands by which a site checks the file work as the document in it has them'],
      [APPLYING, 'the cluster joins with two more commands'],
    ],
  },
  {
    claim:
      'A new release has a way back that was tried before anything changes, and takes it by itself when it does not come up',
    shows: ['upgrade', 'rollback'],
    proofs: [
      [
        LIFE,
        'an upgrade that is killed again and again comes to the same objects, data and schema; work and agents notice nothing',
      ],
      [LIFE, 'a release that does not come up gives its place back, with a sentence why'],
      [LINUX, 'an upgrade that is killed in the middle goes on when it is run again; work goes on meanwhile'],
      [LINUX, 'a release that does not come up gives its place back, with a sentence why'],
      [SCHEMA, 'a version runs on a schema that a newer one has widened, and refuses one that it has narrowed'],
      [SCHEMA, 'a migration after the first release only widens the schema, or says with which code it runs'],
      [
        LIFE,
        'with a PostgreSQL of the site, too, a release takes over after a backup that was tried, and gives its place back',
      ],
      [UPGRADE, 'a database that was changed by hand, that is newer, or that would leave no way back is not upgraded'],
      [SAME, 'apply of a newer bundle is refused with the command that makes a backup before'],
    ],
    open: 'a schema that differs by more than a table that is new; a large database under load: half a million rows are measured at rest',
  },
  {
    claim:
      'A new release restarts no more than it brings: PostgreSQL goes on where it is the same, and an agent takes its release when somebody approves it',
    shows: ['upgrade'],
    proofs: [
      [RELEASES, 'has the same PostgreSQL, to the digest, so that the database goes on running'],
      [UNITS, 'a release with the same PostgreSQL starts it by the same unit, and one with another by another'],
      [LIFE, 'the agent that the new release offers lies in the registry of the site'],
    ],
  },
  {
    claim:
      'Authorities and the address of the database are changed in the files of the site, and what reads them starts anew',
    proofs: [
      [VALUES, 'another authority makes new pods of the control plane and of the agent, and the same one makes none'],
      [VALUES, 'another password in the address of the database makes new pods, which do not show it'],
    ],
  },
  {
    claim:
      'A backup is one encrypted file that outside tools open; a wrong key, a changed bit and a missing end are refused before anything is done',
    shows: ['backup'],
    proofs: [
      [LIFE, 'a backup is one file, and holds what is there'],
      [LINUX, 'a backup is one file that the key opens, on demand and by the timer'],
      [BACKUP, 'another key does not open it'],
      [BACKUP, 'a flipped bit is found wherever it is'],
      [BACKUP, 'one that was cut off is found wherever it ends'],
      [BACKUP, 'the program age opens it, too'],
    ],
  },
  {
    claim:
      'A backup that the site has not signed is refused, however it was encrypted: one of another key, one with another part, one without a signature; outside tools check the same',
    shows: ['backup'],
    proofs: [
      [BACKUP, 'is refused when it is signed by another key, and taken once that one is named'],
      [
        BACKUP,
        'is refused with the name of what is another part, is missing or was added under a signature that was good',
      ],
      [BACKUP, 'is refused without its signature, and taken by an explicit word where it never had one'],
      [BACKUP, 'sha256sum and openssl find it signed, and see what is another part'],
      [LIFE, 'a backup that somebody else has made, or changed, is refused before anything is done'],
      [LINUX, 'a backup that somebody else has made, or changed, is refused before anything is done'],
    ],
    open: 'whoever reads the Secret of backups by night can sign; an older backup of the site is as good as a newer one',
  },
  {
    claim:
      'The key that signs backups is on no command line, in no variable, in no backup and in no bundle for supporters, and a site from before goes on without it',
    proofs: [
      [SIGNS, 'the half that signs lies in a file of its own, which holds nothing that opens a backup'],
      [SIGNS, 'a key from before, or of age-keygen, goes on without, and gets a half that signs'],
      [TAKES, 'the half that signs is sent by standard input, and stands on no command line'],
      [TAKES, 'programs of a release that does not sign, and a site without a key that does, make a backup as before'],
      [JOBS, 'the half that signs is in a Secret that their pods alone mount'],
      [PODS, 'a pod of the job by night reads it as its own user, and says so instead of waiting when it is gone'],
      [PODS, 'a command in a pod takes it by standard input while more comes out than fits anywhere'],
      [UNITS, 'have the half that signs in a file of root, which the service alone is given'],
      [PLACE, 'a site that does not sign is warned with what mends it'],
    ],
  },
  {
    claim: 'What was backed up comes back as it was, table by table, and agents come back to it',
    shows: ['backup'],
    proofs: [
      [
        LIFE,
        'a database that is lost comes back as it was from the backup of the night, into a PostgreSQL of the site',
      ],
      [
        LIFE,
        'the backup of the night is made by its own job, leaves the cluster by one command and opens with the key',
      ],
      [
        LIFE,
        'rollback with a backup tells what is lost, wants a word for it, and brings back release and data together',
      ],
      [LINUX, 'a database that is lost comes back from a backup by night as it was, and the agent comes back to it'],
      [LINUX, 'rollback with a backup tells what is lost, wants a word for it, and brings back release and data'],
    ],
    open: 'a database of the site that is newer than PostgreSQL 15: its own tools back it up',
  },
  {
    claim: 'Whether a database and a place for backups will do is known before anything changes',
    proofs: [
      [
        DATABASE,
        'a database that fits passes: rights, encoding, times of a query and of a safe write; what no server tells is said',
      ],
      [DATABASE, 'encryption counts where the certificate is checked; a stranger and a wrong name are refused'],
      [PLACE, 'a key that can be read and a place that can be written to pass, and nothing is left there'],
    ],
  },
  {
    claim: 'As many backups are kept as asked for, and a night that failed is seen',
    proofs: [
      [KEPT, 'as many backups are kept as asked for, the newest ones, and files of others stay'],
      [NIGHT, 'a night that failed is a failure with what its pod said, until one has worked'],
    ],
  },
  {
    claim:
      'Whoever is disabled, removed or signed out gets nothing more, on any replica and in open streams, and an organization keeps an admin',
    proofs: [
      [
        PEOPLE,
        'disabling ends sessions, tokens and the link at once, on every replica; enabling brings none of them back',
      ],
      [PEOPLE, 'an open stream ends with the credential that opened it, and begins anew when roles change'],
      [PEOPLE, 'nothing that is made while somebody is disabled works after they are let in again'],
      [PEOPLE, 'the last admin stays, whichever way they would go, and nobody shuts themselves out'],
    ],
  },
  {
    claim: 'A licence that ends stops nothing that runs',
    proofs: [[LICENCE, 'beyond its limits and its end it warns, and work is taken and started']],
  },
  {
    claim: 'It works on a real OpenShift, with Harbor and with Quay, and on arm64 nodes',
    shows: ['real sites'],
    proofs: [],
    open: 'all of it',
  },
]
