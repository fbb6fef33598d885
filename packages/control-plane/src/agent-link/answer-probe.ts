import { PROTOCOL_VERSIONS, PROTOCOL_VERSIONS_BACK, type ProbeAnswer } from '@fairlead/protocol'
import { and, eq, gt, isNull, ne, notInArray, sql } from 'drizzle-orm'
import type { App } from '../app/app.ts'
import { clusters } from '../db/schema/clusters.ts'
import { joinTokens } from '../db/schema/join-tokens.ts'
import { sha256 } from '../lib/ids.ts'

const NAMES_MAX = 16

/**
 * What an installer is told before it enrols an agent: our versions, and, for whoever shows a join token that is still good, whom it is for. Spends nothing, and says of a token that is
 * unknown, expired, used or revoked only that it is not good.
 */
export async function answerProbe(
  app: App,
  asked: { token: string | undefined; clusterUid: string | undefined },
): Promise<ProbeAnswer> {
  const about = {
    version: app.version,
    protocols: PROTOCOL_VERSIONS.slice(-1 - PROTOCOL_VERSIONS_BACK),
    enrolledAs: [],
  }
  if (asked.token === undefined) return { ...about, token: 'none' }
  // Across organizations: the token is what says which one it is.
  const { db } = app.database.system
  const [found] = await db
    .select({ cluster: clusters })
    .from(joinTokens)
    .innerJoin(clusters, eq(clusters.id, joinTokens.clusterId))
    .where(
      and(
        eq(joinTokens.secretSha256, sha256(asked.token)),
        isNull(joinTokens.usedAt),
        isNull(joinTokens.revokedAt),
        gt(joinTokens.expiresAt, sql`now()`),
        notInArray(clusters.state, ['revoked', 'suspended']),
      ),
    )
  if (!found) return { ...about, token: 'bad' }
  const { id, name, organizationId, enrolledAt, clusterUid } = found.cluster
  const others =
    asked.clusterUid === undefined
      ? []
      : await db
          .select({ name: clusters.name })
          .from(clusters)
          .where(
            and(
              eq(clusters.organizationId, organizationId),
              eq(clusters.clusterUid, asked.clusterUid),
              ne(clusters.id, id),
              notInArray(clusters.state, ['revoked']),
            ),
          )
          .orderBy(clusters.name)
          .limit(NAMES_MAX)
  return {
    ...about,
    token: 'good',
    cluster: {
      name,
      isEnrolled: enrolledAt !== null,
      isElsewhere: clusterUid !== null && asked.clusterUid !== undefined && clusterUid !== asked.clusterUid,
    },
    enrolledAs: others.map((other) => other.name),
  }
}
