import type { NodePlace } from './node-files.ts'

const ABOUT = `# Belongs into /etc/containerd/certs.d of every node, with the folder that it lies in; config_path of containerd's registry settings has to name that place.
# containerd reads it with each pull: nothing has to be started anew.
`

/** The folder `certs.d` as containerd reads it: one folder for each registry that stands in image names. */
export function containerdFiles({ url, host, project, authority, vendors }: NodePlace): Record<string, string> {
  const trust = authority === undefined ? [] : ['ca = "ca.crt"']
  const text = (server: string, more: string[] = []) => {
    const settings = ['capabilities = ["pull", "resolve"]', ...more, ...trust]
    // The same twice: containerd 1.6 takes no file without a host, and what the last one does not have is asked of the server, which would be one outside of the site.
    const lines = [
      `server = "${server}"`,
      ...settings,
      '',
      `[host."${server}"]`,
      ...settings.map((line) => `  ${line}`),
    ]
    return `${ABOUT}${lines.join('\n')}\n`
  }
  const files: Record<string, string> = { [host]: text(url) }
  for (const vendor of vendors)
    if (vendor !== host) files[vendor] = text(`${url}/v2/${project}`, ['override_path = true'])
  return Object.fromEntries(
    Object.entries(files).flatMap(([registry, hosts]) => [
      [`certs.d/${registry}/hosts.toml`, hosts],
      ...(authority === undefined ? [] : [[`certs.d/${registry}/ca.crt`, authority]]),
    ]),
  )
}
