// Domain: usage
import { sql } from 'drizzle-orm'
import { doublePrecision, foreignKey, index, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, id, organizationId, time } from './columns.ts'
import { nodePools } from './node-pools.ts'

/** The price book: what an hour of a whole GPU costs from when on. Append-only: a later line of the same model and pool takes the place of an earlier one. */
export const prices = pgTable(
  'prices',
  {
    id: id(),
    organizationId: organizationId(),
    /** Null: of every model. */
    gpuModel: text('gpu_model'),
    /** Null: in every pool. */
    nodePoolId: uuid('node_pool_id'),
    /** For an hour of a whole GPU; null: from then on this line says nothing. */
    amount: doublePrecision('amount'),
    /** ISO 4217. */
    currency: text('currency').notNull(),
    /** The begin of an hour. */
    validFrom: time('valid_from').notNull(),
    createdAt: createdAt(),
    createdBy: text('created_by').notNull(),
    createdByName: text('created_by_name').notNull(),
  },
  (t) => [
    foreignKey({
      columns: [t.organizationId, t.nodePoolId],
      foreignColumns: [nodePools.organizationId, nodePools.id],
    }).onDelete('cascade'),
    index('prices_list_idx').on(t.organizationId, t.validFrom, sql`id`),
  ],
)
