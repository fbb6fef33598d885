import { execInPod } from '@fairlead/rig/cluster/talk-to-pod'
import type { OfflineSite } from './offline-site.ts'

const NAMESPACE = 'fairlead'
const NAME = 'fairlead-postgresql'

/** The password that programs are given. */
export async function bundledPassword({ cluster: { client } }: OfflineSite): Promise<string> {
  const { data = {} } = await client.core.readNamespacedSecret({ name: NAME, namespace: NAMESPACE })
  return Buffer.from(data['password'] ?? '', 'base64').toString()
}

/** Whether both roles of the database let somebody in with this password. Throws where one does and the other does not. */
export async function opensDatabase({ cluster: { client } }: OfflineSite, password: string): Promise<boolean> {
  const pod = { name: `${NAME}-0`, namespace: NAMESPACE, container: 'postgresql' }
  const asks = async (role: string) => {
    const command = `PGPASSWORD='${password}' psql --host=127.0.0.1 --username=${role} --command='select 1' fairlead 2>&1 || true`
    const { stdout } = await execInPod(client, pod, ['/bin/sh', '-c', command])
    if (stdout.includes('1 row')) return true
    if (stdout.includes('password authentication failed')) return false
    throw new Error(stdout)
  }
  const [owner, admin] = [await asks('fairlead'), await asks('fairlead_admin')]
  if (owner !== admin) throw new Error(`of the two roles one opens: ${owner ? 'the owner' : 'the admin'}`)
  return owner
}
