/** What a command says to the script that called it, by the class of what went wrong. Stable. */
export const EXIT = {
  ok: 0,
  /** The command line or a file that it names is wrong. */
  usage: 2,
  /** The bundle is not what its maker signed, or older than what the site has seen; or a backup is none that the site has signed. Nothing was done. */
  trust: 3,
  /** Something that the site has to change first. Nothing was done. */
  preflight: 4,
  registry: 5,
  cluster: 6,
  /** The database, a backup or a dump. */
  data: 7,
  /** A fault of this program itself. */
  fault: 70,
  /** Left by Ctrl-C. */
  interrupted: 130,
} as const
export type ExitClass = keyof typeof EXIT
export type ExitCode = (typeof EXIT)[ExitClass]
